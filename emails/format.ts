import type { Language } from '@/lib/domain/model';
import { messages } from './messages';

/** English with day before month and 24 hours: the form that reads the same everywhere. */
const LOCALE: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };

/** How one reader sees times, lengths and durations. */
export interface Reader {
  language: Language;
  time_zone: string;
}

/** Making a formatter costs a hundred times as much as using it; there are only as many as readers' time zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const numberFormatters = new Map<string, Intl.NumberFormat>();

function numberFormat(language: Language, unit?: 'meter' | 'kilometer'): Intl.NumberFormat {
  const key = `${language} ${unit}`;
  const options = unit ? { style: 'unit' as const, unit, maximumFractionDigits: 1 } : {};
  const formatter = numberFormatters.get(key) ?? new Intl.NumberFormat(LOCALE[language], options);
  numberFormatters.set(key, formatter);
  return formatter;
}

function dateTimeFormat({ language, time_zone }: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = [language, time_zone, ...Object.keys(options)].join();
  const formatter = formatters.get(key) ?? makeDateTimeFormat(LOCALE[language], time_zone, options);
  formatters.set(key, formatter);
  return formatter;
}

function makeDateTimeFormat(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    // A zone this machine does not know must not cost the mail; the short name in it says UTC.
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  }
}

/** "Thursday 15 January 2026 at 14:02 CET" */
export function formatMoment(at: number, reader: Reader): string {
  return dateTimeFormat(reader, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** "Thursday, 15 January 2026" */
export function formatDate(at: number, reader: Reader): string {
  return dateTimeFormat(reader, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** "14:02" */
export function formatTime(at: number, reader: Reader): string {
  return dateTimeFormat(reader, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** "14:02", with the day before it when that is another one than the day of `reference`. */
export function formatTimeBeside(at: number, reference: number, reader: Reader): string {
  const day = dateTimeFormat(reader, { day: 'numeric', month: 'long', year: 'numeric' });
  const time = formatTime(at, reader);
  return day.format(at) === day.format(reference) ? time : `${day.format(at)}, ${time}`;
}

/** Metres up to 999, kilometres beyond. */
export function formatLength(meters: number, language: Language): string {
  const rounded = Math.round(meters);
  return rounded < 1000
    ? numberFormat(language, 'meter').format(rounded)
    : numberFormat(language, 'kilometer').format(meters / 1000);
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** The two largest units: "5 h 12 min", "2 d 3 h", "45 s". Rounded to the smaller of the two. */
export function formatDuration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = STEPS.findIndex(([, length]) => whole >= length);
  if (first === -1 || first === STEPS.length - 1) return withUnit(whole, 'second', language);
  // Minutes are exact enough from one hour on; below it seconds would only be noise too.
  const smallest = Math.max(60, STEPS[first + 1]?.[1] ?? 1);
  let rest = Math.round(whole / smallest) * smallest;
  const parts: string[] = [];
  for (const [unit, length] of STEPS) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) parts.push(withUnit(count, unit, language));
  }
  return parts.join(' ');
}

function withUnit(count: number, unit: 'day' | 'hour' | 'minute' | 'second', language: Language): string {
  return `${numberFormat(language).format(count)} ${messages[language].durationUnits[unit]}`;
}

/** Five decimals: about a metre. With a point in every language, so that it can be pasted into a map. */
export function formatPosition(latitude: number, longitude: number): string {
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}
