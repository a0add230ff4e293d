/**
 * What a link to the map points to: a device, a zone (`geofence` in mails, `zone` in tables), a place (`at=52.52,13.405`), and the
 * days whose track is drawn (`days=2025-01-01,2025-01-07`).
 */
export interface MapLink {
  device: number | null;
  geofence: string | null;
  place: { latitude: number; longitude: number; accuracy: number | null } | null;
  days: [string, string] | null;
}

type Query = Record<string, string | string[] | undefined>;

function single(query: Query, name: string): string | null {
  const value = query[name];
  return (Array.isArray(value) ? value[0] : value) || null;
}

/** The number of a text; null for none and for one beyond ±`most`. */
function numberIn(text: string, most: number): number | null {
  const value = Number(text);
  return text.trim() !== '' && Math.abs(value) <= most ? value : null;
}

const DAYS = /^(\d{4}-\d{2}-\d{2}),(\d{4}-\d{2}-\d{2})$/;

function daysIn(text: string): [string, string] | null {
  const [, first, last] = DAYS.exec(text) ?? [];
  if (!first || !last || Number.isNaN(Date.parse(first) + Date.parse(last))) return null;
  return first <= last ? [first, last] : null;
}

/** What makes no sense is left out: a mistyped link shows everything, never an error. */
export function readMapLink(query: Query): MapLink {
  const device = numberIn(single(query, 'device') ?? '', Number.MAX_SAFE_INTEGER);
  const [first = '', second = ''] = single(query, 'at')?.split(',') ?? [];
  const latitude = numberIn(first, 90);
  const longitude = numberIn(second, 180);
  return {
    device: device !== null && Number.isInteger(device) && device > 0 ? device : null,
    geofence: single(query, 'geofence') ?? single(query, 'zone'),
    days: daysIn(single(query, 'days') ?? ''),
    place: latitude === null || longitude === null ? null : { latitude, longitude, accuracy: null },
  };
}
