import type { ExpectationKind, NotificationStatus, Weekday } from '@/lib/domain/model';

/** What the API answers; times are ISO 8601. */
export interface ExpectationDto {
  id: string;
  owner_id: number;
  owner_name: string;
  geofence_id: string;
  geofence_name: string;
  geofence_color: string;
  geofence_is_active: boolean;
  device_id: number | null;
  device_name: string | null;
  name: string;
  kind: ExpectationKind;
  time_zone: string;
  days: Weekday[];
  start: string;
  end: string | null;
  is_active: boolean;
  email_notifications: boolean;
  next_check_at: string | null;
  last_check: { at: string; met: boolean } | null;
}

export interface AlertDto {
  id: number;
  kind: ExpectationKind;
  start: string;
  end: string | null;
  geofence_name: string;
  geofence_color: string;
  device_name: string;
  due_at: string;
  resolved_at: string | null;
  resolve_reason: string | null;
  last_fix_at: string | null;
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

/** A zone or group that can be chosen. */
export interface AreaChoice {
  id: string;
  name: string;
  owner_id: number;
  device_id: number | null;
  is_group: boolean;
}

export interface DeviceChoice {
  id: number;
  name: string;
  user_id: number;
}

export interface Choices {
  areas: AreaChoice[];
  devices: DeviceChoice[];
}
