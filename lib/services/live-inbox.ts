import type { User } from '@/lib/domain/model';
import type { InboxService, SeenNotification } from './inbox';

const EVERY_MS = 500;
/** How many of the newest are told one by one; a flood shows in the number of unread ones. */
const NEWEST = 5;

export interface InboxNews {
  /** Null: only the number changed, or what became of one that is known. */
  notification: SeenNotification | null;
  unread: number;
}

/** What is new in one client's notification centre, asked at most twice a second and only after a commit. */
export class InboxReader {
  private newest: SeenNotification[] | null = null;
  private sent = '';
  private version: number | null = null;
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly inbox: Pick<InboxService, 'list' | 'unread'>,
    private readonly actor: Pick<User, 'id' | 'role'>,
  ) {}

  /** How long until `news` is worth asking, in milliseconds; Infinity while nobody has written. */
  dueInMs(version: number): number {
    return version === this.version ? Number.POSITIVE_INFINITY : Math.max(0, this.readAt + EVERY_MS - performance.now());
  }

  /** At first how many are unread; then each that came in, the oldest first, or that something else is different. */
  async news(version: number): Promise<InboxNews[]> {
    this.version = version;
    this.readAt = performance.now();
    const unread = await this.inbox.unread(this.actor);
    const newest = await this.inbox.list(this.actor, { limit: NEWEST });
    const fresh = this.freshOf(newest);
    const standing = JSON.stringify([
      unread,
      ...newest.map(({ id, told_at, opened_at, ended_at }) => [id, told_at, opened_at, ended_at]),
    ]);
    const isOther = standing !== this.sent;
    this.newest = newest;
    this.sent = standing;
    if (fresh.length > 0) return fresh.map((notification) => ({ notification, unread }));
    return isOther ? [{ notification: null, unread }] : [];
  }

  /** Where newer ones were removed, older ones move up; they are no news. */
  private freshOf(newest: readonly SeenNotification[]): SeenNotification[] {
    const before = this.newest;
    if (before === null) return [];
    const last = before.length < NEWEST ? undefined : before.at(-1);
    const wasThere = ({ id, told_at }: SeenNotification) => before.some((one) => one.id === id && one.told_at === told_at);
    return newest.filter((one) => !wasThere(one) && (last === undefined || one.told_at >= last.told_at)).reverse();
  }
}
