import type { EventFeedback, EventType } from '@/lib/domain/model';

/** An event of which somebody said that it was a false alarm. */
export interface FalseAlarm {
  device_id: number;
  event_type: EventType;
  occurred_at: number;
}

export interface FeedbackStore {
  /** Once for each person and event: what was said first stays. @returns false where it was said already */
  add(feedback: EventFeedback): Promise<boolean>;
  /** What a person said is no longer said; with null: what anybody said. @returns false where there was nothing */
  remove(event_id: number, user_id: number | null): Promise<boolean>;
  has(event_id: number, user_id: number): Promise<boolean>;
  /** Whether the event was, or was to be, told to the person. */
  isRecipient(event_id: number, user_id: number): Promise<boolean>;
  /** A zone's false alarms of enter and exit with `from` ≤ time ≤ `until`, by time. */
  falseAlarms(geofence_id: string, from: number, until: number): Promise<FalseAlarm[]>;
}
