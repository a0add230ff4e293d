import type { PhoneTransition } from '@/lib/domain/model';
import type { FriendFix } from '@/lib/domain/owntracks/friend';

/** Who stands behind a device, for those whom it is shared with. */
export interface FriendProfile {
  device_id: number;
  device_name: string;
  owner_id: number;
  owner_name: string;
  /** The name on the card that the phone sent. */
  card_name: string | null;
  /** Another text for another face; null: there is none. */
  face: string | null;
}

/** What friends' phones are told. Imported fixes are not in it. Synchronous: it is asked with each post. */
export interface FriendStore {
  newestIds(): { location: number; transition: number };
  /** The newest fix of each device, by the phone's time. */
  newestFixes(device_ids: readonly number[]): FriendFix[];
  /** Enough to know the newest fix of each of these devices that got one with `after < id ≤ up_to`; may hold older ones and known ones. */
  fixesSince(after: number, up_to: number, device_ids: readonly number[]): FriendFix[];
  /** Those with `after < id ≤ up_to`, in the order of their ids. */
  transitionsBetween(after: number, up_to: number, device_ids: readonly number[]): PhoneTransition[];
  profiles(device_ids: readonly number[]): FriendProfile[];
}
