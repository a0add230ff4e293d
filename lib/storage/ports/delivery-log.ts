import type { Delivery, DeliveryState, EventType, Role } from '@/lib/domain/model';
import type { Channel, DeliveryKind } from '@/lib/domain/notify/records';
import type { DeliveryAttempt } from './deliveries';

export interface DeliveryFilter {
  /** Only what goes to this person, and what is told of this person's own devices at own zones. */
  viewer_id?: number;
  /** Empty: all. */
  states?: readonly DeliveryState[];
  reason?: string;
  /** Without one: all but the notification centre's, which are told by being recorded. */
  channel?: Channel;
  recipient_id?: number;
  device_id?: number;
  geofence_id?: string;
  /** `alert`: of expectations; `device`: what is wrong with phones; `test`: of a way. */
  kind?: EventType | 'alert' | 'device' | 'test';
  /** When the delivery was recorded (epoch ms), both included. */
  from?: number;
  to?: number;
}

/** What a delivery tells of, by the names that people gave; a test is about no device, and only events and expectations have a zone. */
export interface ToldOf {
  kind: DeliveryKind;
  /** Of the event, or the moment that the alert is about, or when the test was asked for (epoch ms). */
  occurred_at: number;
  device_id: number | null;
  device_name: string | null;
  device_color: string | null;
  device_owner_id: number | null;
  geofence_id: string | null;
  geofence_name: string | null;
  geofence_color: string | null;
  geofence_owner_id: number | null;
}

export type DeliveryRow = Delivery &
  ToldOf & {
    recipient_name: string;
    recipient_role: Role;
    /** The person is told of the zone besides its owner. */
    is_zone_recipient: boolean;
    /** Null: the channel has no targets, or this one is gone. */
    target_name: string | null;
    target_preset: string | null;
    /** How many others went as one message with it. */
    together_with: number;
    /** The event was taken back, or the alert explained by later news. */
    is_untrue: boolean;
    /** Oldest first. */
    tries: DeliveryAttempt[];
  };

/** Deliveries of one channel, state and reason that were recorded in one quarter of an hour. */
export interface DeliveryCount {
  /** When the quarter began (epoch ms). */
  at: number;
  channel: Channel;
  state: DeliveryState;
  /** Of suppressed ones only. */
  reason: string | null;
  deliveries: number;
}

/**
 * `untrue`: the event was taken back or the alert resolved; `waits`: it is under way already; `target_gone`: the webhook or
 * browser was removed; `gone`: there is none.
 */
export type ResendOutcome = 'resent' | 'untrue' | 'waits' | 'target_gone' | 'gone';

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
  /** The middle one of the times from when it could be known to the message that went, tests left out, in ms; null: none went. */
  medianToSent(filter: DeliveryFilter): Promise<number | null>;
  /** Those that failed for good since then, and those that wait after an attempt that did not work. */
  failing(filter: Pick<DeliveryFilter, 'viewer_id' | 'channel'>, since: number): Promise<{ failed: number; retrying: number }>;
  /** Due again at once, whatever held it back; a message of its own, which is tried for as long as a new one. */
  resend(id: number, now: number): Promise<ResendOutcome>;
  /**
   * Lets all go out again that failed for good on a channel since then, except tests: together, as after an outage, and what is no
   * longer true does not go. @returns how many
   */
  resendFailed(channel: Channel, since: number, now: number): Promise<number>;
}
