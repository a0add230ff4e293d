import type { BorderEvent, Presence } from '@/lib/domain/visits';

export interface VisitFilter {
  /** Both the zone and the device must be this user's. */
  owner_id?: number;
  geofence_id?: string;
  device_id?: number;
  /** Epoch ms, both included. */
  start?: number;
  end?: number;
}

/** What people read instead of an id. */
export interface VisitNames {
  geofences: ReadonlyMap<string, { name: string; color: string; owner_id: number }>;
  devices: ReadonlyMap<number, { name: string; owner_id: number }>;
}

export interface VisitStore {
  /**
   * What stays are put together from: arrivals and departures that are not retracted, in the order of time. Besides those
   * within the span, of each device and zone the last before it and the first after it, so that stays over its ends are whole.
   */
  borderEvents(filter: VisitFilter): Promise<BorderEvent[]>;
  /** Who is inside now; the span does not matter. Of active zones only. */
  inside(filter: VisitFilter): Promise<Presence[]>;
  /** Of zones, groups and devices; those that do not exist are left out. */
  names(geofence_ids: Iterable<string>, device_ids: Iterable<number>): Promise<VisitNames>;
  /** Whose the zone or group is; null where there is none. */
  ownerOf(geofence_id: string): Promise<number | null>;
}
