import type { Snapshot } from './snapshot';

/** The fold's state after all fixes with occurred_at ≤ `at`, the timers up to then fired. */
export interface Checkpoint {
  at: number;
  /** Fixes that are in it. */
  folded: number;
  /** The newest fix that was known when it was taken. */
  cursor: number;
  /** The geofence revision under which it was taken. */
  revision: number;
  state: Snapshot;
}

/** A long rewind on its way. */
export interface Replay {
  /** What came late happened after this (exclusive, the phone's time): nothing in the ledger before changes. */
  since: number;
  /** The ledger is compared up to here (inclusive). */
  done: number;
  /** Timers had fired up to here before the rewind. */
  settled_until: number;
  /** The newest fix that was known when the state of the rewind was stored. */
  cursor: number;
}

/** A checkpoint after so many fixes. */
export const CHECKPOINT_EVERY = 256;
/** Late fixes are folded in if they are at most so much older than the newest one. */
export const REWIND_MS = 7 * 86_400_000;

/**
 * Which checkpoints are not needed. What is left lies ever wider apart with the distance from the newest fix, so that there are
 * few (some 2·ln of the number of fixes), and a rewind folds at most half as many fixes again as lie after the late one.
 * @param checkpoints oldest first
 * @param folded fixes up to the newest one
 * @param horizon no fix before this is folded in late any more (epoch ms); one checkpoint before it is kept
 * @returns their `at`
 */
export function superfluous(
  checkpoints: readonly Pick<Checkpoint, 'at' | 'folded'>[],
  folded: number,
  horizon: number,
): number[] {
  const base = Math.max(
    0,
    checkpoints.findLastIndex(({ at }) => at < horizon),
  );
  const gone = checkpoints.slice(0, base).map(({ at }) => at);
  let kept = checkpoints[base];
  for (let i = base + 1; i < checkpoints.length - 1; i++) {
    const [one, next] = [checkpoints[i] as Checkpoint, checkpoints[i + 1] as Checkpoint];
    if (2 * (next.folded - (kept as Checkpoint).folded) <= folded - next.folded) gone.push(one.at);
    else kept = one;
  }
  return gone;
}
