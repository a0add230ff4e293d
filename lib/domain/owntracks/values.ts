/**
 * OwnTracks members arrive as numbers, as strings, as null, or as something else entirely. Each function answers the
 * value, or null where the member says nothing usable; nothing ever becomes 0 by accident.
 */

/** The members of one decoded JSON object. */
export type Members = Record<string, unknown>;

const DECIMAL = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

/** A finite number, or a string that spells one in decimal. */
export function numberOf(value: unknown): number | null {
  // `+ 0` turns −0 into 0, so that a place is written in one way only.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== 'string' || !DECIMAL.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number + 0 : null;
}

/** A number from `min` to `max` (both included); outside them it says nothing. */
export function numberWithin(value: unknown, min: number, max: number): number | null {
  const number = numberOf(value);
  return number !== null && number >= min && number <= max ? number : null;
}

/** As `numberWithin`, rounded to a whole number. */
export function integerWithin(value: unknown, min: number, max: number): number | null {
  const number = numberWithin(value, min, max);
  return number === null ? null : Math.round(number);
}

/** A text that is not empty; a number is taken by its digits. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

/** The texts of a list; an empty list stays one. */
export function textsOf(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  return value.length === 0 ? [] : value.filter((item): item is string => typeof item === 'string');
}

/** From here on a number can only be milliseconds: as seconds it would lie beyond the year 5000. */
const FIRST_MILLISECONDS = 1e11;

/**
 * A point in time as epoch milliseconds, from epoch seconds or milliseconds.
 * @param latest later times say nothing: the clock that made them is wrong
 */
export function timeOf(value: unknown, latest: number): number | null {
  const number = numberOf(value);
  if (number === null || number <= 0) return null;
  const time = Math.round(number >= FIRST_MILLISECONDS ? number : number * 1000);
  return time > 0 && time <= latest ? time : null;
}

/** A phone's clock may be this far ahead before its time is not believed. */
export const DAY_MS = 86_400_000;
