import { type Selectable, sql } from 'kysely';
import type { Location } from '@/lib/domain/model';
import type { LocationQuery, LocationStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { devicesOf } from './device-scope';
import { idList } from './id-list';
import { toLocation } from './location-row';
import type { LocationTable } from './schema';

type Row = Selectable<LocationTable>;

/** Rows removed in one transaction: short enough that an ingesting connection hardly waits. */
const REMOVE_AT_ONCE = 2_000;

/** What is removed by its age. */
type Dated = 'location' | 'phone_transition';

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

  private async removeOf(device_id: number, occurred_before: number): Promise<number> {
    await this.removeOldest('phone_transition', device_id, occurred_before);
    this.removeExtras(device_id, occurred_before);
    return this.removeOldest('location', device_id, Math.min(occurred_before, this.newestOfOne(device_id) ?? 0));
  }

  /** Steps and beacons: a few rows a day. */
  private removeExtras(device_id: number, bound: number): void {
    this.connection.run(query.deleteFrom('step_count').where('device_id', '=', device_id).where('to_at', '<', bound));
    this.connection.run(query.deleteFrom('beacon_sighting').where('device_id', '=', device_id).where('last_at', '<', bound));
  }

  /** In small transactions with a breath between them, so that neither other writers nor this process wait long. */
  private async removeOldest(table: Dated, device_id: number, bound: number): Promise<number> {
    for (let removed = 0; ; ) {
      const count = this.connection.transaction(() => this.removeSome(table, device_id, bound));
      removed += count;
      if (count < REMOVE_AT_ONCE) return removed;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /**
   * A rewind from a checkpoint before something that is gone would take back what that had shown, so such checkpoints go with
   * it. A rewind that is under way still needs what it began with; then the next run removes it.
   */
  private removeSome(table: Dated, device_id: number, bound: number): number {
    const oldest = query.selectFrom(table).select(['id', 'occurred_at']).where('device_id', '=', device_id);
    const due = this.connection.all(oldest.where('occurred_at', '<', bound).orderBy('occurred_at').limit(REMOVE_AT_ONCE));
    const last = due.at(-1);
    if (!last || this.isRewinding(device_id)) return 0;
    const checkpoints = query.deleteFrom('device_checkpoint').where('device_id', '=', device_id);
    this.connection.run(checkpoints.where('at', '<', last.occurred_at));
    const ids = due.map(({ id }) => id);
    return this.connection.run(query.deleteFrom(table).where('id', 'in', idList(ids))).changes;
  }

  private isRewinding(device_id: number): boolean {
    const replay = query.selectFrom('device_track').select('device_id').where('replay_until', 'is not', null);
    return this.connection.get(replay.where('device_id', '=', device_id)) !== undefined;
  }

  /** Of those that the phone sent, else of the imported ones; null: it has none. */
  private newestOfOne(device_id: number): number | null {
    const all = query.selectFrom('location').select('occurred_at').where('device_id', '=', device_id);
    const newest = all.orderBy('occurred_at', 'desc').limit(1);
    const row = this.connection.get(newest.where('origin', 'is', null)) ?? this.connection.get(newest);
    return row?.occurred_at ?? null;
  }
}
