/**
 * The records of Fencepost, named as in the database and in the API (snake_case), so that one word means one
 * thing from the table to the browser. Times are UTC epoch milliseconds, lengths metres, angles degrees.
 */

export * from './notify/records';

export type Role = 'admin' | 'user';
export type Language = 'en' | 'de';

export interface User {
  id: number;
  email: string;
  name: string;
  /** The name in MQTT topics and device log-ins; unique without regard to letter case. */
  handle: string;
  role: Role;
  language: Language;
  time_zone: string;
  created_at: number;
  updated_at: number;
}

export interface Device {
  id: number;
  user_id: number;
  name: string;
  /** The last level of the topic `owntracks/<handle>/<device>`. */
  device: string;
  color: string;
  created_at: number;
  updated_at: number;
}

/** What the server knows of a device's connection; changes often, so it is kept apart from the device. */
export interface DeviceActivity {
  device_id: number;
  /** Last sign of life of the phone itself (never a retained replay). */
  last_seen_at: number | null;
  last_connect_at: number | null;
  last_disconnect_at: number | null;
  last_auth_failure_at: number | null;
  last_denied_at: number | null;
  last_denied_topic: string | null;
  /** The newest message of an encrypting device, or of one that should be, that could not be read, and why. */
  last_decrypt_failure_at: number | null;
  last_decrypt_failure: DecryptFailure | null;
  last_decrypted_at: number | null;
  /** The newest ping that brought no new fix, and the battery that it told. */
  last_ping_at: number | null;
  ping_battery: number | null;
  ping_battery_status: number | null;
}

/** `no_key`: encrypted, but the device has no key here; `wrong_key`: its key does not open it; `clear`: not encrypted although it has one. */
export type DecryptFailure = 'no_key' | 'wrong_key' | 'clear';

/** What a phone's step counter counted between two moments; null: it did not say. */
export interface StepCount {
  device_id: number;
  from_at: number;
  to_at: number;
  steps: number | null;
  distance_meters: number | null;
  floors_up: number | null;
  floors_down: number | null;
  received_at: number;
}

/** A beacon near the phone for a while; measurements are the newest. */
export interface BeaconSighting {
  id: number;
  device_id: number;
  /** `uuid:major:minor`, in small letters. */
  beacon: string;
  /** As the phone calls it. */
  name: string | null;
  first_at: number;
  last_at: number;
  /** Messages of it; those of the last seconds before a crash are missing. */
  count: number;
  /** dBm */
  rssi: number | null;
  /** 0 unknown, 1 immediate, 2 near, 3 far. */
  proximity: number | null;
  distance_meters: number | null;
}

export type NewBeaconSighting = Omit<BeaconSighting, 'id'>;

/** One position as the phone reported it. Null means the phone did not say; 0 is a value. */
export interface Location {
  id: number;
  device_id: number;
  latitude: number;
  longitude: number;
  /** Radius of a 68 % circle in metres; null where the phone gave none, 0 or −1. */
  accuracy: number | null;
  altitude: number | null;
  vertical_accuracy: number | null;
  /** km/h */
  velocity: number | null;
  course: number | null;
  battery: number | null;
  battery_status: number | null;
  trigger: string | null;
  monitoring_mode: number | null;
  connection: string | null;
  ssid: string | null;
  bssid: string | null;
  /** kPa */
  pressure: number | null;
  tid: string | null;
  in_regions: string[] | null;
  tag: string | null;
  poi: string | null;
  /** The phone's `tst`, resolved. */
  occurred_at: number;
  created_at: number | null;
  received_at: number;
  /** Members without a field of their own, under their OwnTracks names. */
  extra: Record<string, unknown> | null;
}

export type NewLocation = Omit<Location, 'id'>;

/** The part of a location that the engine looks at. */
export type Fix = Pick<
  Location,
  'id' | 'device_id' | 'latitude' | 'longitude' | 'accuracy' | 'velocity' | 'in_regions' | 'occurred_at' | 'received_at'
>;

