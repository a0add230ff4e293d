import { GENESIS, OUTSIDE, parseZoneState, type Snapshot, type ZoneStateOf } from '@/lib/domain/geofence';
import type { Replay } from '@/lib/domain/geofence/ledger-replay';
import type { ToldBefore } from '@/lib/domain/notify/recipient';
import type { DeviceChange, EngineDevice, EngineInput, EngineOutput } from '@/lib/storage/ports';
import type { Connection } from './connection';
import { RecipientReader } from './recipients';

/** Devices kept in memory at most; beyond, all are read anew. */
const MAX_REMEMBERED_DEVICES = 20_000;

/** As text in a statement, so that most rows are refused without being parsed. */
const CLOSED = JSON.stringify(OUTSIDE);

const DEVICE = `SELECT user_id, head_location_id, head_occurred_at, settled_until, folded, state,
  EXISTS (SELECT 1 FROM device_checkpoint WHERE device_checkpoint.device_id = device.id) AS has_checkpoint
  FROM device LEFT JOIN device_track ON device_track.device_id = device.id WHERE device.id = ?`;
const OPEN_STATES = `SELECT geofence_id, judged_after_location_id AS judged_after, state
  FROM geofence_status JOIN geofence ON geofence.id = geofence_id
  WHERE geofence_status.device_id = ? AND (is_inside = 1 OR state <> ?)`;
const LAST_NOTIFIED = `SELECT last_notified_at FROM notification_cooldown
  WHERE device_id = ? AND geofence_id = ? AND event_type = ?`;

const TOLD = `SELECT user_id, channel, target_id, state, reason, opened_at FROM delivery WHERE event_id = ? ORDER BY id`;

interface Row {
  user_id: number;
  head_location_id: number | null;
  head_occurred_at: number;
  settled_until: number;
  folded: number;
  state: string;
  has_checkpoint: 0 | 1;
}

interface Cursors {
  location: number;
  phone_transition: number;
}

/** What `device_track.state` holds: the fold's memory without the zones, which have rows of their own unless a rewind is under way. */
export type StoredTrack = Omit<Snapshot, 'zones'> & { revision: number; zones?: ZoneStateOf[]; replay?: Replay };

/**
 * What is known of devices, kept in memory between steps: only the engine writes it, but for the silent statuses, which come
 * with a new geofence revision, and for another engine on the same database, which is noticed by its moving the cursor.
 */
export class EngineDevices {
  private readonly devices = new Map<number, EngineDevice>();
  private revision = -1;
  private cursors: Cursors = { location: -1, phone_transition: -1 };

  constructor(private readonly connection: Connection) {}

  forget(): void {
    this.devices.clear();
  }

  /** A step begins. @param cursors as they are before it */
  begin(revision: number, { location, phone_transition }: Cursors): void {
    const isOther = location !== this.cursors.location || phone_transition !== this.cursors.phone_transition;
    if (isOther || revision !== this.revision || this.devices.size > MAX_REMEMBERED_DEVICES) this.forget();
    this.revision = revision;
  }

  /** A step was written. */
  remember({ devices }: EngineOutput, revision: number, cursors: Cursors): void {
    for (const change of devices) {
      const device = this.devices.get(change.device_id);
      if (device) Object.assign(device, this.after(change, device, revision));
    }
    this.cursors = cursors;
  }

  /** For one step, inside its transaction. */
  lookUps(): Pick<EngineInput, 'device' | 'lastNotifiedAt' | 'recipientsOf' | 'toldOf'> {
    const recipients = new RecipientReader(this.connection);
    return {
      device: (id) => this.device(id),
      lastNotifiedAt: (deviceId, geofenceId, eventType) => {
        const row = this.connection.prepare(LAST_NOTIFIED).get(deviceId, geofenceId, eventType);
        return row ? (row as { last_notified_at: number }).last_notified_at : null;
      },
      recipientsOf: (zone, eventType) => recipients.ofZone(zone, eventType),
      toldOf: (eventId) => this.connection.prepare(TOLD).all(eventId) as ToldBefore[],
    };
  }

  private after(
    { snapshot, folded, replay, checkpoints }: DeviceChange,
    device: EngineDevice,
    revision: number,
  ): Partial<EngineDevice> {
    return { snapshot, folded, replay, revision, has_checkpoint: device.has_checkpoint || checkpoints.length > 0 };
  }

  private device(id: number): EngineDevice | null {
    const remembered = this.devices.get(id);
    if (remembered) return remembered;
    const row = this.connection.prepare(DEVICE).get(id) as Row | undefined;
    if (!row) return null;
    const device = this.toDevice(id, row);
    this.devices.set(id, device);
    return device;
  }

  private toDevice(id: number, row: Row): EngineDevice {
    const known = { id, owner_id: row.user_id, folded: row.folded ?? 0, has_checkpoint: row.has_checkpoint === 1 };
    if (row.head_location_id === null)
      return { ...known, snapshot: this.withZones(id, GENESIS), revision: this.revision, replay: null };
    const { revision, replay = null, ...stored } = JSON.parse(row.state) as StoredTrack;
    const snapshot = stored.head === undefined ? firstForm(row) : stored;
    return { ...known, snapshot: replay ? (snapshot as Snapshot) : this.withZones(id, snapshot), revision, replay };
  }

  private withZones(id: number, snapshot: Omit<Snapshot, 'zones'>): Snapshot {
    const rows = this.connection.prepare(OPEN_STATES).all(id, CLOSED) as (Omit<ZoneStateOf, 'state'> & { state: string })[];
    return { ...snapshot, zones: rows.map(({ state, ...zone }) => ({ ...zone, state: parseZoneState(state) })) };
  }
}

/** Before there was a track, only the head was kept; the states of the zones go on. */
function firstForm(row: Row): Omit<Snapshot, 'zones'> {
  const { head_occurred_at: occurred_at, settled_until } = row;
  return { v: 1, head: { location_id: row.head_location_id as number, occurred_at }, settled_until, track: null, doubt: null };
}
