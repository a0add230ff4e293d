import { type SqlBool, sql } from 'kysely';
import type { Channel, NotificationChoice, Way } from '@/lib/domain/model';
import type { ChoiceChange } from '@/lib/domain/notify/choice-input';
import type { ChoiceStore, KnownWay } from '@/lib/storage/ports/notify-preferences';
import { type Connection, query } from './connection';
import { isMqttPublished } from './recipients';

/** Which ways people chose for what, in SQLite. */
export class SqliteChoiceStore implements ChoiceStore {
  constructor(private readonly connection: Connection) {}

  async list(user_id: number, geofence_id: string | null): Promise<NotificationChoice[]> {
    const own = query
      .selectFrom('notification_choice')
      .selectAll()
      .where('user_id', '=', user_id)
      .where('geofence_id', 'is', geofence_id);
    return this.connection.all(own).map((row) => ({ ...row, ways: JSON.parse(row.ways) as Way[] }));
  }

  async save(user_id: number, geofence_id: string | null, choices: readonly ChoiceChange[]): Promise<void> {
    this.connection.transaction(() => {
      for (const { kind, ways } of choices) {
        this.connection.run(
          query
            .deleteFrom('notification_choice')
            .where('user_id', '=', user_id)
            .where('geofence_id', 'is', geofence_id)
            .where('kind', '=', kind),
        );
        if (ways === null) continue;
        const row = { user_id, geofence_id, kind, ways: JSON.stringify(ways) };
        this.connection.run(query.insertInto('notification_choice').values(row));
      }
    });
  }

  async waysOf(user_id: number): Promise<KnownWay[]> {
    const targets = query
      .selectFrom('notification_target')
      .select(['kind as channel', 'id as target_id', 'name'])
      .select([sql<0 | 1>`is_active`.as('active'), sql<0 | 1>`paused_at IS NOT NULL`.as('paused')])
      .where('user_id', '=', user_id)
      .orderBy('created_at')
      .orderBy(sql<SqlBool>`rowid`);
    const named = this.connection
      .all(targets)
      .map(({ active, paused, ...way }): KnownWay => ({ ...way, is_active: active === 1, is_paused: paused === 1 }));
    const plain = (channel: Channel): KnownWay => ({ channel, target_id: null, name: '', is_active: true, is_paused: false });
    return [plain('inbox'), plain('email'), ...named, ...(isMqttPublished(this.connection, user_id) ? [plain('mqtt')] : [])];
  }
}