/** A region of the phone's own that it says it entered or left, with or without a place. */
export interface PhoneTransition {
  id: number;
  device_id: number;
  event: 'enter' | 'leave';
  /** The region's name without what it tells the phone only. */
  region: string;
  /** What stays the same when the region is edited: its creation time (`wtst`, epoch ms) and its id (`rid`). */
  region_created_at: number | null;
  region_id: string | null;
  trigger: string | null;
  /** Null where the phone said no place, as with beacons. */
  latitude: number | null;
  longitude: number | null;
  accuracy: number | null;
  occurred_at: number;
  received_at: number;
}

/** `group`: several zones of the owner that count as one area; its members are in `GeofenceGroup.member_ids`. */
export type ShapeType = 'circle' | 'polygon' | 'rectangle' | 'group';

/** The shapes that people draw. */
export type DrawnShape = Exclude<ShapeType, 'group'>;

/** [longitude, latitude], as in GeoJSON. */
export type Position = [number, number];

/** First ring: the border; further rings: holes. Rings are closed. */
export interface PolygonGeometry {
  type: 'Polygon';
  coordinates: Position[][];
}

export interface Geofence {
  id: string;
  name: string;
  description: string | null;
  shape_type: ShapeType;
  center_latitude: number | null;
  center_longitude: number | null;
  radius_meters: number | null;
  geometry: PolygonGeometry | null;
  owner_id: number;
  /** Null: all devices of the owner. */
  device_id: number | null;
  is_active: boolean;
  color: string;
  notify_on_enter: boolean;
  notify_on_exit: boolean;
  notify_on_dwell: boolean;
  email_notifications: boolean;
  /** The least distance beyond the border for leaving, 0–1,000. */
  hysteresis_meters: number;
  /** Fixes with a larger circle decide nothing, 10–10,000. */
  max_accuracy_meters: number;
  /** An arrival counts when nothing contradicts it for so long, 0–86,400. */
  confirm_seconds: number;
  /** A departure counts when nothing contradicts it for so long, 0–86,400. */
  grace_seconds: number;
  /** One `dwell` event for each stay that lasts so long, 60–2,592,000; null: none. */
  dwell_seconds: number | null;
  /** Two consecutive fixes on both sides of the zone make an enter and an exit with interpolated times. */
  pass_through: boolean;
  /** When people want to be told; null: always. It never changes the state. */
  schedule: Schedule | null;
  /** The arrival is told only if the device is still inside after so long, 0–86,400. */
  notify_enter_after_seconds: number;
  /** The departure is told only if the stay was at least so long, 0–2,592,000. */
  notify_exit_min_stay_seconds: number;
  /** What becomes of an event that is known only `late_after_seconds` after it happened: shown only, or told with both times. */
  late_policy: LatePolicy;
  /** 60–604,800. */
  late_after_seconds: number;
  /** The same is told of a device once in so long, 0–86,400. */
  cooldown_seconds: number;
  /** It is told in quiet hours too and at once, and goes on to the next way if nobody opens it. */
  is_important: boolean;
  /** Counts geometry changes. */
  version: number;
  /** Fixes with a higher id are judged by this geometry; earlier ones only gave the silent status. */
  judged_after_location_id: number;
  /** The time of that, by the server's clock: what the phone said before is not judged either. */
  judged_since: number;
  /** How fixes that were received before the last changes of these settings are judged; oldest first, null: as all others. */
  earlier_rules: EarlierRule[] | null;
  created_at: number;
  updated_at: number;
}

export type LatePolicy = 'silent' | 'tell';

/** The settings of a zone that decide what is an event. */
export type ZoneRule = Pick<
  Geofence,
  'hysteresis_meters' | 'max_accuracy_meters' | 'confirm_seconds' | 'grace_seconds' | 'dwell_seconds' | 'pass_through'
>;

/** `rule` holds for the fixes with an id up to `until_location_id`. */
export interface EarlierRule {
  until_location_id: number;
  rule: ZoneRule;
}

