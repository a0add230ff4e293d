import type { PhoneTransition } from '@/lib/domain/model';

/** What phones said of their own regions. */
export interface RegionStore {
  /** Of each region of a device the newest, by the phone's time; those without a name are told apart by what else the phone calls them. */
  newestTransitions(device_id: number): Promise<PhoneTransition[]>;
}
