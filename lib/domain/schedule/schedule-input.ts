import { z } from 'zod';
import type { Schedule, Weekday } from '@/lib/domain/model';
import { isTimeZone } from './zone-clock';

export const MAX_WINDOWS = 14;

const show = (value: unknown) => (typeof value === 'number' ? String(value) : JSON.stringify(value)).slice(0, 120);

/** Names the field, its value and what it must be. */
export const must =
  (field: string, be: string) =>
  ({ input }: { input?: unknown }) =>
    input === undefined ? `${field} is missing; it must be ${be}` : `${field} is ${show(input)}; it must be ${be}`;

/** An IANA name that Intl knows. */
export function timeZoneField(field = 'time_zone') {
  const error = must(field, 'an IANA name like Europe/Berlin');
  return z.string({ error }).refine(isTimeZone, { error });
}

/** `HH:MM`; `24:00` only where a day may end. */
export function timeField(field: string, latest: '23:59' | '24:00') {
  const error = must(field, `HH:MM from 00:00 to ${latest}`);
  const isTime = (time: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time) || (time === '24:00' && latest === '24:00');
  return z.string({ error }).refine(isTime, { error });
}

/** One to seven days, told once each, from Monday on. */
export function daysField(field = 'days') {
  const error = must(field, 'at least one of 1 (Monday) to 7 (Sunday)');
  return z
    .array(z.int({ error }).min(1, { error }).max(7, { error }), { error })
    .min(1, { error })
    .transform((days) => [...new Set(days)].sort((a, b) => a - b) as Weekday[]);
}

function windowField(index: number) {
  const at = `schedule.windows[${index}]`;
  const error = must(at, 'an object with days, start and end');
  return z.object(
    { days: daysField(`${at}.days`), start: timeField(`${at}.start`, '23:59'), end: timeField(`${at}.end`, '24:00') },
    { error },
  );
}

const windowsError = must('schedule.windows', `a list of 1–${MAX_WINDOWS} windows`);

const frame = z.object(
  {
    time_zone: timeZoneField('schedule.time_zone'),
    windows: z
      .array(z.unknown(), { error: windowsError })
      .min(1, { error: windowsError })
      .max(MAX_WINDOWS, { error: windowsError }),
  },
  { error: must('schedule', 'an object with time_zone and windows, or null') },
);

/**
 * A schedule as sent. Windows may overlap and go across midnight.
 * @returns the schedule, or the first problem with field, value and range: `schedule.windows[0].end is "25:00"; it must be …`
 */
export function readSchedule(value: unknown): { schedule: Schedule } | { problem: string } {
  const parsed = frame.safeParse(value);
  if (!parsed.success) return { problem: firstMessage(parsed.error) };
  const windows: Schedule['windows'] = [];
  for (const [index, one] of parsed.data.windows.entries()) {
    const window = windowField(index).safeParse(one);
    if (!window.success) return { problem: firstMessage(window.error) };
    windows.push(window.data);
  }
  return { schedule: { time_zone: parsed.data.time_zone, windows } };
}

const firstMessage = (error: z.ZodError) => error.issues[0]?.message ?? 'schedule is not valid';
