import { EARTH_RADIUS_METERS, type LatLon, RADIANS, wrapLongitude } from './sphere';

/** Degrees. Across the antimeridian west > east. */
export interface Bounds {
  south: number;
  west: number;
  north: number;
  east: number;
}

/**
 * The box around a circle on the sphere. Around a pole it spans all longitudes. A circle is widest where a meridian
 * touches it, which lies poleward of its centre: sin Δλ = sin r / cos φ.
 */
export function circleBounds(center: LatLon, radiusMeters: number): Bounds {
  const angle = radiusMeters / EARTH_RADIUS_METERS;
  const south = center.latitude - angle / RADIANS;
  const north = center.latitude + angle / RADIANS;
  if (south <= -90 || north >= 90) {
    return { south: Math.max(south, -90), west: -180, north: Math.min(north, 90), east: 180 };
  }
  const half = Math.asin(Math.sin(angle) / Math.cos(center.latitude * RADIANS)) / RADIANS;
  return { south, north, ...longitudeRange(center.longitude - half, center.longitude + half) };
}

/** West and east in −180–180 from a range whose longitudes may lie anywhere; 360° and more is the whole round. */
export function longitudeRange(west: number, east: number): { west: number; east: number } {
  if (east - west >= 360) return { west: -180, east: 180 };
  const wrappedEast = wrapLongitude(east);
  return { west: wrapLongitude(west), east: wrappedEast === -180 ? 180 : wrappedEast };
}

/** The same area as boxes that do not cross the antimeridian: one or two. */
export function splitAtAntimeridian(bounds: Bounds): Bounds[] {
  if (bounds.west <= bounds.east) return [bounds];
  return [
    { ...bounds, east: 180 },
    { ...bounds, west: -180 },
  ];
}
