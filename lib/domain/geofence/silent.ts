import { spherePoint } from '@/lib/domain/geo';
import { wrapLongitude } from '@/lib/domain/geo/sphere';
import type { Fix, Geofence } from '@/lib/domain/model';
import { OUTSIDE, type ZoneState } from './state';
import { follow, type TrackState } from './track';
import { type Area, prepareZone } from './zone';

export interface SilentJudgement {
  device_id: number;
  is_inside: boolean;
  since: number | null;
  last_location_id: number | null;
  state: ZoneState;
}

/** A device as it is when a zone is drawn: its track, or, before the engine has seen it, its newest fix. */
export interface LatestPlace {
  fix: Fix;
  track: TrackState | null;
}

/**
 * The state of a zone after a fix that it does not judge. It has to take a side, and takes the centre's, however coarse:
 * a zone that is drawn around the place where a device is must not alarm when the next fix is better.
 */
export function silentState(inside: boolean, track: TrackState): ZoneState {
  return inside ? { ...OUTSIDE, inside, since: track.at } : OUTSIDE;
}

/**
 * Where devices stand towards a zone that was just drawn; no event follows from it.
 * @param latest devices other than the one the zone is for are passed over
 * @throws Error where the zone's geometry is missing
 */
export function judgeSilently(
  geofence: Geofence,
  latest: readonly LatestPlace[],
  members: readonly Area[] = [],
): SilentJudgement[] {
  const { shape } = prepareZone(geofence, members);
  return latest
    .filter(({ fix }) => geofence.device_id === null || geofence.device_id === fix.device_id)
    .map(({ fix, track: known }) => {
      const track = known ?? follow(null, fix).track;
      const inside = shape.contains(spherePoint(track.latitude, wrapLongitude(track.longitude)));
      const state = silentState(inside, track);
      return { device_id: fix.device_id, is_inside: inside, since: track.at, last_location_id: track.location_id, state };
    });
}
