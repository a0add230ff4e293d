import type { Selectable } from 'kysely';
import type { DeviceReport, Geofence, RegionSync } from '@/lib/domain/model';
import { isSameAgain, kindOf } from '@/lib/domain/owntracks/commands';
import { phoneRegionsOf } from '@/lib/domain/owntracks/phone-regions';
import { appOf } from '@/lib/domain/owntracks/platform';
import type { SyncSituation } from '@/lib/domain/owntracks/sync-plan';
import type { SyncRow } from '@/lib/domain/owntracks/sync-view';
import type { RegionSyncStore, SyncChange } from '@/lib/storage/ports/region-sync';
import { SqliteCommandStore } from './command-store';
import type { Connection } from './connection';
import { toGeofence } from './geofence-row';
import type { GeofenceTable } from './schema';

type Flags = 'is_enclosing' | 'is_chosen';
type Row = Omit<SyncRow, Flags> & Record<Flags, number>;

const COLUMNS = [
  ...['device_id', 'geofence_id', 'region_created_at', 'region_id', 'name', 'latitude', 'longitude', 'radius_meters'],
  ...['is_enclosing', 'state', 'is_chosen', 'command_id', 'pushed_at', 'confirmed_at'],
] as const satisfies readonly (keyof RegionSync)[];

const ROWS = `SELECT region_sync.*, command.state AS command_state, command.sent_at AS command_sent_at
  FROM region_sync LEFT JOIN device_command AS command ON command.id = command_id
  WHERE region_sync.device_id = ? ORDER BY region_created_at`;
const SAVE = `INSERT OR REPLACE INTO region_sync (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((name) => `@${name}`).join(', ')})`;
const ZONES = `SELECT geofence.* FROM geofence JOIN device ON device.id = @device_id
  WHERE shape_type <> 'group' AND (device_id = @device_id OR (device_id IS NULL AND owner_id = device.user_id))
  ORDER BY geofence.name, geofence.id`;
const REPORTS = "SELECT * FROM device_report WHERE device_id = ? AND kind IN ('waypoint', 'waypoints')";
const REPORTED_KEYS =
  "SELECT key FROM device_report WHERE device_id = ? AND kind IN ('waypoint', 'transition') AND key LIKE 'tst:%'";
const OWN_KEYS = 'SELECT region_created_at AS key FROM region_sync WHERE device_id = ?';
const PLACE = `SELECT latitude, longitude FROM location WHERE device_id = ? AND origin IS NULL
  ORDER BY occurred_at DESC, id DESC LIMIT 1`;
const KEEPS = `INSERT INTO device_remote (device_id, keeps_zones) VALUES (?, ?)
  ON CONFLICT DO UPDATE SET keeps_zones = excluded.keeps_zones`;
const FOLLOWED = `SELECT device_id FROM device_remote WHERE keeps_zones = 1
  UNION SELECT device_id FROM region_sync WHERE state <> 'removed'`;
const UNSETTLED = "SELECT DISTINCT device_id FROM region_sync WHERE state IN ('pushed', 'removing')";
const REVISION = "SELECT value FROM revision WHERE name = 'geofence'";
/** Behind the new ones another list is asked for. */
const NEEDLESS_LISTS = `DELETE FROM device_command WHERE device_id = @device_id AND action = 'waypoints' AND state = 'queued'
  AND (claimed_until IS NULL OR claimed_until <= @now)`;

/** Zones on phones, in SQLite. */
export class SqliteRegionSyncStore implements RegionSyncStore {
  private readonly commands: SqliteCommandStore;

  constructor(private readonly connection: Connection) {
    this.commands = new SqliteCommandStore(connection);
  }

  takenKeys(device_id: number): number[] {
    const { connection } = this;
    const own = connection.prepare(OWN_KEYS).all(device_id) as { key: number }[];
    const reported = connection.prepare(REPORTED_KEYS).all(device_id) as { key: string }[];
    return [...own.map(({ key }) => key), ...reported.map(({ key }) => Number(key.slice('tst:'.length)))];
  }

  situation(device_id: number): SyncSituation | null {
    const { connection } = this;
    if (!connection.prepare('SELECT 1 FROM device WHERE id = ?').get(device_id)) return null;
    const signs = this.commands.signs(device_id);
    const reports = (connection.prepare(REPORTS).all(device_id) as (Omit<DeviceReport, 'payload'> & { payload: string })[]).map(
      (report): DeviceReport => ({ ...report, payload: JSON.parse(report.payload) as DeviceReport['payload'] }),
    );
    return {
      device_id,
      keeps_zones: signs.keeps_zones,
      platform: appOf(signs),
      zones: (connection.prepare(ZONES).all({ device_id }) as Selectable<GeofenceTable>[]).map(toGeofence) as Geofence[],
      rows: (connection.prepare(ROWS).all(device_id) as Row[]).map(toSyncRow),
      phone: phoneRegionsOf(reports),
      place: (connection.prepare(PLACE).get(device_id) as SyncSituation['place'] | undefined) ?? null,
      taken_keys: this.takenKeys(device_id),
    };
  }

  change<C extends SyncChange>(
    device_id: number,
    now: number,
    user_id: number | null,
    decide: (situation: SyncSituation) => C,
  ): C | null {
    return this.connection.transaction(() => {
      const situation = this.situation(device_id);
      if (!situation) return null;
      const change = decide(situation);
      const command_id = this.queue(device_id, now, user_id, change);
      for (const row of change.rows) this.save(change.told.includes(row.geofence_id) ? { ...row, command_id } : row);
      return change;
    });
  }

  setKeepsZones(device_id: number, keeps: boolean): void {
    this.connection.prepare(KEEPS).run(device_id, keeps ? 1 : 0);
  }

  followed(): number[] {
    return this.ids(FOLLOWED);
  }

  unsettled(): number[] {
    return this.ids(UNSETTLED);
  }

  geofenceRevision(): number {
    return (this.connection.prepare(REVISION).get() as { value: number }).value;
  }

  /** @returns the id of the command that sets the regions */
  private queue(device_id: number, now: number, user_id: number | null, { messages, withdraw }: SyncChange): number | null {
    if (messages.length === 0) return null;
    for (const id of withdraw) this.commands.withdrawNow(id, now);
    this.connection.prepare(NEEDLESS_LISTS).run({ device_id, now });
    let command_id: number | null = null;
    for (const message of messages) {
      const { action } = message;
      const command = {
        device_id,
        user_id,
        action,
        payload: message,
        created_at: now,
        expires_at: now + kindOf(action).lifetime,
      };
      const { id } = this.commands.addNow(command, isSameAgain(action));
      if (action === 'setWaypoints') command_id = id;
    }
    return command_id;
  }

  private save({ is_enclosing, is_chosen, ...row }: RegionSync): void {
    this.connection.prepare(SAVE).run({ ...row, is_enclosing: is_enclosing ? 1 : 0, is_chosen: is_chosen ? 1 : 0 });
  }

  private ids(sql: string): number[] {
    return (this.connection.prepare(sql).all() as { device_id: number }[]).map(({ device_id }) => device_id);
  }
}

const toSyncRow = (row: Row): SyncRow => ({ ...row, is_enclosing: row.is_enclosing === 1, is_chosen: row.is_chosen === 1 });
