import { randomUUID } from 'node:crypto';
import { type SqlBool, sql } from 'kysely';
import type { NotificationTarget } from '@/lib/domain/model';
import type { SealedTarget } from '@/lib/storage/ports';
import type { NewTarget, TargetStore } from '@/lib/storage/ports/targets';
import { toTarget } from './claimed-message';
import { type Connection, query } from './connection';
import { suppressDelivery } from './notification-status';

type Patch = Parameters<TargetStore['update']>[1];

/** What somebody decides anew no longer is as a push service said; the pause that failures brought has its own end. */
const REASON_OF_A_PAUSE = sql`iif(paused_at IS NULL, NULL, pause_reason)`;

/** Webhooks and browsers in SQLite; what signs and logs in arrives sealed and leaves sealed. */
export class SqliteTargetStore implements TargetStore {
  constructor(protected readonly connection: Connection) {}

  async list(user_id: number, kind?: NotificationTarget['kind']): Promise<SealedTarget[]> {
    let select = query.selectFrom('notification_target').selectAll().where('user_id', '=', user_id);
    if (kind) select = select.where('kind', '=', kind);
    return this.connection.all(select.orderBy('created_at').orderBy(sql`rowid`)).map(toTarget);
  }

  async find(id: string): Promise<SealedTarget | null> {
    return this.read(id);
  }

  async create(target: NewTarget, most: number, now: number): Promise<SealedTarget | null> {
    return this.connection.transaction(() => this.insert(target, most, now));
  }

  async update(id: string, { settings, is_active, ...fields }: Patch, now: number): Promise<SealedTarget | null> {
    const flag = is_active === undefined ? {} : { is_active: is_active ? 1 : 0, pause_reason: REASON_OF_A_PAUSE };
    const json = settings === undefined ? {} : { settings: JSON.stringify(settings) };
    return this.change(id, { ...fields, ...flag, ...json, updated_at: now });
  }

  async resume(id: string, now: number): Promise<SealedTarget | null> {
    return this.change(id, { failures: 0, paused_at: null, pause_reason: null, updated_at: now });
  }

  async remove(id: string, now: number): Promise<boolean> {
    return this.connection.transaction(() => this.discard(id, now));
  }

  /** As `create`, in a transaction of the caller. */
  protected insert({ settings, coalesces, ...fields }: NewTarget, most: number, now: number): SealedTarget | null {
    if (this.count(fields.user_id, fields.kind) >= most) return null;
    const id = randomUUID();
    this.connection.run(
      query.insertInto('notification_target').values({
        ...fields,
        id,
        settings: JSON.stringify(settings),
        coalesces: coalesces ? 1 : 0,
        paused_at: null,
        pause_reason: null,
        last_sent_at: null,
        created_at: now,
        updated_at: now,
      }),
    );
    return this.read(id);
  }

  /** As `remove`, in a transaction of the caller. */
  protected discard(id: string, now: number): boolean {
    const removed = this.connection.run(query.deleteFrom('notification_target').where('id', '=', id)).changes > 0;
    if (removed) this.suppressWaiting(id, now);
    return removed;
  }

  private read(id: string): SealedTarget | null {
    const row = this.connection.get(query.selectFrom('notification_target').selectAll().where('id', '=', id));
    return row ? toTarget(row) : null;
  }

  protected change(id: string, set: Record<string, unknown>): SealedTarget | null {
    this.connection.run(query.updateTable('notification_target').set(set).where('id', '=', id));
    return this.read(id);
  }

  private count(user_id: number, kind: NotificationTarget['kind']): number {
    const counted = query
      .selectFrom('notification_target')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('user_id', '=', user_id)
      .where('kind', '=', kind);
    return this.connection.get(counted)?.count ?? 0;
  }

  /** What is being sent ends by itself. The words of the partial index `delivery_due`, so that SQLite can use it. */
  private suppressWaiting(target_id: string, now: number): void {
    const waiting = query
      .selectFrom('delivery')
      .selectAll()
      .where(sql<SqlBool>`state IN ('pending','sending')`)
      .where('channel', 'in', ['webhook', 'push'])
      .where('state', '=', 'pending')
      .where('target_id', '=', target_id);
    for (const delivery of this.connection.all(waiting)) suppressDelivery(this.connection, delivery, 'target_gone', now);
  }
}
