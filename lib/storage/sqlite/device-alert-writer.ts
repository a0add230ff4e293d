import type { DeviceAlertAction } from '@/lib/domain/notify/device-alert';
import { waysToRows } from '@/lib/domain/notify/plan';
import type { WatchedPhone } from '@/lib/storage/ports/device-alerts';
import { type Connection, query } from './connection';
import { writeDeliveries } from './delivery-writer';
import { sumUpDeliveries } from './notification-status';
import { recipientOf } from './recipients';

const RESOLVE = 'UPDATE device_alert SET resolved_at = ? WHERE id = ? AND resolved_at IS NULL';
const CALL_OFF = `UPDATE delivery SET state = 'suppressed', reason = 'resolved', finished_at = ?
  WHERE device_alert_id = ? AND state = 'pending'`;

const about = (device_alert_id: number) => ({ event_id: null, alert_id: null, device_alert_id });

/** Writes alerts about phones with their deliveries, inside the transaction of whoever decided on them. */
export class DeviceAlertWriter {
  constructor(private readonly connection: Connection) {}

  act(phone: Pick<WatchedPhone, 'device_id' | 'user_id'>, action: DeviceAlertAction, now: number): void {
    if (action.do === 'resolve') this.resolve(action.id, now);
    else this.raise(phone, action, now);
  }

  /** The owner of the phone is told, and nobody else. */
  private raise(
    { device_id, user_id }: Pick<WatchedPhone, 'device_id' | 'user_id'>,
    { kind, occurred_at, detail }: Extract<DeviceAlertAction, { do: 'raise' }>,
    now: number,
  ): void {
    const alert = { device_id, kind, occurred_at, raised_at: now, resolved_at: null, detail: JSON.stringify(detail) };
    const id = this.connection.run(query.insertInto('device_alert').values(alert)).lastInsertRowid;
    const telling = { geofence_id: null, held: null, is_cooling_down: false, before: [], not_before: now, now } as const;
    const recipient = recipientOf(this.connection, user_id, null, 'device');
    writeDeliveries(this.connection, about(id), waysToRows(recipient, { ...telling, is_important: kind === 'silent' }), now);
    sumUpDeliveries(this.connection, about(id));
  }

  /** What has not gone out yet does not go any more. */
  private resolve(id: number, now: number): void {
    if (this.connection.prepare(RESOLVE).run(now, id).changes === 0) return;
    this.connection.prepare(CALL_OFF).run(now, id);
    sumUpDeliveries(this.connection, about(id));
  }
}
