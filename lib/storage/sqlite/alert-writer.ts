import type { Expectation, ExpectationAlert } from '@/lib/domain/model';
import type { AlertAction } from '@/lib/domain/notify/expectation';
import { isPaused } from '@/lib/domain/notify/pause';
import type { SuppressReason } from '@/lib/domain/notify/plan';
import type { ExpectationCheck } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { sumUpDeliveries } from './notification-status';
import { pausesOf } from './pause-store';

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
      if (action.do === 'reopen' && action.tell) this.tellAgain(alert.id, now);
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
    if (expectation.email_notifications) this.tell(id, expectation, action.tell, now);
  }

  private tell(alert_id: number, { owner_id, geofence_id }: Expectation, isTimely: boolean, now: number): void {
    const isHeld = isPaused(pausesOf(this.connection, owner_id), { geofence_id, channel: 'email' }, now);
    const reason: SuppressReason | null = isHeld ? 'paused' : isTimely ? null : 'late';
    this.connection.run(
      query.insertInto('delivery').values({
        event_id: null,
        alert_id,
        user_id: owner_id,
        channel: 'email',
        state: reason === null ? 'pending' : 'suppressed',
        reason,
        attempts: 0,
        next_attempt_at: now,
        claimed_until: null,
        created_at: now,
        finished_at: reason === null ? null : now,
      }),
    );
    sumUpDeliveries(this.connection, { event_id: null, alert_id });
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
    sumUpDeliveries(this.connection, { event_id: null, alert_id });
  }

  /** What was called off goes after all; what was sent is not sent twice. */
  private tellAgain(alert_id: number, now: number): void {
    this.connection.run(
      query
        .updateTable('delivery')
        .set({ state: 'pending', reason: null, next_attempt_at: now, finished_at: null })
        .where('alert_id', '=', alert_id)
        .where('state', '=', 'suppressed')
        .where('reason', '=', 'resolved'),
    );
    sumUpDeliveries(this.connection, { event_id: null, alert_id });
  }
}
