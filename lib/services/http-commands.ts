import type { CommandAction } from '@/lib/domain/model';
import { ANSWERED_ACTIONS, COMMAND_ACTIONS, type CommandMessage, mayReplyWith } from '@/lib/domain/owntracks/commands';
import { appOf } from '@/lib/domain/owntracks/platform';
import type { CommandStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { ANSWER_WITHIN_MS } from './commands';

/** A reply that has not left after so long was never sent; what it held is for the next one. */
const LEASE_MS = 30_000;
/** What a reply said and was not answered is said again in a reply after so long: a reply may get lost. */
const REPEAT_AFTER_MS = 60_000;
/** That a phone posts is noted so seldom, and for many at once. */
const NOTE_AGAIN_MS = 10 * 60_000;
const NOTE_TOGETHER_MS = 2_000;
const REMEMBERED_POSTS = 100_000;

interface Post {
  at: number;
  user_agent: string | null;
}

/** What the replies to posts need of it. */
export type ReplyCommands = Pick<HttpCommands, 'takeForHttp'> & Partial<Pick<HttpCommands, 'left'>>;

/** Commands for phones in HTTP mode, which hear of them in the replies to what they post. */
export class HttpCommands {
  private readonly noted = new Map<number, Post>();
  private pending = new Map<number, Post>();
  private timer: NodeJS.Timeout | null = null;
  /** By device: the commands in a reply that is being sent. */
  private readonly onItsWay = new Map<number, number[]>();

  constructor(
    private readonly store: CommandStore,
    private readonly clock: Clock,
    /** A failure of the database in the background. */
    private readonly onError: (error: unknown) => void = () => {},
  ) {}

  /**
   * The commands for the reply to a post of the device that its app understands. They count as sent once the reply has `left`.
   * Called for every post, so it looks at little while there are none.
   */
  takeForHttp(device_id: number, userAgent: string | null = null): CommandMessage[] {
    const { store } = this;
    const now = this.clock();
    this.note(device_id, { at: now, user_agent: userAgent });
    if (!store.hasForHttp(device_id, now)) return [];
    const signs = store.signs(device_id);
    const app = appOf({ ...signs, user_agent: userAgent ?? signs.user_agent });
    const understood = (action: CommandAction) => mayReplyWith(app, action);
    const taken = store.takeForHttp(device_id, {
      actions: COMMAND_ACTIONS.filter(understood),
      answered: ANSWERED_ACTIONS.filter(understood),
      now,
      until: now + LEASE_MS,
    });
    if (taken.length > 0) this.onItsWay.set(device_id, [...(this.onItsWay.get(device_id) ?? []), ...taken.map(({ id }) => id)]);
    return taken.flatMap(({ payload }) => (payload ? [payload as CommandMessage] : []));
  }

  /** The reply to the device is on the wire. */
  left(device_id: number): void {
    const ids = this.onItsWay.get(device_id);
    if (!ids) return;
    this.onItsWay.delete(device_id);
    const now = this.clock();
    this.store.sentByHttp(ids, { sent_at: now, answer_until: now + ANSWER_WITHIN_MS, repeat_at: now + REPEAT_AFTER_MS });
  }

  /** Writes down which phones have posted; what can't be written is not missed. */
  flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const posts = this.pending;
    this.pending = new Map();
    try {
      if (posts.size > 0) this.store.notePosts([...posts].map(([device_id, post]) => ({ device_id, ...post })));
    } catch (error) {
      this.onError(error);
    }
  }

  private note(device_id: number, post: Post): void {
    const known = this.noted.get(device_id);
    if (known && Math.abs(post.at - known.at) < NOTE_AGAIN_MS && known.user_agent === post.user_agent) return;
    if (this.noted.size >= REMEMBERED_POSTS) this.noted.clear();
    this.noted.set(device_id, post);
    this.pending.set(device_id, post);
    this.timer ??= setTimeout(() => this.flush(), NOTE_TOGETHER_MS).unref();
  }
}
