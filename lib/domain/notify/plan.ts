import type { Delivery, Geofence, NewGeofenceEvent, NotificationStatus } from '../model';

/** At most one mail for a zone and a device within this time, in milliseconds. */
export const COOLDOWN_MS = 5 * 60_000;

/** The reason kept with what the cooldown held back; the interface puts it in words. */
export const COOLDOWN_REASON = 'cooldown';

export interface NotifyPlan {
  deliveries: { user_id: number; channel: Delivery['channel']; state: 'pending' | 'suppressed'; reason: string | null }[];
  notification_status: NotificationStatus;
  notification_reason: string | null;
  /** True when something goes out: the zone's and device's cooldown starts anew. */
  notified: boolean;
}

/**
 * Who is told of an event, and whether now.
 * @param lastNotifiedAt when this zone and device last had a notification (epoch ms), null for never
 * @param now the time of the decision (epoch ms)
 */
export function planNotification(
  event: Pick<NewGeofenceEvent, 'event_type'>,
  geofence: Pick<Geofence, 'owner_id' | 'email_notifications' | 'notify_on_enter' | 'notify_on_exit'>,
  lastNotifiedAt: number | null,
  now: number,
): NotifyPlan {
  if (!isWanted(event, geofence)) {
    return { deliveries: [], notification_status: 'none', notification_reason: null, notified: false };
  }
  const held = isCoolingDown(lastNotifiedAt, now);
  const reason = held ? COOLDOWN_REASON : null;
  const state = held ? 'suppressed' : 'pending';
  return {
    deliveries: [{ user_id: geofence.owner_id, channel: 'email', state, reason }],
    notification_status: state,
    notification_reason: reason,
    notified: !held,
  };
}

function isWanted(
  event: Pick<NewGeofenceEvent, 'event_type'>,
  geofence: Pick<Geofence, 'email_notifications' | 'notify_on_enter' | 'notify_on_exit'>,
): boolean {
  if (!geofence.email_notifications) return false;
  if (event.event_type === 'enter') return geofence.notify_on_enter;
  if (event.event_type === 'exit') return geofence.notify_on_exit;
  return false;
}

/** The distance counts in both directions, so that a clock set back by hours does not silence a zone for hours. */
function isCoolingDown(lastNotifiedAt: number | null, now: number): boolean {
  return lastNotifiedAt !== null && Math.abs(now - lastNotifiedAt) < COOLDOWN_MS;
}
