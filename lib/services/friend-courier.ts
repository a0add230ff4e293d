import { friendTransition } from '@/lib/domain/owntracks/friend';
import type { DeviceIdentity, FriendStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import type { DeviceDirectory } from './device-directory';
import { encryptFor } from './encrypt-for';
import { FriendOutbox } from './friend-outbox';
import type { Friend, Friends } from './friends';
import type { PhoneLink } from './phone-link';
import type { ShareDirectory } from './share-directory';

export interface FriendCourierDependencies {
  friends: Friends;
  shares: ShareDirectory;
  store: Pick<FriendStore, 'newestIds' | 'transitionsBetween'>;
  link: PhoneLink;
  directory: DeviceDirectory;
  clock: Clock;
}

export interface FriendCourierOptions {
  /** How often to look what is new. */
  pollMs?: number;
  onError?: (error: unknown) => void;
}

/** What a phone reports of hours ago, because it was without a network, is no news for friends. */
const NEWS_FOR_MS = 10 * 60_000;
/** The apps forget a friend, or a broker what it retained, for a message without a body. */
const FORGET = Buffer.alloc(0);

/**
 * Takes news of shared devices to the phones of those who may see them, over the embedded broker: what came by MQTT and by HTTP
 * alike, since it follows what is stored. It looks at the shares before anything is sent, so a share ends at once.
 */
export class FriendCourier {
  private readonly pollMs: number;
  private readonly onError: (error: unknown) => void;
  private readonly outbox: FriendOutbox;
  /** What each viewer saw at the last look, with the names of cards as they were told. */
  private seen = new Map<number, Map<number, Friend>>();
  private readonly cards = new Map<string, string>();
  private nextEnd = Number.NEGATIVE_INFINITY;
  private transitionCursor: number | null = null;
  private timer: NodeJS.Timeout | null = null;
  private lastError: string | null = null;

  constructor(
    private readonly the: FriendCourierDependencies,
    options: FriendCourierOptions = {},
  ) {
    this.pollMs = options.pollMs ?? 100;
    this.onError = options.onError ?? (() => {});
    this.outbox = new FriendOutbox(the.link);
    the.link.onSubscribed((device) => this.guarded(() => this.greet(device)));
  }

  start(): void {
    this.timer ??= setInterval(() => this.guarded(() => this.look()), this.pollMs);
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.outbox.clear();
  }

  private guarded(work: () => void): void {
    try {
      work();
      this.lastError = null;
    } catch (error) {
      // The same fault comes with every look; once is enough.
      const { message } = error as Error;
      if (message !== this.lastError) this.onError(error);
      this.lastError = message;
    }
  }

  private look(): void {
    const { friends } = this.the;
    const changed = friends.refreshIfChanged();
    if (friends.isEmpty && this.seen.size === 0) return;
    const moved = friends.follow().map(({ device_id }) => device_id);
    const known = moved.filter((device_id) => this.isKnown(device_id));
    if (changed || known.length < moved.length || this.the.clock() >= this.nextEnd) this.review();
    for (const device_id of known) {
      this.tellViewers(device_id, (phone, friend) => this.tellPlace(phone, friend, false));
    }
    this.tellTransitions();
    if (friends.refreshCards()) this.tellCards();
  }

  /** Whether all its viewers were told of a device before; not so with its very first fix. */
  private isKnown(device_id: number): boolean {
    return this.the.shares.viewersOf(device_id, this.the.clock()).every((viewer) => this.seen.get(viewer)?.has(device_id));
  }

  /** Who sees whom has changed: new friends appear on phones, those that are no longer shared vanish. */
  private review(): void {
    const { friends, shares, clock } = this.the;
    const now = clock();
    const viewers = new Set([...shares.viewers(), ...this.seen.keys()]);
    // Until it is done: what a fault cuts short is done again.
    this.nextEnd = Number.NEGATIVE_INFINITY;
    for (const viewer of viewers) {
      const before = this.seen.get(viewer) ?? new Map<number, Friend>();
      const all = friends.of(viewer);
      const after = new Map(all.map((friend) => [friend.device_id, friend]));
      if (after.size > 0) this.seen.set(viewer, after);
      else this.seen.delete(viewer);
      for (const phone of this.the.directory.ofUser(viewer)) {
        for (const friend of before.values()) if (!after.has(friend.device_id)) this.forget(phone, friend);
        for (const friend of all) if (!before.has(friend.device_id)) this.introduce(phone, friend, all);
      }
    }
    this.nextEnd = Math.min(...[...viewers].map((viewer) => shares.nextEndFor(viewer, now)));
  }

  /** A phone has subscribed: it gets what a broker would have retained for it. */
  private greet(phone: DeviceIdentity): void {
    if (!this.timer) return;
    if (this.the.friends.refreshIfChanged()) this.review();
    this.the.friends.refreshCards();
    const all = this.the.friends.of(phone.user_id);
    for (const friend of all) this.introduce(phone, friend, all);
  }

  private introduce(phone: DeviceIdentity, friend: Friend, all: readonly Friend[]): void {
    this.tellCard(phone, friend, all, true);
    this.tellPlace(phone, friend, true);
  }

  private forget(phone: DeviceIdentity, friend: Friend): void {
    this.outbox.drop(phone.id, friend.topic);
    this.cards.delete(`${phone.id} ${friend.device_id}`);
    this.outbox.put(phone.id, { topic: friend.topic, payload: FORGET });
  }

  private tellViewers(device_id: number, tell: (phone: DeviceIdentity, friend: Friend) => void): void {
    for (const viewer of this.the.shares.viewersOf(device_id, this.the.clock())) {
      const friend = this.seen.get(viewer)?.get(device_id);
      if (!friend) continue;
      for (const phone of this.the.directory.ofUser(viewer)) tell(phone, friend);
    }
  }

  private tellPlace(phone: DeviceIdentity, friend: Friend, retain: boolean): void {
    if (this.the.link.isReachable(phone.id, friend.topic))
      this.tell(phone, friend.topic, this.the.friends.location(friend), retain);
  }

  private tellTransitions(): void {
    const { transition } = this.the.store.newestIds();
    const after = this.transitionCursor ?? transition;
    this.transitionCursor = transition;
    if (transition <= after) return;
    const since = this.the.clock() - NEWS_FOR_MS;
    for (const news of this.the.store.transitionsBetween(after, transition, [...this.the.shares.devices()])) {
      if (news.occurred_at < since) continue;
      this.tellViewers(news.device_id, (phone, { topic, tid }) =>
        this.tell(phone, `${topic}/event`, friendTransition(tid, news), false),
      );
    }
  }

  private tellCards(): void {
    for (const [viewer, friends] of this.seen) {
      const all = [...friends.values()];
      for (const phone of this.the.directory.ofUser(viewer)) for (const friend of all) this.tellCard(phone, friend, all, false);
    }
  }

  /** @param again also when this phone was told this card already */
  private tellCard(phone: DeviceIdentity, friend: Friend, all: readonly Friend[], again: boolean): void {
    const topic = `${friend.topic}/info`;
    if (!this.the.link.isReachable(phone.id, topic)) return;
    const card = this.the.friends.card(friend, all);
    const key = `${phone.id} ${friend.device_id}`;
    if (!card || (!again && this.cards.get(key) === card.stamp)) return;
    this.cards.set(key, card.stamp);
    this.tell(phone, topic, card.message, again);
  }

  private tell(phone: DeviceIdentity, topic: string, message: object | null, retain: boolean): void {
    if (message === null) return;
    this.outbox.put(phone.id, { topic, payload: Buffer.from(JSON.stringify(encryptFor(phone, message))), retain });
  }
}
