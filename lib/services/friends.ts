import { type FriendFix, friendCard, friendLocation } from '@/lib/domain/owntracks/friend';
import { chooseLetters } from '@/lib/domain/owntracks/friend-tid';
import { baseTopic } from '@/lib/domain/owntracks/topic';
import type { FriendStore, ShareStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import type { DeviceDirectory } from './device-directory';
import type { Faces } from './faces';
import { type Card, FriendCards } from './friend-cards';
import { FriendFixes } from './friend-fixes';
import type { ShareDirectory } from './share-directory';

/** A device that somebody shares with a viewer, as the viewer's phones know it. */
export interface Friend {
  device_id: number;
  /** Two letters that no other friend of this viewer has. */
  tid: string;
  topic: string;
}

export interface FriendsDependencies {
  shares: ShareDirectory;
  letters: Pick<ShareStore, 'tidsFor'>;
  store: FriendStore;
  faces: Pick<Faces, 'of'>;
  directory: Pick<DeviceDirectory, 'ofId' | 'refreshIfChanged'>;
  clock: Clock;
}

const CARDS_EVERY_MS = 2_000;

/** What each person's phones may be told of other people's devices at this moment. */
export class Friends {
  private readonly fixes: FriendFixes;
  private readonly cards: FriendCards;
  private readonly letters = new Map<number, Map<number, string>>();
  private version: string | null = null;
  private cardsReadAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly the: FriendsDependencies) {
    this.fixes = new FriendFixes(the.store);
    this.cards = new FriendCards(the.store, the.faces);
  }

  /** Nobody shares anything. */
  get isEmpty(): boolean {
    return this.the.shares.isEmpty;
  }

  /** Looks for changed shares and devices. @returns whether there were any */
  refreshIfChanged(): boolean {
    const { shares } = this.the;
    shares.refreshIfChanged();
    if (shares.version === this.version) return false;
    this.the.directory.refreshIfChanged();
    this.letters.clear();
    this.fixes.watch(shares.devices());
    this.cardsReadAt = Number.NEGATIVE_INFINITY;
    // Last, so that what a fault of the database cut short is done again.
    this.version = shares.version;
    return true;
  }

  /** Looks for new fixes. @returns the newest of each shared device that has moved on */
  follow(): FriendFix[] {
    return this.fixes.follow();
  }

  /** Reads names and faces again when that was long ago. @returns whether it did */
  refreshCards(): boolean {
    const now = performance.now();
    if (now - this.cardsReadAt < CARDS_EVERY_MS) return false;
    this.cardsReadAt = now;
    this.cards.refresh(this.the.shares.devices());
    return true;
  }

  /** Done when the faces that are being read are there; null: none is. */
  whenCardsAreRead(): Promise<unknown> | null {
    return this.cards.whenLoaded();
  }

  /** The devices that a person sees now, by share. One that never sent a fix is none: there is nothing to tell of it yet. */
  of(viewer_id: number): Friend[] {
    const { shares, directory, clock } = this.the;
    const visible = shares.visibleTo(viewer_id, clock()).filter(({ device_id }) => this.fixes.of(device_id));
    if (visible.length === 0) return [];
    const letters = this.lettersFor(
      viewer_id,
      visible.map(({ device_id }) => device_id),
    );
    return visible.flatMap(({ device_id }) => {
      const device = directory.ofId(device_id);
      const tid = letters.get(device_id);
      return device && tid ? [{ device_id, tid, topic: baseTopic(device.handle, device.device) }] : [];
    });
  }

  location({ device_id, tid }: Friend): object | null {
    const fix = this.fixes.of(device_id);
    return fix ? friendLocation(tid, fix) : null;
  }

  /** Null while it is not known yet. @param all the viewer's friends */
  card(friend: Friend, all: readonly Friend[]): { message: object; stamp: string } | null {
    const card: Card | null = this.cards.of(
      friend.device_id,
      all.map(({ device_id }) => device_id),
    );
    return card && { message: friendCard(friend.tid, card.name, card.face), stamp: `${friend.tid}\n${card.stamp}` };
  }

  private lettersFor(viewer_id: number, device_ids: readonly number[]): Map<number, string> {
    const known = this.letters.get(viewer_id);
    if (known && device_ids.every((id) => known.has(id))) return known;
    const letters = this.the.letters.tidsFor(viewer_id, device_ids, chooseLetters);
    this.letters.set(viewer_id, letters);
    return letters;
  }
}
