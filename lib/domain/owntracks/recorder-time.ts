import { offsetAt } from '@/lib/domain/time/zoned-day';

/** What is asked for where nothing is said: the last six hours, in seconds. */
const DEFAULT_SPAN = 6 * 3600;
const PARTS = /^(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:T(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?)?)?/;

/**
 * A time as the Recorder reads it: `YYYY-MM-DDTHH:MM:SS` or less of it, down to `YYYY-MM`, in UTC. What follows, a zone too, is
 * ignored. Epoch seconds are no such time.
 * @returns epoch seconds, or null for anything else
 */
export function readRecorderTime(text: string): number | null {
  const found = PARTS.exec(text.trim());
  if (!found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1).map((part, at) => Number(part ?? (at === 2 ? 1 : 0)));
  const time = Date.UTC(year!, month! - 1, day, hour, minute, second);
  const isOnTheClock = month! >= 1 && month! <= 12 && hour! <= 23 && minute! <= 59 && second! <= 60;
  // 31 February would be a day in March.
  return isOnTheClock && new Date(Date.UTC(year!, month! - 1, day)).getUTCDate() === day ? time / 1000 : null;
}

/** Both ends are outside of it; epoch seconds. */
export interface RecorderSpan {
  after: number;
  before: number;
}

/**
 * The span that `from` and `to` name: without `from` it begins six hours ago, without `to` it ends now.
 * @param now epoch milliseconds
 * @returns what is wrong as text: a time that can't be read, or the end before the beginning
 */
export function recorderSpan(from: string | null, to: string | null, now: number): RecorderSpan | string {
  const current = Math.floor(now / 1000);
  const after = from === null ? current - DEFAULT_SPAN : readRecorderTime(from);
  const before = to === null ? current : readRecorderTime(to);
  const form = 'it must be a time like 2025-07-09T18:20:05, in UTC';
  if (after === null) return `from is ${JSON.stringify(from?.slice(0, 40))}; ${form}`;
  if (before === null) return `to is ${JSON.stringify(to?.slice(0, 40))}; ${form}`;
  return after > before ? `from is ${isoSeconds(after)}; it must not be after to, ${isoSeconds(before)}` : { after, before };
}

/** `2025-07-09T18:20:05Z` @param seconds epoch seconds */
export const isoSeconds = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

const QUARTER = 900;
const two = (value: number) => String(value).padStart(2, '0');

/**
 * Writes times on the clock of one zone, `2025-07-09T20:20:05+0200`. Asking for the offset costs microseconds, so it is asked
 * once for all times of a quarter of an hour: clocks are changed at its ends only.
 */
export class ZoneWriter {
  private quarter = Number.NaN;
  private offset = 0;
  private suffix = '';

  /** @param timeZone IANA name */
  constructor(readonly timeZone: string) {}

  /** @param seconds epoch seconds */
  write(seconds: number): string {
    const quarter = Math.floor(seconds / QUARTER);
    if (quarter !== this.quarter) this.ask(quarter);
    return isoSeconds(seconds + this.offset).slice(0, 19) + this.suffix;
  }

  private ask(quarter: number): void {
    this.quarter = quarter;
    this.offset = offsetAt(quarter * QUARTER * 1000, this.timeZone) / 1000;
    const minutes = Math.round(Math.abs(this.offset) / 60);
    this.suffix = `${this.offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
  }
}
