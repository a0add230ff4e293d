/**
 * The earth as a sphere of mean radius: distances differ from the ellipsoid's by at most 0.56 %. Positions are
 * carried as unit vectors, where neither the antimeridian nor the poles are special, and compared by the square of
 * the chord between them, which needs no trigonometry.
 */

export interface LatLon {
  latitude: number;
  longitude: number;
}

/** A position with its unit vector: x towards 0° N 0° E, y towards 0° N 90° E, z towards the north pole. */
export interface SpherePoint extends LatLon {
  x: number;
  y: number;
  z: number;
}

/** Mean radius of the earth in metres, R₁ of the IUGG. */
export const EARTH_RADIUS_METERS = 6_371_008.8;

export const RADIANS = Math.PI / 180;

/** Writes into `out` where given, so that a loop over many fixes need not allocate. */
export function spherePoint(latitude: number, longitude: number, out?: SpherePoint): SpherePoint {
  const point = out ?? { latitude, longitude, x: 0, y: 0, z: 0 };
  const cosLatitude = Math.cos(latitude * RADIANS);
  point.latitude = latitude;
  point.longitude = longitude;
  point.x = cosLatitude * Math.cos(longitude * RADIANS);
  point.y = cosLatitude * Math.sin(longitude * RADIANS);
  point.z = Math.sin(latitude * RADIANS);
  return point;
}

/** The position a vector of any length points to. */
export function latLonOf(x: number, y: number, z: number): LatLon {
  return { latitude: Math.atan2(z, Math.hypot(x, y)) / RADIANS, longitude: Math.atan2(y, x) / RADIANS };
}

/** Square of the chord between two unit vectors, 0–4. */
export function chordSquared(a: SpherePoint, b: SpherePoint): number {
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  const dz = a.z - b.z;
  return dx * dx + dy * dy + dz * dz;
}

/** Length along the sphere, in metres, of what the chord spans. */
export function metersOfChord(squared: number): number {
  return 2 * EARTH_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(squared) / 2));
}

/** The inverse of `metersOfChord`; half the earth's circumference and more give 4. */
export function chordOfMeters(meters: number): number {
  const half = Math.sin(Math.min(meters / (2 * EARTH_RADIUS_METERS), Math.PI / 2));
  return 4 * half * half;
}

/** Great-circle distance in metres (the haversine formula, by way of the chord). */
export function distance(from: LatLon, to: LatLon): number {
  return metersOfChord(chordSquared(spherePoint(from.latitude, from.longitude), spherePoint(to.latitude, to.longitude)));
}

/** The same meridian within −180 ≤ longitude < 180. */
export function wrapLongitude(longitude: number): number {
  return longitude >= -180 && longitude < 180 ? longitude : ((((longitude + 180) % 360) + 360) % 360) - 180;
}

/** The shorter way round between two meridians, −180–180. */
export function shorterWay(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}
