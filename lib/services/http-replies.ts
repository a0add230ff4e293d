import type { DeviceIdentity } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { encryptFor } from './encrypt-for';
import type { Friend, Friends } from './friends';
import type { ReplyCommands } from './http-commands';

export interface HttpRepliesDependencies {
  friends: Friends;
  commands?: ReplyCommands;
  clock: Clock;
  onError?: (error: unknown) => void;
}

/** Positions of friends in a reply are at most so old; under load that saves a look for each post. */
const LOOK_EVERY_MS = 50;
/** A card costs a phone some 10 kB, so it is said when it is new, and again after so long: a reply may get lost. */
const CARD_AGAIN_MS = 30 * 60_000;
/** A reply waits so long for a face that is new and being read; the card comes with a later one if that takes longer. */
const FACE_WITHIN_MS = 250;
/** Phones whose cards are remembered; beyond that they are told anew. */
const REMEMBERED_PHONES = 10_000;

/**
 * What a phone is told in the answer to a post: friends, then commands. Both apps want an array, and Android refuses all of it for
 * one object that it does not know, so nothing else is ever in it.
 */
export class HttpReplies {
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** By phone and friend: which card was told when. */
  private readonly told = new Map<number, Map<number, { stamp: string; at: number }>>();

  constructor(private readonly the: HttpRepliesDependencies) {}

  /**
   * The list, or for a phone with a key one encrypted object that holds it; an empty list is never encrypted. Synchronous, and
   * never throws: a phone must not send its fix again because there was nothing to tell it.
   */
  for(device: DeviceIdentity, userAgent: string | null): object {
    const messages = [...this.quietly(() => this.friendsOf(device)), ...this.quietly(() => this.commandsFor(device, userAgent))];
    if (messages.length === 0) return messages;
    return this.quietly(() => [encryptFor(device, messages)])[0] ?? [];
  }

  /** Looks for news of friends. @returns done when `for` can tell all of it, which takes some milliseconds; null: it can now */
  prepare(): Promise<unknown> | null {
    let reading: Promise<unknown> | null = null;
    this.quietly(() => {
      this.refresh();
      reading = this.the.friends.whenCardsAreRead();
      return [];
    });
    return reading && Promise.race([reading, new Promise((resolve) => setTimeout(resolve, FACE_WITHIN_MS))]);
  }

  /** The answer of `for` is on the wire. Never throws. */
  left(device: DeviceIdentity): void {
    this.quietly(() => {
      this.the.commands?.left?.(device.id);
      return [];
    });
  }

  private commandsFor(device: DeviceIdentity, userAgent: string | null): object[] {
    return this.the.commands?.takeForHttp(device.id, userAgent) ?? [];
  }

  private friendsOf(device: DeviceIdentity): object[] {
    const { friends } = this.the;
    if (!this.refresh()) return [];
    const all = friends.of(device.user_id);
    return all.flatMap((friend) => [...this.cardFor(device.id, friend, all), ...listOf(friends.location(friend))]);
  }

  /** @returns whether anybody shares anything */
  private refresh(): boolean {
    const { friends } = this.the;
    friends.refreshIfChanged();
    if (friends.isEmpty) return false;
    this.look();
    return true;
  }

  private look(): void {
    const now = performance.now();
    if (now - this.lookedAt < LOOK_EVERY_MS) return;
    this.lookedAt = now;
    this.the.friends.follow();
    this.the.friends.refreshCards();
  }

  private cardFor(phone: number, friend: Friend, all: readonly Friend[]): object[] {
    const card = this.the.friends.card(friend, all);
    if (!card) return [];
    const now = this.the.clock();
    const told = this.toldTo(phone);
    const last = told.get(friend.device_id);
    if (last?.stamp === card.stamp && Math.abs(now - last.at) < CARD_AGAIN_MS) return [];
    told.set(friend.device_id, { stamp: card.stamp, at: now });
    return [card.message];
  }

  private toldTo(phone: number): Map<number, { stamp: string; at: number }> {
    const known = this.told.get(phone);
    if (known) return known;
    if (this.told.size >= REMEMBERED_PHONES) this.told.clear();
    const told = new Map<number, { stamp: string; at: number }>();
    this.told.set(phone, told);
    return told;
  }

  private quietly(work: () => object[]): object[] {
    try {
      return work();
    } catch (error) {
      this.the.onError?.(error);
      return [];
    }
  }
}

const listOf = (message: object | null): object[] => (message === null ? [] : [message]);
