import type { PhoneTransition } from '@/lib/domain/model';
import type { RegionListing } from '@/lib/domain/owntracks/regions';

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
  /** The regions that a device's fixes listed, each with the newest such fix; looks at the newest fixes only. */
  newestListings(device_id: number): Promise<RegionListing[]>;
  /** Zones that are regions on the phone: its keys, and the zones' names of today. */
  zonesByKey(device_id: number): Promise<ZoneByKey[]>;
}
