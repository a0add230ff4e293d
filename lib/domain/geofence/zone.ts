import { type Shape, shapeOf, UnionShape } from '@/lib/domain/geo';
import type { Geofence } from '@/lib/domain/model';

/** What gives a zone its shape. */
export type Area = Pick<Geofence, 'id' | 'shape_type' | 'center_latitude' | 'center_longitude' | 'radius_meters' | 'geometry'>;

/** A geofence, ready to judge fixes. */
export interface Zone {
  readonly geofence: Geofence;
  readonly shape: Shape;
}

/** @param members the zones of a group; not asked for otherwise. @throws Error where its geometry is missing */
export function prepareZone(geofence: Geofence, members: readonly Area[] = []): Zone {
  if (geofence.shape_type !== 'group') return { geofence, shape: shapeOf(geofence) };
  if (members.length === 0) throw new Error(`group ${geofence.id} has no zones`);
  return { geofence, shape: new UnionShape(members.map(shapeOf)) };
}

/** A zone is for one device of its owner or, with none named, for all of them. */
export function concerns(geofence: Geofence, device: { id: number; owner_id: number }): boolean {
  return geofence.device_id === null ? geofence.owner_id === device.owner_id : geofence.device_id === device.id;
}
