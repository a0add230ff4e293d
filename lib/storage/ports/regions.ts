import type { PhoneTransition } from '@/lib/domain/model';

export interface ZoneByKey {
  /** Epoch seconds. */
  region_created_at: number;
  region_id: string;
  zone_name: string;
}

/** What phones said of their own regions. */
export interface RegionStore {
  /** Of each region of a device the newest, by the phone's time; those without a name are told apart by what else the phone calls them. */
  newestTransitions(device_id: number): Promise<PhoneTransition[]>;
  /** Zones that are regions on the phone: its keys, and the zones' names of today. */
  zonesByKey(device_id: number): Promise<ZoneByKey[]>;
}
