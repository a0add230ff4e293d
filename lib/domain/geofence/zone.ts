import { type Shape, shapeOf } from '@/lib/domain/geo';
import type { Geofence } from '@/lib/domain/model';

/** A geofence, ready to judge fixes. */
export interface Zone {
  readonly geofence: Geofence;
  readonly shape: Shape;
}

/** @throws Error where its geometry is missing */
export function prepareZone(geofence: Geofence): Zone {
  return { geofence, shape: shapeOf(geofence) };
}

/** A zone is for one device of its owner or, with none named, for all of them. */
export function concerns(geofence: Geofence, device: { id: number; owner_id: number }): boolean {
  return geofence.device_id === null ? geofence.owner_id === device.owner_id : geofence.device_id === device.id;
}
