import type { DeliveryState, EventType, ExpectationKind } from '@/lib/domain/model';

/** What the API answers; times are ISO 8601. */
export interface DeliveryDto {
  id: number;
  kind: EventType | ExpectationKind;
  event_id: number | null;
  alert_id: number | null;
  occurred_at: string;
  /** The event was taken back, or the alert explained. */
  is_untrue: boolean;
  device_id: number;
  device_name: string;
  geofence_id: string;
  geofence_name: string;
  geofence_color: string;
  recipient_id: number;
  recipient_name: string;
  channel: string;
  state: DeliveryState;
  reason: string | null;
  created_at: string;
  finished_at: string | null;
  /** Null where none is to come. */
  next_attempt_at: string | null;
  resent_at: string | null;
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
  suppressed_by_reason: { reason: string; deliveries: number }[];
  days: ({ day: string } & Tally)[];
  median_seconds_to_sent: number | null;
}

export interface Recipient {
  id: number;
  name: string;
}
