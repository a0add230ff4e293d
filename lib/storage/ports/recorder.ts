import type { BeaconSighting, DeviceReport, Location, PhoneTransition } from '@/lib/domain/model';

/** A span of one device's fixes by the phone's time: `from` is in it, `to` is not (epoch ms). */
export interface FixSpan {
  device_id: number;
  from: number;
  to: number;
}

/** A fix in the order of time; the next page begins behind it. */
export interface FixPlace {
  occurred_at: number;
  id: number;
}

/** What the Recorder's answers and live frames are made of. */
export interface RecorderStore {
  page(query: FixSpan & { newest_first: boolean; limit: number; after?: FixPlace }): Promise<Location[]>;
  /** The fix before the newest `count` of the span; null where there are no more than those. */
  before(span: FixSpan, count: number): Promise<FixPlace | null>;
  /** The months (UTC, `2025-07`) in which a device has fixes, oldest first. */
  months(device_id: number): Promise<string[]>;
  /** The name on a device's card. */
  cardName(device_id: number): Promise<string | null>;
  /** The highest id of what phones said of their regions. */
  newestTransitionId(): Promise<number>;
  /** Of a person's own devices, with `after < id ≤ up_to`, in this order. */
  transitionsBetween(after: number, up_to: number, user_id: number): Promise<PhoneTransition[]>;
  /** Regions of a person's own devices that came at or after `since` (epoch ms, by the server's clock). */
  waypointsSince(since: number, user_id: number): Promise<DeviceReport[]>;
  /** Beacons that a person's own devices saw at or after `since` (epoch ms, by the phones' clocks). */
  beaconsSince(since: number, user_id: number): Promise<BeaconSighting[]>;
}
