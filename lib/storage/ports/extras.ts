import type { BeaconSighting, StepCount } from '@/lib/domain/model';

/** What phones count and hear besides positions. */
export interface ExtrasStore {
  /** Counts that reach beyond `since` (epoch ms), oldest first. */
  steps(device_id: number, since: number): Promise<StepCount[]>;
  /** Newest first. */
  sightings(device_id: number, limit: number): Promise<BeaconSighting[]>;
}
