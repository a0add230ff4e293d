import { addDays, dayAt, endOfDay, startOfDay } from '@/lib/domain/time/zoned-day';
import { dayOf, positive, UUID } from '../events/filter';
import type { PeriodDto } from './types';

export const PERIODS = [7, 30, 90] as const;
const USUAL_DAYS = 30;
export const PAGE_SIZE = 50;

/** What the page of stays shows; lives in the page's URL so that it can be shared. */
export interface VisitsView {
  device: number | null;
  zone: string | null;
  /** The last days up to today; null: from … to. */
  days: number | null;
  /** Calendar days `YYYY-MM-DD` in the reader's time zone, both included. */
  from: string | null;
  to: string | null;
  /** 1 is the newest. */
  page: number;
}

export const EMPTY_VIEW: VisitsView = { device: null, zone: null, days: USUAL_DAYS, from: null, to: null, page: 1 };

/** Reads the page's query. What makes no sense is left out. */
export function parseView(query: URLSearchParams): VisitsView {
  const [from, to] = [dayOf(query.get('from')), dayOf(query.get('to'))].sort() as [string | null, string | null];
  const isSpan = from !== null && to !== null;
  const days = positive(query.get('days'));
  return {
    device: positive(query.get('device')),
    zone: UUID.test(query.get('zone') ?? '') ? query.get('zone') : null,
    days: isSpan ? null : (PERIODS.find((each) => each === days) ?? USUAL_DAYS),
    from: isSpan ? from : null,
    to: isSpan ? to : null,
    page: positive(query.get('page')) ?? 1,
  };
}

/** The query of a view, without what is at its default. */
export function viewQuery(view: VisitsView): string {
  const query = new URLSearchParams();
  if (view.device !== null) query.set('device', String(view.device));
  if (view.zone) query.set('zone', view.zone);
  if (view.days !== null && view.days !== USUAL_DAYS) query.set('days', String(view.days));
  if (view.days === null && view.from && view.to) {
    query.set('from', view.from);
    query.set('to', view.to);
  }
  if (view.page > 1) query.set('page', String(view.page));
  return query.toString();
}

/** The first and the last day of a view. */
export function spanOf(view: VisitsView, now: number, timeZone: string): [from: string, to: string] {
  if (view.from && view.to) return [view.from, view.to];
  const today = dayAt(now, timeZone);
  return [addDays(today, 1 - (view.days ?? USUAL_DAYS)), today];
}

/** The filter of a view in the API's words. */
export function apiQuery(view: VisitsView, now: number, timeZone: string): URLSearchParams {
  const [from, to] = spanOf(view, now, timeZone);
  const query = new URLSearchParams({
    startTime: new Date(startOfDay(from, timeZone)).toISOString(),
    endTime: new Date(endOfDay(to, timeZone)).toISOString(),
  });
  if (view.zone) query.set('geofenceId', view.zone);
  if (view.device !== null) query.set('deviceId', String(view.device));
  return query;
}

/** More bars than this are too thin to be read. */
const MOST_DAYS = 100;

export interface BarSeries {
  unit: 'day' | 'week';
  bars: PeriodDto[];
}

/** One bar for each day of the span, empty ones included; for long spans one for each week. */
export function barsOf([from, to]: [string, string], days: readonly PeriodDto[], weeks: readonly PeriodDto[]): BarSeries {
  const length = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  const [unit, step, known] = length > MOST_DAYS ? (['week', 7, weeks] as const) : (['day', 1, days] as const);
  const byStart = new Map(known.map((period) => [period.start, period]));
  const monday = (new Date(from).getUTCDay() + 6) % 7;
  const bars: PeriodDto[] = [];
  for (let start = unit === 'week' ? addDays(from, -monday) : from; start <= to; start = addDays(start, step)) {
    bars.push(byStart.get(start) ?? { start, visits: 0, total_seconds: 0 });
  }
  return { unit, bars };
}
