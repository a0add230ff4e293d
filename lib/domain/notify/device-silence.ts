import { afterWaking, type RhythmContext, type Usual } from './device-rhythm';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far a silence must go beyond what is usual, and the shortest that is told of, by when it began. Measured: docs/adr/0024-silent-phones.md. */
export interface SilenceTuning {
  factor: number;
  /** For a phone that was about to be empty when it was last heard. */
  emptyFactor: number;
  shortest: Record<RhythmContext, number>;
  shortestEmpty: number;
}

export const SILENCE_TUNING: SilenceTuning = {
  factor: 1.75,
  emptyFactor: 1,
  shortest: { rest: 3 * HOUR, moving: 90 * MINUTE, live: 30 * MINUTE },
  shortestEmpty: HOUR,
};

/** While nothing is known of a phone's rhythm. */
export const UNKNOWN_RHYTHM_MS = DAY;
/** A phone that holds its connection is not dead, so that only a very long silence is told of. */
const CONNECTED_MS = DAY;
/** Whoever has not been heard for so long is not missed any more. */
export const FORGOTTEN_MS = 30 * DAY;

/** What is known of a phone at its last sign of life. */
export interface LastSign {
  /** When it was heard (epoch ms), or when we began to listen again, if that was later. */
  since: number;
  context: RhythmContext;
  isConnected: boolean;
  /** It was about to be empty. */
  isNearlyEmpty: boolean;
}

/** When a silence is no longer usual, and what would be: all of it, or what of it falls into the day (ms); null: not known. */
export interface SilenceEnd {
  /** Epoch ms. */
  at: number;
  usual: number | null;
}

/**
 * When a silence is no longer usual: it is longer than this phone's silences are, or more of it falls into the day.
 * @param usual null: too little is known
 * @param offset how far the owner's clock is ahead of UTC, in milliseconds
 */
export function silentFrom(
  { since, context, isConnected, isNearlyEmpty }: LastSign,
  usual: Usual | null,
  offset: number,
  tuning: SilenceTuning = SILENCE_TUNING,
): SilenceEnd {
  if (usual === null) return { at: since + UNKNOWN_RHYTHM_MS, usual: null };
  const factor = isNearlyEmpty ? tuning.emptyFactor : tuning.factor;
  const shortest = isNearlyEmpty ? Math.min(tuning.shortestEmpty, tuning.shortest[context]) : tuning.shortest[context];
  const total = since + Math.max(shortest, factor * usual.total);
  const waking = afterWaking(since, Math.max(shortest, factor * usual.waking), offset);
  const at = Math.min(total, waking);
  return { at: isConnected ? Math.max(at, since + CONNECTED_MS) : at, usual: waking < total ? usual.waking : usual.total };
}
