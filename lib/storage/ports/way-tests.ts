import type { Delivery, DeliveryState, Way } from '@/lib/domain/model';
import type { DeliveryAttempt } from './deliveries';

/** How the test of a way stands. */
export interface WayTest extends Way {
  id: number;
  state: DeliveryState;
  /** Why it did not go, or not yet. */
  reason: string | null;
  attempts: DeliveryAttempt[];
}

/** Messages that only try a way out. */
export interface WayTestStore {
  /**
   * Records a test that is due now; the notification centre has it at once. @returns its id, or null where the person has had
   * `most` since `since`
   */
  add(user_id: number, way: Way, limit: { since: number; most: number }, now: number): Promise<number | null>;
  find(id: number): Promise<(WayTest & Pick<Delivery, 'user_id'>) | null>;
}
