import { type LatLon, spherePoint } from '@/lib/domain/geo';
import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';
import type { Fix, Geofence, Position } from '@/lib/domain/model';

/** A circle for tests; what is not given is usual. */
export function circle(latitude: number, longitude: number, radius: number, fields: Partial<Geofence> = {}): Geofence {
  return {
    id: 'circle',
    name: 'Circle',
    description: null,
    shape_type: 'circle',
    center_latitude: latitude,
    center_longitude: longitude,
    radius_meters: radius,
    geometry: null,
    owner_id: 1,
    device_id: null,
    is_active: true,
    color: '#0a7',
    ...DEFAULT_SETTINGS,
    version: 1,
    judged_after_location_id: 0,
    judged_since: 0,
    earlier_rules: null,
    created_at: 0,
    updated_at: 0,
    ...fields,
  };
}

export function polygon(coordinates: Position[][], fields: Partial<Geofence> = {}): Geofence {
  const none = { center_latitude: null, center_longitude: null, radius_meters: null };
  return {
    ...circle(0, 0, 0),
    ...none,
    id: 'polygon',
    shape_type: 'polygon',
    geometry: { type: 'Polygon', coordinates },
    ...fields,
  };
}

let lastFixId = 0;

/** A fix of device 1; ids and times follow each other. */
export function fix(latitude: number, longitude: number, fields: Partial<Fix> = {}): Fix {
  const id = fields.id ?? ++lastFixId;
  const at = fields.occurred_at ?? 1_700_000_000_000 + id * 10_000;
  const times = { occurred_at: at, received_at: at };
  return { id, device_id: 1, latitude, longitude, accuracy: 10, velocity: null, in_regions: null, ...times, ...fields };
}

/** Where one gets from `from` by `meters` towards `bearing` (degrees from north) on the sphere. */
export function destination(from: LatLon, bearing: number, meters: number): LatLon {
  const angle = meters / 6_371_008.8;
  const phi = (from.latitude * Math.PI) / 180;
  const theta = (bearing * Math.PI) / 180;
  const sin = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(theta);
  const east = Math.atan2(Math.sin(theta) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * sin);
  const longitude = from.longitude + (east * 180) / Math.PI;
  return { latitude: (Math.asin(Math.max(-1, Math.min(1, sin))) * 180) / Math.PI, longitude: ((longitude + 540) % 360) - 180 };
}

export const pointAt = ({ latitude, longitude }: LatLon) => spherePoint(latitude, longitude);
