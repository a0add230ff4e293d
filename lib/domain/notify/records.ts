import type { EventType, NotificationStatus } from '../model';

/** `pending` waits for its time, `sending` belongs to a worker, the others are the end of it. */
export type DeliveryState = 'pending' | 'sending' | 'sent' | 'failed' | 'suppressed';

/** `inbox` is the notification centre of the app itself: it is told by being recorded. */
export const CHANNELS = ['inbox', 'email', 'push', 'webhook', 'mqtt'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What people choose their ways for: what a zone tells, what was not as expected, and what is wrong with a phone. */
export const TOLD_KINDS = ['enter', 'exit', 'dwell', 'alert', 'device'] as const;
export type ToldKind = (typeof TOLD_KINDS)[number];

/** Of an event, of an alert about an expectation, of an alert about a device, or a test of the way. */
export interface Delivery {
  id: number;
  event_id: number | null;
  alert_id: number | null;
  device_alert_id: number | null;
  is_test: boolean;
  user_id: number;
  channel: Channel;
  /** The webhook or the browser; null where the person has only one of the kind. */
  target_id: string | null;
  state: DeliveryState;
  /** Why it is suppressed, failed, or not due yet. */
  reason: string | null;
  attempts: number;
  next_attempt_at: number;
  claimed_until: number | null;
  created_at: number;
  finished_at: number | null;
  /** How often a person let it go out again, and when last. */
  resends: number;
  resent_at: number | null;
  /** Deliveries that went, or perhaps went, as one message have the same; the id of the first of them. */
  bundle_id: number | null;
  /** When the person looked at what it tells, on whatever way; null: not yet. */
  opened_at: number | null;
}

/** Prepared forms of a webhook; `signed` is Fencepost's own, the others are services that show messages to people. */
export const WEBHOOK_PRESETS = ['signed', 'ntfy', 'gotify', 'telegram', 'apprise'] as const;
export type WebhookPreset = (typeof WEBHOOK_PRESETS)[number];

/** A way that a person set up: a webhook, or a browser that takes pushes. */
export interface NotificationTarget {
  /** UUID */
  id: string;
  user_id: number;
  kind: 'webhook' | 'push';
  /** `browser` for pushes. */
  preset: WebhookPreset | 'browser';
  name: string;
  /** What may be shown of it; the members depend on the preset. */
  settings: Record<string, unknown>;
  is_active: boolean;
  /** Several matters may go as one message; a program behind a signed webhook gets each by itself. */
  coalesces: boolean;
  /** Permanent failures in a row. */
  failures: number;
  /** Fencepost stopped using it by itself, and why; null: it did not. */
  paused_at: number | null;
  pause_reason: string | null;
  last_sent_at: number | null;
  created_at: number;
  updated_at: number;
}

/** A channel, or one target of it. `push` without a target stands for all browsers of the person. */
export interface Way {
  channel: Channel;
  target_id: string | null;
}

/** The ways a person chose for a kind; of a zone, or (null) of all zones without a choice of their own. */
export interface NotificationChoice {
  user_id: number;
  geofence_id: string | null;
  kind: ToldKind;
  ways: Way[];
}

/** `minutes`: what comes within `digest_minutes` of the first goes together. */
export const DIGESTS = ['none', 'minutes', 'hourly', 'daily'] as const;
export type Digest = (typeof DIGESTS)[number];

/** When a person wants to be told, in the person's time zone. It holds for mails, pushes and messages to people, not for the rest. */
export interface NotificationPreference {
  user_id: number;
  digest: Digest;
  /** 1–60 */
  digest_minutes: number;
  /** `HH:MM`, of the daily summary. */
  digest_at: string;
  /** `HH:MM`; both null: there are no quiet hours. They may span midnight. */
  quiet_from: string | null;
  quiet_until: string | null;
  /** Messages on each way, 1–1,000; what is more waits for the next day's summary. Null: no limit. */
  max_per_day: number | null;
  /** What is important goes to the first way of `escalation`; if it is not opened for so long (1–1,440), to the next. Null: to all at once. */
  escalate_after_minutes: number | null;
  /** In the order in which they are tried; ways that are not in it are told at once. */
  escalation: Way[];
  updated_at: number;
}

/** What a person wants a message to say instead of our own words. */
export interface NotificationTemplate {
  user_id: number;
  kind: ToldKind;
  /** With placeholders, as in `{device} is at {zone}`. 1–200 characters. */
  subject: string;
  /** 0–2,000 characters. */
  body: string;
  updated_at: number;
}

/** Somebody besides the owner who is told of a zone. */
export interface ZoneRecipient {
  geofence_id: string;
  user_id: number;
  created_at: number;
}

/**
 * `silent`: nothing was heard for longer than is usual for this device; `battery_low`; `permission`: the app may not see where
 * it is; `power_saving`: the system keeps the app from working; `wrong_topic`, `wrong_password`: it talks, but not as it was set up.
 */
export const DEVICE_ALERT_KINDS = [
  'silent',
  'battery_low',
  'permission',
  'power_saving',
  'wrong_topic',
  'wrong_password',
] as const;
export type DeviceAlertKind = (typeof DEVICE_ALERT_KINDS)[number];

/** Something is wrong with a phone. At most one of each kind is open. */
export interface DeviceAlert {
  id: number;
  device_id: number;
  kind: DeviceAlertKind;
  /** The moment that it is about: the last sign of life, the low reading, the refused message. */
  occurred_at: number;
  raised_at: number;
  resolved_at: number | null;
  /** What makes it plain, as in `{ battery: 14 }` or `{ topic: 'owntracks/eva/fone' }`. */
  detail: Record<string, unknown>;
  notification_status: NotificationStatus;
  notification_reason: string | null;
}

/** Nothing is told of a zone, or of anything at all, for a while. */
export interface NotificationPause {
  /** UUID */
  id: string;
  user_id: number;
  /** Null: of anything. */
  geofence_id: string | null;
  /** Null: for good. */
  until: number | null;
  created_at: number;
}

/** What a person says of an event. */
export interface EventFeedback {
  event_id: number;
  user_id: number;
  kind: 'false_alarm';
  at: number;
}

/** What a delivery tells of. */
export type DeliveryKind = EventType | 'no_show' | 'overstay' | 'left_early' | 'not_inside' | DeviceAlertKind | 'test';
