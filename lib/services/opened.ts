import type { User } from '@/lib/domain/model';
import type { InboxStore, Matters } from '@/lib/storage/ports';
import type { Clock } from './clock';

/** What a person says to have looked at. `all`: what the centre had told until a time (epoch ms), or until now. */
export type Looked = Exclude<Matters, { told_until: number }> | { all: true; until?: number };

/**
 * People look at what they are told: on whatever way they do, it counts for all ways, once. An alarm that was looked at
 * climbs no further.
 */
export class OpenedService {
  constructor(
    private readonly store: Pick<InboxStore, 'open' | 'unread'>,
    private readonly clock: Clock,
  ) {}

  /** Only what was told to the actor is marked. @returns how many deliveries were, and how many notifications are unread */
  async open(actor: Pick<User, 'id'>, looked: Looked): Promise<{ opened: number; unread: number }> {
    const now = this.clock();
    const matters = 'all' in looked ? { told_until: Math.min(looked.until ?? now, now) } : looked;
    const opened = await this.store.open(actor.id, matters, now);
    return { opened, unread: await this.store.unread(actor.id) };
  }
}
