import type { Delivery, DeliveryState, EventType, ExpectationKind, Role } from '@/lib/domain/model';
import type { DeliveryAttempt } from './deliveries';

/** What a delivery tells of: an event, or that something was not as expected. */
export type DeliveryKind = EventType | ExpectationKind;

export interface DeliveryFilter {
  /** Only what goes to this person, and what is told of this person's own devices at own zones. */
  viewer_id?: number;
  /** Empty: all. */
  states?: readonly DeliveryState[];
  reason?: string;
  channel?: string;
  recipient_id?: number;
  device_id?: number;
  geofence_id?: string;
  kind?: EventType | 'alert';
  /** When the delivery was recorded (epoch ms), both included. */
  from?: number;
  to?: number;
}

export type DeliveryRow = Delivery & {
  recipient_name: string;
  recipient_role: Role;
  kind: DeliveryKind;
  /** Of the event, or the moment that the alert is about (epoch ms). */
  occurred_at: number;
  /** The event was taken back, or the alert explained by later news. */
  is_untrue: boolean;
  device_id: number;
  device_name: string;
  device_owner_id: number;
  geofence_id: string;
  geofence_name: string;
  geofence_color: string;
  geofence_owner_id: number;
  /** Oldest first. */
  tries: DeliveryAttempt[];
};

/** Deliveries of one state and reason that were recorded in one quarter of an hour. */
export interface DeliveryCount {
  /** When the quarter began (epoch ms). */
  at: number;
  state: DeliveryState;
  /** Of suppressed ones only. */
  reason: string | null;
  deliveries: number;
}

/** `untrue`: the event was taken back or the alert resolved; `waits`: it is under way already; `gone`: there is none. */
export type ResendOutcome = 'resent' | 'untrue' | 'waits' | 'gone';

/** All that went or did not go, as people read it; who works on it is the `DeliveryStore`. */
export interface DeliveryLogStore {
  /** Newest first; `total` counts all that match. */
  list(filter: DeliveryFilter, limit: number, offset: number): Promise<{ deliveries: DeliveryRow[]; total: number }>;
  /** All that match, newest first, page by page. */
  stream(filter: DeliveryFilter): AsyncIterable<DeliveryRow[]>;
  find(id: number): Promise<DeliveryRow | null>;
  /** To whom there are deliveries that the viewer sees, by name. */
  recipients(filter: Pick<DeliveryFilter, 'viewer_id'>): Promise<{ id: number; name: string }[]>;
  counts(filter: DeliveryFilter): Promise<DeliveryCount[]>;
  /** The middle one of the times from what happened to the mail that went, in ms; null: none went. */
  medianToSent(filter: DeliveryFilter): Promise<number | null>;
  /** Those that failed for good since then, and those that wait after an attempt that did not work. */
  failing(filter: Pick<DeliveryFilter, 'viewer_id'>, since: number): Promise<{ failed: number; retrying: number }>;
  /** Due again at once, whatever held it back; a message of its own, which is tried for as long as a new one. */
  resend(id: number, now: number): Promise<ResendOutcome>;
}
