import type { Told } from '../told';

/** One line as the API answers it; times are ISO 8601. */
export interface NotificationDto extends Told {
  /** Of the delivery. */
  id: number;
  event_id: number | null;
  alert_id: number | null;
  device_alert_id: number | null;
  occurred_at: string;
  told_at: string;
  /** Null: not looked at yet. */
  opened_at: string | null;
  /** When the event was taken back, or the alert was over. */
  ended_at: string | null;
  device_id: number | null;
  device_color: string | null;
  geofence_id: string | null;
  geofence_color: string | null;
  detail: Record<string, unknown> | null;
  can_explain: boolean;
}

export interface NotificationPage {
  notifications: NotificationDto[];
  unread: number;
}

/** A message of the live stream; without a notification only the number or something known is different. */
export interface InboxMessage {
  notification: NotificationDto | null;
  unread: number;
}

/** What a person looked at, as the API takes it. */
export type Looked =
  | { ids: number[] }
  | { event_id: number }
  | { alert_id: number }
  | { device_alert_id: number }
  | { all: true; until?: string };
