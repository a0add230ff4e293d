import { addDays, dayAt, offsetAt, startOfDay } from '@/lib/domain/time/zoned-day';

/** How long something is shared. `keep`: as it was; `date`: until a chosen moment. */
export type Duration = 'open' | 'hour' | 'today' | 'day' | 'week' | 'date' | 'keep';

export const DURATIONS: readonly Duration[] = ['open', 'hour', 'today', 'day', 'week', 'date'];

const HOUR_MS = 3_600_000;

/**
 * The instant (epoch ms) at which a clock in the time zone shows `wall`; NaN for what is no time.
 * @param wall `YYYY-MM-DD HH:mm` or with seconds
 */
export function instantOf(wall: string, timeZone: string): number {
  const utc = Date.parse(`${wall.trim().replace(' ', 'T')}Z`);
  if (Number.isNaN(utc)) return utc;
  // Twice: the first guess may lie on the other side of a change to or from summer time.
  return utc - offsetAt(utc - offsetAt(utc, timeZone), timeZone);
}

/** When a share ends that begins at `now`, in epoch milliseconds; null: not by itself. */
export function endOf(duration: Exclude<Duration, 'keep'>, wall: string, now: number, timeZone: string): number | null {
  switch (duration) {
    case 'open':
      return null;
    case 'hour':
      return now + HOUR_MS;
    case 'today':
      return startOfDay(addDays(dayAt(now, timeZone), 1), timeZone);
    case 'day':
      return now + 24 * HOUR_MS;
    case 'week':
      return now + 7 * 24 * HOUR_MS;
    case 'date':
      return instantOf(wall, timeZone);
  }
}
