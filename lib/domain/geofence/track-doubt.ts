import type { Fix } from '@/lib/domain/model';
import { gateOf, kmh } from './track-place';
import { metersBetween } from './track-plane';
import type { OpenDoubt, TrackState } from './track-state';
import * as T from './track-tuning';

/** How much the phone's own speed at this fix speaks for a walk. */
export function walkEvidence({ velocity }: Fix): number {
  if (velocity === null || velocity < T.WALKING_KMH) return 0;
  return velocity >= T.BRISK_KMH ? 1 : 0.5;
}

/** Whether an excursion from rest is so small that it may be the usual error wandering. */
export function isNear({ before, reach }: OpenDoubt, accuracy: number): boolean {
  return before.resting && reach <= T.NEAR * gateOf(before.place, accuracy);
}

/**
 * Whether this fix shows that the device never left where it was before the doubt: it is back at its place from an
 * excursion that was small and unlike a walk, or too fast to be one; or, on the move, back on its way from a spike.
 */
export function isRefuted(track: TrackState, doubt: OpenDoubt, fix: Fix, accuracy: number): boolean {
  if (accuracy > T.COARSE_METERS) return false;
  const { before, reach, since, out, walked } = doubt;
  if (before.resting) {
    const distance = metersBetween(before.place, fix);
    if (distance > gateOf(before.place, accuracy) || 2 * distance > reach) return false;
    if (isNear(doubt, accuracy)) return walked < T.WALK_EVIDENCE && fix.occurred_at - since <= T.NEAR_MS;
  } else if (3 * metersBetween(before.last, fix) > reach) return false;
  if (fix.occurred_at - since > T.LONE_MS) return false;
  const back = kmh(metersBetween(track.last, fix), fix.occurred_at - track.last.at);
  if (isUnlikeThere(doubt)) return back >= T.BACK_KMH || out >= T.OUT_KMH;
  return doubt.fixes <= T.LONE_FIXES && Math.max(back, out) >= T.JUMP_KMH;
}

/** Whether it rested so long before that so few fixes elsewhere, without a speed of their own, are rather errors than a trip. */
function isUnlikeThere({ before, since, fixes }: OpenDoubt): boolean {
  if (!before.resting) return false;
  const rested = since - before.place.since;
  if (rested >= T.AT_HOME_MS) return true;
  return rested >= T.RESTED_MS && fixes <= (rested >= T.LONG_RESTED_MS ? T.LONE_FIXES : 1);
}

/** Whether the doubt can't be refuted any more, after a fix that did not do it. */
export function isSettled(doubt: OpenDoubt, fix: Fix, accuracy: number): boolean {
  if (accuracy > T.COARSE_METERS) return false;
  const { before, since } = doubt;
  if (!before.resting) return true;
  const age = fix.occurred_at - since;
  if (isNear(doubt, accuracy)) return age > T.NEAR_MS;
  return age > T.LONE_MS || metersBetween(before.place, fix) <= gateOf(before.place, accuracy);
}
