import { spherePoint } from '@/lib/domain/geo/sphere';
import { distanceToLeave, provesInside } from '@/lib/domain/geofence/confidence';
import { follow, type Sighting, type TrackState } from '@/lib/domain/geofence/track';
import type { Fix } from '@/lib/domain/model';
import type { Said } from './score';
import type { TestZone } from './zones';

interface Side {
  inside: boolean;
  since: number;
  crossing: number | null;
}

export interface Ours {
  /** Every event at the moment it was first said. */
  alarm: Said[];
  /** What is left after all that was taken back. */
  ledger: Said[];
}

export function byOurs(
  fixes: readonly Fix[],
  zones: readonly TestZone[],
  log?: (fix: Fix, track: TrackState, sighting: Sighting) => void,
): Ours {
  let track: TrackState | null = null;
  let sides: Side[] = zones.map(() => ({ inside: false, since: Number.NEGATIVE_INFINITY, crossing: null }));
  let before: { sides: Side[]; ledger: number } | null = null;
  const alarm: Said[] = [];
  let ledger: Said[] = [];
  const point = spherePoint(0, 0);
  fixes.forEach((fix, decided) => {
    const step: { track: TrackState; sighting: Sighting } = follow(track, fix);
    track = step.track;
    const { verdict, doubt, earlier } = step.sighting;
    log?.(fix, track, step.sighting);
    if (doubt === 'refuted' && before) {
      sides = before.sides;
      ledger = ledger.slice(0, before.ledger);
    }
    if (doubt === 'begins') before = { sides: sides.map((side) => ({ ...side })), ledger: ledger.length };
    else if (doubt !== 'holds') before = null;
    if (verdict !== 'move' && verdict !== 'rest') return;
    if (track.accuracy > 1000) return;
    const { accuracy } = track;
    spherePoint(track.latitude, track.longitude, point);
    const at = earlier?.at ?? fix.occurred_at;
    zones.forEach(({ shape }, zone) => {
      const side = sides[zone] as Side;
      const inside = shape.contains(point);
      if (inside === side.inside) {
        if (
          side.crossing !== null &&
          (inside
            ? provesInside(accuracy, shape.size_meters)
            : -shape.signedDistance(point) >= distanceToLeave(accuracy, shape.size_meters))
        )
          side.crossing = null;
        return;
      }
      const decisive = inside
        ? provesInside(accuracy, shape.size_meters)
        : -shape.signedDistance(point) >= distanceToLeave(accuracy, shape.size_meters);
      side.crossing ??= at;
      if (!decisive) return;
      const occurred = Math.max(side.crossing, side.since);
      sides[zone] = { inside, since: occurred, crossing: null };
      const said: Said = { zone, type: inside ? 'enter' : 'exit', occurred_at: occurred, decided };
      alarm.push(said);
      ledger.push(said);
    });
  });
  return { alarm, ledger };
}
