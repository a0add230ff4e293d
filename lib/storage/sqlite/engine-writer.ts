import { fireAt, heldFireAt, OUTSIDE, type ZoneState } from '@/lib/domain/geofence';
import { REWIND_MS, superfluous } from '@/lib/domain/geofence/ledger-replay';
import type { DeviceChange, EngineOutput, StatusChange } from '@/lib/storage/ports';
import type { Connection } from './connection';
import type { Statement } from './driver';
import type { StoredTrack } from './engine-devices';
import { EngineLedgerWriter } from './engine-ledger-writer';

const TRACK = `INSERT INTO device_track (device_id, head_location_id, head_occurred_at, settled_until, folded, replay_until, fire_at,
  state) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device_id) DO UPDATE SET head_location_id = excluded.head_location_id,
  head_occurred_at = excluded.head_occurred_at, settled_until = excluded.settled_until, folded = excluded.folded,
  replay_until = excluded.replay_until, fire_at = excluded.fire_at, state = excluded.state`;
const NEWER = (column: string) =>
  `max(coalesce(excluded.${column}, geofence_status.${column}), coalesce(geofence_status.${column}, excluded.${column}))`;
// The times of the last events stay where this step says nothing of them; a side that was never decided has no beginning.
const STATUS = `INSERT INTO geofence_status (device_id, geofence_id, is_inside, since, last_enter_time, last_exit_time,
  last_location_id, geofence_version, fire_at, state, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (device_id, geofence_id) DO UPDATE SET is_inside = excluded.is_inside,
  since = CASE WHEN excluded.is_inside THEN excluded.since ELSE ${NEWER('last_exit_time')} END,
  last_enter_time = ${NEWER('last_enter_time')}, last_exit_time = ${NEWER('last_exit_time')},
  last_location_id = excluded.last_location_id, geofence_version = excluded.geofence_version,
  fire_at = excluded.fire_at, state = excluded.state, updated_at = excluded.updated_at`;
const LAST = (type: string) => `(SELECT occurred_at FROM geofence_event WHERE device_id = ? AND geofence_id = ?
  AND event_type = '${type}' AND origin = 'live' AND retracted_at IS NULL ORDER BY occurred_at DESC LIMIT 1)`;
const FROM_LEDGER = `UPDATE geofence_status SET last_enter_time = ${LAST('enter')}, last_exit_time = ${LAST('exit')},
  since = CASE WHEN is_inside THEN since ELSE ${LAST('exit')} END WHERE device_id = ? AND geofence_id = ?`;
const NO_TIMER = 'UPDATE geofence_status SET fire_at = NULL WHERE device_id = ? AND fire_at <= ?';
const NO_TRACK_TIMER = 'UPDATE device_track SET fire_at = NULL WHERE device_id = ? AND fire_at <= ?';
const CHECKPOINT = 'INSERT OR REPLACE INTO device_checkpoint (device_id, at, folded, cursor, state) VALUES (?, ?, ?, ?, ?)';
const CHECKPOINTS = 'SELECT at, folded FROM device_checkpoint WHERE device_id = ? ORDER BY at';
const DROP_FROM = 'DELETE FROM device_checkpoint WHERE device_id = ? AND at >= ?';
const DROP = 'DELETE FROM device_checkpoint WHERE device_id = ? AND at = ?';
const COOLDOWN = `INSERT INTO notification_cooldown (device_id, geofence_id, event_type, last_notified_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (device_id, geofence_id, event_type) DO UPDATE SET last_notified_at = excluded.last_notified_at`;
const CURSOR = 'UPDATE engine_cursor SET location_id = ? WHERE name = ?';

const CLOSED = JSON.stringify(OUTSIDE);
const textOfState = (state: ZoneState) => (state === OUTSIDE ? CLOSED : JSON.stringify(state));

/** What is known of a step besides what the fold answered. */
export interface Step {
  /** Devices whose timers were let fire. */
  due: readonly number[];
  now: number;
  revision: number;
  /** What was evaluated up to with this step. */
  cursors: { location: number; phone_transition: number };
}

/** Writes what one step of the fold answered, inside the step's transaction. */
export class EngineWriter {
  private readonly ledger: EngineLedgerWriter;

  constructor(private readonly connection: Connection) {
    this.ledger = new EngineLedgerWriter(connection);
  }

  write(output: EngineOutput, step: Step): void {
    this.ledger.write(output, step.now);
    for (const device of step.due) {
      this.statement(NO_TIMER).run(device, step.now);
      this.statement(NO_TRACK_TIMER).run(device, step.now);
    }
    for (const change of output.devices) this.device(change, step);
    for (const { device_id, geofence_id, event_type, last_notified_at } of output.cooldowns) {
      this.statement(COOLDOWN).run(device_id, geofence_id, event_type, last_notified_at);
    }
    this.statement(CURSOR).run(step.cursors.location, 'geofence');
    this.statement(CURSOR).run(step.cursors.phone_transition, 'phone_transition');
  }

  private statement(sql: string): Statement {
    return this.connection.prepare(sql);
  }

  private device(change: DeviceChange, step: Step): void {
    this.track(change, step.revision);
    // The states of a rewind that goes on are not those of now; nor are their timers.
    if (change.replay) this.statement(NO_TIMER).run(change.device_id, Number.MAX_SAFE_INTEGER);
    for (const status of change.statuses) this.status(change, status, step.now);
    if (change.drop_checkpoints_from !== null) this.statement(DROP_FROM).run(change.device_id, change.drop_checkpoints_from);
    if (change.checkpoints.length > 0) this.checkpoints(change);
  }

  private track({ device_id, snapshot, folded, replay }: DeviceChange, revision: number): void {
    const { zones, head, ...rest } = snapshot;
    const stored: StoredTrack = replay ? { ...rest, head, revision, zones, replay } : { ...rest, head, revision };
    this.statement(TRACK).run(
      device_id,
      head?.location_id ?? 0,
      head?.occurred_at ?? Number.MIN_SAFE_INTEGER,
      snapshot.settled_until,
      folded,
      replay?.settled_until,
      // While a rewind is under way the track is not that of now, nor is what it waits for.
      replay || snapshot.track === null ? null : heldFireAt(snapshot.track),
      JSON.stringify(stored),
    );
  }

  private status({ device_id, snapshot }: DeviceChange, status: StatusChange, now: number): void {
    const { geofence, state } = status;
    this.statement(STATUS).run(
      device_id,
      geofence.id,
      state.inside ? 1 : 0,
      state.inside ? state.since : status.last_exit_time,
      status.last_enter_time,
      status.last_exit_time,
      snapshot.head?.location_id ?? null,
      geofence.version,
      fireAt(state),
      textOfState(state),
      now,
    );
    if (status.from_ledger) this.fromLedger(device_id, geofence.id);
  }

  private fromLedger(deviceId: number, geofenceId: string): void {
    const key = [deviceId, geofenceId];
    this.statement(FROM_LEDGER).run(...key, ...key, ...key, ...key);
  }

  private checkpoints({ device_id, checkpoints, folded, snapshot }: DeviceChange): void {
    for (const { at, folded, cursor, revision, state } of checkpoints) {
      this.statement(CHECKPOINT).run(device_id, at, folded, cursor, JSON.stringify({ ...state, revision }));
    }
    const all = this.statement(CHECKPOINTS).all(device_id) as { at: number; folded: number }[];
    const horizon = (snapshot.head?.occurred_at ?? Number.MIN_SAFE_INTEGER) - REWIND_MS;
    for (const at of superfluous(all, folded, horizon)) this.statement(DROP).run(device_id, at);
  }
}