/** 1 is Monday, 7 is Sunday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A window that ends at or before its start ends on the next day; it belongs to the day on which it starts. */
export interface ScheduleWindow {
  days: Weekday[];
  /** `HH:MM`, 00:00–23:59. */
  start: string;
  /** `HH:MM`, 00:00–24:00. */
  end: string;
}

export interface Schedule {
  /** IANA name. */
  time_zone: string;
  windows: ScheduleWindow[];
}

/** `geofence` with the zones that make it up. */
export interface GeofenceGroup {
  geofence: Geofence;
  member_ids: string[];
}

/**
 * What a person expects of a device and a zone (or group):
 * `no_show` it was inside at some time between `start` and `end`; `overstay` it is not inside at `start`;
 * `left_early` it does not leave between `start` and `end`; `not_inside` it is inside at `start`.
 */
export type ExpectationKind = 'no_show' | 'overstay' | 'left_early' | 'not_inside';

export interface Expectation {
  id: string;
  owner_id: number;
  geofence_id: string;
  /** Null: each device that the zone watches. */
  device_id: number | null;
  name: string;
  kind: ExpectationKind;
  time_zone: string;
  days: Weekday[];
  /** `HH:MM` */
  start: string;
  /** `HH:MM`, at or before `start`: on the next day; null where the kind has no end. */
  end: string | null;
  is_active: boolean;
  email_notifications: boolean;
  created_at: number;
  updated_at: number;
}

