import type { NotificationDto } from './types';

const MOST = 99;

/** A number that fits into a badge. */
export const short = (count: number): string => (count > MOST ? `${MOST}+` : String(count));

/** Where there is more to see of it; null where there is nothing that its reader may see. */
export function hrefOf({ kind, event_id, alert_id, device_id, can_explain }: NotificationDto): string | null {
  if (kind === 'test') return '/notifications/settings';
  if (event_id !== null) return can_explain ? `/admin/geofences/events/${event_id}` : null;
  if (alert_id !== null) return '/admin/geofences/expectations';
  return device_id === null ? null : `/admin/devices/${device_id}`;
}
