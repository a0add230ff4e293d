import { type SqlBool, sql } from 'kysely';
import type { Delivery, NotificationStatus } from '@/lib/domain/model';
import type { ClaimedDelivery, DeliveryAttempt, DeliveryStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toEvent } from './event-row';
import { toGeofence } from './geofence-row';

/** The words of the partial index `delivery_due`; with bound values SQLite could not use it. */
const isOpen = sql<SqlBool>`state IN ('pending','sending')`;

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

  async claim(now: number, lease_ms: number, limit: number): Promise<ClaimedDelivery[]> {
    // A look first: polling an idle table takes no write lock.
    if (limit < 1 || this.dueIds(now, 1).length === 0) return [];
    return this.connection.transaction(() =>
      this.dueIds(now, limit).flatMap((id) => {
        this.connection.run(
          query
            .updateTable('delivery')
            .set({ state: 'sending', claimed_until: now + lease_ms, next_attempt_at: now + lease_ms })
            .set((e) => ({ attempts: e('attempts', '+', 1) }))
            .where('id', '=', id)
            .where(isOpen)
            .where('next_attempt_at', '<=', now),
        );
        return this.read(id);
      }),
    );
  }

  async record(
    claim: Pick<Delivery, 'id' | 'attempts'>,
    attempt: DeliveryAttempt,
    next: Parameters<DeliveryStore['record']>[2],
  ): Promise<boolean> {
    return this.connection.transaction(() => {
      const delivery = this.connection.get(
        query.selectFrom('delivery').select(['event_id', 'state', 'attempts']).where('id', '=', claim.id),
      );
      if (!delivery) return false;
      this.connection.run(query.insertInto('delivery_attempt').values({ delivery_id: claim.id, ...attempt }));
      if (delivery.state !== 'sending' || delivery.attempts !== claim.attempts) return false;
      const reason = next.state === 'sent' ? null : next.reason;
      this.connection.run(
        query
          .updateTable('delivery')
          .set({ state: next.state, reason, claimed_until: null })
          .set(next.state === 'pending' ? { next_attempt_at: next.next_attempt_at } : { finished_at: attempt.at })
          .where('id', '=', claim.id),
      );
      if (delivery.event_id !== null) this.updateEvent(delivery.event_id);
      return true;
    });
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

  private dueIds(now: number, limit: number): number[] {
    const due = query
      .selectFrom('delivery')
      .select('id')
      .where(isOpen)
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .orderBy('id')
      .limit(limit);
    return this.connection.all(due).map(({ id }) => id);
  }

  private read(id: number): ClaimedDelivery[] {
    const delivery = this.connection.get(query.selectFrom('delivery').selectAll().where('id', '=', id));
    if (!delivery) return [];
    const event = this.connection.get(query.selectFrom('geofence_event').selectAll().where('id', '=', delivery.event_id));
    if (!event) return [];
    const zone = this.connection.get(query.selectFrom('geofence').selectAll().where('id', '=', event.geofence_id));
    const device = this.connection.get(
      query
        .selectFrom('device')
        .select(['id', 'user_id', 'name', 'device', 'color', 'created_at', 'updated_at'])
        .where('id', '=', event.device_id),
    );
    const recipient = this.connection.get(
      query
        .selectFrom('user')
        .select(['id', 'email', 'name', 'handle', 'role', 'language', 'time_zone', 'created_at', 'updated_at'])
        .where('id', '=', delivery.user_id),
    );
    if (!zone || !device || !recipient) return [];
    return [{ delivery, event: toEvent(event), geofence: toGeofence(zone), device, recipient }];
  }

  /** An event's status sums up its deliveries: what still runs, else what failed, else what went out. */
  private updateEvent(event_id: number): void {
    const deliveries = this.connection.all(
      query.selectFrom('delivery').select(['state', 'reason']).where('event_id', '=', event_id).orderBy('id'),
    );
    const order: [Delivery['state'], NotificationStatus][] = [
      ['sending', 'pending'],
      ['pending', 'pending'],
      ['failed', 'failed'],
      ['sent', 'sent'],
      ['suppressed', 'suppressed'],
    ];
    for (const [state, notification_status] of order) {
      const found = deliveries.find((delivery) => delivery.state === state);
      if (!found) continue;
      this.connection.run(
        query
          .updateTable('geofence_event')
          .set({ notification_status, notification_reason: found.reason })
          .where('id', '=', event_id),
      );
      return;
    }
  }
}
