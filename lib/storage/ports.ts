/**
 * What the services need of a database. Each method is a whole use case in one transaction; where a decision is
 * needed inside it, the method takes a synchronous pure function. Methods answer promises because another database
 * may need them; no transaction is ever open across one.
 */
import type {
  ApiToken,
  AuditEntry,
  Device,
  DeviceActivity,
  DeviceAlertKind,
  DeviceReport,
  EventType,
  GeofenceEvent,
  Location,
  NewBeaconSighting,
  NewLocation,
  NotificationStatus,
  ProcessState,
  RejectedMessage,
  StepCount,
  User,
} from '@/lib/domain/model';
import type { NewPhoneTransition } from '@/lib/domain/owntracks/message';
import type { MediaChange } from './ports/media';
import type { SilentJudge } from './ports/zones';

// ── Ingest ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Everything one group commit stores. */
export interface IngestBatch {
  locations: readonly NewLocation[];
  transitions: readonly NewPhoneTransition[];
  reports: readonly DeviceReport[];
  rejected: readonly Omit<RejectedMessage, 'id'>[];
  activity: readonly ActivityPatch[];
  steps: readonly StepCount[];
  /** Each lengthens the device's sighting of that beacon, or begins another. */
  sightings: readonly NewBeaconSighting[];
  /** The files are written already. */
  media: readonly MediaChange[];
}

/** Members that are given replace; `last_seen_at` only ever grows. */
export type ActivityPatch = { device_id: number } & Partial<Omit<DeviceActivity, 'device_id'>>;

export interface IngestResult {
  /** In the order of `locations`: the new id, or null where the fix was already known or could not be stored. */
  location_ids: (number | null)[];
  /** What the database would not take although it works, such as a fix of a device that was just removed. The rest is stored. */
  refused: { location_index: number; reason: string }[];
}

export interface IngestStore {
  /**
   * Durable when it returns. A location that is already known (device, time, place) changes nothing, nor does such a
   * transition (device, time, region, event). Synchronous: it is the hot path.
   */
  commit(batch: IngestBatch): IngestResult;
}

/** What the broker and the HTTP endpoint must know of a device to let it in and to file its messages. */
export interface DeviceIdentity {
  id: number;
  user_id: number;
  handle: string;
  device: string;
  secret_hash: string;
  has_provision_secret: boolean;
  /** The passphrase of its payload encryption in the clear; only in memory, never in an answer or a log. */
  encryption_key: string | null;
}

/** A device's identity as it is stored. */
export type StoredIdentity = Omit<DeviceIdentity, 'encryption_key'> & { sealed_encryption_key: string | null };

// ── Zones ───────────────────────────────────────────────────────────────────────────────────────────────────

export * from './ports/backtest';
export * from './ports/commands';
export * from './ports/engine';
export * from './ports/extras';
export * from './ports/feedback';
export * from './ports/friends';
export * from './ports/imports';
export * from './ports/media';
export * from './ports/mqtt-publish';
export * from './ports/pauses';
export * from './ports/provisioning';
export * from './ports/recorder';
export * from './ports/region-sync';
export * from './ports/regions';
export * from './ports/rejected';
export * from './ports/shares';
export * from './ports/targets';
export * from './ports/visits';
export * from './ports/zones';

// ── Events ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface EventFilter {
  owner_id?: number;
  geofence_id?: string;
  device_id?: number;
  event_type?: EventType;
  start?: number;
  end?: number;
  /** Events that were taken back: alone, or left out; with all others where it is not given. */
  retracted?: 'only' | 'exclude';
}

/** `owner_id` is the user of the device, `late_after_seconds` a setting of the zone. */
export type EventRow = GeofenceEvent & {
  owner_id: number;
  device_name: string;
  geofence_name: string;
  geofence_color: string;
  late_after_seconds: number;
  /** When it was first called a false alarm; null: nobody did. */
  false_alarm_at: number | null;
};

export interface EventStats {
  total_events: number;
  events_last_24h: number;
  most_active_geofence: { id: string; name: string; events: number } | null;
  most_active_device: { id: number; name: string; events: number } | null;
}

export interface EventStore {
  /** Newest first. */
  list(filter: EventFilter, limit: number, offset: number): Promise<{ events: EventRow[]; total: number }>;
  /** Newest first, in pages, so that a file of any length can be streamed. */
  stream(filter: EventFilter): AsyncIterable<EventRow[]>;
  stats(filter: { owner_id?: number }, now: number): Promise<EventStats>;
  /** With their deliveries; alerts that are as old and tests of ways, too. @returns how many events went */
  removeBefore(occurred_before: number): Promise<number>;
  /** Live events with `after < id ≤ up_to`, in the order of their ids; nobody waits for news of a reconstructed past. */
  between(after: number, up_to: number, owner_id?: number): Promise<EventRow[]>;
  newestId(): Promise<number>;
  find(id: number): Promise<EventRow | null>;
  /** Events that were retracted or amended by changes with `after < id ≤ up_to`: as they are now, each with its last change, in that order. */
  changedBetween(after: number, up_to: number, owner_id?: number): Promise<{ change_id: number; event: EventRow }[]>;
  newestChangeId(): Promise<number>;
}

// ── Devices and their fixes ─────────────────────────────────────────────────────────────────────────────────

