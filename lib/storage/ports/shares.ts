import type { Share } from '@/lib/domain/model';
import type { Letters } from '@/lib/domain/owntracks/friend-tid';
import type { Grant, VisibleDevice } from '@/lib/domain/sharing';

export type { Grant, VisibleDevice };

export type ShareRow = Share & {
  owner_name: string;
  viewer_name: string;
  viewer_handle: string;
  /** Null: all devices of the owner. */
  device_name: string | null;
};

export interface ShareStore {
  /** Those that a person gave and those that were given to the person, by the names of the others. Ended ones too. */
  list(user_id: number): Promise<ShareRow[]>;
  find(id: string): Promise<ShareRow | null>;
  /** Takes the place of a share of the same devices that has ended. @returns false when there is one that has not */
  create(share: Share, now: number): Promise<boolean>;
  update(id: string, fields: Partial<Pick<Share, 'with_history' | 'until'>>): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  /** The person with this address or handle; letter case does not count. */
  findPerson(name: string): Promise<{ id: number; name: string; handle: string } | null>;
  /** What a person sees of others at this moment. A share has ended at its `until`. */
  visibleTo(viewer_id: number, now: number): Promise<VisibleDevice[]>;
  /** Every share of everybody, for each device. Synchronous, for those who ask with each message. */
  grants(): Grant[];
  /** Another number after each change of a share or of a device. */
  revision(): string;
  /**
   * The letters by which a viewer knows these devices; what `choose` says anew is kept. Devices that are gone are not in it.
   * @param choose answers with a different text for each device that is wanted
   */
  tidsFor(
    viewer_id: number,
    device_ids: readonly number[],
    choose: (letters: Letters) => Map<number, string>,
  ): Map<number, string>;
}
