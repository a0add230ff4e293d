import type { EventType } from '@/lib/domain/model';
import { endOfDay, startOfDay } from '@/lib/domain/time/zoned-day';

/** What the events page shows; lives in the page's URL so that it can be shared and the back button works. */
export interface EventsView {
  device: number | null;
  zone: string | null;
  type: EventType | null;
  /** Events that were taken back: alone, or left out; null: among the others. */
  retracted: 'only' | 'exclude' | null;
  /** Calendar days `YYYY-MM-DD` in the reader's time zone, both included. */
  from: string | null;
  to: string | null;
  /** 1 is the newest. */
  page: number;
}

export const PAGE_SIZE = 50;

export const EMPTY_VIEW: EventsView = { device: null, zone: null, type: null, retracted: null, from: null, to: null, page: 1 };

const EVENT_TYPES: readonly string[] = ['enter', 'exit', 'dwell'] satisfies EventType[];
const RETRACTED = ['only', 'exclude'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the page's query. What makes no sense is left out: a mistyped link shows more, never an error. */
export function parseView(query: URLSearchParams): EventsView {
  const days = [dayOf(query.get('from')), dayOf(query.get('to'))];
  const swapped = days[0] && days[1] && days[0] > days[1];
  return {
    device: positive(query.get('device')),
    zone: UUID.test(query.get('zone') ?? '') ? query.get('zone') : null,
    type: EVENT_TYPES.includes(query.get('type') ?? '') ? (query.get('type') as EventType) : null,
    retracted: RETRACTED.find((choice) => choice === query.get('retracted')) ?? null,
    from: (swapped ? days[1] : days[0]) ?? null,
    to: (swapped ? days[0] : days[1]) ?? null,
    page: positive(query.get('page')) ?? 1,
  };
}

/** The query of a view, without what is at its default; always in the same order, so equal views have equal links. */
export function viewQuery(view: EventsView): string {
  const query = new URLSearchParams();
  if (view.device !== null) query.set('device', String(view.device));
  if (view.zone) query.set('zone', view.zone);
  if (view.type) query.set('type', view.type);
  if (view.retracted) query.set('retracted', view.retracted);
  if (view.from) query.set('from', view.from);
  if (view.to) query.set('to', view.to);
  if (view.page > 1) query.set('page', String(view.page));
  return query.toString();
}

/** The filter of a view in the API's words; days become instants by the reader's time zone. */
export function apiQuery(view: EventsView, timeZone: string): URLSearchParams {
  const query = new URLSearchParams();
  if (view.zone) query.set('geofenceId', view.zone);
  if (view.device !== null) query.set('deviceId', String(view.device));
  if (view.type) query.set('eventType', view.type);
  if (view.retracted) query.set('retracted', view.retracted);
  if (view.from) query.set('startTime', new Date(startOfDay(view.from, timeZone)).toISOString());
  if (view.to) query.set('endTime', new Date(endOfDay(view.to, timeZone)).toISOString());
  return query;
}

/** Link to the CSV file of all events of the view, not only its page. */
export function csvLink(view: EventsView, timeZone: string): string {
  const query = apiQuery(view, timeZone);
  query.set('format', 'csv');
  return `/api/geofences/events?${query}`;
}

/** Link to one page of the view's events; `offset` counts from the newest. */
export function pageLink(view: EventsView, timeZone: string, offset: number): string {
  const query = apiQuery(view, timeZone);
  query.set('limit', String(PAGE_SIZE));
  query.set('offset', String(offset));
  return `/api/geofences/events?${query}`;
}

/** Whether the view leaves anything out. The page is no filter. */
export function isFiltered(view: EventsView): boolean {
  return viewQuery({ ...view, page: 1 }) !== '';
}

export function positive(text: string | null): number | null {
  return text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

export function dayOf(text: string | null): string | null {
  if (!text || !DAY.test(text)) return null;
  const instant = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== text ? null : text;
}
