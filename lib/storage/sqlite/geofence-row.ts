import type { Selectable } from 'kysely';
import type { Geofence, PolygonGeometry } from '@/lib/domain/model';
import type { GeofenceFields } from '@/lib/storage/ports';
import type { GeofenceTable } from './schema';

/** A row of `geofence` as the record: flags as booleans, geometry parsed. */
export function toGeofence(row: Selectable<GeofenceTable>): Geofence {
  return {
    ...row,
    geometry: row.geometry === null ? null : (JSON.parse(row.geometry) as PolygonGeometry),
    is_active: row.is_active === 1,
    notify_on_enter: row.notify_on_enter === 1,
    notify_on_exit: row.notify_on_exit === 1,
    email_notifications: row.email_notifications === 1,
  };
}

const flag = (value: boolean) => (value ? 1 : 0);

/** The way back: what a person decides of a zone, as columns. */
export function geofenceColumns(fields: GeofenceFields) {
  return {
    name: fields.name,
    description: fields.description,
    shape_type: fields.shape_type,
    center_latitude: fields.center_latitude,
    center_longitude: fields.center_longitude,
    radius_meters: fields.radius_meters,
    geometry: fields.geometry === null ? null : JSON.stringify(fields.geometry),
    owner_id: fields.owner_id,
    device_id: fields.device_id,
    is_active: flag(fields.is_active),
    color: fields.color,
    notify_on_enter: flag(fields.notify_on_enter),
    notify_on_exit: flag(fields.notify_on_exit),
    email_notifications: flag(fields.email_notifications),
  } as const;
}
