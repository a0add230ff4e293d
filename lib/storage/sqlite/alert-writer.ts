import type { Expectation, ExpectationAlert } from '@/lib/domain/model';
import type { AlertAction } from '@/lib/domain/notify/expectation';
import { type PlannedDelivery, waysToRows } from '@/lib/domain/notify/plan';
import type { ExpectationCheck } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { writeDeliveries } from './delivery-writer';
import { sumUpDeliveries } from './notification-status';
import { recipientOf } from './recipients';

// What was sent is not sent twice.
const TELL_AGAIN = `UPDATE delivery SET state = ?, reason = ?, next_attempt_at = ?, finished_at = ? WHERE alert_id = ? AND user_id = ?
  AND channel = ? AND target_id IS ? AND state = 'suppressed' AND reason = 'resolved'`;

const aboutAlert = (alert_id: number) => ({ event_id: null, alert_id, device_alert_id: null });

/** Writes alerts with their deliveries, inside the transaction of whoever decided on them. */
export class AlertWriter {
  constructor(private readonly connection: Connection) {}

  /** Does what was decided about one window of one device. @param alert the one that there is */
  act(
    expectation: Expectation,
    { device_id, window }: ExpectationCheck,
    alert: ExpectationAlert | null,
    action: AlertAction,
    now: number,
  ): void {
    if (action.do === 'resolve') {
      if (alert) this.resolve(alert.id, action.reason, now);
      return;
    }
    const about = { due_at: action.unmet.due_at, event_id: action.unmet.event_id, resolved_at: null, resolve_reason: null };
    if (alert) {
      this.connection.run(query.updateTable('expectation_alert').set(about).where('id', '=', alert.id));
      if (action.do === 'reopen' && action.tell) this.tellAgain(alert.id, expectation, now);
      return;
    }
    const id = this.connection.run(
      query.insertInto('expectation_alert').values({
        ...about,
        expectation_id: expectation.id,
        device_id,
        window_start: window.start,
        raised_at: now,
        notification_status: 'none',
        notification_reason: null,
      }),
    ).lastInsertRowid;
    this.tell(id, expectation, action.tell, now);
  }

  private tell(alert_id: number, expectation: Expectation, isTimely: boolean, now: number): void {
    const matter = aboutAlert(alert_id);
    writeDeliveries(this.connection, matter, this.plan(expectation, isTimely, now), now);
    sumUpDeliveries(this.connection, matter);
  }

  /** Who expects something is told, and nobody else; it is always important. */
  private plan({ owner_id, geofence_id, ...expectation }: Expectation, isTimely: boolean, now: number): PlannedDelivery[] {
    const recipient = recipientOf(this.connection, owner_id, geofence_id, 'alert');
    const ways = recipient.ways.filter(({ channel }) => expectation.email_notifications || channel !== 'email');
    const held = isTimely ? null : 'late';
    const telling = { geofence_id, is_important: true, held, is_cooling_down: false, before: [], not_before: now, now } as const;
    return waysToRows({ ...recipient, ways }, telling);
  }

  private resolve(alert_id: number, resolve_reason: string, now: number): void {
    this.connection.run(
      query.updateTable('expectation_alert').set({ resolved_at: now, resolve_reason }).where('id', '=', alert_id),
    );
    this.connection.run(
      query
        .updateTable('delivery')
        .set({ state: 'suppressed', reason: 'resolved', finished_at: now })
        .where('alert_id', '=', alert_id)
        .where('state', '=', 'pending'),
    );
    sumUpDeliveries(this.connection, aboutAlert(alert_id));
  }

  /** What was called off goes after all, to whom and on which ways it would go if it were raised now. */
  private tellAgain(alert_id: number, expectation: Expectation, now: number): void {
    for (const { user_id, channel, target_id, state, reason, not_before } of this.plan(expectation, true, now)) {
      const finishedAt = state === 'pending' ? null : now;
      const key = [alert_id, user_id, channel, target_id];
      this.connection.prepare(TELL_AGAIN).run(state, reason, not_before, finishedAt, ...key);
    }
    sumUpDeliveries(this.connection, aboutAlert(alert_id));
  }
}
