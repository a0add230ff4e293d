const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY_MS = 86_400_000;
export const MAX_SPAN_MS = 7 * DAY_MS;

/** What the page is asked; lives in its URL. Times are epoch ms; null: the last 24 hours. */
export interface WhyQuery {
  device: number | null;
  zone: string | null;
  from: number | null;
  to: number | null;
}

/** What makes no sense is left out. */
export function parseWhy(query: URLSearchParams): WhyQuery {
  const device = Number(query.get('device'));
  const zone = query.get('zone') ?? '';
  const from = Date.parse(query.get('from') ?? '');
  const to = Date.parse(query.get('to') ?? '');
  const isSpan = to >= from && to - from <= MAX_SPAN_MS;
  return {
    device: Number.isSafeInteger(device) && device > 0 ? device : null,
    zone: UUID.test(zone) ? zone.toLowerCase() : null,
    from: isSpan ? from : null,
    to: isSpan ? to : null,
  };
}

/** The page's query for it, without what is not chosen. */
export function writeWhy({ device, zone, from, to }: WhyQuery): string {
  const query = new URLSearchParams();
  if (device !== null) query.set('device', String(device));
  if (zone) query.set('zone', zone);
  if (from !== null && to !== null) {
    query.set('from', new Date(from).toISOString());
    query.set('to', new Date(to).toISOString());
  }
  return query.toString();
}

/** The span that is meant. */
export function spanOf({ from, to }: WhyQuery, now: number): { from: number; to: number } {
  return from !== null && to !== null ? { from, to } : { from: now - DAY_MS, to: now };
}
