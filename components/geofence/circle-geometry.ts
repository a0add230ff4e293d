import { distance, EARTH_RADIUS_METERS, type LatLon } from '@/lib/domain/geo';
import { RADIANS } from '@/lib/domain/geo/sphere';
import { MAX_RADIUS_METERS, MIN_RADIUS_METERS } from '@/lib/domain/geofence/zone-input';

/** The point of a circle due east of its centre, where the handle of the radius sits (great circle, bearing 90°). */
export function eastOf(center: LatLon, radiusMeters: number): LatLon {
  const angle = radiusMeters / EARTH_RADIUS_METERS;
  const latitude = Math.asin(Math.sin(center.latitude * RADIANS) * Math.cos(angle));
  const turn = Math.atan2(
    Math.sin(angle) * Math.cos(center.latitude * RADIANS),
    Math.cos(angle) - Math.sin(center.latitude * RADIANS) * Math.sin(latitude),
  );
  return { latitude: latitude / RADIANS, longitude: center.longitude + turn / RADIANS };
}

/** Allowed, and as round as a hand can mean: whole 5 m below a kilometre, 50 m below ten, else 100 m. */
export function radiusTo(center: LatLon, edge: LatLon): number {
  const meters = distance(center, edge);
  const step = meters < 1000 ? 5 : meters < 10_000 ? 50 : 100;
  return Math.min(MAX_RADIUS_METERS, Math.max(MIN_RADIUS_METERS, Math.round(meters / step) * step));
}
