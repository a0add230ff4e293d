import { DeviceFold } from '@/lib/domain/geofence/device-fold';
import { keyOf } from '@/lib/domain/geofence/fold-output';
import { GENESIS } from '@/lib/domain/geofence/snapshot';
import type { Sighting, TrackState } from '@/lib/domain/geofence/track';
import { ZoneSet } from '@/lib/domain/geofence/zone-set';
import type { Fix } from '@/lib/domain/model';
import type { Said } from './score';
import type { TestZone } from './zones';

export interface Ours {
  /** Every event at the moment when it was first said: what people were alarmed by. */
  alarm: Said[];
  /** What is left after all that later fixes took back. */
  ledger: Said[];
}

const DEVICE = { id: 1, owner_id: 1 };

/** The product's own fold. @param watch is told what the filter made of each fix */
export function byOurs(
  fixes: readonly Fix[],
  zones: readonly TestZone[],
  watch?: (fix: Fix, track: TrackState, sighting: Sighting) => void,
): Ours {
  const fold = new DeviceFold(new ZoneSet(zones.map(({ geofence }) => geofence)), DEVICE, GENESIS);
  const zoneOf = new Map(zones.map(({ geofence }, index) => [geofence.id, index]));
  const { events, retractions } = fold.output;
  const alarm: Said[] = [];
  fixes.forEach((fix, decided) => {
    fold.take(fix);
    for (const { event } of events.slice(alarm.length)) {
      const { geofence_id, event_type, occurred_at } = event;
      if (event_type === 'dwell') throw new Error('a zone without dwell_seconds told of a dwell');
      alarm.push({ zone: zoneOf.get(geofence_id) ?? -1, type: event_type, occurred_at, decided });
    }
    if (watch && fold.track && fold.sighting) watch(fix, fold.track, fold.sighting);
  });
  const gone = new Set(retractions.map(({ key }) => JSON.stringify(key)));
  const stands = events.map(({ event }) => !gone.has(JSON.stringify(keyOf(event))));
  return { alarm, ledger: alarm.filter((_, i) => stands[i]) };
}
