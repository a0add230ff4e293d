import type { DeliveryState } from '@/lib/domain/model';
import type { Channel, DeliveryKind } from '@/lib/domain/notify/records';

/** What the API answers; times are ISO 8601. */
export interface DeliveryDto {
  id: number;
  kind: DeliveryKind;
  event_id: number | null;
  alert_id: number | null;
  device_alert_id: number | null;
  occurred_at: string;
  /** The event was taken back, or the alert explained. */
  is_untrue: boolean;
  /** Null for a test. */
  device_id: number | null;
  device_name: string | null;
  /** Null for what is wrong with a phone, and for a test. */
  geofence_id: string | null;
  geofence_name: string | null;
  geofence_color: string | null;
  recipient_id: number;
  recipient_name: string;
  channel: Channel;
  target_id: string | null;
  /** Null where the channel has no targets, or this one was removed. */
  target_name: string | null;
  target_preset: string | null;
  state: DeliveryState;
  reason: string | null;
  created_at: string;
  finished_at: string | null;
  /** Null where none is to come. */
  next_attempt_at: string | null;
  resent_at: string | null;
  /** When the recipient looked at what it tells, on whatever way. */
  opened_at: string | null;
  /** How many others went as one message with it. */
  together_with: number;
  attempts: { at: string; outcome: 'sent' | 'transient' | 'permanent'; response: string }[];
  can_explain: boolean;
  can_resend: boolean;
}

export interface DeliveryPageDto {
  deliveries: DeliveryDto[];
  total: number;
}

interface Tally {
  sent: number;
  waiting: number;
  failed: number;
  suppressed: number;
}

export interface DeliveryStatsDto extends Tally {
  by_channel: ({ channel: Channel } & Tally)[];
  suppressed_by_reason: { reason: string; deliveries: number }[];
  days: ({ day: string } & Tally)[];
  median_seconds_to_sent: number | null;
}

export interface Recipient {
  id: number;
  name: string;
}
