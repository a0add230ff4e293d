import { type SqlBool, sql } from 'kysely';
import type { Way } from '@/lib/domain/model';
import type { DeliveryAttempt } from '@/lib/storage/ports';
import type { WayTestStore } from '@/lib/storage/ports/way-tests';
import { type Connection, query } from './connection';

/** Tests of ways in SQLite: deliveries that tell of nothing. */
export class SqliteWayTestStore implements WayTestStore {
  constructor(private readonly connection: Connection) {}

  async add(user_id: number, way: Way, limit: { since: number; most: number }, now: number): Promise<number | null> {
    const isInbox = way.channel === 'inbox';
    return this.connection.transaction(() => {
      if (this.countSince(user_id, limit.since) >= limit.most) return null;
      const row = query.insertInto('delivery').values({
        ...way,
        user_id,
        is_test: 1,
        state: isInbox ? 'sent' : 'pending',
        reason: null,
        attempts: 0,
        next_attempt_at: now,
        claimed_until: null,
        created_at: now,
        finished_at: isInbox ? now : null,
      });
      return this.connection.run(row).lastInsertRowid;
    });
  }

  async find(id: number) {
    const test = this.connection.get(
      query
        .selectFrom('delivery')
        .select(['id', 'user_id', 'channel', 'target_id', 'state', 'reason'])
        .where('id', '=', id)
        .where('is_test', '=', 1),
    );
    return test ? { ...test, attempts: this.attempts(id) } : null;
  }

  private attempts(delivery_id: number): DeliveryAttempt[] {
    const rows = this.connection.all(
      query
        .selectFrom('delivery_attempt')
        .select(['at', 'outcome', 'response'])
        .where('delivery_id', '=', delivery_id)
        .orderBy('id'),
    );
    return rows.map(({ response, ...attempt }) => ({ ...attempt, response: response ?? '' }));
  }

  /** The words of the partial index `delivery_test`, and a plus that keeps SQLite from going through all that the person was ever told. */
  private countSince(user_id: number, since: number): number {
    const counted = query
      .selectFrom('delivery')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(sql<SqlBool>`+user_id = ${user_id}`)
      .where(sql<SqlBool>`is_test = 1`)
      .where('created_at', '>', since);
    return this.connection.get(counted)?.count ?? 0;
  }
}
