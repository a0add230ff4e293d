import type { NotificationTarget } from '@/lib/domain/model';
import type { SealedTarget } from './deliveries';

export type NewTarget = Pick<NotificationTarget, 'user_id' | 'kind' | 'preset' | 'name' | 'settings' | 'coalesces'> & {
  /** Sealed JSON. */
  secrets: string | null;
};

/** Webhooks and browsers of people. */
export interface TargetStore {
  /** A person's, in the order in which they were added. */
  list(user_id: number, kind?: NotificationTarget['kind']): Promise<SealedTarget[]>;
  find(id: string): Promise<SealedTarget | null>;
  /** @returns null where the person has `most` of the kind already */
  create(target: NewTarget, most: number, now: number): Promise<SealedTarget | null>;
  /** Changes what is given; a target that Fencepost paused stays so. @returns null where there is none */
  update(
    id: string,
    fields: Partial<Pick<SealedTarget, 'user_id' | 'name' | 'settings' | 'secrets' | 'is_active'>>,
    now: number,
  ): Promise<SealedTarget | null>;
  /** Ends the pause that failures brought, and counts them anew. @returns null where there is none */
  resume(id: string, now: number): Promise<SealedTarget | null>;
  /** What waits to go there is suppressed with the reason 'target_gone', in one transaction. @returns false where there is none */
  remove(id: string, now: number): Promise<boolean>;
}
