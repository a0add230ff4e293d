import type { SuppressReason } from '@/lib/domain/notify/reasons';
import { type SummedUp, summaryOf } from '@/lib/domain/notify/summary';
import type { Connection } from './connection';
import type { MatterKey } from './delivery-writer';

/** Where deliveries name their matter, and the table that has it. */
const TABLES = { event_id: 'geofence_event', alert_id: 'expectation_alert', device_alert_id: 'device_alert' } as const;
const KINDS = Object.keys(TABLES) as (keyof typeof TABLES)[];

/** The zone's owner reads the event's reason: what the server of somebody else's webhook or browser said is left out of it. */
const OF_EVENT = `SELECT channel, state, iif(target_id IS NULL OR reason NOT GLOB '*[^a-z_]*' OR user_id =
    (SELECT owner_id FROM geofence WHERE id = (SELECT geofence_id FROM geofence_event AS event WHERE event.id = delivery.event_id)),
    reason, NULL) AS reason FROM delivery WHERE event_id = ? ORDER BY id`;

/** Sums up the deliveries of a matter in its own columns. Prepared by hand: the engine asks for what it takes back. */
export function sumUpDeliveries(connection: Connection, matter: MatterKey): void {
  const kind = KINDS.find((key) => matter[key] !== null);
  if (kind === undefined) return;
  const id = matter[kind];
  const select = kind === 'event_id' ? OF_EVENT : `SELECT channel, state, reason FROM delivery WHERE ${kind} = ? ORDER BY id`;
  const { notification_status, notification_reason } = summaryOf(connection.prepare(select).all(id) as SummedUp[]);
  const update = `UPDATE ${TABLES[kind]} SET notification_status = ?, notification_reason = ? WHERE id = ?`;
  connection.prepare(update).run(notification_status, notification_reason, id);
}

const SUPPRESS = `UPDATE delivery SET state = 'suppressed', reason = ?, claimed_until = NULL, finished_at = ? WHERE id = ?`;

/** What waits does not go any more. */
export function suppressDelivery(
  connection: Connection,
  delivery: MatterKey & { id: number },
  reason: SuppressReason,
  now: number,
): void {
  connection.prepare(SUPPRESS).run(reason, now, delivery.id);
  sumUpDeliveries(connection, delivery);
}
