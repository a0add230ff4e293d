/** What a link to the map points to: `?device=7&geofence=…` as in mails, or a place `?latitude=…&longitude=…`. */
export interface MapLink {
  device: number | null;
  geofence: string | null;
  place: { latitude: number; longitude: number; accuracy: number | null } | null;
}

type Query = Record<string, string | string[] | undefined>;

function single(query: Query, name: string): string | null {
  const value = query[name];
  return (Array.isArray(value) ? value[0] : value) || null;
}

function numberOf(query: Query, name: string, most: number): number | null {
  const text = single(query, name);
  const value = Number(text);
  return text !== null && Math.abs(value) <= most ? value : null;
}

/** What makes no sense is left out: a mistyped link shows everything, never an error. */
export function readMapLink(query: Query): MapLink {
  const device = numberOf(query, 'device', Number.MAX_SAFE_INTEGER);
  const latitude = numberOf(query, 'latitude', 90);
  const longitude = numberOf(query, 'longitude', 180);
  return {
    device: device !== null && Number.isInteger(device) && device > 0 ? device : null,
    geofence: single(query, 'geofence'),
    place: latitude !== null && longitude !== null ? { latitude, longitude, accuracy: numberOf(query, 'accuracy', 1e6) } : null,
  };
}
