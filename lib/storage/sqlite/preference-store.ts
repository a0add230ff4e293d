import { type SqlBool, sql } from 'kysely';
import type { NotificationPreference, Way } from '@/lib/domain/model';
import { HOLD_REASONS } from '@/lib/domain/notify/timing';
import type { PreferenceStore } from '@/lib/storage/ports/notify-preferences';
import { type Connection, query } from './connection';
import type { Database } from './schema';

const PREFERENCE = 'SELECT * FROM notification_preference WHERE user_id = ?';

/** What a person decided; null: nothing. Prepared by hand: the engine and each claim ask for it. */
export function preferenceOf(connection: Connection, user_id: number): NotificationPreference | null {
  const row = connection.prepare(PREFERENCE).get(user_id) as Database['notification_preference'] | undefined;
  return row ? { ...row, escalation: JSON.parse(row.escalation) as Way[] } : null;
}

/** When people want to be told, in SQLite. */
export class SqlitePreferenceStore implements PreferenceStore {
  constructor(private readonly connection: Connection) {}

  async find(user_id: number): Promise<NotificationPreference | null> {
    return preferenceOf(this.connection, user_id);
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
