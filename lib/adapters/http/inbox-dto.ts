import type { SeenNotification } from '@/lib/services/inbox';
import { alertDetailDto } from './device-alert-dto';
import { iso } from './dto';
import { toldDto } from './told-dto';

/** One line of the notification centre. */
export const notificationDto = (row: SeenNotification) => ({
  id: row.id,
  ...toldDto(row),
  told_at: iso(row.told_at),
  opened_at: iso(row.opened_at),
  ended_at: iso(row.ended_at),
  device_color: row.device_color,
  detail: row.detail && alertDetailDto(row.detail),
  can_explain: row.can_explain,
});
export type NotificationDto = ReturnType<typeof notificationDto>;
