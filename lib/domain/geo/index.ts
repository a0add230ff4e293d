import type { Geofence } from '@/lib/domain/model';
import type { Bounds } from './bounds';
import { shapeOf } from './shape';
import type { LatLon } from './sphere';

export type { Bounds } from './bounds';
export { circleBounds, splitAtAntimeridian } from './bounds';
export { type Shape, shapeOf } from './shape';
export { distance, EARTH_RADIUS_METERS, type LatLon, type SpherePoint, spherePoint } from './sphere';
export { UnionShape } from './union-shape';

export interface Measure {
  area_square_meters: number;
  /** Radius in metres of a circle of the same area; for a circle its radius. */
  size_meters: number;
  center: LatLon;
}

/** Area, size and centre of a zone. @throws Error where its geometry is missing */
export function measure(geofence: Geofence): Measure {
  const { area_square_meters, size_meters, center } = shapeOf(geofence);
  return { area_square_meters, size_meters, center: { latitude: center.latitude, longitude: center.longitude } };
}

/** The box around a zone; west > east across the antimeridian. @throws Error where its geometry is missing */
export function geofenceBounds(geofence: Geofence): Bounds {
  return shapeOf(geofence).bounds;
}
