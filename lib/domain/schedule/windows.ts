import type { Schedule, ScheduleWindow, Weekday } from '@/lib/domain/model';
import { momentOf, wallTime } from './zone-clock';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** From `start` up to but not including `end` (epoch ms). */
export interface Interval {
  start: number;
  end: number;
}

/** Whether a schedule is open at a moment. No schedule: always. */
export function isWithin(schedule: Schedule | null, at: number): boolean {
  return schedule === null || windowsBetween(schedule, at, at + 1).length > 0;
}

/**
 * The windows that have a moment in common with `from`–`to`, whole, by their start; overlapping ones stay apart. A window
 * belongs to the day on which it starts. Its start is the earlier, its end the later of two moments that clocks show
 * alike; what a gap skips is the first moment after it, so a window that lies in a gap is none.
 */
export function windowsBetween(schedule: Schedule, from: number, to: number): Interval[] {
  const { time_zone, windows } = schedule;
  const found: Interval[] = [];
  // A window can begin on the day before and end up to two days after it by a clock that is set back.
  eachDay(time_zone, from - 2 * DAY_MS, to, (day, weekday) => {
    for (const window of windows) {
      if (!window.days.includes(weekday)) continue;
      const interval = intervalOf(time_zone, day, window);
      if (interval.start < interval.end && interval.start < to && interval.end > from) found.push(interval);
    }
  });
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The moments with `from < moment ≤ to` at which clocks in the zone show `time` (`HH:MM`) on one of the days. */
export function momentsBetween(time_zone: string, days: readonly Weekday[], time: string, from: number, to: number): number[] {
  const found: number[] = [];
  eachDay(time_zone, from - DAY_MS, to + DAY_MS, (day, weekday) => {
    if (!days.includes(weekday)) return;
    const moment = momentOf(time_zone, day + minutesOf(time) * MINUTE_MS, 'earlier');
    if (moment > from && moment <= to) found.push(moment);
  });
  return found;
}

/** @param day midnight of the day on which it starts, by the wall clock (see ./zone-clock) */
function intervalOf(timeZone: string, day: number, { start, end }: Pick<ScheduleWindow, 'start' | 'end'>): Interval {
  const [first, last] = [minutesOf(start), minutesOf(end)];
  const lastDay = last <= first ? day + DAY_MS : day;
  return {
    start: momentOf(timeZone, day + first * MINUTE_MS, 'earlier'),
    end: momentOf(timeZone, lastDay + last * MINUTE_MS, 'later'),
  };
}

function eachDay(timeZone: string, from: number, to: number, visit: (day: number, weekday: Weekday) => void): void {
  const last = Math.floor(wallTime(timeZone, to) / DAY_MS);
  for (let day = Math.floor(wallTime(timeZone, from) / DAY_MS); day <= last; day++) visit(day * DAY_MS, weekdayOf(day));
}

/** Day 0, 1 January 1970, was a Thursday. */
function weekdayOf(day: number): Weekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** Since midnight; `24:00` is 1440. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
