import type { Fix } from '@/lib/domain/model';
import { effectiveAccuracy } from './confidence';

/** A fix that was set aside until the next ones tell whether the device was there. */
export interface HeldFix {
  location_id: number;
  at: number;
  latitude: number;
  longitude: number;
}

/** All that the filter remembers of one device. A JSON value, as `ZoneState` is. */
export interface TrackState {
  v: 2;
  /** Where the device is taken to be. */
  latitude: number;
  longitude: number;
  /** Radius of the 68 % circle around it, metres. */
  accuracy: number;
  /** The fix that it rests on last. */
  location_id: number;
  at: number;
}

/**
 * `move`: the device is elsewhere now. `rest`: the same place, perhaps better known. `held`: elsewhere, but one fix is not
 * believed alone. `ignored`: too coarse to say anything, or contradicted. Only `move` and `rest` are shown to the zones.
 */
export type TrackVerdict = 'move' | 'rest' | 'held' | 'ignored';

/**
 * Whether the filter was taken in: `begins` with a `move` that it is not sure of, `holds` while the fixes after it
 * decide nothing, `refuted`: the device never was there, what was concluded since `begins` is to be taken back.
 */
export type Doubt = 'none' | 'begins' | 'holds' | 'refuted';

/** What one fix says of the device, given those before it. */
export interface Sighting {
  verdict: TrackVerdict;
  doubt: Doubt;
  /** Why, for people; only asked for when explaining. */
  reason: string;
  /** On `move`: the held fix that it confirms, the first that was measured at the new place. */
  earlier: HeldFix | null;
}

/**
 * The track filter: one fix of a device, after those before it. Pure; a fold.
 * @param track null before the first fix
 */
export function follow(track: TrackState | null, fix: Fix): { track: TrackState; sighting: Sighting } {
  const accuracy = effectiveAccuracy(fix.accuracy);
  return {
    track: { v: 2, latitude: fix.latitude, longitude: fix.longitude, accuracy, location_id: fix.id, at: fix.occurred_at },
    sighting: { verdict: track === null ? 'move' : 'move', doubt: 'none', reason: 'as measured', earlier: null },
  };
}
