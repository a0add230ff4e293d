import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';
import type { NewGeofenceEvent, NewLocation } from '@/lib/domain/model';
import type {
  AuditStore,
  DeviceStore,
  EventStore,
  GeofenceFields,
  GeofenceStore,
  LiveStore,
  LocationStore,
  ProcessStore,
  SettingStore,
  SilentJudge,
  TokenStore,
  UserStore,
} from '@/lib/storage/ports';

/** The state of the fold is the engine's own; any JSON does for the stores. */
export interface TestState {
  note: string;
}

/** One migrated, empty database, and a second connection to it as another process would have. */
export interface StoreFixture {
  users: UserStore;
  devices: DeviceStore;
  tokens: TokenStore;
  settings: SettingStore;
  audit: AuditStore;
  processes: ProcessStore;
  geofences: GeofenceStore<TestState>;
  events: EventStore;
  locations: LocationStore;
  live: LiveStore;
  elsewhere: { geofences: GeofenceStore<TestState>; insertLocation(location: NewLocation): number };
  insertLocation(location: NewLocation): number;
  insertEvent(event: NewGeofenceEvent): number;
  /** What the phone's connection did; see `device_activity`. */
  setActivity(device_id: number, seen: number | null, connected: number | null, disconnected: number | null): void;
  /** What the engine wrote of earlier events. */
  setStatusTimes(device_id: number, geofence_id: string, enter: number | null, exit: number | null): void;
}

export type StoreFactory = () => StoreFixture;

export const NOW = Date.UTC(2026, 4, 1, 12, 0, 0);

export const fix = (device_id: number, occurred_at: number, change: Partial<NewLocation> = {}): NewLocation => ({
  device_id,
  latitude: 52.52,
  longitude: 13.405,
  accuracy: 10,
  altitude: null,
  vertical_accuracy: null,
  velocity: null,
  course: null,
  battery: null,
  battery_status: null,
  trigger: null,
  monitoring_mode: null,
  connection: null,
  ssid: null,
  bssid: null,
  pressure: null,
  tid: null,
  in_regions: null,
  tag: null,
  poi: null,
  occurred_at,
  created_at: null,
  received_at: occurred_at + 500,
  extra: null,
  ...change,
});

export const circle = (owner_id: number, change: Partial<GeofenceFields> = {}): GeofenceFields => ({
  name: 'Home',
  description: null,
  shape_type: 'circle',
  center_latitude: 52.52,
  center_longitude: 13.405,
  radius_meters: 100,
  geometry: null,
  owner_id,
  device_id: null,
  is_active: true,
  color: '#0ca678',
  ...DEFAULT_SETTINGS,
  ...change,
});

export const event = (
  geofence_id: string,
  device_id: number,
  occurred_at: number,
  change: Partial<NewGeofenceEvent> = {},
): NewGeofenceEvent => ({
  geofence_id,
  device_id,
  location_id: null,
  event_type: 'enter',
  latitude: 52.52,
  longitude: 13.405,
  accuracy: 10,
  distance_from_center: 12.5,
  confidence: 0.97,
  stay_seconds: null,
  occurred_at,
  decided_at: occurred_at,
  received_at: occurred_at + 1_000,
  retracted_at: null,
  retract_reason: null,
  retract_decided_at: null,
  replaces_id: null,
  origin: 'live',
  is_pass_through: false,
  witnesses: ['geometry'],
  notification_status: 'none',
  notification_reason: null,
  ...change,
});

/** Everybody is inside; the note says by which geometry. */
export const everybodyInside: SilentJudge<TestState> = (geofence, latest) =>
  latest.map(({ fix: newest }) => ({
    device_id: newest.device_id,
    is_inside: true,
    since: newest.occurred_at,
    last_location_id: newest.id,
    state: { note: `version ${geofence.version}` },
  }));

export async function addUser(stores: StoreFixture, handle: string, role: 'admin' | 'user' = 'user'): Promise<number> {
  const fields = { email: `${handle}@example.org`, name: handle, handle, role, language: 'en' as const, time_zone: 'UTC' };
  const user = await stores.users.create({ ...fields, password_hash: 'x' }, NOW);
  return user!.id;
}

export async function addDevice(stores: StoreFixture, user_id: number, device: string): Promise<number> {
  const fields = { user_id, name: `${device} of ${user_id}`, device, color: '#1c7ed6' };
  const secrets = { secret_hash: `${user_id}/${device}`, provision_secret: null };
  return (await stores.devices.create({ ...fields, ...secrets }, NOW))!.id;
}
