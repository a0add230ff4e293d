import type { ToldOf } from '@/lib/storage/ports/delivery-log';
import { iso } from './dto';

type Told = ToldOf & { event_id: number | null; alert_id: number | null; device_alert_id: number | null };

/** What a delivery tells of; names and colours are null where it is about no device or no zone. */
export const toldDto = (row: Told) => ({
  kind: row.kind,
  event_id: row.event_id,
  alert_id: row.alert_id,
  device_alert_id: row.device_alert_id,
  occurred_at: iso(row.occurred_at),
  device_id: row.device_id,
  device_name: row.device_name,
  geofence_id: row.geofence_id,
  geofence_name: row.geofence_name,
  geofence_color: row.geofence_color,
});
