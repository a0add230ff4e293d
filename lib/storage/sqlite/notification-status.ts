import type { Delivery, NotificationStatus } from '@/lib/domain/model';
import { type Connection, query } from './connection';

/** What still runs, else what failed, else what went out. */
const ORDER: [Delivery['state'], NotificationStatus][] = [
  ['sending', 'pending'],
  ['pending', 'pending'],
  ['failed', 'failed'],
  ['sent', 'sent'],
  ['suppressed', 'suppressed'],
];

/** Sums up the deliveries of an event or an alert in its own columns. */
export function sumUpDeliveries(connection: Connection, { event_id, alert_id }: Pick<Delivery, 'event_id' | 'alert_id'>): void {
  const deliveries = connection.all(
    query
      .selectFrom('delivery')
      .select(['state', 'reason'])
      .where(event_id === null ? 'alert_id' : 'event_id', '=', event_id ?? alert_id)
      .orderBy('id'),
  );
  const [first] = ORDER.flatMap(([state, notification_status]) =>
    deliveries
      .filter((delivery) => delivery.state === state)
      .map(({ reason }) => ({ notification_status, notification_reason: reason })),
  );
  if (!first) return;
  if (event_id === null)
    connection.run(
      query
        .updateTable('expectation_alert')
        .set(first)
        .where('id', '=', alert_id ?? 0),
    );
  else connection.run(query.updateTable('geofence_event').set(first).where('id', '=', event_id));
}
