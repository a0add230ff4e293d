import { isLate } from '@/lib/domain/notify/plan';
import type { GroupView } from '@/lib/services/groups';
import type { ZoneView } from '@/lib/services/zones';
import type { EventRow, GeofenceStatusRow } from '@/lib/storage/ports';
import { iso } from './dto';

/** Without what only the engine reads. */
export const geofenceDto = ({ earlier_rules: _rules, judged_since: _since, ...zone }: ZoneView) => ({
  ...zone,
  created_at: iso(zone.created_at),
  updated_at: iso(zone.updated_at),
});
export type GeofenceDto = ReturnType<typeof geofenceDto>;

/** A group has no shape of its own: its zones have. */
export const groupDto = ({
  earlier_rules: _rules,
  judged_since: _since,
  center_latitude: _latitude,
  center_longitude: _longitude,
  radius_meters: _radius,
  geometry: _geometry,
  ...group
}: GroupView) => ({
  ...group,
  created_at: iso(group.created_at),
  updated_at: iso(group.updated_at),
});
export type GroupDto = ReturnType<typeof groupDto>;

/** `is_late`: it came to light long after it could be known, by the zone's own measure. */
export const eventDto = ({ late_after_seconds, ...event }: EventRow) => ({
  ...event,
  is_late: event.origin === 'live' && isLate(event, { late_after_seconds }, event.received_at),
  occurred_at: iso(event.occurred_at),
  received_at: iso(event.received_at),
  decided_at: iso(event.decided_at),
  retracted_at: iso(event.retracted_at),
  retract_decided_at: iso(event.retract_decided_at),
  false_alarm_at: iso(event.false_alarm_at),
});
export type EventDto = ReturnType<typeof eventDto>;

/** Without the state of the fold and its timer, which are the engine's own. */
export const statusDto = ({ state: _state, fire_at: _timer, ...status }: GeofenceStatusRow<unknown>) => ({
  ...status,
  since: iso(status.since),
  last_enter_time: iso(status.last_enter_time),
  last_exit_time: iso(status.last_exit_time),
  last_checked_at: iso(status.last_checked_at),
  updated_at: iso(status.updated_at),
});
export type StatusDto = ReturnType<typeof statusDto>;
