import { spherePoint } from '@/lib/domain/geo/sphere';
import { effectiveAccuracy } from '@/lib/domain/geofence/confidence';
import type { Fix } from '@/lib/domain/model';
import { WEEK_START } from './phone';
import type { Period, TestZone } from './zones';

/** What a rule says happened. */
export interface Said {
  zone: number;
  type: 'enter' | 'exit';
  /** Epoch ms. */
  occurred_at: number;
  /** Index of the fix with which it was said. */
  decided: number;
}

/** A change of side that the fixes show, so that every rule could have known it. */
interface Crossing {
  zone: number;
  type: 'enter' | 'exit';
  /** It happened after `from` and was true until `to`, epoch ms. */
  from: number;
  to: number;
  /** Index of the first fix that shows it. */
  shown: number;
}

export interface Case {
  days: number;
  fixes: readonly Fix[];
  required: Crossing[];
  /** Changes of side that no fix shows: who says them is not wrong, who doesn't misses nothing. */
  free: Crossing[];
}

export interface Score {
  days: number;
  /** The false events and the missed crossings themselves. */
  wrong: Said[];
  lost: Crossing[];
  found: number;
  missed: number;
  false: number;
  /** False events that take back the zone's previous event within 10 minutes. */
  flaps: number;
  delays: number[];
}

/** Clocks and borders are not sharper than this. */
const SLACK_MS = 60_000;
const FLAP_MS = 600_000;

/**
 * The crossings of one life. A fix shows *inside* when its centre is in the zone, truly so, and its circle is no larger
 * than the zone; it shows *outside* when it is truly there and the whole circle is. A period that no fix shows does not count,
 * and the ones around it, on the same side, become one.
 */
export function caseOf(days: number, fixes: readonly Fix[], zones: readonly TestZone[], periods: readonly Period[][]): Case {
  const required: Crossing[] = [];
  const free: Crossing[] = [];
  zones.forEach((zone, index) => {
    const truth = periods[index] as Period[];
    const shown = shownBy(fixes, zone, truth);
    let side = false;
    let sideEnd = (truth[0] as Period).to;
    truth.forEach((period, i) => {
      const type = period.inside ? 'enter' : 'exit';
      const from = epoch(period.from);
      if (i > 0) free.push({ zone: index, type, from, to: epoch(period.to), shown: 0 });
      const first = shown[i];
      if (first === undefined) return;
      if (period.inside !== side) {
        required.push({ zone: index, type, from: epoch(sideEnd), to: epoch(period.to), shown: first });
        side = period.inside;
      }
      sideEnd = period.to;
    });
  });
  return { days, fixes, required, free };
}

const epoch = (seconds: number) => WEEK_START + seconds * 1000;

/** For each period the index of the first fix that shows it. */
function shownBy(fixes: readonly Fix[], { shape }: TestZone, truth: readonly Period[]): (number | undefined)[] {
  const shown: (number | undefined)[] = truth.map(() => undefined);
  const point = spherePoint(0, 0);
  let current = 0;
  fixes.forEach((fix, i) => {
    while (epoch((truth[current] as Period).to) <= fix.occurred_at) current++;
    if (shown[current] !== undefined) return;
    const accuracy = effectiveAccuracy(fix.accuracy);
    spherePoint(fix.latitude, fix.longitude, point);
    const { inside } = truth[current] as Period;
    if (shape.contains(point) !== inside) return;
    if (inside ? accuracy <= shape.size_meters : -shape.signedDistance(point) > accuracy) shown[current] = i;
  });
  return shown;
}

/** Each event is held against the truth once; whatever is left on either side is false or missed. */
export function score({ days, required, free }: Case, said: readonly Said[]): Score {
  const result: Score = { days, wrong: [], lost: [], found: 0, missed: 0, false: 0, flaps: 0, delays: [] };
  const unused = new Set(said);
  const byKey = groupBy(said);
  const take = (crossing: Crossing): Said | undefined => {
    const event = byKey
      .get(keyOf(crossing))
      ?.find((it) => unused.has(it) && it.occurred_at >= crossing.from - SLACK_MS && it.occurred_at <= crossing.to + SLACK_MS);
    if (event) unused.delete(event);
    return event;
  };
  for (const crossing of required) {
    const event = take(crossing);
    if (!event) {
      result.missed++;
      result.lost.push(crossing);
      continue;
    }
    result.found++;
    result.delays.push(Math.max(0, event.decided - crossing.shown));
  }
  for (const crossing of free) take(crossing);
  result.false = unused.size;
  result.wrong.push(...unused);
  const last = new Map<number, Said>();
  for (const event of said) {
    const before = last.get(event.zone);
    if (before && unused.has(event) && event.occurred_at - before.occurred_at < FLAP_MS) result.flaps++;
    last.set(event.zone, event);
  }
  return result;
}

const keyOf = ({ zone, type }: Pick<Said, 'zone' | 'type'>) => `${zone} ${type}`;

function groupBy(said: readonly Said[]): Map<string, Said[]> {
  const groups = new Map<string, Said[]>();
  for (const event of said) {
    const group = groups.get(keyOf(event));
    if (group) group.push(event);
    else groups.set(keyOf(event), [event]);
  }
  return groups;
}

export function sum(scores: readonly Score[]): Score {
  const total: Score = { days: 0, wrong: [], lost: [], found: 0, missed: 0, false: 0, flaps: 0, delays: [] };
  for (const one of scores) {
    total.days += one.days;
    total.found += one.found;
    total.missed += one.missed;
    total.false += one.false;
    total.flaps += one.flaps;
    total.delays.push(...one.delays);
  }
  return total;
}

export interface Figures {
  false_per_week: number;
  missed_percent: number;
  f1: number;
  median_delay: number;
  p90_delay: number;
  flaps_per_week: number;
}

/** Delays are counted in fixes after the first one that shows the change. */
export function figuresOf({ days, found, missed, false: wrong, flaps, delays }: Score): Figures {
  const sorted = [...delays].sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const perWeek = (count: number) => Number(((7 * count) / days).toFixed(2));
  const all = found + missed;
  return {
    false_per_week: perWeek(wrong),
    missed_percent: Number((all === 0 ? 0 : (100 * missed) / all).toFixed(2)),
    f1: Number((2 * found + wrong + missed === 0 ? 1 : (2 * found) / (2 * found + wrong + missed)).toFixed(3)),
    median_delay: quantile(0.5),
    p90_delay: quantile(0.9),
    flaps_per_week: perWeek(flaps),
  };
}
