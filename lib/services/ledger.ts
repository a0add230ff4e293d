import type { FoldOutput } from '@/lib/domain/geofence/fold';
import { planNotification } from '@/lib/domain/notify/plan';
import type { EngineOutput, LedgerEntry } from '@/lib/storage/ports';

type Told = Pick<EngineOutput<unknown, unknown>, 'entries' | 'cooldowns'>;

/**
 * Joins to each event who is told of it. Events of one step see the cooldown that earlier ones of the same step began.
 * @param lastNotifiedAt when zone and device last had a notification, as stored before this step
 */
export function planEntries(
  events: FoldOutput['events'],
  lastNotifiedAt: (device_id: number, geofence_id: string) => number | null,
  now: number,
): Told {
  const begun = new Map<string, Told['cooldowns'][number]>();
  const entries = events.map(({ event, geofence }): LedgerEntry => {
    const { device_id, geofence_id } = event;
    const key = `${device_id}/${geofence_id}`;
    const last = begun.get(key)?.last_notified_at ?? lastNotifiedAt(device_id, geofence_id);
    const { deliveries, notification_status, notification_reason, notified } = planNotification(event, geofence, last, now);
    if (notified) begun.set(key, { device_id, geofence_id, last_notified_at: now });
    return { event: { ...event, notification_status, notification_reason }, deliveries };
  });
  return { entries, cooldowns: [...begun.values()] };
}
