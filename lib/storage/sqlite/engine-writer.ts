import type { TrackState, ZoneState, ZoneStatus } from '@/lib/domain/geofence/state';
import type { DeviceTrack, EngineOutput, LedgerEntry, PlannedDelivery } from '@/lib/storage/ports';
import type { Connection } from './connection';
import type { Statement } from './driver';

const TRACK = `INSERT INTO device_track (device_id, head_location_id, head_occurred_at, state) VALUES (?, ?, ?, ?)
  ON CONFLICT (device_id) DO UPDATE SET head_location_id = excluded.head_location_id,
  head_occurred_at = excluded.head_occurred_at, state = excluded.state`;
const STATUS = `INSERT INTO geofence_status (device_id, geofence_id, is_inside, since, last_enter_time, last_exit_time,
  last_location_id, geofence_version, state, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (device_id, geofence_id) DO UPDATE SET is_inside = excluded.is_inside, since = excluded.since,
  last_enter_time = excluded.last_enter_time, last_exit_time = excluded.last_exit_time,
  last_location_id = excluded.last_location_id, geofence_version = excluded.geofence_version,
  state = excluded.state, updated_at = excluded.updated_at`;
const EVENT = `INSERT INTO geofence_event (geofence_id, device_id, location_id, event_type, latitude, longitude, accuracy,
  distance_from_center, confidence, stay_seconds, occurred_at, received_at, retracted_at, retract_reason,
  notification_status, notification_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const DELIVERY = `INSERT INTO delivery (event_id, user_id, channel, state, reason, next_attempt_at, created_at, finished_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const COOLDOWN = `INSERT INTO notification_cooldown (device_id, geofence_id, last_notified_at) VALUES (?, ?, ?)
  ON CONFLICT (device_id, geofence_id) DO UPDATE SET last_notified_at = excluded.last_notified_at`;
const CURSOR = "UPDATE engine_cursor SET location_id = ? WHERE name = 'geofence'";

/** Writes what one step of the fold answered, inside the step's transaction. */
export class EngineWriter {
  constructor(private readonly connection: Connection) {}

  /** @param cursor the last fix of the step */
  write(output: EngineOutput<ZoneState, TrackState>, cursor: number, now: number): void {
    for (const track of output.tracks) this.track(track);
    for (const status of output.statuses) this.status(status);
    for (const entry of output.entries) this.entry(entry, now);
    const cooldown = this.statement(COOLDOWN);
    for (const { device_id, geofence_id, last_notified_at } of output.cooldowns) {
      cooldown.run(device_id, geofence_id, last_notified_at);
    }
    this.statement(CURSOR).run(cursor);
  }

  private statement(sql: string): Statement {
    return this.connection.prepare(sql);
  }

  private track({ device_id, head_location_id, head_occurred_at, state }: DeviceTrack<TrackState>): void {
    this.statement(TRACK).run(device_id, head_location_id, head_occurred_at, JSON.stringify(state));
  }

  private status(status: ZoneStatus): void {
    this.statement(STATUS).run(
      status.device_id,
      status.geofence_id,
      status.is_inside ? 1 : 0,
      status.since,
      status.last_enter_time,
      status.last_exit_time,
      status.last_location_id,
      status.geofence_version,
      JSON.stringify(status.state),
      status.updated_at,
    );
  }

  private entry({ event, deliveries }: LedgerEntry, now: number): void {
    const { lastInsertRowid } = this.statement(EVENT).run(
      event.geofence_id,
      event.device_id,
      event.location_id,
      event.event_type,
      event.latitude,
      event.longitude,
      event.accuracy,
      event.distance_from_center,
      event.confidence,
      event.stay_seconds,
      event.occurred_at,
      event.received_at,
      event.retracted_at,
      event.retract_reason,
      event.notification_status,
      event.notification_reason,
    );
    for (const delivery of deliveries) this.delivery(Number(lastInsertRowid), delivery, now);
  }

  private delivery(eventId: number, { user_id, channel, state, reason }: PlannedDelivery, now: number): void {
    const finishedAt = state === 'suppressed' ? now : null;
    this.statement(DELIVERY).run(eventId, user_id, channel, state, reason, now, now, finishedAt);
  }
}
