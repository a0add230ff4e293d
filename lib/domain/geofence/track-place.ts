import type { Fix } from '@/lib/domain/model';
import { metersBetween, partWay } from './track-plane';
import type { MeasuredFix, RestPlace } from './track-state';
import * as T from './track-tuning';

/** Metres around a place within which a fix of that accuracy could be the same place. */
export function gateOf({ accuracy: known, spread }: RestPlace, accuracy: number): number {
  const fresh = Math.max(accuracy, T.ACCURACY_FLOOR_METERS);
  return T.GATE * Math.sqrt(fresh * fresh + known * known + spread * spread);
}

/** Where a device would rest if it stayed where this fix was measured. */
export function placeAt({ latitude, longitude, occurred_at }: Fix, accuracy: number): RestPlace {
  const info = informationOf(accuracy);
  return { latitude, longitude, accuracy, since: occurred_at, weight: 1, info, spread: T.SPREAD_METERS };
}

function informationOf(accuracy: number): number {
  const trusted = Math.max(accuracy, T.ACCURACY_FLOOR_METERS);
  return 1 / (trusted * trusted);
}

/** The share of a fix that is news so many seconds after the last one, 0–1: errors at rest are alike for minutes. */
const newsAfter = (seconds: number) => 1 - Math.exp(-seconds / T.MEMORY_SECONDS);

/**
 * The place with one more fix: the mean of all, weighted by information, and how far they lie about it.
 * A night of fixes can't drag it along, for what is alike counts once, and a walk of minutes brings next to no news.
 * @param distance of the fix from the place, metres @param seconds since the fix before
 */
export function refined(place: RestPlace, fix: Fix, accuracy: number, distance: number, seconds: number): RestPlace {
  const news = newsAfter(seconds);
  const fresh = news * informationOf(accuracy);
  const info = place.info + fresh;
  const weight = place.weight + news;
  const { latitude, longitude } = partWay(place, fix, Math.max(fresh / info, news * T.LEAST_GAIN));
  return {
    latitude,
    longitude,
    accuracy: Math.max(T.BEST_ACCURACY_METERS, Math.min(place.accuracy, 1 / Math.sqrt(info))),
    since: place.since,
    weight,
    info,
    spread: blended(place.spread, distance, news / (T.SPREAD_WEIGHT + Math.min(weight, T.MOST_WEIGHT))),
  };
}

/** The place after an excursion from it that was none: positions wander further there than was known. */
export function wider(place: RestPlace, reach: number, seconds: number): RestPlace {
  // The first fix of an excursion is news as a whole.
  const news = T.SPREAD_LESSON * (0.2 + newsAfter(seconds));
  const share = news / (T.SPREAD_WEIGHT + Math.min(place.weight, T.MOST_WEIGHT) + news);
  return { ...place, spread: blended(place.spread, Math.max(reach, place.spread), share) };
}

/** Root mean square with one more value of that share. */
const blended = (spread: number, distance: number, share: number) => Math.sqrt((1 - share) * spread ** 2 + share * distance ** 2);

/** The least speed that explains two measured positions, km/h: from one circle's edge to the other's. */
export function speedBetween(from: MeasuredFix, fix: Fix, accuracy: number): number {
  const meters = metersBetween(from, fix) - from.accuracy - accuracy;
  return meters <= 0 ? 0 : kmh(meters, fix.occurred_at - from.at);
}

/** Speed over a time in milliseconds; what takes less than a second is taken to last one, as phones tell whole seconds. */
export const kmh = (meters: number, milliseconds: number) => (3600 * meters) / Math.max(1000, milliseconds);
