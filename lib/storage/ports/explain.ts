import type { Snapshot } from '@/lib/domain/geofence/snapshot';
import type { Delivery, Fix, PhoneTransition } from '@/lib/domain/model';
import type { DeliveryAttempt } from '../ports';

/** What became of one delivery of an event, attempt by attempt. */
export type DeliveryStory = Pick<
  Delivery,
  | 'id'
  | 'user_id'
  | 'channel'
  | 'target_id'
  | 'state'
  | 'reason'
  | 'attempts'
  | 'next_attempt_at'
  | 'created_at'
  | 'finished_at'
  | 'opened_at'
> & {
  event_id: number;
  user_name: string;
  /** Null: the channel has no targets, or this one is gone. */
  target_name: string | null;
  tries: DeliveryAttempt[];
};

/** A piece of a device's past, as the fold wants it. */
export interface DevicePast {
  /** Null: the fold begins with the first fix. */
  start: { snapshot: Snapshot; cursor: number } | null;
  /** In the order of their time, ties by id. */
  fixes: Fix[];
  transitions: PhoneTransition[];
  /** False where there are so many fixes that the fold begins in the middle of them, or ends before `until`. */
  is_whole: boolean;
}

export interface ExplainStore {
  /**
   * What the fold needs to explain the span, from the last checkpoint before it, or from the device's first fix.
   * @param useCheckpoint false for a zone that the checkpoints know nothing of
   */
  past(device_id: number, from: number, until: number, useCheckpoint: boolean): Promise<DevicePast>;
  /** The times of the last `before` fixes before `at` and of the first `after` ones after it; oldest first. */
  around(device_id: number, at: number, before: number, after: number): Promise<{ before: number[]; after: number[] }>;
  /** The time of the newest fix up to `until`; null: there is none. */
  lastFixAt(device_id: number, until: number): Promise<number | null>;
  /** By delivery, oldest first. */
  deliveries(event_ids: readonly number[]): Promise<DeliveryStory[]>;
  /** The event that corrects this one; null: there is none. */
  replacedBy(event: { id: number; device_id: number; geofence_id: string }): Promise<number | null>;
}
