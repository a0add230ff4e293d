import type { Scene, SceneStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toGeofence } from './geofence-row';

/** The way that is shown: so long before the event, and of no more fixes. */
const TRACK_MS = 30 * 60_000;
const MOST_FIXES = 60;
/** An admin may have thousands; a picture needs those that are near, and does without the rest. */
const MOST_ZONES = 40;

/** What pictures of events show, in SQLite. */
export class SqliteSceneStore implements SceneStore {
  constructor(private readonly connection: Connection) {}

  async around({ device_id, geofence_id, occurred_at }: Parameters<SceneStore['around']>[0]): Promise<Scene> {
    const before = query
      .selectFrom('location')
      .select(['latitude', 'longitude'])
      .where('device_id', '=', device_id)
      .where('occurred_at', '>', occurred_at - TRACK_MS)
      .where('occurred_at', '<=', occurred_at)
      .orderBy('occurred_at', 'desc')
      .limit(MOST_FIXES);
    const owner = query.selectFrom('geofence').select('owner_id').where('id', '=', geofence_id);
    const neighbours = query
      .selectFrom('geofence')
      .selectAll()
      .where('owner_id', '=', owner)
      .where('id', '<>', geofence_id)
      .where('shape_type', '<>', 'group')
      .where('is_active', '=', 1)
      .limit(MOST_ZONES);
    return {
      track: this.connection.all(before).reverse(),
      neighbours: this.connection.all(neighbours).map(toGeofence),
      members: await this.members(geofence_id),
    };
  }

  async members(geofence_id: string) {
    const members = query
      .selectFrom('geofence_group_member as member')
      .innerJoin('geofence', 'geofence.id', 'member.geofence_id')
      .selectAll('geofence')
      .where('member.group_id', '=', geofence_id);
    return this.connection.all(members).map(toGeofence);
  }
}
