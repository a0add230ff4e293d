import type { Selectable } from 'kysely';
import type { EarlierRule, Geofence, PolygonGeometry, Schedule } from '@/lib/domain/model';
import type { GeofenceFields } from '@/lib/storage/ports';
import type { GeofenceTable } from './schema';

const parsed = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T));
const text = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
const flag = (value: boolean) => (value ? 1 : 0);

/** A row of `geofence` as the record: flags as booleans, JSON parsed. */
export function toGeofence(row: Selectable<GeofenceTable>): Geofence {
  return {
    ...row,
    geometry: parsed<PolygonGeometry>(row.geometry),
    schedule: parsed<Schedule>(row.schedule),
    earlier_rules: parsed<EarlierRule[]>(row.earlier_rules),
    is_active: row.is_active === 1,
    notify_on_enter: row.notify_on_enter === 1,
    notify_on_exit: row.notify_on_exit === 1,
    notify_on_dwell: row.notify_on_dwell === 1,
    email_notifications: row.email_notifications === 1,
    pass_through: row.pass_through === 1,
    is_important: row.is_important === 1,
  };
}

/** The way back: what a person decides of a zone, as columns. */
export function geofenceColumns(fields: GeofenceFields) {
  return {
    name: fields.name,
    description: fields.description,
    shape_type: fields.shape_type,
    center_latitude: fields.center_latitude,
    center_longitude: fields.center_longitude,
    radius_meters: fields.radius_meters,
    geometry: text(fields.geometry),
    owner_id: fields.owner_id,
    device_id: fields.device_id,
    is_active: flag(fields.is_active),
    color: fields.color,
    notify_on_enter: flag(fields.notify_on_enter),
    notify_on_exit: flag(fields.notify_on_exit),
    notify_on_dwell: flag(fields.notify_on_dwell),
    email_notifications: flag(fields.email_notifications),
    hysteresis_meters: fields.hysteresis_meters,
    max_accuracy_meters: fields.max_accuracy_meters,
    confirm_seconds: fields.confirm_seconds,
    grace_seconds: fields.grace_seconds,
    dwell_seconds: fields.dwell_seconds,
    pass_through: flag(fields.pass_through),
    schedule: text(fields.schedule),
    notify_enter_after_seconds: fields.notify_enter_after_seconds,
    notify_exit_min_stay_seconds: fields.notify_exit_min_stay_seconds,
    late_policy: fields.late_policy,
    late_after_seconds: fields.late_after_seconds,
    cooldown_seconds: fields.cooldown_seconds,
    is_important: flag(fields.is_important),
  } as const;
}

/** A whole zone as columns, what the server keeps of it included. */
export function geofenceRow(geofence: Geofence) {
  return {
    ...geofenceColumns(geofence),
    id: geofence.id,
    version: geofence.version,
    judged_after_location_id: geofence.judged_after_location_id,
    judged_since: geofence.judged_since,
    earlier_rules: text(geofence.earlier_rules),
    created_at: geofence.created_at,
    updated_at: geofence.updated_at,
  } as const;
}
