import { type SqlBool, sql } from 'kysely';
import type { Channel, Delivery } from '@/lib/domain/model';
import { isPaused } from '@/lib/domain/notify/pause';
import { type SuppressReason, WAITING } from '@/lib/domain/notify/plan';
import type { ClaimedMessage, DeliveryAttempt, DeliveryStore } from '@/lib/storage/ports';
import { readMessage, toDelivery } from './claimed-delivery';
import { type Connection, query } from './connection';
import { sumUpDeliveries } from './notification-status';
import { pausesOf } from './pause-store';

/** The words of the partial index `delivery_due`; with bound values SQLite could not use it. */
const isOpen = sql<SqlBool>`state IN ('pending','sending')`;

type NextState = Parameters<DeliveryStore['record']>[2];
type EventPlace = { device_id: number; geofence_id: string; occurred_at: number };

/**
 * Deliveries in SQLite. `next_attempt_at` of a claimed delivery is the end of its lease, so that one index finds
 * what is due, whether it waits for its time or for a worker that died.
 */
export class SqliteDeliveryStore implements DeliveryStore {
  /** @throws when commits of the connection are not durable: a mail could go out that nobody remembers after a crash */
  constructor(private readonly connection: Connection) {
    if (connection.raw.pragma('synchronous', { simple: true }) !== 2) {
      throw new Error("deliveries need a connection with durability 'full'");
    }
  }

  async claim(channel: Channel, now: number, lease_ms: number, limit: number): Promise<ClaimedMessage[]> {
    // A look first: polling an idle table takes no write lock.
    if (limit < 1 || this.dueIds(channel, now, 1).length === 0) return [];
    return this.connection.transaction(() => {
      const claimed: ClaimedMessage[] = [];
      // Each that was looked at is no longer due, so this ends.
      for (let due = this.dueIds(channel, now, limit); due.length > 0; due = this.dueIds(channel, now, limit - claimed.length)) {
        for (const id of due) claimed.push(...this.take(id, now, lease_ms));
      }
      return claimed;
    });
  }

  async record({ items }: Pick<ClaimedMessage, 'items'>, attempt: DeliveryAttempt, next: NextState): Promise<boolean> {
    return this.connection.transaction(
      () => items.filter(({ delivery }) => this.recordOne(delivery, attempt, next)).length === items.length,
    );
  }

  private recordOne(claim: Pick<Delivery, 'id' | 'attempts'>, attempt: DeliveryAttempt, next: NextState): boolean {
    const delivery = this.find(claim.id);
    if (!delivery) return false;
    this.connection.run(query.insertInto('delivery_attempt').values({ delivery_id: claim.id, ...attempt }));
    if (delivery.state !== 'sending' || delivery.attempts !== claim.attempts) return false;
    const untrue = next.state === 'pending' ? this.heldBack(delivery, next.next_attempt_at, attempt.at) : null;
    if (untrue !== null) {
      this.suppress(delivery, untrue, attempt.at);
      return true;
    }
    const reason = next.state === 'sent' ? null : next.reason;
    this.connection.run(
      query
        .updateTable('delivery')
        .set({ state: next.state, reason, claimed_until: null })
        .set(next.state === 'pending' ? { next_attempt_at: next.next_attempt_at } : { finished_at: attempt.at })
        .where('id', '=', claim.id),
    );
    if (next.state === 'failed') this.endCooldown(delivery);
    sumUpDeliveries(this.connection, delivery);
    return true;
  }

  async counts(): Promise<Record<Delivery['state'], number>> {
    const rows = this.connection.all(
      query
        .selectFrom('delivery')
        .select(['state', (e) => e.fn.countAll<number>().as('count')])
        .groupBy('state'),
    );
    const counts = { pending: 0, sending: 0, sent: 0, failed: 0, suppressed: 0 };
    for (const { state, count } of rows) counts[state] = count;
    return counts;
  }

  async nextDueAt(): Promise<number | null> {
    const row = this.connection.get(
      query.selectFrom('delivery').select('next_attempt_at').where(isOpen).orderBy('next_attempt_at').limit(1),
    );
    return row?.next_attempt_at ?? null;
  }

  private dueIds(channel: Channel, now: number, limit: number): number[] {
    const due = query
      .selectFrom('delivery')
      .select('id')
      .where(isOpen)
      .where('channel', '=', channel)
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .orderBy('id')
      .limit(limit);
    return this.connection.all(due).map(({ id }) => id);
  }

