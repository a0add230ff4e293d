import type { Language } from '@/lib/domain/model';

/** A moment as the API (ISO 8601) or the server (epoch ms) gives it. */
export type Moment = string | number | Date;

export interface Formatters {
  /** Metres: "85 m", "1.24 km", "312 km". */
  distance(meters: number): string;
  /** Square metres: "850 m²", "1.2 ha", "3.4 km²". */
  area(squareMeters: number): string;
  /** km/h */
  speed(kilometersPerHour: number): string;
  /** Seconds, in at most two units: "45 s", "12 min", "3 h 5 min", "2 d 4 h". */
  duration(seconds: number): string;
  number(value: number, digits?: number): string;
  /** 0–100 */
  percent(value: number): string;
  /** Degrees with five decimals (about a metre). */
  coordinates(latitude: number, longitude: number): string;
  /** "17:42" */
  time(moment: Moment): string;
  /** "21 Nov 2026" */
  date(moment: Moment): string;
  /** "21 Nov 2026, 17:42" */
  dateTime(moment: Moment): string;
  /** With weekday, seconds and zone, for tooltips. */
  exact(moment: Moment): string;
  /** As short as it stays clear: "17:42" today, "Tue 17:42" within six days, else "21 Nov, 17:42". */
  when(moment: Moment, now: Moment): string;
  /** "5 minutes ago", "in 2 hours"; under a minute "now". */
  relative(moment: Moment, now: Moment): string;
}

/** English dates are day before month with 24 hours, which nobody misreads. */
const regions: Record<string, string> = { en: 'en-GB', de: 'de-DE' };

const instances = new Map<string, Formatters>();

/** The way numbers and times are written in a language and a time zone (IANA name). */
export function formatters(language: Language | string, timeZone: string): Formatters {
  const key = `${language} ${timeZone}`;
  const known = instances.get(key);
  if (known) return known;
  const made = make(regions[language] ?? language, timeZone);
  instances.set(key, made);
  return made;
}

function make(locale: string, timeZone: string): Formatters {
  const number = (value: number, digits = 0) => numbers(locale, digits).format(value);
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
    return (moment: Moment) => plainSpaces(format.format(toDate(moment)));
  };
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  const time = dates(clock);
  const weekdayTime = dates({ weekday: 'short', ...clock });
  const dayTime = dates({ ...day, ...clock });
  const date = dates({ ...day, year: 'numeric' });
  const dateTime = dates({ ...day, year: 'numeric', ...clock });
  const exact = dates({ weekday: 'long', ...day, year: 'numeric', ...clock, second: '2-digit', timeZoneName: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    number,
    percent: (value) => `${number(value)} %`,
    distance: (meters) => inUnits(meters, METRIC_LENGTHS, number),
    area: (squareMeters) => inUnits(squareMeters, METRIC_AREAS, number),
    speed: (value) => `${number(value)} km/h`,
    duration,
    coordinates: (latitude, longitude) => `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`,
    time,
    date,
    dateTime,
    exact,
    when: (moment, now) => {
      if (date(moment) === date(now)) return time(moment);
      const age = toDate(now).getTime() - toDate(moment).getTime();
      return age >= 0 && age < 6 * DAY * 1000 ? weekdayTime(moment) : dayTime(moment);
    },
    relative: (moment, now) => {
      const seconds = (toDate(moment).getTime() - toDate(now).getTime()) / 1000;
      const [size, unit] = units.find(([length]) => Math.abs(seconds) >= length) ?? [60, 'second'];
      return unit === 'second' ? relative.format(0, 'second') : relative.format(Math.trunc(seconds / size), unit);
    },
  };
}

const DAY = 86_400;
const units: [number, Intl.RelativeTimeFormatUnit][] = [
  [365 * DAY, 'year'],
  [30 * DAY, 'month'],
  [DAY, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

const toDate = (moment: Moment) => (moment instanceof Date ? moment : new Date(moment));

/** Node and browsers disagree on narrow and no-break spaces in times; with plain ones both render the same. */
const plainSpaces = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ');

const numberFormats = new Map<string, Intl.NumberFormat>();

function numbers(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`;
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  numberFormats.set(key, format);
  return format;
}

/** About three digits: 1.24, 12.4, 124. */
const threeDigits = (value: number) => (Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);

function inUnits(value: number, scales: [size: number, unit: string][], number: Formatters['number']): string {
  const [size, unit] = scales.find(([limit]) => Math.round(Math.abs(value)) >= limit) ?? [1, scales.at(-1)?.[1]];
  const scaled = value / size;
  return `${number(scaled, size === 1 ? 0 : threeDigits(scaled))} ${unit}`;
}

const METRIC_LENGTHS: [number, string][] = [
  [1000, 'km'],
  [1, 'm'],
];
const METRIC_AREAS: [number, string][] = [
  [1e6, 'km²'],
  [1e4, 'ha'],
  [1, 'm²'],
];

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}
