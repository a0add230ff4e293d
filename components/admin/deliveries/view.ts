import { CHANNELS, type Channel } from '@/lib/domain/notify/records';
import { endOfDay, startOfDay } from '@/lib/domain/time/zoned-day';
import { dayOf, positive, UUID } from '../events/filter';

export const STATES = ['sent', 'waiting', 'failed', 'suppressed'] as const;
export const KINDS = ['enter', 'exit', 'dwell', 'alert', 'device', 'test'] as const;

export type StateFilter = (typeof STATES)[number];

/** What the page shows; stands in its address. */
export interface DeliveriesView {
  state: StateFilter | null;
  /** Why held back. */
  reason: string | null;
  kind: (typeof KINDS)[number] | null;
  /** Null: all but the notification centre. */
  channel: Channel | null;
  recipient: number | null;
  device: number | null;
  zone: string | null;
  /** Calendar days in the reader's time zone, both included. */
  from: string | null;
  to: string | null;
  as: 'table' | 'timeline';
  /** 1 is the newest. */
  page: number;
}

export const PAGE_SIZE = 50;

export const EMPTY_VIEW: DeliveriesView = {
  state: null,
  reason: null,
  kind: null,
  channel: null,
  recipient: null,
  device: null,
  zone: null,
  from: null,
  to: null,
  as: 'table',
  page: 1,
};

/** What an address can't mean is left out. */
export function parseView(query: URLSearchParams): DeliveriesView {
  const [from, to] = [dayOf(query.get('from')), dayOf(query.get('to'))];
  const isSwapped = from !== null && to !== null && from > to;
  const zone = query.get('zone');
  const reason = query.get('reason');
  return {
    state: STATES.find((state) => state === query.get('state')) ?? null,
    reason: reason !== null && /^[a-z][a-z_]{0,39}$/.test(reason) ? reason : null,
    kind: KINDS.find((kind) => kind === query.get('kind')) ?? null,
    channel: CHANNELS.find((channel) => channel === query.get('channel')) ?? null,
    recipient: positive(query.get('recipient')),
    device: positive(query.get('device')),
    zone: zone !== null && UUID.test(zone) ? zone : null,
    from: isSwapped ? to : from,
    to: isSwapped ? from : to,
    as: query.get('as') === 'timeline' ? 'timeline' : 'table',
    page: positive(query.get('page')) ?? 1,
  };
}

/** The query of a view without what is at its default, always in the same order. */
export function viewQuery(view: DeliveriesView): string {
  const query = new URLSearchParams();
  for (const name of ['state', 'reason', 'kind', 'channel', 'recipient', 'device', 'zone', 'from', 'to'] as const) {
    if (view[name] !== null) query.set(name, String(view[name]));
  }
  if (view.as === 'timeline') query.set('as', view.as);
  if (view.page > 1) query.set('page', String(view.page));
  return query.toString();
}

/** The filter of a view in the API's words, without its days. */
function apiFilter({ state, reason, kind, channel, recipient, device, zone }: DeliveriesView): URLSearchParams {
  const wanted = { state, reason, kind, channel, recipient_id: recipient, device_id: device, geofence_id: zone };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value !== null) query.set(name, String(value));
  return query;
}

/** The span of a view, epoch ms. */
export function spanOf({ from, to }: Pick<DeliveriesView, 'from' | 'to'>, timeZone: string): { from?: number; to?: number } {
  return { from: from ? startOfDay(from, timeZone) : undefined, to: to ? endOfDay(to, timeZone) : undefined };
}

function link(path: string, query: URLSearchParams, span: { from?: number; to?: number }): string {
  if (span.from !== undefined) query.set('from', String(span.from));
  if (span.to !== undefined) query.set('to', String(span.to));
  return `${path}?${query}`;
}

/** One page of what there was up to `anchor` (epoch ms). */
export function pageLink(view: DeliveriesView, timeZone: string, anchor: number): string {
  const { from, to = anchor } = spanOf(view, timeZone);
  const query = apiFilter(view);
  query.set('limit', String(PAGE_SIZE));
  query.set('offset', String((view.page - 1) * PAGE_SIZE));
  return link('/api/deliveries', query, { from, to: Math.min(to, anchor) });
}

/** The newest one after `anchor`, and how many there are. */
export function newerLink(view: DeliveriesView, timeZone: string, anchor: number): string {
  const { from = 0, to } = spanOf(view, timeZone);
  const query = apiFilter(view);
  query.set('limit', '1');
  return link('/api/deliveries', query, { from: Math.max(from, anchor + 1), to });
}

/** All of the view as a file, not only its page. */
export function csvLink(view: DeliveriesView, timeZone: string): string {
  const query = apiFilter(view);
  query.set('format', 'csv');
  return link('/api/deliveries', query, spanOf(view, timeZone));
}

/** Of all states and reasons, because it is by these numbers that one chooses. */
export function statsLink(view: DeliveriesView): string {
  return `/api/deliveries/stats?${apiFilter({ ...view, state: null, reason: null })}`;
}

export function isFiltered(view: DeliveriesView): boolean {
  return viewQuery({ ...view, page: 1, as: 'table' }) !== '';
}
