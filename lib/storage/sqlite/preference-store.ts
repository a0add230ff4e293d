import { type SqlBool, sql } from 'kysely';
import type { NotificationPreference, Way } from '@/lib/domain/model';
import { HOLD_REASONS } from '@/lib/domain/notify/timing';
import type { PreferenceStore } from '@/lib/storage/ports/notify-preferences';
import { type Connection, query } from './connection';

/** When people want to be told, in SQLite. */
export class SqlitePreferenceStore implements PreferenceStore {
  constructor(private readonly connection: Connection) {}

  async find(user_id: number): Promise<NotificationPreference | null> {
    const row = this.connection.get(query.selectFrom('notification_preference').selectAll().where('user_id', '=', user_id));
    return row ? { ...row, escalation: JSON.parse(row.escalation) as Way[] } : null;
  }

  async save(preference: NotificationPreference): Promise<void> {
    const row = { ...preference, escalation: JSON.stringify(preference.escalation) };
    this.connection.transaction(() => {
      this.connection.run(
        query
          .insertInto('notification_preference')
          .values(row)
          .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row)),
      );
      // The words of the partial index `delivery_due`, and a plus, so that SQLite goes through what waits and not all that was told.
      this.connection.run(
        query
          .updateTable('delivery')
          .set({ next_attempt_at: preference.updated_at })
          .where(sql<SqlBool>`state IN ('pending','sending')`)
          .where('state', '=', 'pending')
          .where(sql<SqlBool>`+user_id = ${preference.user_id}`)
          .where('reason', 'in', HOLD_REASONS),
      );
    });
  }
}
