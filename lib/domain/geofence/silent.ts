import { spherePoint } from '@/lib/domain/geo';
import type { Fix, Geofence } from '@/lib/domain/model';
import { OUTSIDE, type ZoneState } from './state';
import { prepareZone } from './zone';

export interface SilentJudgement {
  device_id: number;
  is_inside: boolean;
  since: number | null;
  last_location_id: number | null;
  state: ZoneState;
}

/**
 * Where devices stand towards a zone that was just drawn, from the newest fix of each; no event follows from it. It
 * has to take a side, and takes the centre's, however coarse the fix: a zone that is drawn around the place where a
 * device is shown must not alarm when the next fix is better.
 * @param latest fixes of other devices than the one the zone is for are passed over
 * @throws Error where the zone's geometry is missing
 */
export function judgeSilently(geofence: Geofence, latest: readonly Fix[]): SilentJudgement[] {
  const { shape } = prepareZone(geofence);
  return latest
    .filter((fix) => geofence.device_id === null || geofence.device_id === fix.device_id)
    .map((fix) => {
      const inside = shape.contains(spherePoint(fix.latitude, fix.longitude));
      const state: ZoneState = { ...OUTSIDE, inside, since: fix.occurred_at, location_id: fix.id };
      return { device_id: fix.device_id, is_inside: inside, since: fix.occurred_at, last_location_id: fix.id, state };
    });
}