  private find(id: number): Delivery | undefined {
    const row = this.connection.get(query.selectFrom('delivery').selectAll().where('id', '=', id));
    return row && toDelivery(row);
  }

  private take(id: number, now: number, lease_ms: number): ClaimedMessage[] {
    const delivery = this.find(id);
    if (!delivery) return [];
    const untrue = this.heldBack(delivery, delivery.next_attempt_at, now);
    if (untrue !== null) {
      this.suppress(delivery, untrue, now);
      return [];
    }
    this.connection.run(
      query
        .updateTable('delivery')
        .set({ state: 'sending', claimed_until: now + lease_ms, next_attempt_at: now + lease_ms })
        .set((e) => ({ attempts: e('attempts', '+', 1) }))
        .where('id', '=', id),
    );
    const claimed = readMessage(this.connection, [id]);
    return claimed ? [claimed] : [];
  }

  /** Why it does not go; null: it does. @param due when it was to go */
  private heldBack(delivery: Delivery, due: number, now: number): SuppressReason | null {
    const untrue = this.untrue(delivery, due);
    if (untrue !== null) return untrue;
    const pauses = pausesOf(this.connection, delivery.user_id);
    if (pauses.length === 0) return null;
    return isPaused(pauses, { geofence_id: this.zoneOf(delivery), channel: delivery.channel }, now) ? 'paused' : null;
  }

  private zoneOf({ event_id, alert_id }: Delivery): string {
    const about =
      event_id === null
        ? query
            .selectFrom('expectation_alert as alert')
            .innerJoin('expectation', 'expectation.id', 'alert.expectation_id')
            .select('geofence_id')
            .where('alert.id', '=', alert_id ?? 0)
        : query.selectFrom('geofence_event').select('geofence_id').where('id', '=', event_id);
    return this.connection.get<{ geofence_id: string }>(about)?.geofence_id ?? '';
  }

  /** Why there is nothing to tell any more; null while there is. @param due when it was to go */
  private untrue(delivery: Delivery, due: number): SuppressReason | null {
    if (delivery.alert_id !== null) return this.isResolved(delivery.alert_id) ? 'resolved' : null;
    const event = this.connection.get(
      query
        .selectFrom('geofence_event')
        .select(['device_id', 'geofence_id', 'occurred_at', 'retracted_at'])
        .where('id', '=', delivery.event_id),
    );
    if (!event) return null;
    if (event.retracted_at !== null) return 'retracted';
    return delivery.reason === WAITING && this.hasLeft(event, due) ? 'left_early' : null;
  }

  private isResolved(alert_id: number): boolean {
    const alert = query.selectFrom('expectation_alert').select('resolved_at').where('id', '=', alert_id);
    return (this.connection.get(alert)?.resolved_at ?? null) !== null;
  }

  /** Whether a departure before `due` is known: a late fix may have changed the arrival after the device had left. */
  private hasLeft({ device_id, geofence_id, occurred_at }: EventPlace, due: number): boolean {
    const exit = query
      .selectFrom('geofence_event')
      .select('id')
      .where('device_id', '=', device_id)
      .where('geofence_id', '=', geofence_id)
      .where('event_type', '=', 'exit')
      .where('retracted_at', 'is', null)
      .where('occurred_at', '>=', occurred_at)
      .where('occurred_at', '<', due)
      .limit(1);
    return this.connection.get(exit) !== undefined;
  }

  private suppress(delivery: Delivery, reason: string, now: number): void {
    this.connection.run(
      query
        .updateTable('delivery')
        .set({ state: 'suppressed', reason, claimed_until: null, finished_at: now })
        .where('id', '=', delivery.id),
    );
    sumUpDeliveries(this.connection, delivery);
  }

  /** Nobody was told, so the next event must not be held back for it. */
  private endCooldown({ event_id, created_at }: Delivery): void {
    if (event_id === null) return;
    const event = this.connection.get(
      query.selectFrom('geofence_event').select(['device_id', 'geofence_id', 'event_type']).where('id', '=', event_id),
    );
    if (!event) return;
    this.connection.run(
      query
        .deleteFrom('notification_cooldown')
        .where('device_id', '=', event.device_id)
        .where('geofence_id', '=', event.geofence_id)
        .where('event_type', '=', event.event_type)
        .where('last_notified_at', '<=', created_at),
    );
  }
}
