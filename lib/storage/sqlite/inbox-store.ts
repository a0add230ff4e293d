import { sql } from 'kysely';
import type { InboxQuery, InboxRow, InboxStore, Matters } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toldRows } from './delivery-query';

/** By which of its columns a delivery says what it tells; a test tells of itself. */
const MATTERS = ['event_id', 'alert_id', 'device_alert_id', 'id'] as const;

/** Of one person, in the words of the partial indexes; with bound values SQLite could not use them. */
const inboxOf = (user_id: number) =>
  query
    .selectFrom('delivery')
    .where('delivery.user_id', '=', user_id)
    .where('delivery.channel', '=', sql.lit('inbox'))
    .where('delivery.state', '=', sql.lit('sent'));

const unreadOf = (user_id: number) => inboxOf(user_id).where('delivery.opened_at', 'is', null);

/** The notification centre in SQLite: deliveries of channel `inbox`. */
export class SqliteInboxStore implements InboxStore {
  constructor(private readonly connection: Connection) {}

  async list(user_id: number, { is_unread = false, before, limit }: InboxQuery): Promise<InboxRow[]> {
    let hits = (is_unread ? unreadOf(user_id) : inboxOf(user_id)).select('delivery.id');
    if (before !== undefined) hits = hits.where(this.isAfter(user_id, before));
    const page = hits.orderBy('delivery.finished_at', 'desc').orderBy('delivery.id', 'desc').limit(limit);
    const rows = toldRows(page)
      .select([
        'delivery.id',
        'delivery.event_id',
        'delivery.alert_id',
        'delivery.device_alert_id',
        'delivery.opened_at',
        'device_alert.detail',
        sql<number>`delivery.finished_at`.as('told_at'),
      ])
      .orderBy('delivery.finished_at', 'desc')
      .orderBy('delivery.id', 'desc');
    return this.connection
      .all(rows)
      .map(({ detail, ...row }) => ({ ...row, detail: detail === null ? null : (JSON.parse(detail) as InboxRow['detail']) }));
  }

  async unread(user_id: number): Promise<number> {
    const counted = unreadOf(user_id).select(({ fn }) => fn.countAll<number>().as('n'));
    return this.connection.get<{ n: number }>(counted)?.n ?? 0;
  }

  async open(user_id: number, matters: Matters, now: number): Promise<number> {
    // A look first: who reads a page again takes no write lock.
    if (!MATTERS.some((column) => this.connection.get(this.unopened(user_id, matters, column).limit(1)))) return 0;
    return this.connection.transaction(() =>
      MATTERS.reduce((opened, column) => {
        const rows = this.unopened(user_id, matters, column);
        return (
          opened + this.connection.run(query.updateTable('delivery').set({ opened_at: now }).where('id', 'in', rows)).changes
        );
      }, 0),
    );
  }

  /** All of the person's deliveries, on whatever channel, that tell of the same by this column and were not opened. */
  private unopened(user_id: number, matters: Matters, column: (typeof MATTERS)[number]) {
    // With a plus before the person SQLite does not go through all that they were ever told.
    return query
      .selectFrom('delivery')
      .select('id')
      .where(column, 'in', meant(user_id, matters).select(`delivery.${column}`))
      .where(sql<boolean>`+user_id = ${user_id}`)
      .where('opened_at', 'is', null);
  }

  /** Behind that line in the order of the list; behind its number where the line is gone. */
  private isAfter(user_id: number, before: number) {
    const line = this.connection.get(
      query.selectFrom('delivery').select('finished_at').where('id', '=', before).where('user_id', '=', user_id),
    );
    if (!line) return sql<boolean>`delivery.id < ${before}`;
    return sql<boolean>`(delivery.finished_at, delivery.id) < (${line.finished_at}, ${before})`;
  }
}

/** A message tells all that it stands for. */
const bundlesOf = (ids: readonly number[]) =>
  query.selectFrom('delivery').select('bundle_id').where('id', 'in', ids).where('bundle_id', 'is not', null);

/** The person's deliveries by which the matters are meant. */
function meant(user_id: number, matters: Matters) {
  if ('told_until' in matters) return unreadOf(user_id).where('delivery.finished_at', '<=', matters.told_until);
  const own = query.selectFrom('delivery').where('delivery.user_id', '=', user_id);
  if ('ids' in matters)
    return own.where((eb) =>
      eb.or([eb('delivery.id', 'in', matters.ids), eb('delivery.bundle_id', 'in', bundlesOf(matters.ids))]),
    );
  if ('event_id' in matters) return own.where('delivery.event_id', '=', matters.event_id);
  if ('alert_id' in matters) return own.where('delivery.alert_id', '=', matters.alert_id);
  return own.where('delivery.device_alert_id', '=', matters.device_alert_id);
}
