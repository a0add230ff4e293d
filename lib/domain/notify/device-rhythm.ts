/**
 * How long a phone is usually silent. Of each day the longest silence is kept, apart for a phone that lay still, one that was
 * on its way, and one in move mode; what it does on nine days of ten is usual. The longest of a day rather than all silences:
 * their number says how often a phone sends while it moves, and a false alarm comes from the longest alone.
 */

/** `live`: OwnTracks' move mode, in which it sends all the time. */
export const RHYTHM_CONTEXTS = ['rest', 'moving', 'live'] as const;
export type RhythmContext = (typeof RHYTHM_CONTEXTS)[number];

/** In minutes: all of the silence, and what of it falls between 7 and 22 o'clock. Nights are quieter than days. */
export type Longest = readonly [total: number, waking: number];

export interface RhythmDay {
  /** Days since 1970-01-01 by the clock of the phone's owner. A silence counts for the day on which it ends. */
  day: number;
  /** `fixes`: read from stored positions, which know nothing of the pings between them. */
  source: 'signs' | 'fixes';
  longest: Partial<Record<RhythmContext, Longest>>;
}

/** What is remembered of one phone, a JSON value; the oldest day first. */
export interface Rhythm {
  v: 1;
  days: RhythmDay[];
}

export interface Silence {
  /** The last sign of life before it, and the first after it (epoch ms). */
  from: number;
  to: number;
  /** When it began. */
  context: RhythmContext;
}

/** What is usual in a context, in milliseconds. */
export interface Usual {
  total: number;
  waking: number;
}

export const NO_RHYTHM: Rhythm = { v: 1, days: [] };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KEPT_DAYS = 28;
/** Lengths are rounded up to these, so that a phone that always does the same is written once a day. */
const GRID_MINUTES = 5;
const WAKING_FROM = 7 * HOUR;
const WAKING_FOR = 15 * HOUR;
/** With fewer days in a context, all contexts count; with fewer altogether, nothing is usual yet. */
export const MIN_DAYS = 5;
/** With so many days of signs, what was read from positions is left out. */
const ENOUGH_SIGNS = 10;
const QUANTILE = 0.9;

/** All time from 7 to 22 o'clock before a moment of the owner's clock. */
function wakingBefore(at: number): number {
  const day = Math.floor(at / DAY);
  return day * WAKING_FOR + Math.min(WAKING_FOR, Math.max(0, at - day * DAY - WAKING_FROM));
}

/** Milliseconds from 7 to 22 o'clock between two moments. @param offset how far the owner's clock is ahead of UTC, ms */
export function wakingTime(from: number, to: number, offset: number): number {
  return Math.max(0, wakingBefore(to + offset) - wakingBefore(from + offset));
}

/** The first moment at which `length` (> 0) milliseconds from 7 to 22 o'clock have passed since `from`. */
export function afterWaking(from: number, length: number, offset: number): number {
  const target = wakingBefore(from + offset) + length;
  const day = Math.ceil(target / WAKING_FOR) - 1;
  return day * DAY + WAKING_FROM + (target - day * WAKING_FOR) - offset;
}

const onGrid = (ms: number) => Math.ceil(ms / MINUTE / GRID_MINUTES) * GRID_MINUTES;

/**
 * The rhythm with one more silence; the same object where it changes nothing.
 * @param offset how far the owner's clock is ahead of UTC, in milliseconds
 */
export function learnSilence(rhythm: Rhythm, silence: Silence, offset: number, source: RhythmDay['source'] = 'signs'): Rhythm {
  const { from, to, context } = silence;
  if (to < from) return rhythm;
  const day = Math.floor((to + offset) / DAY);
  const known = rhythm.days.find((one) => one.day === day && one.source === source);
  const [total, waking] = known?.longest[context] ?? [-1, -1];
  const longest: Longest = [Math.max(total, onGrid(to - from)), Math.max(waking, onGrid(wakingTime(from, to, offset)))];
  if (longest[0] === total && longest[1] === waking) return rhythm;
  const changed: RhythmDay = { day, source, longest: { ...known?.longest, [context]: longest } };
  const days = [...rhythm.days.filter((one) => one !== known && one.day > day - KEPT_DAYS), changed];
  return { v: 1, days: days.sort((a, b) => a.day - b.day).slice(-2 * KEPT_DAYS) };
}

/** What is usual for this phone; null while too little is known. */
export function usualSilence(rhythm: Rhythm, context: RhythmContext): Usual | null {
  const signs = rhythm.days.filter(({ source }) => source === 'signs');
  const days = signs.length >= ENOUGH_SIGNS ? signs : rhythm.days;
  const alike = days.filter(({ longest }) => longest[context] !== undefined);
  const chosen = alike.length >= MIN_DAYS ? [context] : RHYTHM_CONTEXTS;
  const longest = days.map((one) => chosen.flatMap((name) => (one.longest[name] ? [one.longest[name]] : [])));
  const counted = longest.filter((of) => of.length > 0);
  if (counted.length < MIN_DAYS) return null;
  const usual = (part: 0 | 1) => MINUTE * quantile(counted.map((of) => Math.max(...of.map((one) => one[part]))));
  return { total: usual(0), waking: usual(1) };
}

/** The value that nine of ten do not exceed, by rank: one or two days on which the battery was empty change nothing. */
function quantile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(QUANTILE * sorted.length) - 1)] as number;
}
