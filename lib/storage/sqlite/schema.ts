import type { Generated } from 'kysely';
import type * as model from '@/lib/domain/model';
import type { ImportJob } from '@/lib/storage/ports/imports';

/** How the records of lib/domain/model lie in SQLite: booleans as 0/1, JSON as text. */
type Json = string;
type Flag = 0 | 1;
type Keyed<T extends { id: number }> = Omit<T, 'id'> & { id: Generated<number> };

export interface UserTable extends Keyed<model.User> {
  password_hash: string;
  session_version: Generated<number>;
}

export interface DeviceTable extends Keyed<model.Device> {
  /** SHA-256 of the device's generated password, hex. */
  secret_hash: string;
  /** The password, encrypted, while the phone has not yet used it. */
  provision_secret: string | null;
  encryption_key: string | null;
}

export interface LocationTable extends Omit<Keyed<model.Location>, 'in_regions' | 'extra'> {
  in_regions: Json | null;
  extra: Json | null;
  /** Null: the phone itself sent it. 'import': history that decides nothing about zones. */
  origin: 'import' | null;
}

export type GeofenceFlags =
  | 'is_active'
  | 'notify_on_enter'
  | 'notify_on_exit'
  | 'notify_on_dwell'
  | 'email_notifications'
  | 'pass_through'
  | 'is_important';
type GeofenceJson = 'geometry' | 'schedule' | 'earlier_rules';
export interface GeofenceTable extends Omit<model.Geofence, GeofenceFlags | GeofenceJson>, Record<GeofenceFlags, Flag> {
  geometry: Json | null;
  schedule: Json | null;
  earlier_rules: Json | null;
}

type EventTable = Omit<Keyed<model.GeofenceEvent>, 'is_pass_through' | 'witnesses'> & { is_pass_through: Flag; witnesses: Json };

type ExpectationTable = Omit<model.Expectation, 'days' | 'is_active' | 'email_notifications'> & {
  days: Json;
  is_active: Flag;
  email_notifications: Flag;
};

/** What the database fills in by itself. */
type DeliveryDefault = 'resends' | 'resent_at' | 'device_alert_id' | 'target_id' | 'bundle_id' | 'opened_at' | 'is_test';
type DeliveryTable = Omit<Keyed<model.Delivery>, DeliveryDefault> & {
  [K in Exclude<DeliveryDefault, 'is_test'>]: Generated<model.Delivery[K]>;
} & { is_test: Generated<Flag> };

export interface GeofenceStatusTable extends Omit<model.GeofenceStatus, 'is_inside' | 'state'> {
  is_inside: Flag;
  state: Json;
}

export interface Database {
  user: UserTable;
  device: DeviceTable;
  device_activity: model.DeviceActivity;
  location: LocationTable;
  geofence: GeofenceTable;
  geofence_status: GeofenceStatusTable;
  geofence_group_member: { group_id: string; geofence_id: string };
  device_track: {
    device_id: number;
    head_location_id: number;
    head_occurred_at: number;
    settled_until: number;
    folded: number;
    replay_until: number | null;
    /** When a held fix is believed without a further one, by the server's clock. */
    fire_at: number | null;
    state: Json;
  };
  device_checkpoint: { device_id: number; at: number; folded: number; cursor: number; state: Json };
  phone_transition: Keyed<model.PhoneTransition>;
  engine_cursor: { name: string; location_id: number };
  geofence_event: EventTable;
  geofence_event_change: { id: Generated<number>; event_id: number; at: number };
  expectation: ExpectationTable;
  expectation_alert: Keyed<model.ExpectationAlert>;
  expectation_progress: { expectation_id: string; checked_until: number };
  delivery: DeliveryTable;
  delivery_attempt: {
    id: Generated<number>;
    delivery_id: number;
    at: number;
    outcome: 'sent' | 'transient' | 'permanent';
    response: string | null;
  };
  notification_pause: model.NotificationPause;
  event_feedback: model.EventFeedback;
  notification_cooldown: { device_id: number; geofence_id: string; event_type: model.EventType; last_notified_at: number };
  notification_target: Omit<model.NotificationTarget, 'settings' | 'is_active' | 'coalesces' | 'failures'> & {
    settings: Json;
    secrets: string | null;
    is_active: Generated<Flag>;
    coalesces: Flag;
    failures: Generated<number>;
  };
  notification_choice: Omit<model.NotificationChoice, 'ways'> & { ways: Json };
  notification_preference: Omit<model.NotificationPreference, 'escalation'> & { escalation: Json };
  notification_template: model.NotificationTemplate;
  zone_recipient: model.ZoneRecipient;
  device_alert: Omit<Keyed<model.DeviceAlert>, 'detail' | 'notification_status' | 'notification_reason'> & {
    detail: Json;
    notification_status: Generated<model.NotificationStatus>;
    notification_reason: Generated<string | null>;
  };
  device_alert_setting: { device_id: number; is_enabled: Flag; battery_percent: number };
  device_rhythm: { device_id: number; rhythm: Json };
  device_watch: { id: number; first_at: number; since: number; until: number };
  device_report: Omit<model.DeviceReport, 'payload'> & { payload: Json };
  rejected_message: Keyed<model.RejectedMessage>;
  step_count: model.StepCount;
  beacon_sighting: Keyed<model.BeaconSighting>;
  media: Keyed<model.Media>;
  share: Omit<model.Share, 'with_history'> & { with_history: Flag };
  viewer_tid: { viewer_id: number; device_id: number; tid: string };
  device_command: Omit<Keyed<model.DeviceCommand>, 'payload' | 'answer'> & {
    payload: Json | null;
    claimed_until: number | null;
    answer: Json | null;
  };
  region_sync: Omit<model.RegionSync, 'is_enclosing' | 'is_chosen'> & { is_enclosing: Flag; is_chosen: Flag };
  device_remote: { device_id: number; keeps_zones: Flag; last_post_at: number | null; user_agent: string | null };
  api_token: Keyed<model.ApiToken> & { token_hash: string };
  audit_log: Omit<Keyed<model.AuditEntry>, 'detail'> & { detail: Json | null };
  setting: { key: string; value: Json };
  mqtt_retained: { broker: string; topic: string };
  process_state: Omit<model.ProcessState, 'state'> & { state: Json };
  import_job: Omit<ImportJob, 'options' | 'progress' | 'report'> & { options: Json; progress: Json | null; report: Json | null };
  revision: { name: 'geofence' | 'device' | 'share' | 'command'; value: number };
}
