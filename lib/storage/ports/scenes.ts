import type { Geofence, Location } from '@/lib/domain/model';

/** What lies around an event. */
export interface Scene {
  /** Where the device was before, oldest first, with the event's own place as the last. */
  track: Pick<Location, 'latitude' | 'longitude'>[];
  /** Other zones of the zone's owner that are on, in no order. */
  neighbours: Geofence[];
  /** The zones that make up the zone where it is a group. */
  members: Geofence[];
}

export interface SceneStore {
  /** @param event `occurred_at`: the way to it is that of the time before */
  around(event: { device_id: number; geofence_id: string; occurred_at: number }): Promise<Scene>;
  /** The zones of a group. */
  members(geofence_id: string): Promise<Geofence[]>;
}
