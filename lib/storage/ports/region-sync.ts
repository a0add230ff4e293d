import type { RegionSync } from '@/lib/domain/model';
import type { CommandMessage } from '@/lib/domain/owntracks/commands';
import type { SyncSituation } from '@/lib/domain/owntracks/sync-plan';

/** What becomes of a phone's regions and its queue of commands. */
export interface SyncChange {
  rows: readonly RegionSync[];
  /** Queued in this order behind what waits. */
  messages: readonly CommandMessage[];
  /** Zones of `rows` that the `setWaypoints` message tells of. */
  told: readonly string[];
  /** Commands to be taken from the queue, as far as they still wait. */
  withdraw: readonly number[];
}

export interface RegionSyncStore {
  /** Keys (epoch seconds) that the device ever used for a region. */
  takenKeys(device_id: number): number[];
  /** All that decides what the phone is to be told. Null: there is no such device. */
  situation(device_id: number): SyncSituation | null;
  /**
   * Reads the situation, decides and writes in one transaction.
   * @param user_id who wants it; null: it follows by itself
   * @returns null when there is no such device
   */
  change<C extends SyncChange>(
    device_id: number,
    now: number,
    user_id: number | null,
    decide: (situation: SyncSituation) => C,
  ): C | null;
  setKeepsZones(device_id: number, keeps: boolean): void;
  /** Devices whose regions follow the zones, or that have zones of ours. */
  followed(): number[];
  /** Of these, those of which something is not yet known to be done. */
  unsettled(): number[];
  /** Zones whose row changed make this number change. */
  geofenceRevision(): number;
}
