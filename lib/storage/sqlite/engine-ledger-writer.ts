import type { FoldEvent } from '@/lib/domain/geofence';
import type { CalledOff, EngineOutput, LedgerEntry } from '@/lib/storage/ports';
import type { Connection } from './connection';
import { writeDeliveries } from './delivery-writer';
import type { Statement } from './driver';
import { sumUpDeliveries } from './notification-status';

const EVENT = `INSERT INTO geofence_event (geofence_id, device_id, location_id, event_type, latitude, longitude, accuracy,
  distance_from_center, confidence, stay_seconds, occurred_at, decided_at, received_at, retracted_at, retract_reason,
  retract_decided_at, replaces_id, origin, is_pass_through, witnesses, notification_status, notification_reason)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const AMEND = `UPDATE geofence_event SET decided_at = ?, stay_seconds = ?, confidence = ?, latitude = ?, longitude = ?,
  accuracy = ?, distance_from_center = ?, witnesses = ? WHERE id = ?`;
const RETRACT = `UPDATE geofence_event SET retracted_at = coalesce(retracted_at, ?), retract_reason = ?, retract_decided_at = ?
  WHERE id = ?`;
const RESTORE = `UPDATE geofence_event SET retracted_at = NULL, retract_reason = NULL, retract_decided_at = NULL WHERE id = ?`;
const CHANGE = 'INSERT INTO geofence_event_change (event_id, at) VALUES (?, ?)';
const CANCEL = `UPDATE delivery SET state = 'suppressed', reason = 'retracted', finished_at = ?
  WHERE event_id = ? AND state = 'pending'`;
/** No arrival waits longer than a day; the rest is for late ones. */
const WAITING_MS = 8 * 86_400_000;
const ARRIVALS = (of: string) => `SELECT id FROM geofence_event WHERE device_id = ? AND geofence_id = ? AND event_type = 'enter'
  AND occurred_at > ? AND occurred_at <= ? AND retracted_at IS NULL AND EXISTS (SELECT 1 FROM delivery
  WHERE event_id = geofence_event.id AND ${of})`;
const THAT_WAIT = ARRIVALS("state = 'pending' AND delivery.reason = 'waiting'");
const CALLED_OFF = ARRIVALS("state = 'suppressed' AND delivery.reason = 'left_early'");
const CALL_OFF = `UPDATE delivery SET state = 'suppressed', reason = ?, finished_at = ?
  WHERE event_id = ? AND state = 'pending' AND reason IN ('waiting','escalation')`;
// Of one person the way that goes first waits for the stay, the others for that one.
const IS_LATER_WAY = `EXISTS (SELECT 1 FROM delivery AS earlier WHERE earlier.event_id = delivery.event_id
  AND earlier.user_id = delivery.user_id AND earlier.next_attempt_at < delivery.next_attempt_at)`;
const WAIT_ON = `UPDATE delivery SET state = 'pending', reason = iif(${IS_LATER_WAY}, 'escalation', 'waiting'), finished_at = NULL
  WHERE event_id = ? AND state = 'suppressed' AND reason = 'left_early'`;
// Those that never went out; an attempt that failed could have gone out all the same.
const RESUME = `UPDATE delivery SET state = 'pending', finished_at = NULL, reason = CASE WHEN next_attempt_at <= ? THEN NULL
  WHEN ${IS_LATER_WAY} THEN 'escalation' WHEN next_attempt_at <= created_at + ? THEN 'waiting' END
  WHERE event_id = ? AND state = 'suppressed' AND reason = 'retracted' AND attempts = 0`;
const EXIT = `SELECT device_id, geofence_id, occurred_at, retracted_at FROM geofence_event WHERE id = ? AND event_type = 'exit'`;

type Exit = { device_id: number; geofence_id: string; occurred_at: number; retracted_at: number | null };

/** Writes the ledger and what is told of it: nothing is ever deleted, and what is taken back is not sent any more. */
export class EngineLedgerWriter {
  constructor(private readonly connection: Connection) {}

  write(output: EngineOutput, now: number): void {
    for (const { id, reason, decided_at } of output.retracted) this.retract(id, reason, decided_at, now);
    for (const restored of output.restored) this.restore(restored, now);
    for (const { id, event } of output.amended) this.amend(id, event, now);
    for (const entry of output.entries) this.entry(entry, now);
    for (const off of output.called_off) this.callOff(off, now);
  }

  private statement(sql: string): Statement {
    return this.connection.prepare(sql);
  }

  private retract(id: number, reason: string, decidedAt: number, now: number): void {
    const exit = this.statement(EXIT).get(id) as Exit | undefined;
    this.statement(RETRACT).run(now, reason, decidedAt, id);
    this.statement(CHANGE).run(id, now);
    if (exit?.retracted_at === null) this.waitOn(exit);
    if (this.statement(CANCEL).run(now, id).changes > 0) this.sumUp(id);
  }

  /** The device did not leave, so what was called off because it left waits on. */
  private waitOn({ device_id, geofence_id, occurred_at }: Exit): void {
    for (const id of this.arrivals(CALLED_OFF, device_id, geofence_id, occurred_at)) {
      this.statement(WAIT_ON).run(id);
      this.sumUp(id);
    }
  }

  private restore({ id, is_timely, waits_ms }: EngineOutput['restored'][number], now: number): void {
    this.statement(RESTORE).run(id);
    this.statement(CHANGE).run(id, now);
    if (is_timely && this.statement(RESUME).run(now, waits_ms, id).changes > 0) this.sumUp(id);
  }

  private amend(id: number, event: FoldEvent, now: number): void {
    this.statement(AMEND).run(
      event.decided_at,
      event.stay_seconds,
      event.confidence,
      event.latitude,
      event.longitude,
      event.accuracy,
      event.distance_from_center,
      JSON.stringify(event.witnesses),
      id,
    );
    this.statement(CHANGE).run(id, now);
  }

  private entry({ event, deliveries }: LedgerEntry, now: number): void {
    const { lastInsertRowid } = this.statement(EVENT).run(
      event.geofence_id,
      event.device_id,
      event.location_id,
      event.event_type,
      event.latitude,
      event.longitude,
      event.accuracy,
      event.distance_from_center,
      event.confidence,
      event.stay_seconds,
      event.occurred_at,
      event.decided_at,
      event.received_at,
      event.retracted_at,
      event.retract_reason,
      event.retract_decided_at,
      event.replaces_id,
      event.origin,
      event.is_pass_through ? 1 : 0,
      JSON.stringify(event.witnesses),
      event.notification_status,
      event.notification_reason,
    );
    writeDeliveries(this.connection, aboutEvent(Number(lastInsertRowid)), deliveries, now);
  }

  private callOff({ device_id, geofence_id, entered_until, reason }: CalledOff, now: number): void {
    for (const id of this.arrivals(THAT_WAIT, device_id, geofence_id, entered_until)) {
      this.statement(CALL_OFF).run(reason, now, id);
      this.sumUp(id);
    }
  }

  private arrivals(sql: string, deviceId: number, geofenceId: string, until: number): number[] {
    const rows = this.statement(sql).all(deviceId, geofenceId, until - WAITING_MS, until) as { id: number }[];
    return rows.map(({ id }) => id);
  }

  private sumUp(eventId: number): void {
    sumUpDeliveries(this.connection, aboutEvent(eventId));
  }
}

const aboutEvent = (event_id: number) => ({ event_id, alert_id: null, device_alert_id: null });
