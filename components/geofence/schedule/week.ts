import type { Schedule, ScheduleWindow, Weekday } from '@/lib/domain/model';

export const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
export const DAY_MINUTES = 1440;

/** A window's part on one day, in minutes of the clock. */
export interface Bar {
  day: Weekday;
  from: number;
  to: number;
  /** Index of its window. */
  window: number;
}

/** @param time `HH:MM` */
export function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** `HH:MM`; the end of a day is `24:00`. */
export function timeOf(minutes: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

const dayAfter = (day: Weekday): Weekday => ((day % 7) + 1) as Weekday;

function barsOfWindow({ days, start, end }: ScheduleWindow, window: number): Bar[] {
  const [from, to] = [minutesOf(start), minutesOf(end)];
  if (to > from) return days.map((day) => ({ day, from, to, window }));
  return days.flatMap((day) => {
    const rest = { day: dayAfter(day), from: 0, to, window };
    return [{ day, from, to: DAY_MINUTES, window }, ...(to > 0 ? [rest] : [])];
  });
}

/** What the windows cover on each day; one across midnight has a part on both. */
export const barsOf = (windows: readonly ScheduleWindow[]): Bar[] => windows.flatMap(barsOfWindow);

/** Adds a stretch of one day; a window with the same hours takes the day in. */
export function withStretch(windows: readonly ScheduleWindow[], day: Weekday, from: number, to: number): ScheduleWindow[] {
  const [start, end] = [timeOf(Math.min(from, to)), timeOf(Math.max(from, to))];
  const same = windows.findIndex((window) => window.start === start && window.end === end);
  if (same < 0) return [...windows, { days: [day], start, end }];
  return windows.map((window, index) =>
    index === same ? { ...window, days: [...new Set([...window.days, day])].sort((a, b) => a - b) } : window,
  );
}

/** Keys of the messages `editor.schedule.presets`. */
export type PresetName = 'always' | 'school' | 'nights' | 'weekends' | 'own';

export const PRESETS: Record<Exclude<PresetName, 'always' | 'own'>, ScheduleWindow[]> = {
  school: [{ days: [1, 2, 3, 4, 5], start: '07:00', end: '16:00' }],
  nights: [{ days: [1, 2, 3, 4, 5, 6, 7], start: '22:00', end: '06:00' }],
  weekends: [{ days: [6, 7], start: '00:00', end: '24:00' }],
};

/** The preset that a schedule is, whatever its time zone. */
export function presetOf(schedule: Schedule | null): PresetName {
  if (schedule === null) return 'always';
  const windows = JSON.stringify(schedule.windows.map(({ days, start, end }) => ({ days, start, end })));
  const names = Object.keys(PRESETS) as (keyof typeof PRESETS)[];
  return names.find((name) => JSON.stringify(PRESETS[name]) === windows) ?? 'own';
}
