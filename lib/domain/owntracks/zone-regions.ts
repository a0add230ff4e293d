import type { LatLon } from '@/lib/domain/geo';
import { enclosingCircle } from '@/lib/domain/geo/enclosing-circle';
import { unwrapRing } from '@/lib/domain/geo/ring';
import { wrapLongitude } from '@/lib/domain/geo/sphere';
import type { Geofence, RegionSync } from '@/lib/domain/model';
import type { PhoneWaypoint } from './commands';
import { regionName } from './region';

/** A zone as a phone can watch it: phones know circles only. */
export type ZoneRegion = Pick<RegionSync, 'name' | 'latitude' | 'longitude' | 'radius_meters' | 'is_enclosing'>;

/** Phones find smaller circles out too late to be of use. */
export const MIN_REGION_METERS = 50;
/** iOS takes a name that ends so for that of a beacon. */
const LIKE_BEACON = /:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:\d+)*$/i;
const NAMELESS = 'Zone';

/** Coordinates as iOS keeps them: a decimetre. */
const ROUNDING_METERS = 0.1;
const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** A zone's name without what phones take for an instruction: a leading `-` or `+`, a trailing `|a|b`, the end of a beacon's. */
export function phoneNameOf(zoneName: string): string {
  let name = zoneName.trim();
  for (let plain = regionName(name); plain !== name; plain = regionName(name)) name = plain;
  return (LIKE_BEACON.test(name) ? name.replace(/:/g, ' ') : name) || NAMELESS;
}

/**
 * Circles as they are, other shapes as the smallest circle around them.
 * @throws Error for a group and for a zone without its geometry
 */
export function regionOfZone(zone: Geofence): ZoneRegion {
  const is_enclosing = zone.shape_type !== 'circle';
  const circle = is_enclosing ? enclosingCircle(outlineOf(zone)) : circleOf(zone);
  const radius = circle.radius_meters + (is_enclosing ? ROUNDING_METERS : 0);
  return {
    name: phoneNameOf(zone.name),
    latitude: rounded(circle.latitude),
    longitude: rounded(wrapLongitude(circle.longitude)),
    radius_meters: Math.max(MIN_REGION_METERS, Math.ceil(radius)),
    is_enclosing,
  };
}

function circleOf({ id, center_latitude, center_longitude, radius_meters }: Geofence) {
  if (center_latitude === null || center_longitude === null || radius_meters === null) {
    throw new Error(`zone ${id} has no circle`);
  }
  return { latitude: center_latitude, longitude: center_longitude, radius_meters };
}

/** The corners, and the middles of the sides, which bend a little on the sphere. */
function outlineOf({ id, geometry }: Geofence): LatLon[] {
  const ring = geometry?.coordinates[0];
  if (!ring || ring.length < 3) throw new Error(`zone ${id} has no border`);
  const { latitudes, longitudes } = unwrapRing(ring);
  const middle = (values: ArrayLike<number>, i: number) => ((values[i - 1] as number) + (values[i] as number)) / 2;
  const outline: LatLon[] = [];
  for (let i = 0; i < latitudes.length; i++) {
    outline.push({ latitude: latitudes[i] as number, longitude: longitudes[i] as number });
    if (i > 0) outline.push({ latitude: middle(latitudes, i), longitude: middle(longitudes, i) });
  }
  return outline;
}

/** The first `count` seconds from `from` on that are no key yet. */
export function freeKeys(taken: ReadonlySet<number>, from: number, count: number): number[] {
  const keys: number[] = [];
  for (let second = from; keys.length < count; second++) if (!taken.has(second)) keys.push(second);
  return keys;
}

type Keyed = Pick<RegionSync, 'region_created_at' | 'region_id' | 'name' | 'latitude' | 'longitude' | 'radius_meters'>;

/** A region as a phone takes it: one with a key that it knows is changed in place. */
export const waypointOfRegion = (region: Keyed): PhoneWaypoint => ({
  desc: region.name,
  lat: region.latitude,
  lon: region.longitude,
  rad: region.radius_meters,
  tst: region.region_created_at,
  rid: region.region_id,
});

/** No place on earth: iOS removes the region with this key, Android passes it over. */
const NOWHERE = -1_000_000;
export const removalOfRegion = (region: Keyed): PhoneWaypoint => ({
  ...waypointOfRegion(region),
  lat: NOWHERE,
  lon: NOWHERE,
  rad: 0,
});
