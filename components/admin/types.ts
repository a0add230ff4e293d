import type { ZoneSettings } from '@/lib/domain/geofence/zone-settings';
import type {
  DecryptFailure,
  DeviceAlertKind,
  DrawnShape,
  EventOrigin,
  EventType,
  Language,
  NotificationStatus,
  Role,
  Witness,
} from '@/lib/domain/model';
import type { HintCode, HintSeverity, PhoneInfo } from '@/lib/domain/owntracks/phone-hints';
import type { RejectionCode } from '@/lib/domain/owntracks/rejection';
import type { StepDay } from '@/lib/domain/steps/per-day';

/** What the API answers, as far as these pages read it: records with ISO 8601 times. */

export interface LocationDto {
  id: number;
  device_id: number;
  latitude: number;
  longitude: number;
  /** Metres; null where the phone gave none. */
  accuracy: number | null;
  /** Per cent. */
  battery: number | null;
  /** 1 unplugged, 2 charging, 3 full. */
  battery_status: number | null;
  /** km/h */
  velocity: number | null;
  connection: string | null;
  trigger: string | null;
  occurred_at: string;
  received_at: string;
}

export interface ActivityDto {
  last_seen_at: string | null;
  last_connect_at: string | null;
  last_disconnect_at: string | null;
  last_auth_failure_at: string | null;
  last_denied_at: string | null;
  last_denied_topic: string | null;
  last_decrypt_failure_at: string | null;
  last_decrypt_failure: DecryptFailure | null;
  last_decrypted_at: string | null;
}

export interface DeviceDto extends ActivityDto {
  id: number;
  user_id: number;
  name: string;
  device: string;
  color: string;
  /** Of its picture; null: it has none. */
  face_id: number | null;
  owner_name: string;
  topic: string;
  mqtt_username: string;
  /** Whether the device holds a connection to the broker now; phones in HTTP mode never do. */
  connected: boolean;
  is_encrypted: boolean;
  /** Why its messages can't be read now. */
  decrypt_problem: DecryptFailure | null;
  /** What its newest status message means for its reports, the most urgent first. */
  hints: HintDto[];
  phone: PhoneInfo | null;
  /** What is wrong with it now, as its owner was told. */
  open_alerts: DeviceAlertKind[];
  /** When that status message came; null: there is none. */
  status_at: string | null;
  created_at: string;
  last_location: LocationDto | null;
  /** It came from an archive and says nothing of the phone now. */
  last_location_imported: boolean;
  /** It is somebody else's, who lets the reader see it: its place, and with `with_history` its past, too. */
  shared: boolean;
  with_history: boolean;
  /** When that ends; null: not by itself. */
  shared_until: string | null;
}

export interface HintDto {
  code: HintCode;
  severity: HintSeverity;
}

export interface GeofenceDto extends ZoneSettings {
  id: string;
  name: string;
  description: string | null;
  shape_type: DrawnShape;
  center_latitude: number | null;
  center_longitude: number | null;
  radius_meters: number | null;
  geometry: { type: 'Polygon'; coordinates: number[][][] } | null;
  owner_id: number;
  owner_name: string;
  device_id: number | null;
  device_name: string | null;
  is_active: boolean;
  color: string;
  area_square_meters: number;
  center: { latitude: number; longitude: number };
  created_at: string;
}

/** Several zones that count as one area. */
export interface GroupDto extends ZoneSettings {
  id: string;
  name: string;
  description: string | null;
  member_ids: string[];
  owner_id: number;
  owner_name: string;
  device_id: number | null;
  device_name: string | null;
  is_active: boolean;
  color: string;
  /** Of the zones that are on. */
  area_square_meters: number;
  created_at: string;
}

export interface EventDto {
  id: number;
  geofence_id: string;
  geofence_name: string;
  geofence_color: string;
  device_id: number;
  device_name: string;
  location_id: number | null;
  event_type: EventType;
  latitude: number;
  longitude: number;
  accuracy: number | null;
  distance_from_center: number;
  stay_seconds: number | null;
  occurred_at: string;
  decided_at: string;
  received_at: string;
  retracted_at: string | null;
  retract_reason: string | null;
  /** When somebody called it a false alarm. */
  false_alarm_at: string | null;
  replaces_id: number | null;
  origin: EventOrigin;
  is_pass_through: boolean;
  is_late: boolean;
  witnesses: Witness[];
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

export interface EventPage {
  events: EventDto[];
  total: number;
}

export interface EventStatsDto {
  total_events: number;
  events_last_24h: number;
  most_active_geofence: { id: string; name: string; events: number } | null;
  most_active_device: { id: number; name: string; events: number } | null;
}

export interface StatusDto {
  device_id: number;
  device_name: string;
  geofence_id: string;
  geofence_name: string;
  is_inside: boolean;
  since: string | null;
}

/** A region that the phone watches by itself, and the zone of the same name, if there is one. */
export interface RegionDto {
  /** Empty where the user does not share it. */
  name: string;
  last_event: 'enter' | 'leave' | null;
  last_event_at: string | null;
  /** Whether the newest fix lists it; null: not known. */
  is_listed: boolean | null;
  last_listed_at: string | null;
  latitude: number | null;
  longitude: number | null;
  radius_meters: number | null;
  geofence_id: string | null;
  geofence_name: string | null;
  geofence_is_active: boolean | null;
}

export interface RejectedDto {
  id: number;
  received_at: string;
  topic: string;
  /** Null: no device has the topic. */
  device_id: number | null;
  device_name: string | null;
  owner_name: string | null;
  code: RejectionCode;
  reason: string;
  excerpt: string | null;
}

export interface RejectedPageDto {
  rejected: RejectedDto[];
  total: number;
  codes: Partial<Record<RejectionCode, number>>;
}

/** What OwnTracks told of its settings, secrets masked. */
export interface SettingsDto {
  settings: Record<string, unknown>;
  received_at: string;
}

export interface SightingDto {
  id: number;
  beacon: string;
  name: string | null;
  first_at: string;
  last_at: string;
  count: number;
  rssi: number | null;
  proximity: number | null;
  distance_meters: number | null;
}

export type { StepDay };

export interface UserDto {
  id: number;
  email: string;
  name: string;
  handle: string;
  role: Role;
  language: Language;
  time_zone: string;
  created_at: string;
}

export interface AuditDto {
  id: number;
  at: string;
  actor_user_id: number | null;
  actor_name: string | null;
  action: string;
  subject_type: string;
  subject_id: string;
  detail: Record<string, unknown> | null;
}

/** The signed-in user as pages hand it to their client components. */
export interface Viewer {
  id: number;
  name: string;
  role: Role;
  time_zone: string;
}

export type PartState = 'up' | 'starting' | 'down';

export interface HealthDto {
  status: 'ok' | 'degraded';
  parts: Record<string, { state: PartState; detail?: string; restarts?: number; lag?: number }>;
}
