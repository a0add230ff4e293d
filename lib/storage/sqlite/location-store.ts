import { type Selectable, sql } from 'kysely';
import type { Location } from '@/lib/domain/model';
import type { LocationQuery, LocationStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { devicesOf } from './device-scope';
import { toLocation } from './location-row';
import type { LocationTable } from './schema';

type Row = Selectable<LocationTable>;

/** Rows removed in one transaction: short enough that an ingesting connection hardly waits. */
const REMOVE_AT_ONCE = 2_000;

/** The history of fixes in SQLite. */
export class SqliteLocationStore implements LocationStore {
  constructor(private readonly connection: Connection) {}

  async list({ device_id, from, to, limit, cursor }: LocationQuery): Promise<Location[]> {
    let select = query
      .selectFrom('location')
      .selectAll()
      .where('device_id', '=', device_id)
      .orderBy('occurred_at')
      .orderBy('id')
      .limit(limit);
    const start = Math.max(from ?? Number.NEGATIVE_INFINITY, cursor?.occurred_at ?? Number.NEGATIVE_INFINITY);
    if (Number.isFinite(start)) select = select.where('occurred_at', '>=', start);
    if (to !== undefined) select = select.where('occurred_at', '<=', to);
    if (cursor) {
      // Beside the bound above, which the index follows, this only sorts out fixes of the cursor's own millisecond.
      select = select.where((eb) => eb.or([eb('occurred_at', '>', cursor.occurred_at), eb('id', '>', cursor.id)]));
    }
    return this.connection.all<Row>(select).map(toLocation);
  }

  async between(after: number, up_to: number, user_id?: number, also: readonly number[] = []): Promise<Location[]> {
    // What was imported is history, not news.
    const news = query.selectFrom('location').selectAll().where('origin', 'is', null);
    let select = news.where('id', '>', after).where('id', '<=', up_to).orderBy('id');
    if (user_id !== undefined) {
      // The plus keeps SQLite from walking the whole history of each device instead of this short range of ids.
      select = select.where(sql<boolean>`+device_id IN ${devicesOf(user_id, also)}`);
    }
    return this.connection.all<Row>(select).map(toLocation);
  }

  async newestId(): Promise<number> {
    const newest = query.selectFrom('location').select(({ fn }) => fn.max('id').as('id'));
    return this.connection.get<{ id: number | null }>(newest)?.id ?? 0;
  }

  async newestOf(device_ids: readonly number[]): Promise<Location[]> {
    const newest = query
      .selectFrom('location')
      .selectAll()
      .where('origin', 'is', null)
      .orderBy('occurred_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1);
    return device_ids.flatMap((id) => this.connection.all<Row>(newest.where('device_id', '=', id)).map(toLocation));
  }

  async removeBefore(occurred_before: number): Promise<number> {
    const devices = this.connection.all<{ id: number }>(query.selectFrom('device').select('id').orderBy('id'));
    let removed = 0;
    for (const { id } of devices) removed += await this.removeOf(id, occurred_before);
    return removed;
  }

  /** In small transactions with a breath between them, so that neither other writers nor this process wait long. */
  private async removeOf(device_id: number, occurred_before: number): Promise<number> {
    const newest = this.connection.get<{ at: number | null }>(
      query
        .selectFrom('location')
        .select(({ fn }) => fn.max('occurred_at').as('at'))
        .where('device_id', '=', device_id),
    )?.at;
    const bound = Math.min(occurred_before, newest ?? 0);
    this.removeCheckpoints(device_id, bound);
    const due = query
      .selectFrom('location')
      .select('id')
      .where('device_id', '=', device_id)
      .where('occurred_at', '<', bound)
      .limit(REMOVE_AT_ONCE);
    for (let removed = 0; ; ) {
      const { changes } = this.connection.run(query.deleteFrom('location').where('id', 'in', due));
      removed += changes;
      if (changes < REMOVE_AT_ONCE) return removed;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A rewind from a checkpoint before a fix that is gone would take back what that fix had shown. */
  private removeCheckpoints(device_id: number, bound: number): void {
    const last = query
      .selectFrom('location')
      .select(({ fn }) => fn.max('occurred_at').as('at'))
      .where('device_id', '=', device_id)
      .where('occurred_at', '<', bound);
    this.connection.run(query.deleteFrom('device_checkpoint').where('device_id', '=', device_id).where('at', '<', last));
  }
}