export type DeviceRow = Device & {
  owner_name: string;
  owner_handle: string;
  /** Its picture of kind 'face'. */
  face_id: number | null;
  is_encrypted: boolean;
  activity: DeviceActivity;
  /** Its newest status message. */
  status: Pick<DeviceReport, 'received_at' | 'payload'> | null;
  /** What is wrong with it now. */
  open_alerts: DeviceAlertKind[];
  /** Its newest fix by `occurred_at`. */
  last_location: Location | null;
  /** That fix came from an archive: it is history, and says nothing of the phone now. */
  last_location_imported: boolean;
};

export interface DeviceSecrets {
  secret_hash: string;
  provision_secret: string | null;
}

export interface DeviceStore {
  list(filter: { user_id?: number }): Promise<DeviceRow[]>;
  find(id: number): Promise<DeviceRow | null>;
  /** @returns null when the user already has a device of that name (letter case does not count) */
  create(fields: Omit<Device, 'id' | 'created_at' | 'updated_at'> & DeviceSecrets, now: number): Promise<Device | null>;
  update(
    id: number,
    fields: Partial<Pick<Device, 'name' | 'color'> & DeviceSecrets & { encryption_key: string | null }>,
    now: number,
  ): Promise<boolean>;
  /** With its fixes, events and own zones; groups that such a zone was in go on without it, judged anew, silently. */
  remove(id: number, now: number, judge: SilentJudge<unknown>): Promise<boolean>;
  identities(): StoredIdentity[];
  revision(): number;
  provisionSecret(id: number): Promise<string | null>;
  reports(device_id: number): Promise<DeviceReport[]>;
}

export interface LocationQuery {
  device_id: number;
  from?: number;
  to?: number;
  limit: number;
  cursor?: { occurred_at: number; id: number };
}

export interface LocationStore {
  /** Oldest first. */
  list(query: LocationQuery): Promise<Location[]>;
  /**
   * Those that phones sent (not: imported) with `after < id ≤ up_to`, in the order of their ids: all, or those of a person's
   * devices and of the devices `also`.
   */
  between(after: number, up_to: number, user_id?: number, also?: readonly number[]): Promise<Location[]>;
  newestId(): Promise<number>;
  /** The newest fix of each of these devices that the phone itself sent; those without one are not in it. */
  newestOf(device_ids: readonly number[]): Promise<Location[]>;
  /** Keeps the newest fix of each device. */
  removeBefore(occurred_before: number): Promise<number>;
}

/** A device as the live stream shows it. */
export interface DevicePresence {
  device_id: number;
  user_id: number;
  last_seen_at: number | null;
  connected: boolean;
  /** Percent, of the newest fix. */
  battery: number | null;
}

/** What the live stream reads, besides fixes and events. */
export interface LiveStore {
  /** Another number whenever somebody else has committed; costs microseconds. */
  version(): number;
  /** The users who have devices. */
  owners(): Promise<number[]>;
  /** Devices with a sign of life, a connection or a disconnection at or after `since`: all, or a person's and those in `also`. */
  presence(since: number, user_id?: number, also?: readonly number[]): Promise<DevicePresence[]>;
}

export * from './ports/deliveries';
export * from './ports/delivery-log';
export * from './ports/device-alerts';
export * from './ports/expectations';
export * from './ports/inbox';
export * from './ports/scenes';

// ── People, tokens, settings, processes ─────────────────────────────────────────────────────────────────────

export type UserCredentials = User & { password_hash: string; session_version: number };

export interface UserStore {
  list(): Promise<User[]>;
  find(id: number): Promise<UserCredentials | null>;
  findByEmail(email: string): Promise<UserCredentials | null>;
  count(): Promise<number>;
  /** @returns null when the address is taken; makes the handle unique by a number */
  create(fields: Omit<User, 'id' | 'created_at' | 'updated_at'> & { password_hash: string }, now: number): Promise<User | null>;
  /** As `create`, but only while there is no user at all, in the same transaction. */
  createFirst(
    fields: Omit<User, 'id' | 'created_at' | 'updated_at'> & { password_hash: string },
    now: number,
  ): Promise<User | null>;
  /** A new password hash also ends all sessions. Refuses ('last_admin') to take away the last admin. */
  update(
    id: number,
    fields: Partial<Omit<User, 'id' | 'handle' | 'created_at' | 'updated_at'> & { password_hash: string }>,
    now: number,
  ): Promise<'updated' | 'not_found' | 'taken' | 'last_admin'>;
  remove(id: number): Promise<'removed' | 'not_found' | 'last_admin'>;
}

export interface TokenStore {
  list(user_id: number): Promise<ApiToken[]>;
  create(user_id: number, name: string, token_hash: string, now: number): Promise<ApiToken>;
  remove(user_id: number, id: number): Promise<boolean>;
  /** The user of a token; notes its use at most once a minute. */
  userOf(token_hash: string, now: number): Promise<UserCredentials | null>;
}

export interface AuditStore {
  add(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  list(limit: number, before_id?: number): Promise<(AuditEntry & { actor_name: string | null })[]>;
}

export interface SettingStore {
  get<T>(key: string): Promise<T | null>;
  set(key: string, value: unknown): Promise<void>;
  /** Keeps the value where the key has none, else leaves what is there. @returns what is kept now; of several at once, all get the same */
  keep<T>(key: string, value: T): Promise<T>;
  remove(key: string): Promise<void>;
}

export interface ProcessStore {
  beat(state: ProcessState): void;
  list(): ProcessState[];
  /** How many were ever stored, removed ones included; read from the counters of their ids. */
  totals(): { locations: number; events: number };
}

export type { NotificationStatus };
