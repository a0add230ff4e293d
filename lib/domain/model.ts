/**
 * The records of Fencepost, named as in the database and in the API (snake_case), so that one word means one
 * thing from the table to the browser. Times are UTC epoch milliseconds, lengths metres, angles degrees.
 */

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
}

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
  'id' | 'device_id' | 'latitude' | 'longitude' | 'accuracy' | 'velocity' | 'occurred_at' | 'received_at'
>;

export type ShapeType = 'circle' | 'polygon' | 'rectangle';

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
  email_notifications: boolean;
  /** Counts geometry changes. */
  version: number;
  /** Fixes with a higher id are judged by this geometry; earlier ones only gave the silent status. */
  judged_after_location_id: number;
  created_at: number;
  updated_at: number;
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
  state: S;
  updated_at: number;
}

export type EventType = 'enter' | 'exit' | 'dwell';
export type NotificationStatus = 'pending' | 'sent' | 'failed' | 'suppressed' | 'none';

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
  /** Length of the stay that an exit ends, in seconds. */
  stay_seconds: number | null;
  occurred_at: number;
  received_at: number;
  retracted_at: number | null;
  retract_reason: string | null;
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

export type NewGeofenceEvent = Omit<GeofenceEvent, 'id'>;

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'failed' | 'suppressed';
export type Channel = 'email';

export interface Delivery {
  id: number;
  event_id: number;
  user_id: number;
  channel: Channel;
  state: DeliveryState;
  /** Why it is suppressed or failed, in words. */
  reason: string | null;
  attempts: number;
  next_attempt_at: number;
  claimed_until: number | null;
  created_at: number;
  finished_at: number | null;
}

/** What a device said besides positions: the newest of each (device, kind, key) is kept. */
export interface DeviceReport {
  device_id: number;
  kind: 'transition' | 'waypoint' | 'card' | 'status' | 'lwt';
  key: string;
  occurred_at: number;
  received_at: number;
  payload: Record<string, unknown>;
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
