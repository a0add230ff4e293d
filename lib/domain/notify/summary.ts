import type { Delivery, NotificationStatus } from '../model';
import { ESCALATION } from './reasons';

export type SummedUp = Pick<Delivery, 'channel' | 'state' | 'reason'>;

/** How a matter stands, over all people and ways outside of the app. */
export interface Summary {
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

/** What still runs, else what failed, else what went out. */
const ORDER: [Delivery['state'], NotificationStatus][] = [
  ['sending', 'pending'],
  ['pending', 'pending'],
  ['failed', 'failed'],
  ['sent', 'sent'],
  ['suppressed', 'suppressed'],
];

/**
 * Sums up the deliveries of one matter. The notification centre does not count, nor does a way that is only tried if nobody
 * looks at what went out already.
 * @param deliveries in the order in which they were recorded
 */
export function summaryOf(deliveries: readonly SummedUp[]): Summary {
  const outside = deliveries.filter(({ channel }) => channel !== 'inbox');
  const wentOut = outside.some(({ state }) => state === 'sent');
  const counted = wentOut ? outside.filter(({ state, reason }) => state !== 'pending' || reason !== ESCALATION) : outside;
  for (const [state, notification_status] of ORDER) {
    const first = counted.find((delivery) => delivery.state === state);
    if (first) return { notification_status, notification_reason: first.reason };
  }
  return { notification_status: 'none', notification_reason: null };
}
