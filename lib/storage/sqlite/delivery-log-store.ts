import { sql } from 'kysely';
import type { Channel } from '@/lib/domain/notify/records';
import type {
  DeliveryAttempt,
  DeliveryCount,
  DeliveryFilter,
  DeliveryLogStore,
  DeliveryRow,
  ResendOutcome,
} from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { deliveryOf, deliveryRows, matchingDeliveries, newestDeliveries } from './delivery-query';
import { sumUpDeliveries } from './notification-status';

/** Rows of one page of a stream. */
const PAGE = 500;
const QUARTER_MS = 15 * 60_000;

const breath = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Deliveries as people read them, in SQLite. */
export class SqliteDeliveryLogStore implements DeliveryLogStore {
  constructor(private readonly connection: Connection) {}

  async list(filter: DeliveryFilter, limit: number, offset: number): Promise<{ deliveries: DeliveryRow[]; total: number }> {
    return { deliveries: this.rows(newestDeliveries(filter, limit).offset(offset)), total: this.count(filter) };
  }

  async *stream(filter: DeliveryFilter): AsyncIterable<DeliveryRow[]> {
    let last: number | undefined;
    for (;;) {
      const page: DeliveryRow[] = this.rows(newestDeliveries(filter, PAGE, last));
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.id;
      await breath();
    }
  }

  async find(id: number): Promise<DeliveryRow | null> {
    return this.rows(deliveryOf(id))[0] ?? null;
  }

  async recipients(filter: Pick<DeliveryFilter, 'viewer_id'>): Promise<{ id: number; name: string }[]> {
    const ids = matchingDeliveries(filter).select('delivery.user_id').distinct();
    return this.connection.all(
      query.selectFrom('user').select(['id', 'name']).where('id', 'in', ids).orderBy('name').orderBy('id'),
    );
  }

  async counts(filter: DeliveryFilter): Promise<DeliveryCount[]> {
    return this.connection.all(
      matchingDeliveries(filter)
        .select([
          sql<number>`delivery.created_at / ${sql.lit(QUARTER_MS)} * ${sql.lit(QUARTER_MS)}`.as('at'),
          'delivery.channel',
          'delivery.state',
          sql<string | null>`iif(delivery.state = 'suppressed', delivery.reason, NULL)`.as('reason'),
          ({ fn }) => fn.countAll<number>().as('deliveries'),
        ])
        .groupBy([sql.lit(1), sql.lit(2), sql.lit(3), sql.lit(4)])
        .orderBy(sql.lit(1)),
    );
  }

  async medianToSent(filter: DeliveryFilter): Promise<number | null> {
    const sent = matchingDeliveries({ ...filter, states: ['sent'] }).where('delivery.is_test', '=', 0);
    const count = this.counted(sent);
    if (count === 0) return null;
    const lengths = sent
      .leftJoin('geofence_event as event', 'event.id', 'delivery.event_id')
      .leftJoin('expectation_alert as alert', 'alert.id', 'delivery.alert_id')
      .leftJoin('device_alert', 'device_alert.id', 'delivery.device_alert_id')
      .select(sql<number>`delivery.finished_at - coalesce(event.occurred_at, alert.due_at, device_alert.raised_at)`.as('length'));
    const middle = this.connection.get(
      lengths
        .orderBy('length')
        .limit(1)
        .offset(Math.floor((count - 1) / 2)),
    );
    return middle?.length ?? null;
  }

  async failing(
    filter: Pick<DeliveryFilter, 'viewer_id' | 'channel'>,
    since: number,
  ): Promise<{ failed: number; retrying: number }> {
    const failed = this.counted(matchingDeliveries({ ...filter, states: ['failed'] }).where('delivery.finished_at', '>=', since));
    const waiting = matchingDeliveries({ ...filter, states: ['pending', 'sending'] });
    // One that was claimed is in its first attempt; it waits after one that did not work once that is written down.
    const tried = query.selectFrom('delivery_attempt').select('delivery_id');
    return { failed, retrying: this.counted(waiting.where('delivery.id', 'in', tried)) };
  }

  async resend(id: number, now: number): Promise<ResendOutcome> {
    return this.connection.transaction(() => {
      const delivery = this.rows(deliveryOf(id))[0];
      if (!delivery) return 'gone';
      if (delivery.state === 'pending' || delivery.state === 'sending') return 'waits';
      if (delivery.is_untrue) return 'untrue';
      if (delivery.target_id !== null && delivery.target_name === null) return 'target_gone';
      this.again(id, now, now);
      sumUpDeliveries(this.connection, delivery);
      return 'resent';
    });
  }

  async resendFailed(channel: Channel, since: number, now: number): Promise<number> {
    const failed = matchingDeliveries({ channel, states: ['failed'] })
      .where('delivery.finished_at', '>=', since)
      .where('delivery.is_test', '=', 0);
    return this.connection.transaction(() => {
      const rows = this.connection.all(
        failed.select(['delivery.id', 'delivery.event_id', 'delivery.alert_id', 'delivery.device_alert_id']),
      );
      for (const row of rows) {
        // A moment later than it was asked for: what is due at that very time goes by itself, and these shall go together.
        this.again(row.id, now, now + 1);
        sumUpDeliveries(this.connection, row);
      }
      return rows.length;
    });
  }

  private again(id: number, resent_at: number, next_attempt_at: number): void {
    const news = { reason: null, claimed_until: null, finished_at: null, bundle_id: null, opened_at: null };
    this.connection.run(
      query
        .updateTable('delivery')
        .set({ ...news, state: 'pending', next_attempt_at, resent_at })
        .set((eb) => ({ resends: eb('resends', '+', 1) }))
        .where('id', '=', id),
    );
  }

  private rows(hits: ReturnType<typeof deliveryOf>): DeliveryRow[] {
    const rows = this.connection.all(deliveryRows(hits));
    const tries = this.tries(rows.map(({ id }) => id));
    return rows.map(({ ended_at, ...row }) => ({
      ...row,
      is_test: row.is_test === 1,
      is_zone_recipient: row.is_zone_recipient === 1,
      is_untrue: ended_at !== null,
      tries: tries.get(row.id) ?? [],
    }));
  }

  private tries(ids: readonly number[]): Map<number, DeliveryAttempt[]> {
    const tries = new Map<number, DeliveryAttempt[]>();
    if (ids.length === 0) return tries;
    const select = query.selectFrom('delivery_attempt').select(['delivery_id', 'at', 'outcome', 'response']);
    for (const { delivery_id, response, ...row } of this.connection.all(select.where('delivery_id', 'in', ids).orderBy('id'))) {
      const known = tries.get(delivery_id) ?? [];
      tries.set(delivery_id, [...known, { ...row, response: response ?? '' }]);
    }
    return tries;
  }

  private count(filter: DeliveryFilter): number {
    return this.counted(matchingDeliveries(filter));
  }

  private counted(deliveries: ReturnType<typeof matchingDeliveries>): number {
    return this.connection.get<{ n: number }>(deliveries.select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
  }
}