/** An expectation that was not met. At most one for each expectation, device and window. */
export interface ExpectationAlert {
  id: number;
  expectation_id: string;
  device_id: number;
  /** When the window began (epoch ms). */
  window_start: number;
  /** The moment that it is about: the deadline, or when the device left. */
  due_at: number;
  raised_at: number;
  /** When later news showed that the expectation was met after all. */
  resolved_at: number | null;
  resolve_reason: string | null;
  /** The departure, for `left_early`. */
  event_id: number | null;
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

/** Where a device stands towards a zone now. `state` is the fold's whole state, the rest is read from it for queries. */
export interface GeofenceStatus<S = unknown> {
  device_id: number;
  geofence_id: string;
  is_inside: boolean;
  /** When the present side began; null before the first decision. */
  since: number | null;
  last_enter_time: number | null;
  last_exit_time: number | null;
  last_location_id: number | null;
  geofence_version: number;
  /** When something happens to it without a further fix (epoch ms, by the server's clock); null: nothing will. */
  fire_at: number | null;
  state: S;
  updated_at: number;
}

export type EventType = 'enter' | 'exit' | 'dwell';
export type NotificationStatus = 'pending' | 'sent' | 'failed' | 'suppressed' | 'none';

/** What an event rests on: the fixes' geometry, the phone's own transition, the list of regions in its fixes. */
export type Witness = 'geometry' | 'transition' | 'inregions';

/** `reconstructed`: made on request from fixes that were received before the zone was drawn; never alarms. */
export type EventOrigin = 'live' | 'reconstructed';

export interface GeofenceEvent {
  id: number;
  geofence_id: string;
  device_id: number;
  location_id: number | null;
  event_type: EventType;
  latitude: number;
  longitude: number;
  accuracy: number | null;
  distance_from_center: number;
  /** Probability that the decision is right, 0–1. */
  confidence: number;
  /** Length of the stay that an exit ends or a dwell has reached, in seconds. */
  stay_seconds: number | null;
  occurred_at: number;
  /** The phone's time at which it was decided: that of the deciding fix, or of the end of a confirmation, grace or dwell. */
  decided_at: number;
  received_at: number;
  retracted_at: number | null;
  /** One of `RetractReason`. */
  retract_reason: string | null;
  /** The phone's time of the fix that took it back. */
  retract_decided_at: number | null;
  /** The event that this one corrects: the same arrival or departure at another time. */
  replaces_id: number | null;
  origin: EventOrigin;
  /** Its time and place are interpolated between two fixes. */
  is_pass_through: boolean;
  witnesses: Witness[];
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

export type NewGeofenceEvent = Omit<GeofenceEvent, 'id'>;

/** `late_fix`: a fix that came late showed another course; `outlier`: the next fix showed that it was a false position. */
export type RetractReason = 'late_fix' | 'outlier';

/** What a device said besides positions: the newest of each (device, kind, key) is kept. */
export interface DeviceReport {
  device_id: number;
  kind: 'transition' | 'waypoint' | 'waypoints' | 'card' | 'status' | 'lwt' | 'dump';
  key: string;
  occurred_at: number;
  received_at: number;
  payload: Record<string, unknown>;
}

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';

/** A picture from a phone: a device's face, or of the place of a fix. Its bytes lie in a file named by `sha256`. */
export interface Media {
  id: number;
  device_id: number;
  /** The fix that it came with; null for a face. */
  location_id: number | null;
  kind: 'face' | 'poi';
  /** Hexadecimal. */
  sha256: string;
  mime: PictureType;
  bytes: number;
  name: string | null;
  occurred_at: number;
  received_at: number;
}

export interface RejectedMessage {
  id: number;
  received_at: number;
  topic: string;
  device_id: number | null;
  reason: string;
  /** The first bytes as text, secrets masked. */
  excerpt: string | null;
}

/** Somebody lets another person see devices. */
export interface Share {
  id: string;
  owner_id: number;
  viewer_id: number;
  /** Null: all devices of the owner, also those that are added later. */
  device_id: number | null;
  /** Also where the devices were before, not only where they are. */
  with_history: boolean;
  /** From this moment on it has ended (epoch ms); null: it lasts until somebody ends it. */
  until: number | null;
  created_at: number;
}

export type CommandAction =
  | 'reportLocation'
  | 'status'
  | 'waypoints'
  | 'setWaypoints'
  | 'clearWaypoints'
  | 'setConfiguration'
  | 'reportSteps'
  | 'dump';

/** `sent`: the phone (or an external broker) has it. `expired`: it was not sent, or not answered, in time. */
export type CommandState = 'queued' | 'sent' | 'answered' | 'expired';

/** Something that a phone is told to do. */
export interface DeviceCommand {
  id: number;
  device_id: number;
  /** Who wanted it; null: Fencepost itself, or somebody who is gone. */
  user_id: number | null;
  action: CommandAction;
  /** The whole message as the phone gets it. */
  payload: Record<string, unknown> | null;
  state: CommandState;
  channel: 'mqtt' | 'http' | null;
  created_at: number;
  sent_at: number | null;
  answered_at: number | null;
  expires_at: number;
  /** What came back, in a few members. */
  answer: Record<string, unknown> | null;
}

/** A zone as a phone was told of it as a region. */
export interface RegionSync {
  device_id: number;
  geofence_id: string;
  /** The phone's key of the region: epoch seconds, unique on the device, never used for another zone. */
  region_created_at: number;
  /** Six hexadecimal digits, the key on iOS. */
  region_id: string;
  name: string;
  latitude: number;
  longitude: number;
  radius_meters: number;
  /** The circle around a zone of another shape. */
  is_enclosing: boolean;
  /** `pushed`: the phone was told; `confirmed`: its own list shows it. */
  state: 'pushed' | 'confirmed' | 'removing' | 'removed';
  /** A person put it there, or took it away, whatever follows by itself. */
  is_chosen: boolean;
  /** The command that told it last. */
  command_id: number | null;
  pushed_at: number;
  confirmed_at: number | null;
}

export interface ApiToken {
  id: number;
  user_id: number;
  name: string;
  created_at: number;
  last_used_at: number | null;
}

export interface AuditEntry {
  id: number;
  at: number;
  actor_user_id: number | null;
  action: string;
  subject_type: string;
  subject_id: string;
  detail: Record<string, unknown> | null;
}

/** What one process (worker, web, supervisor) last said of itself. */
export interface ProcessState {
  name: string;
  pid: number;
  started_at: number;
  beat_at: number;
  restarts: number;
  state: Record<string, unknown>;
}
