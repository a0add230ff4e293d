import type { SeenNotification } from '@/lib/services/inbox';
import { alertDetailDto } from './device-alert-dto';
import { iso } from './dto';

/** One line of the notification centre; names and colours are null where it is about no device or no zone. */
export const notificationDto = (row: SeenNotification) => ({
  id: row.id,
  kind: row.kind,
  event_id: row.event_id,
  alert_id: row.alert_id,
  device_alert_id: row.device_alert_id,
  occurred_at: iso(row.occurred_at),
  told_at: iso(row.told_at),
  opened_at: iso(row.opened_at),
  ended_at: iso(row.ended_at),
  device_id: row.device_id,
  device_name: row.device_name,
  device_color: row.device_color,
  geofence_id: row.geofence_id,
  geofence_name: row.geofence_name,
  geofence_color: row.geofence_color,
  detail: row.detail && alertDetailDto(row.detail),
  can_explain: row.can_explain,
});
export type NotificationDto = ReturnType<typeof notificationDto>;
