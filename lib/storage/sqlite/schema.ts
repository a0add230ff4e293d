import type { Generated } from 'kysely';
import type * as model from '@/lib/domain/model';

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
}

type GeofenceFlags = 'is_active' | 'notify_on_enter' | 'notify_on_exit' | 'email_notifications';
export interface GeofenceTable extends Omit<model.Geofence, GeofenceFlags | 'geometry'>, Record<GeofenceFlags, Flag> {
  geometry: Json | null;
}

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
  device_track: { device_id: number; head_location_id: number; head_occurred_at: number; state: Json };
  engine_cursor: { name: string; location_id: number };
  geofence_event: Keyed<model.GeofenceEvent>;
  delivery: Keyed<model.Delivery>;
  delivery_attempt: {
    id: Generated<number>;
    delivery_id: number;
    at: number;
    outcome: 'sent' | 'transient' | 'permanent';
    response: string | null;
  };
  notification_cooldown: { device_id: number; geofence_id: string; last_notified_at: number };
  device_report: Omit<model.DeviceReport, 'payload'> & { payload: Json };
  rejected_message: Keyed<model.RejectedMessage>;
  api_token: Keyed<model.ApiToken> & { token_hash: string };
  audit_log: Omit<Keyed<model.AuditEntry>, 'detail'> & { detail: Json | null };
  setting: { key: string; value: Json };
  process_state: Omit<model.ProcessState, 'state'> & { state: Json };
  revision: { name: 'geofence' | 'device'; value: number };
}
