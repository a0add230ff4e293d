import type { GeofenceStatus } from '@/lib/domain/model';
import type { Connection } from './connection';

// By the device's index: one device has few events however many its zones have. The plus keeps SQLite from the zone's.
const NEWEST = `SELECT event_type, occurred_at, origin FROM geofence_event
  WHERE device_id = ? AND +geofence_id = ? AND event_type <> 'dwell' AND retracted_at IS NULL
  ORDER BY occurred_at DESC, id DESC LIMIT 1`;

type Times = Pick<GeofenceStatus, 'since' | 'last_enter_time'>;

/**
 * Since when a device is inside, as people see it: a zone that was drawn around it knows only the time of the drawing, but
 * its reconstructed past may know the arrival. That is read here and never written into the status, which is the engine's.
 * @returns nothing where the status itself knows best
 */
export function reconstructedSince(
  connection: Connection,
  { device_id, geofence_id, is_inside, since, last_enter_time }: Omit<GeofenceStatus, 'state'>,
): Times | undefined {
  const isSilent = is_inside && since !== null && (last_enter_time ?? Number.NEGATIVE_INFINITY) < since;
  if (!isSilent) return undefined;
  const newest = connection.prepare(NEWEST).get(device_id, geofence_id) as
    | { event_type: string; occurred_at: number; origin: string }
    | undefined;
  if (newest?.origin !== 'reconstructed' || newest.event_type !== 'enter') return undefined;
  return { since: newest.occurred_at, last_enter_time: newest.occurred_at };
}
