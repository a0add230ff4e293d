import type {
  Delivery,
  Device,
  Expectation,
  ExpectationAlert,
  Geofence,
  GeofenceEvent,
  Location,
  User,
} from '@/lib/domain/model';

interface Claimed {
  delivery: Delivery;
  geofence: Geofence;
  device: Device;
  recipient: User;
}

/** To tell of an event. */
export interface ClaimedEvent extends Claimed {
  kind: 'event';
  event: GeofenceEvent;
}

/** A device's newest fix by the phone's time. */
export type LastPlace = Pick<Location, 'latitude' | 'longitude' | 'accuracy' | 'occurred_at'>;

/** To tell of an expectation that was not met. */
export interface ClaimedAlert extends Claimed {
  kind: 'alert';
  alert: ExpectationAlert;
  expectation: Expectation;
  /** The zones that make up the zone where it is a group. */
  members: Geofence[];
  /** As known now; null where the device has never said where it is. */
  last_place: LastPlace | null;
}

export type ClaimedDelivery = ClaimedEvent | ClaimedAlert;

/** What one attempt came to; `response` is in the server's words. */
export interface DeliveryAttempt {
  at: number;
  outcome: 'sent' | 'transient' | 'permanent';
  response: string;
}

export interface DeliveryStore {
  /**
   * Takes up to `limit` due deliveries for `lease_ms`; another worker can't take them meanwhile. Durable when it returns.
   * One whose lease ran out (its worker died) is due again. Counts the attempt: `delivery.attempts` numbers the claim.
   * What is no longer true is not taken but suppressed: retracted events, resolved alerts, arrivals that waited while
   * the device left.
   */
  claim(now: number, lease_ms: number, limit: number): Promise<ClaimedDelivery[]>;
  /**
   * Records the attempt, the delivery's state and the notification status of its event or alert in one transaction. `reason`
   * is kept with both. What was retracted or resolved meanwhile is not tried again. A mail that failed for good ends the
   * cooldown that it began. @returns false when the claim was lost meanwhile (lease over and taken anew, or removed): then
   * only the attempt is recorded.
   */
  record(
    claim: Pick<Delivery, 'id' | 'attempts'>,
    attempt: DeliveryAttempt,
    next: { state: 'sent' } | { state: 'failed'; reason: string } | { state: 'pending'; next_attempt_at: number; reason: string },
  ): Promise<boolean>;
  counts(): Promise<Record<Delivery['state'], number>>;
  /** Null when nothing waits. */
  nextDueAt(): Promise<number | null>;
}
