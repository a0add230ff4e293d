import type {
  Channel,
  Delivery,
  Device,
  DeviceAlert,
  Expectation,
  ExpectationAlert,
  Geofence,
  GeofenceEvent,
  Location,
  NotificationTarget,
  NotificationTemplate,
  User,
} from '@/lib/domain/model';

/** To tell of an event. */
export interface ClaimedEvent {
  kind: 'event';
  delivery: Delivery;
  event: GeofenceEvent;
  geofence: Geofence;
  device: Device;
}

/** A device's newest fix by the phone's time. */
export type LastPlace = Pick<Location, 'latitude' | 'longitude' | 'accuracy' | 'occurred_at'>;

/** To tell of an expectation that was not met. */
export interface ClaimedAlert {
  kind: 'alert';
  delivery: Delivery;
  geofence: Geofence;
  device: Device;
  alert: ExpectationAlert;
  expectation: Expectation;
  /** The zones that make up the zone where it is a group. */
  members: Geofence[];
  /** As known now; null where the device has never said where it is. */
  last_place: LastPlace | null;
}

/** To tell that something is wrong with a phone. */
export interface ClaimedDeviceAlert {
  kind: 'device';
  delivery: Delivery;
  device: Device;
  device_alert: DeviceAlert;
  last_place: LastPlace | null;
}

/** To try a way out. */
export interface ClaimedTest {
  kind: 'test';
  delivery: Delivery;
}

export type ClaimedItem = ClaimedEvent | ClaimedAlert | ClaimedDeviceAlert | ClaimedTest;

/** A target with what signs and logs in, still sealed. */
export type SealedTarget = NotificationTarget & { secrets: string | null };

/** What goes out in one go: one matter, or several of one person that go together. */
export interface ClaimedMessage {
  /** The same for each attempt with the same matters, another one for others: by it a receiver tells a copy from news. */
  identity: string;
  recipient: User;
  channel: Channel;
  /** Null for channels without targets. */
  target: SealedTarget | null;
  /** At least one, in the order in which they were recorded. */
  items: ClaimedItem[];
  /** The recipient's own words, by kind; without one ours are used. */
  templates: NotificationTemplate[];
  /** Which attempt this is, from 1. */
  attempt: number;
}

/** What one attempt came to; `response` is in the server's words. */
export interface DeliveryAttempt {
  at: number;
  outcome: 'sent' | 'transient' | 'permanent';
  response: string;
}

/** What becomes of the deliveries of a message after an attempt. */
export type NextState =
  | { state: 'sent' }
  /** `is_gone`: there is nobody any more at the other end. */
  | { state: 'failed'; reason: string; is_gone?: boolean }
  | {
      state: 'pending';
      next_attempt_at: number;
      reason: string;
      /** It may have arrived: it goes again just as it was. Else what came meanwhile may go with it. */
      keeps_bundle: boolean;
      /** What was first tried before this time is tried no more, and fails for this reason; a test fails at once, in the server's words. */
      given_up: { tried_before: number; reason: string; response: string };
    };

export interface DeliveryStore {
  /**
   * Takes up to `limit` messages of a channel for `lease_ms`, fewer where they are large; another worker can't take them meanwhile. Durable when it returns.
   * One whose lease ran out (its worker died) is due again. Counts the attempt: `delivery.attempts` numbers the claim.
   * What is no longer true is not taken but suppressed: retracted events, resolved alerts, arrivals that waited while
   * the device left.
   */
  claim(channel: Channel, now: number, lease_ms: number, limit: number): Promise<ClaimedMessage[]>;
  /**
   * Records the attempt, the deliveries' state and the notification status of their events or alerts in one transaction. `reason`
   * is kept with both. What was retracted or resolved meanwhile is not tried again. A mail that failed for good ends the
   * cooldown that it began. @returns false when a claim was lost meanwhile (lease over and taken anew, or removed): of
   * such a delivery only the attempt is recorded.
   */
  record(message: Pick<ClaimedMessage, 'items' | 'target'>, attempt: DeliveryAttempt, next: NextState): Promise<boolean>;
  counts(): Promise<Record<Delivery['state'], number>>;
}
