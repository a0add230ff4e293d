import type { Delivery } from '@/lib/domain/model';
import type { PlannedDelivery } from '@/lib/domain/notify/recipient';
import type { Connection } from './connection';

/** What deliveries are about: exactly one of the ids is set. */
export type MatterKey = Pick<Delivery, 'event_id' | 'alert_id' | 'device_alert_id'>;

const INSERT = `INSERT INTO delivery (event_id, alert_id, device_alert_id, user_id, channel, target_id, state, reason,
  next_attempt_at, created_at, finished_at, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Records who is told of a matter, inside the transaction that records the matter. @param now epoch ms */
export function writeDeliveries(
  connection: Connection,
  { event_id, alert_id, device_alert_id }: MatterKey,
  deliveries: readonly PlannedDelivery[],
  now: number,
): void {
  const insert = connection.prepare(INSERT);
  for (const { user_id, channel, target_id, state, reason, not_before, opened_at } of deliveries) {
    const finishedAt = state === 'pending' ? null : now;
    const what = [event_id, alert_id, device_alert_id, user_id, channel, target_id, state, reason];
    insert.run(...what, not_before, now, finishedAt, opened_at);
  }
}
