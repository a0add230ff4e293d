/**
 * What the services need of a database. Each method is a whole use case in one transaction; where a decision is
 * needed inside it, the method takes a synchronous pure function. Methods answer promises because another database
 * may need them; no transaction is ever open across one.
 */
import type {
  ApiToken,
  AuditEntry,
  Delivery,
  Device,
  DeviceActivity,
  DeviceReport,
  EventType,
  Fix,
  Geofence,
  GeofenceEvent,
  GeofenceStatus,
  Location,
  NewGeofenceEvent,
  NewLocation,
  NotificationStatus,
  ProcessState,
  RejectedMessage,
  User,
} from '@/lib/domain/model';

// ── Ingest ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Everything one group commit stores. */
export interface IngestBatch {
  locations: readonly NewLocation[];
  reports: readonly DeviceReport[];
  rejected: readonly Omit<RejectedMessage, 'id'>[];
  activity: readonly ActivityPatch[];
}

/** Members that are given replace; `last_seen_at` only ever grows. */
export type ActivityPatch = { device_id: number } & Partial<Omit<DeviceActivity, 'device_id'>>;

export interface IngestResult {
  /** In the order of `locations`: the new id, or null where the fix was already known. */
  location_ids: (number | null)[];
}

export interface IngestStore {
  /** Durable when it returns. A location that is already known (device, time, place) changes nothing. Synchronous: it is the hot path. */
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
}

// ── Engine ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface DeviceTrack<T = unknown> {
  device_id: number;
  head_location_id: number;
  head_occurred_at: number;
  state: T;
}

/** A delivery to record with its event; `reason` says why a suppressed one does not go. */
export interface PlannedDelivery {
  user_id: number;
  channel: Delivery['channel'];
  state: 'pending' | 'suppressed';
  reason: string | null;
}

export interface LedgerEntry {
  event: NewGeofenceEvent;
  deliveries: PlannedDelivery[];
}

export interface EngineInput<S, T> {
  fixes: Fix[];
  tracks: Map<number, DeviceTrack<T>>;
  /** Key: `${device_id}/${geofence_id}`. */
  statuses: Map<string, GeofenceStatus<S>>;
  /** When zone and device last had a notification; same key. */
  cooldowns: Map<string, number>;
}

export interface EngineOutput<S, T> {
  tracks: DeviceTrack<T>[];
  statuses: GeofenceStatus<S>[];
  entries: LedgerEntry[];
  cooldowns: { device_id: number; geofence_id: string; last_notified_at: number }[];
}

export interface EngineStore<S, T> {
  /**
   * One step of the fold in one transaction: reads the cursor and up to `limit` fixes beyond it with the state of
   * their devices, calls `fold`, writes what it answers, moves the cursor. Answers the number of fixes and of entries.
   */
  advance(limit: number, fold: (input: EngineInput<S, T>) => EngineOutput<S, T>): { fixes: number; events: number };
  /** Fixes not yet evaluated. */
  lag(): number;
  /** Zones whose row changed make this number change. */
  geofenceRevision(): number;
  activeGeofences(): Geofence[];
  /** Recipients: language, address and whether they exist are looked up when the delivery is made. */
}

// ── Zones ───────────────────────────────────────────────────────────────────────────────────────────────────

export type GeofenceFields = Omit<Geofence, 'id' | 'version' | 'judged_after_location_id' | 'created_at' | 'updated_at'>;

/** The newest fix of a device, by the phone's time. */
export type LatestFix = Fix & { device_id: number };

export type SilentStatus<S> = Pick<GeofenceStatus<S>, 'device_id' | 'is_inside' | 'since' | 'last_location_id' | 'state'>;

export interface GeofenceStore<S> {
  list(filter: { owner_id?: number; device_id?: number }): Promise<Geofence[]>;
  find(id: string): Promise<Geofence | null>;
  /**
   * Counts, inserts and sets the silent status in one transaction.
   * @returns null when the owner already has `limit` zones (`limit` null: no limit)
   */
  create(
    fields: GeofenceFields,
    limit: number | null,
    now: number,
    judge: (geofence: Geofence, latest: LatestFix[]) => SilentStatus<S>[],
  ): Promise<Geofence | null>;
  /** `reshaped` zones, and those that become active or get another device, are judged anew, silently. @returns null when it does not exist */
  update(
    id: string,
    fields: GeofenceFields,
    rejudge: boolean,
    reshaped: boolean,
    now: number,
    judge: (geofence: Geofence, latest: LatestFix[]) => SilentStatus<S>[],
  ): Promise<Geofence | null>;
  /** Removes the zone with its status and events. */
  remove(id: string): Promise<boolean>;
  countOf(owner_id: number): Promise<number>;
  statuses(filter: {
    owner_id?: number;
    geofence_id?: string;
    device_id?: number;
  }): Promise<(GeofenceStatus<S> & { device_name: string; geofence_name: string })[]>;
}

// ── Events ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface EventFilter {
  owner_id?: number;
  geofence_id?: string;
  device_id?: number;
  event_type?: EventType;
  start?: number;
  end?: number;
}

export type EventRow = GeofenceEvent & { device_name: string; geofence_name: string; geofence_color: string };

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
  removeBefore(occurred_before: number): Promise<number>;
  /** Events beyond an id, oldest first, for the live stream. */
  since(id: number, limit: number, owner_id?: number): Promise<EventRow[]>;
  newestId(): Promise<number>;
}

// ── Devices and their fixes ─────────────────────────────────────────────────────────────────────────────────

export type DeviceRow = Device & {
  owner_name: string;
  owner_handle: string;
  activity: DeviceActivity;
  last_location: Location | null;
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
  remove(id: number): Promise<boolean>;
  identities(): DeviceIdentity[];
  revision(): number;
  provisionSecret(id: number): Promise<string | null>;
  reports(device_id: number): Promise<DeviceReport[]>;
  rejected(filter: { device_id?: number; user_id?: number }, limit: number): Promise<RejectedMessage[]>;
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
  since(id: number, limit: number, user_id?: number): Promise<Location[]>;
  newestId(): Promise<number>;
  /** Keeps the newest fix of each device. */
  removeBefore(occurred_before: number): Promise<number>;
}

// ── Deliveries ──────────────────────────────────────────────────────────────────────────────────────────────

export interface ClaimedDelivery {
  delivery: Delivery;
  event: GeofenceEvent;
  geofence: Geofence;
  device: Device;
  recipient: User;
}

export interface DeliveryStore {
  /** Takes up to `limit` due deliveries for `lease_ms`; another worker can't take them meanwhile. Durable when it returns. */
  claim(now: number, lease_ms: number, limit: number): Promise<ClaimedDelivery[]>;
  /** Records the attempt, the delivery's state and the event's notification status in one transaction. */
  record(
    id: number,
    attempt: { at: number; outcome: 'sent' | 'transient' | 'permanent'; response: string },
    next: { state: 'sent' | 'failed' } | { state: 'pending'; next_attempt_at: number },
  ): Promise<void>;
  counts(): Promise<Record<Delivery['state'], number>>;
  nextDueAt(): Promise<number | null>;
}

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
  remove(key: string): Promise<void>;
}

export interface ProcessStore {
  beat(state: ProcessState): void;
  list(): ProcessState[];
}

export type { NotificationStatus };
