import type { BeaconSighting, StepCount } from '@/lib/domain/model';
import type { ExtrasStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

/** Steps and beacons in SQLite; `ExtrasWriter` stores them. */
export class SqliteExtrasStore implements ExtrasStore {
  constructor(private readonly connection: Connection) {}

  async steps(device_id: number, since: number): Promise<StepCount[]> {
    return this.connection.all<StepCount>(
      query
        .selectFrom('step_count')
        .selectAll()
        .where('device_id', '=', device_id)
        .where('to_at', '>', since)
        .orderBy('from_at')
        .orderBy('to_at'),
    );
  }

  async sightings(device_id: number, limit: number): Promise<BeaconSighting[]> {
    return this.connection.all<BeaconSighting>(
      query
        .selectFrom('beacon_sighting')
        .selectAll()
        .where('device_id', '=', device_id)
        .orderBy('last_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit),
    );
  }
}
