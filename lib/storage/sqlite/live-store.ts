import { sql } from 'kysely';
import type { DevicePresence, LiveStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { devicesOf } from './device-scope';

/** What the live stream asks of SQLite. Needs a connection of its own: `version` does not see what the same connection writes. */
export class SqliteLiveStore implements LiveStore {
  constructor(private readonly connection: Connection) {}

  version(): number {
    return this.connection.dataVersion();
  }

  async owners(): Promise<number[]> {
    const owners = query.selectFrom('device').select('user_id').distinct().orderBy('user_id');
    return this.connection.all<{ user_id: number }>(owners).map((row) => row.user_id);
  }

  async presence(since: number, user_id?: number, also: readonly number[] = []): Promise<DevicePresence[]> {
    let select = query
      .selectFrom('device_activity as activity')
      .innerJoin('device', 'device.id', 'activity.device_id')
      .select(['activity.device_id', 'device.user_id', 'activity.last_seen_at'])
      .select(({ fn, val, selectFrom }) => [
        // Equal times: a connection that took over from a broken one is heard before the end of the other.
        sql<number>`${fn.coalesce('activity.last_connect_at', val(-1))} >= ${fn.coalesce('activity.last_disconnect_at', val(0))}`.as(
          'connected',
        ),
        selectFrom('location')
          .select('location.battery')
          .whereRef('location.device_id', '=', 'activity.device_id')
          .orderBy('location.occurred_at', 'desc')
          .limit(1)
          .as('battery'),
      ])
      .where((eb) =>
        eb.or([
          eb('activity.last_seen_at', '>=', since),
          eb('activity.last_connect_at', '>=', since),
          eb('activity.last_disconnect_at', '>=', since),
        ]),
      )
      .orderBy('activity.device_id');
    if (user_id !== undefined) select = select.where(sql<boolean>`activity.device_id IN ${devicesOf(user_id, also)}`);
    return this.connection
      .all<Omit<DevicePresence, 'connected'> & { connected: number }>(select)
      .map((row) => ({ ...row, connected: row.connected === 1 }));
  }
}
