import type { PhoneTransition } from '@/lib/domain/model';
import type { RegionListing } from '@/lib/domain/owntracks/regions';
import type { RegionStore, ZoneByKey } from '@/lib/storage/ports/regions';
import type { Connection } from './connection';
import { TRANSITION_COLUMNS } from './synced-transition';

/** More regions than a phone can watch by far. */
const LIMIT = 1000;

const NEWEST = `
  SELECT id, device_id, event, region, region_created_at, region_id, trigger, latitude, longitude, accuracy, occurred_at, received_at
  FROM (
    SELECT *, row_number() OVER (
      PARTITION BY region, CASE WHEN region = '' THEN coalesce(region_created_at, region_id) END
      ORDER BY occurred_at DESC, id DESC
    ) AS place
    FROM (SELECT ${TRANSITION_COLUMNS} FROM phone_transition AS t WHERE t.device_id = ?)
  ) WHERE place = 1 ORDER BY occurred_at DESC, id DESC LIMIT ${LIMIT}`;

/** Days of a phone that reports each minute; more would make the page wait. */
const FIXES = 5000;

const LISTINGS = `
  SELECT value AS name, max(occurred_at) AS occurred_at
  FROM (SELECT occurred_at, in_regions FROM location WHERE device_id = ? ORDER BY occurred_at DESC LIMIT ${FIXES}), json_each(in_regions)
  WHERE in_regions IS NOT NULL GROUP BY value LIMIT ${LIMIT}`;

const ZONES = `SELECT region_created_at, region_id, geofence.name AS zone_name
  FROM region_sync JOIN geofence ON geofence.id = geofence_id WHERE region_sync.device_id = ?`;

/** The regions of phones, in SQLite. */
export class SqliteRegionStore implements RegionStore {
  constructor(private readonly connection: Connection) {}

  async newestTransitions(device_id: number): Promise<PhoneTransition[]> {
    return this.connection.prepare(NEWEST).all(device_id) as PhoneTransition[];
  }

  async newestListings(device_id: number): Promise<RegionListing[]> {
    return this.connection.prepare(LISTINGS).all(device_id) as RegionListing[];
  }

  async zonesByKey(device_id: number): Promise<ZoneByKey[]> {
    return this.connection.prepare(ZONES).all(device_id) as ZoneByKey[];
  }
}
