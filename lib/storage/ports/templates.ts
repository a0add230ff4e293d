import type { NotificationTemplate, ToldKind } from '@/lib/domain/model';
import type { ClaimedItem } from './deliveries';

export interface TemplateStore {
  /** A person's own words. */
  list(user_id: number): Promise<NotificationTemplate[]>;
  /** In place of those that there were for the kind. */
  save(template: NotificationTemplate): Promise<void>;
  /** @returns false where there were none */
  remove(user_id: number, kind: ToldKind): Promise<boolean>;
  /** What the person was last told of each kind, or was to be told; of some kinds maybe nothing. */
  lastTold(user_id: number): Promise<ClaimedItem[]>;
}
