import type { GeofenceEvent, Witness } from '@/lib/domain/model';
import type { Database } from './schema';

type Lying = Pick<Database['geofence_event'], 'is_pass_through' | 'witnesses'>;
type Standing = Pick<GeofenceEvent, 'is_pass_through' | 'witnesses'>;

/** A row of `geofence_event`, with whatever else was selected, as the record. */
export function toEvent<T extends Lying>(row: T): Omit<T, keyof Lying> & Standing {
  return { ...row, is_pass_through: row.is_pass_through === 1, witnesses: JSON.parse(row.witnesses) as Witness[] };
}

/** The way back. */
export function eventColumns<T extends Standing>(event: T): Omit<T, keyof Standing> & Lying {
  return { ...event, is_pass_through: event.is_pass_through ? 1 : 0, witnesses: JSON.stringify(event.witnesses) };
}
