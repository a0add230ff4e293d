import type { EventType, NotificationTemplate, ToldKind } from '@/lib/domain/model';
import type { ClaimedItem } from '@/lib/storage/ports';
import type { TemplateStore } from '@/lib/storage/ports/templates';
import { readMessage } from './claimed-message';
import { type Connection, query } from './connection';

const EVENT_TYPES: readonly EventType[] = ['enter', 'exit', 'dwell'];

/** So many of a person's newest deliveries are looked through for an example of a kind. */
const MOST_DELIVERIES = 2_000;

const NEWEST = `SELECT id, event_id, alert_id, device_alert_id FROM delivery WHERE user_id = ? ORDER BY id DESC LIMIT ${MOST_DELIVERIES}`;
const LAST_EVENT = `SELECT told.id FROM (${NEWEST}) AS told JOIN geofence_event AS event ON event.id = told.event_id
  WHERE event.event_type = ? ORDER BY told.id DESC LIMIT 1`;
const LAST_ALERT = `SELECT id FROM (${NEWEST}) WHERE alert_id IS NOT NULL ORDER BY id DESC LIMIT 1`;
const LAST_DEVICE_ALERT = `SELECT id FROM (${NEWEST}) WHERE device_alert_id IS NOT NULL ORDER BY id DESC LIMIT 1`;

/** People's own words, in SQLite. */
export class SqliteTemplateStore implements TemplateStore {
  constructor(private readonly connection: Connection) {}

  async list(user_id: number): Promise<NotificationTemplate[]> {
    return this.connection.all(query.selectFrom('notification_template').selectAll().where('user_id', '=', user_id));
  }

  async save(template: NotificationTemplate): Promise<void> {
    this.connection.run(
      query
        .insertInto('notification_template')
        .values(template)
        .onConflict((conflict) => conflict.columns(['user_id', 'kind']).doUpdateSet(template)),
    );
  }

  async remove(user_id: number, kind: ToldKind): Promise<boolean> {
    const own = query.deleteFrom('notification_template').where('user_id', '=', user_id).where('kind', '=', kind);
    return this.connection.run(own).changes > 0;
  }

  async lastTold(user_id: number): Promise<ClaimedItem[]> {
    const ids = [
      ...EVENT_TYPES.map((type) => this.find(LAST_EVENT, user_id, type)),
      this.find(LAST_ALERT, user_id),
      this.find(LAST_DEVICE_ALERT, user_id),
    ].filter((id) => id !== null);
    return readMessage(this.connection, ids)?.items ?? [];
  }

  private find(sql: string, ...values: (string | number)[]): number | null {
    const row = this.connection.prepare(sql).get(...values) as { id: number } | undefined;
    return row?.id ?? null;
  }
}
