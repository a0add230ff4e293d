import type { FriendProfile, FriendStore } from '@/lib/storage/ports';
import type { Faces } from './faces';

/** A name and a face, and a text that is another one for another name or face. */
export interface Card {
  name: string;
  face: string | null;
  stamp: string;
}

interface LoadedFace {
  picture: string;
  /** Null where it was not read yet or can't be read. */
  base64: string | null;
  /** Whether it was tried. */
  known: boolean;
}

/** Names and faces of shared devices, in memory; read again every now and then. */
export class FriendCards {
  private profiles = new Map<number, FriendProfile>();
  private readonly faces = new Map<number, LoadedFace>();
  private readonly loading = new Set<Promise<void>>();

  constructor(
    private readonly store: Pick<FriendStore, 'profiles'>,
    private readonly pictures: Pick<Faces, 'of'>,
  ) {}

  /** Reads the profiles of these devices again. */
  refresh(device_ids: Iterable<number>): void {
    this.profiles = new Map(this.store.profiles([...device_ids]).map((profile) => [profile.device_id, profile]));
    for (const id of this.faces.keys()) if (!this.profiles.has(id)) this.faces.delete(id);
    for (const profile of this.profiles.values()) this.loadFace(profile);
  }

  /** Done when the faces that are being read are there; null: none is. Never rejects. */
  whenLoaded(): Promise<unknown> | null {
    return this.loading.size === 0 ? null : Promise.all(this.loading);
  }

  /**
   * The card of a device for somebody who sees the devices `all`: of a person with several of them each says which it is.
   * Null while its face is still being read.
   */
  of(device_id: number, all: readonly number[]): Card | null {
    const profile = this.profiles.get(device_id);
    const face = this.faces.get(device_id);
    if (!profile || face?.known === false) return null;
    const isOneOfSeveral = all.some((id) => id !== device_id && this.profiles.get(id)?.owner_id === profile.owner_id);
    const name = profile.card_name ?? (isOneOfSeveral ? `${profile.owner_name} · ${profile.device_name}` : profile.owner_name);
    return { name, face: face?.base64 ?? null, stamp: `${name}\n${face?.base64 ? face.picture : ''}` };
  }

  /** A face that can't be read is tried again with the next refresh; meanwhile the card has none. */
  private loadFace({ device_id, face }: FriendProfile): void {
    if (face === null) {
      this.faces.delete(device_id);
      return;
    }
    const earlier = this.faces.get(device_id);
    if (earlier?.picture === face && (!earlier.known || earlier.base64 !== null)) return;
    const loaded: LoadedFace = earlier?.picture === face ? earlier : { picture: face, base64: null, known: false };
    this.faces.set(device_id, loaded);
    const done = (base64: string | null) => Object.assign(loaded, { base64, known: true });
    const reading: Promise<void> = this.pictures
      .of(device_id)
      .then(done, () => done(null))
      .then(() => void this.loading.delete(reading));
    this.loading.add(reading);
  }
}
