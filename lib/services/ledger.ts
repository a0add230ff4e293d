import type { FoldEvent } from '@/lib/domain/geofence/fold-output';
import type { Geofence, NotificationStatus } from '@/lib/domain/model';
import { endsWaiting, planNotification, stillWaits } from '@/lib/domain/notify/plan';
import { summaryOf } from '@/lib/domain/notify/summary';
import type { CalledOff, CooldownStart, EngineInput, LedgerEntry } from '@/lib/storage/ports';

/** An event that the fold adds to the ledger. */
export interface AddedEvent {
  event: FoldEvent;
  geofence: Geofence;
  /** The event that it corrects, as it was told so far. */
  replaces: { id: number; notification_status: NotificationStatus } | null;
}

export interface PlannedEntries {
  entries: LedgerEntry[];
  cooldowns: CooldownStart[];
  called_off: CalledOff[];
}

/**
 * Joins to each event who is told of it. Events of one step see the cooldown that earlier ones of the same step began, and
 * an arrival that would wait is called off by a departure of the same step.
 * @param added in the order of the fold
 * @param stored when zone and device last had a notification, and how what is corrected was told, as stored before this step;
 * who is told
 * @param now the time of the decision (epoch ms)
 */
export function planEntries(
  added: readonly AddedEvent[],
  stored: Pick<EngineInput, 'lastNotifiedAt' | 'recipientsOf' | 'toldOf'>,
  now: number,
): PlannedEntries {
  const begun = new Map<string, CooldownStart>();
  const entries: LedgerEntry[] = [];
  const called_off: CalledOff[] = [];
  for (const { event, geofence, replaces } of added) {
    const { device_id, geofence_id, event_type } = event;
    const key = `${device_id}/${geofence_id}/${event_type}`;
    const { deliveries, notification_status, notification_reason, notified } = planNotification(event, geofence, {
      recipients: stored.recipientsOf(geofence, event_type),
      lastNotifiedAt: begun.get(key)?.last_notified_at ?? stored.lastNotifiedAt(device_id, geofence_id, event_type),
      before: replaces ? stored.toldOf(replaces.id) : [],
      now,
    });
    if (notified) begun.set(key, { device_id, geofence_id, event_type, last_notified_at: now });
    if (event.event_type === 'exit' && event.origin === 'live' && endsWaiting(event, geofence)) {
      const off: CalledOff = { device_id, geofence_id, entered_until: event.occurred_at, reason: 'left_early' };
      for (const entry of entries) callOff(entry, off);
      called_off.push(off);
    }
    const told = { notification_status, notification_reason, replaces_id: replaces?.id ?? null };
    entries.push({ event: { ...event, ...told }, deliveries });
  }
  return { entries, cooldowns: [...begun.values()], called_off };
}

/** What the writer does to stored deliveries, for those that are not stored yet. */
function callOff({ event, deliveries }: LedgerEntry, { device_id, geofence_id, entered_until, reason }: CalledOff): void {
  if (event.device_id !== device_id || event.geofence_id !== geofence_id || event.event_type !== 'enter') return;
  if (event.occurred_at > entered_until || !stillWaits(deliveries)) return;
  for (const delivery of deliveries) if (delivery.state === 'pending') Object.assign(delivery, { state: 'suppressed', reason });
  Object.assign(event, summaryOf(deliveries));
}
