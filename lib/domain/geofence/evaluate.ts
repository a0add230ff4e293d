import { distance, type SpherePoint, spherePoint } from '@/lib/domain/geo';
import type { Fix } from '@/lib/domain/model';
import { distanceToLeave, effectiveAccuracy, MAX_ACCURACY_METERS, probabilityInside, provesInside } from './confidence';
import type { ZoneState } from './state';
import type { Zone } from './zone';

/** A change of side. Position and accuracy are those of the fix that decided it. */
export interface Transition {
  type: 'enter' | 'exit';
  /** The time of the first fix on the new side, which may be earlier than that of the one that decided. */
  occurred_at: number;
  fix: Fix;
  distance_from_center: number;
  /** Probability that the device was on the new side at the deciding fix, 0–1. */
  confidence: number;
  /** Length of the stay that an exit ends. */
  stay_seconds: number | null;
}

export interface Evaluation {
  state: ZoneState;
  transitions: readonly Transition[];
}

const NONE: readonly Transition[] = [];

/**
 * The zone rule: what one fix changes between a device and a zone. Pure; the fixes of a device must come in the order
 * of their time. The very same state comes back where the fix changes nothing.
 *
 * - A centre in the zone means inside if the circle is no larger than the zone.
 * - A centre outside means outside if it is far enough beyond the border for its accuracy.
 * - Everything else is undecided, and so is every fix with `acc` above `MAX_ACCURACY_METERS`.
 *
 * @param point the fix as a point and `centreInside` whether the zone contains it, where the caller knows them
 */
export function evaluate(
  state: ZoneState,
  fix: Fix,
  zone: Zone,
  point: SpherePoint = spherePoint(fix.latitude, fix.longitude),
  centreInside: boolean = zone.shape.contains(point),
): Evaluation {
  const accuracy = effectiveAccuracy(fix.accuracy);
  if (accuracy > MAX_ACCURACY_METERS) return { state, transitions: NONE };
  const crossed = centreInside !== state.inside;
  if (!crossed && state.crossing === null) return { state, transitions: NONE };
  if (!isDecisive(zone, point, centreInside, accuracy)) {
    if (!crossed || state.crossing !== null) return { state, transitions: NONE };
    const crossing = { location_id: fix.id, at: fix.occurred_at };
    return { state: { ...state, crossing, location_id: fix.id }, transitions: NONE };
  }
  if (!crossed) return { state: { ...state, crossing: null, location_id: fix.id }, transitions: NONE };
  return change(state, fix, zone, point, accuracy);
}

function isDecisive({ shape }: Zone, point: SpherePoint, centreInside: boolean, accuracy: number): boolean {
  if (centreInside) return provesInside(accuracy, shape.size_meters);
  return -shape.signedDistance(point) >= distanceToLeave(accuracy, shape.size_meters);
}

function change(state: ZoneState, fix: Fix, zone: Zone, point: SpherePoint, accuracy: number): Evaluation {
  const inside = !state.inside;
  const occurredAt = Math.max(state.crossing?.at ?? fix.occurred_at, state.since ?? Number.NEGATIVE_INFINITY);
  const probability = probabilityInside(zone.shape.signedDistance(point), zone.shape.size_meters, accuracy);
  const transition: Transition = {
    type: inside ? 'enter' : 'exit',
    occurred_at: occurredAt,
    fix,
    distance_from_center: distance(fix, zone.shape.center),
    confidence: inside ? probability : 1 - probability,
    stay_seconds: inside || state.since === null ? null : (occurredAt - state.since) / 1000,
  };
  const next: ZoneState = {
    v: 1,
    inside,
    since: occurredAt,
    last_enter: inside ? occurredAt : state.last_enter,
    last_exit: inside ? state.last_exit : occurredAt,
    crossing: null,
    location_id: fix.id,
  };
  return { state: next, transitions: [transition] };
}
