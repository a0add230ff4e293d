import type { EventKey, Snapshot, ZoneState } from '@/lib/domain/geofence';
import type { DeviceHistory } from '@/lib/domain/geofence/fold-device';
import type { LedgerChanges } from '@/lib/domain/geofence/ledger';
import type { Checkpoint, Replay } from '@/lib/domain/geofence/ledger-replay';
import type { EventType, Fix, Geofence, GeofenceEvent, NewGeofenceEvent, PhoneTransition } from '@/lib/domain/model';
import type { PlannedDelivery, Recipient, ToldBefore } from '@/lib/domain/notify/recipient';

export interface LedgerEntry {
  event: NewGeofenceEvent;
  deliveries: PlannedDelivery[];
}

/** From now on the same is not told again for a while. */
export interface CooldownStart {
  device_id: number;
  geofence_id: string;
  event_type: EventType;
  last_notified_at: number;
}

/** Deliveries of an arrival that still wait ("only if inside longer than"), to be called off because the device left. */
export interface CalledOff {
  device_id: number;
  geofence_id: string;
  /** Enter events with occurred_at ≤ this. */
  entered_until: number;
  reason: 'left_early';
}

/** A device as the fold finds it. */
export interface EngineDevice {
  id: number;
  owner_id: number;
  /** All that the fold remembers, with the open states of its zones. */
  snapshot: Snapshot;
  /** Fixes that are in it. */
  folded: number;
  /** The geofence revision that it was folded under. */
  revision: number;
  has_checkpoint: boolean;
  /** Set while a long rewind is under way: then `snapshot` is of the past. */
  replay: Replay | null;
}

/** What one step may look at; the look-ups read in the step's transaction. */
export interface EngineInput {
  /** The geofence revision of this transaction. */
  revision: number;
  /** The newest fix that is evaluated after this step. */
  cursor: number;
  /** By id. */
  fixes: Fix[];
  transitions: PhoneTransition[];
  /** Nothing that is stored comes after these, so that timers may fire. */
  is_caught_up: boolean;
  /** Devices with a timer that is due. */
  due: number[];
  /** Devices with a long rewind under way. */
  replaying: number[];
  /** Null: the device does not exist. */
  device(device_id: number): EngineDevice | null;
  /** The newest one before a moment that still holds under this revision. */
  checkpointBefore(device_id: number, at: number): Checkpoint | null;
  /**
   * What is stored of a device after a moment (exclusive, the phone's time), by time, ties by id, up to the cursors of this step.
   * About `limit` fixes; all those of one time are in it or none.
   */
  history(device_id: number, after: number, limit: number): DeviceHistory & { is_complete: boolean };
  /** Live events of a device that were decided after `after` (exclusive) and up to `until`, retracted ones included. */
  events(device_id: number, after: number, until: number): GeofenceEvent[];
  /** The newest live event with this key, retracted or not. */
  find(device_id: number, key: EventKey): GeofenceEvent | null;
  /** Zones whose status is open, or of which an event was decided after a moment. */
  zonesSince(device_id: number, after: number): string[];
  /** When zone and device last had a notification of this kind; null for never. */
  lastNotifiedAt(device_id: number, geofence_id: string, event_type: EventType): number | null;
  /** The owner of a zone or group and whoever else is told of it, with the ways of each for this kind. */
  recipientsOf(geofence: Pick<Geofence, 'id' | 'owner_id'>, event_type: EventType): Recipient[];
  /** The deliveries of a stored event. */
  toldOf(event_id: number): ToldBefore[];
}

/** What becomes of the status of one zone. */
export interface StatusChange {
  geofence: Geofence;
  state: ZoneState;
  /** Times of the last events of this step; null: none of that kind. */
  last_enter_time: number | null;
  last_exit_time: number | null;
  /** The ledger has the say on both: events were taken back or came in between. */
  from_ledger: boolean;
}

export interface DeviceChange {
  device_id: number;
  snapshot: Snapshot;
  folded: number;
  replay: Replay | null;
  statuses: StatusChange[];
  /** Checkpoints from this time on are no longer true; null: all are. */
  drop_checkpoints_from: number | null;
  checkpoints: Checkpoint[];
}

export interface EngineOutput extends Pick<LedgerChanges, 'retracted' | 'amended'> {
  /**
   * Retracted events that happened after all; what is timely and was not sent yet is sent. `waits_ms`: how long the zone lets
   * an arrival wait, 0 for what waits for nothing.
   */
  restored: { id: number; is_timely: boolean; waits_ms: number }[];
  devices: DeviceChange[];
  entries: LedgerEntry[];
  cooldowns: CooldownStart[];
  called_off: CalledOff[];
}

export interface StepResult {
  fixes: number;
  /** Events that were added, retracted, restored or amended. */
  events: number;
  /** There is something to do right away. */
  more: boolean;
}

export interface EngineStore {
  /**
   * One step of the fold in one transaction: reads the cursors and up to `limit` fixes and transitions beyond them, calls
   * `fold`, writes what it answers, moves the cursors. An exception leaves everything as it was.
   * Recipients' language, address and existence are looked up when the delivery is made.
   */
  advance(limit: number, now: number, fold: (input: EngineInput) => EngineOutput): StepResult;
  /** Fixes and transitions not yet evaluated; an upper bound, since ids may have gaps. 0 means none. */
  lag(): number;
  /** When the next timer fires, by the server's clock; null: none runs. */
  nextFireAt(): number | null;
  /** Changes when anybody else has committed anything; costs microseconds. */
  dataVersion(): number;
  /** Zones whose row changed make this number change. */
  geofenceRevision(): number;
  /** Active zones and groups, with the ids of the active zones that make up each group. */
  activeGeofences(): { geofences: Geofence[]; members: Map<string, string[]> };
}
