import type { ZoneView } from '@/lib/services/zones';
import type { EventRow, GeofenceStatusRow } from '@/lib/storage/ports';
import { iso } from './dto';

export const geofenceDto = (zone: ZoneView) => ({
  ...zone,
  created_at: iso(zone.created_at),
  updated_at: iso(zone.updated_at),
});
export type GeofenceDto = ReturnType<typeof geofenceDto>;

export const eventDto = (event: EventRow) => ({
  ...event,
  occurred_at: iso(event.occurred_at),
  received_at: iso(event.received_at),
  retracted_at: iso(event.retracted_at),
});
export type EventDto = ReturnType<typeof eventDto>;

/** Without the state of the fold, which is the engine's own. */
export const statusDto = ({ state: _state, ...status }: GeofenceStatusRow<unknown>) => ({
  ...status,
  since: iso(status.since),
  last_enter_time: iso(status.last_enter_time),
  last_exit_time: iso(status.last_exit_time),
  last_checked_at: iso(status.last_checked_at),
  updated_at: iso(status.updated_at),
});
export type StatusDto = ReturnType<typeof statusDto>;
