import type { EventType, Fix, Geofence, NewGeofenceEvent, PhoneTransition } from '@/lib/domain/model';

export interface PastDevice {
  id: number;
  owner_id: number;
  name: string;
}

/** The past as a fold that is run once more wants it. */
export interface PastStore {
  /** By name. @param device_id null: all of the owner */
  devicesOf(owner_id: number, device_id: number | null): Promise<PastDevice[]>;
  /** How many fixes there are, both ends included; counts no further than `limit` + 1. */
  fixesWithin(device_id: number, from: number, until: number, limit: number): Promise<number>;
  /** From when on there are at most `limit` fixes up to `until`; `from` itself where there are no more. */
  reachOf(device_id: number, from: number, until: number, limit: number): Promise<number>;
  /** The last `limit` fixes before a moment, oldest first. */
  fixesBefore(device_id: number, before: number, limit: number): Promise<Fix[]>;
  /** In the order of their time, ties by id: those after the cursor, up to `until` inclusive. */
  fixesAfter(device_id: number, cursor: { occurred_at: number; id: number }, until: number, limit: number): Promise<Fix[]>;
}

export interface ReconstructStore extends PastStore {
  /** What the phone said of its regions, in the order of its time: `from` ≤ time < `before`. */
  transitionsBetween(device_id: number, from: number, before: number): Promise<PhoneTransition[]>;
  /** With the zones of a group. */
  zone(id: string): Promise<{ geofence: Geofence; members: Geofence[] } | null>;
  /** The time of the last fix, by the phone's time, that a zone takes silently; null: there is none. */
  lastSilentAt(device_id: number, judged_after_location_id: number): Promise<number | null>;
  /** The first live event that holds of those that the zone made before its present form. */
  firstEarlierEvent(geofence: Geofence, device_id: number): Promise<{ occurred_at: number; event_type: EventType } | null>;
  /**
   * On which side the live ledger of the zone's present form begins: before its first event that was decided after a moment, else
   * where the device is now. Null: it has no status.
   */
  liveSide(geofence: Geofence, device_id: number, decided_after: number): Promise<boolean | null>;
  /**
   * Puts events in place of all that were reconstructed for the zone before, in one transaction.
   * @returns null where the zone has another form than the one they were made for, or is gone
   */
  replaceReconstructed(
    geofence: Pick<Geofence, 'id' | 'version' | 'judged_after_location_id'>,
    events: readonly NewGeofenceEvent[],
  ): Promise<{ added: number; removed: number } | null>;
  removeReconstructed(geofence_id: string): Promise<number>;
}
