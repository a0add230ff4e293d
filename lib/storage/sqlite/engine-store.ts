import type { Selectable } from 'kysely';
import { parseTrackState, parseZoneState, type TrackState, type ZoneState, type ZoneStatus } from '@/lib/domain/geofence/state';
import type { Fix, Geofence } from '@/lib/domain/model';
import type { DeviceTrack, EngineDevice, EngineInput, EngineOutput, EngineStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { EngineWriter } from './engine-writer';
import { toGeofence } from './geofence-row';
import type { GeofenceStatusTable, GeofenceTable } from './schema';

type Device = { -readonly [K in keyof EngineDevice<ZoneState, TrackState>]: EngineDevice<ZoneState, TrackState>[K] };
type Output = EngineOutput<ZoneState, TrackState>;
type DeviceRow = { user_id: number; head_location_id: number | null; head_occurred_at: number; state: string };

/** Devices kept in memory at most; beyond, all are read anew. */
const MAX_REMEMBERED_DEVICES = 20_000;

const FIXES = `SELECT id, device_id, latitude, longitude, accuracy, velocity, occurred_at, received_at
  FROM location WHERE id > ? ORDER BY id LIMIT ?`;
const DEVICE = `SELECT user_id, head_location_id, head_occurred_at, state
  FROM device LEFT JOIN device_track ON device_track.device_id = device.id WHERE device.id = ?`;
const OPEN_STATUSES = `SELECT * FROM geofence_status
  WHERE device_id = ? AND (is_inside = 1 OR json_extract(state, '$.crossing') IS NOT NULL)`;
const STATUS = 'SELECT * FROM geofence_status WHERE device_id = ? AND geofence_id = ?';
const LAST_NOTIFIED = 'SELECT last_notified_at FROM notification_cooldown WHERE device_id = ? AND geofence_id = ?';

/**
 * The engine's way to its tables. Prepared by hand, since every fix passes here. What is known of a device is kept in
 * memory between steps: only the engine writes it, but for the silent statuses, which come with a new geofence revision,
 * and for another engine on the same database, which is noticed by its moving the cursor.
 */
export class SqliteEngineStore implements EngineStore<ZoneState, TrackState> {
  private readonly writer: EngineWriter;
  private readonly devices = new Map<number, Device>();
  private rememberedRevision = -1;
  private rememberedCursor = -1;

  constructor(private readonly connection: Connection) {
    this.writer = new EngineWriter(connection);
  }

  advance(limit: number, now: number, fold: (input: EngineInput<ZoneState, TrackState>) => Output) {
    try {
      return this.connection.transaction(() => this.step(limit, now, fold));
    } catch (error) {
      this.devices.clear();
      throw error;
    }
  }

  lag(): number {
    const { newest } = this.connection.prepare('SELECT max(id) AS newest FROM location').get() as { newest: number | null };
    return Math.max(0, (newest ?? 0) - this.cursor());
  }

  dataVersion(): number {
    return this.connection.dataVersion();
  }

  geofenceRevision(): number {
    const row = this.connection.prepare("SELECT value FROM revision WHERE name = 'geofence'").get();
    return (row as { value: number }).value;
  }

  activeGeofences(): Geofence[] {
    const active = query.selectFrom('geofence').selectAll().where('is_active', '=', 1).orderBy('id');
    return this.connection.all<Selectable<GeofenceTable>>(active).map(toGeofence);
  }

  private cursor(): number {
    const row = this.connection.prepare("SELECT location_id FROM engine_cursor WHERE name = 'geofence'").get();
    return (row as { location_id: number }).location_id;
  }

  private step(limit: number, now: number, fold: (input: EngineInput<ZoneState, TrackState>) => Output) {
    const cursor = this.cursor();
    const fixes = this.connection.prepare(FIXES).all(cursor, limit) as Fix[];
    const last = fixes.at(-1);
    if (!last) return { fixes: 0, events: 0 };
    const revision = this.geofenceRevision();
    this.forgetUnless(revision, cursor);
    const output = fold({
      revision,
      fixes,
      device: (id) => this.device(id),
      status: (deviceId, geofenceId) => this.status(deviceId, geofenceId),
      lastNotifiedAt: (deviceId, geofenceId) => this.lastNotifiedAt(deviceId, geofenceId),
    });
    this.writer.write(output, last.id, now);
    this.remember(output, last.id);
    return { fixes: fixes.length, events: output.entries.length };
  }

  private forgetUnless(revision: number, cursor: number): void {
    const stale = revision !== this.rememberedRevision || cursor !== this.rememberedCursor;
    if (stale || this.devices.size > MAX_REMEMBERED_DEVICES) this.devices.clear();
    this.rememberedRevision = revision;
  }

  private remember(output: Output, cursor: number): void {
    for (const track of output.tracks) {
      const device = this.devices.get(track.device_id);
      if (device) device.track = track;
    }
    for (const status of output.statuses) {
      const device = this.devices.get(status.device_id);
      if (!device) continue;
      const others = device.open.filter((open) => open.geofence_id !== status.geofence_id);
      device.open = status.is_inside || status.state.crossing ? [...others, status] : others;
    }
    this.rememberedCursor = cursor;
  }

  private device(id: number): Device | null {
    const remembered = this.devices.get(id);
    if (remembered) return remembered;
    const row = this.connection.prepare(DEVICE).get(id) as DeviceRow | undefined;
    if (!row) return null;
    const open = (this.connection.prepare(OPEN_STATUSES).all(id) as Selectable<GeofenceStatusTable>[]).map(toStatus);
    const device: Device = { owner_id: row.user_id, track: toTrack(id, row), open };
    this.devices.set(id, device);
    return device;
  }

  private status(deviceId: number, geofenceId: string): ZoneStatus | null {
    const row = this.connection.prepare(STATUS).get(deviceId, geofenceId);
    return row ? toStatus(row as Selectable<GeofenceStatusTable>) : null;
  }

  private lastNotifiedAt(deviceId: number, geofenceId: string): number | null {
    const row = this.connection.prepare(LAST_NOTIFIED).get(deviceId, geofenceId);
    return row ? (row as { last_notified_at: number }).last_notified_at : null;
  }
}

function toTrack(device_id: number, row: DeviceRow): DeviceTrack<TrackState> | null {
  if (row.head_location_id === null) return null;
  const { head_location_id, head_occurred_at } = row;
  return { device_id, head_location_id, head_occurred_at, state: parseTrackState(row.state) };
}

/** The times of the last events outlive a silent judgement, which begins a new state; so their columns have the say. */
function toStatus(row: Selectable<GeofenceStatusTable>): ZoneStatus {
  const state = { ...parseZoneState(row.state), last_enter: row.last_enter_time, last_exit: row.last_exit_time };
  return { ...row, is_inside: row.is_inside === 1, state };
}
