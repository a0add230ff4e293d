import { distance, type SpherePoint } from '@/lib/domain/geo';
import type { Fix, ZoneRule } from '@/lib/domain/model';
import { distanceToLeave, probabilityInside, provesInside } from './confidence';
import { type Change, changeSide, type Evaluation, settle } from './side';
import { awaitsGeometry, type ZoneState } from './state';
import { isWithdrawn, joined, PHONE_SLACK_METERS, withWitness } from './witness';
import type { Zone } from './zone';

/** What the zone rule looks at: a fix, and where the track filter takes the device to be after it. */
export interface Sight {
  fix: Fix;
  point: SpherePoint;
  /** Radius of the 68 % circle around `point`, metres. */
  accuracy: number;
  /** Whether the next fixes may show that the device never was there: then it takes nothing back. */
  isDoubted: boolean;
  /** The held fix that this one confirmed: the first that was measured at the new place. */
  earlier: { location_id: number; at: number; point: SpherePoint } | null;
}

/**
 * The zone rule: what one fix changes between a device and a zone. Pure; the fixes of a device must come in the order
 * of their time. The very same state comes back where the fix changes nothing.
 *
 * - A centre in the zone means inside if the circle is no larger than the zone.
 * - A centre outside means outside if it is far enough beyond the border for its accuracy, and farther while the phone
 *   itself says that it is inside.
 * - Everything else is undecided, and so is every fix with `acc` above `rule.max_accuracy_meters`.
 * - A decided change waits for `confirm_seconds` or `grace_seconds`; a decisive fix for the old side ends it.
 *
 * @param centreInside whether the zone contains `sight.point`
 */
export function evaluate(state: ZoneState, sight: Sight, zone: Zone, rule: ZoneRule, centreInside: boolean): Evaluation {
  const unchanged: Evaluation = { state, transition: null };
  if (isTooCoarse(sight, rule)) return unchanged;
  const crossed = centreInside !== state.inside;
  if (!crossed && state.crossing === null && state.pending === null && !awaitsGeometry(state)) return unchanged;
  if (!isDecisive(state, zone, sight, rule, centreInside)) {
    if (!crossed || state.crossing !== null) return unchanged;
    return { state: { ...state, crossing: firstOnNewSide(state, sight, zone) }, transition: null };
  }
  if (!crossed) return withWitness(settle(state, sight.fix), 'geometry');
  if (state.unsure !== null && isWithdrawn(state, zone, seenAt(sight))) {
    return sight.isDoubted ? unchanged : withdraw(state, sight, zone, rule, centreInside);
  }
  const change = changeOf(state, sight, zone, rule);
  if (state.pending === null) return changeSide(state, change, rule, sight.fix.occurred_at);
  const pending = joined(state.pending, 'geometry', change.confidence);
  return pending === state.pending ? unchanged : { state: { ...state, pending }, transition: null };
}

/** Whether the device is surely outside, by this position. */
export function provesOutside({ shape }: Zone, { point, accuracy }: Pick<Sight, 'point' | 'accuracy'>, rule: ZoneRule): boolean {
  return -shape.signedDistance(point) >= distanceToLeave(accuracy, shape.size_meters, rule.hysteresis_meters);
}

const isTooCoarse = ({ accuracy, fix }: Sight, rule: ZoneRule) =>
  Math.max(accuracy, fix.accuracy ?? 0) > rule.max_accuracy_meters;

const seenAt = ({ point, accuracy, fix }: Sight) => ({ ...point, accuracy, at: fix.occurred_at });

function isDecisive(state: ZoneState, zone: Zone, sight: Sight, rule: ZoneRule, centreInside: boolean): boolean {
  const { shape } = zone;
  if (centreInside) return provesInside(sight.accuracy, shape.size_meters);
  if (!provesOutside(zone, sight, rule)) return false;
  return !(state.inside && state.phone?.inside) || -shape.signedDistance(sight.point) >= PHONE_SLACK_METERS;
}

/** Takes back what the phone's word alone had made, and judges the fix by the state before it. */
function withdraw(state: ZoneState, sight: Sight, zone: Zone, rule: ZoneRule, centreInside: boolean): Evaluation {
  const { unsure, last } = state as ZoneState & { unsure: NonNullable<ZoneState['unsure']> };
  const evaluation = evaluate(unsure.state, sight, zone, rule, centreInside);
  return last === null ? evaluation : { ...evaluation, withdrawn: last };
}

/** The first fix whose centre was on the other side: one that is remembered, or a held one that this fix confirmed, or this one. */
function firstOnNewSide(
  { crossing, inside }: ZoneState,
  { fix, earlier }: Sight,
  zone: Zone,
): { location_id: number; at: number } {
  if (crossing !== null) return crossing;
  if (earlier !== null && zone.shape.contains(earlier.point) !== inside)
    return { location_id: earlier.location_id, at: earlier.at };
  return { location_id: fix.id, at: fix.occurred_at };
}

function changeOf(state: ZoneState, sight: Sight, zone: Zone, rule: ZoneRule): Change {
  const { fix } = sight;
  const inside = !state.inside;
  const probability = probabilityInside(zone.shape.signedDistance(sight.point), zone.shape.size_meters, sight.accuracy);
  return {
    at: firstOnNewSide(state, sight, zone).at,
    wait_seconds: inside ? rule.confirm_seconds : rule.grace_seconds,
    moment: fix,
    location_id: fix.id,
    judged_by: fix.id,
    latitude: fix.latitude,
    longitude: fix.longitude,
    accuracy: fix.accuracy,
    distance_from_center: distance(fix, zone.shape.center),
    confidence: inside ? probability : 1 - probability,
    witnesses: isMissedByPhone(state) ? ['geometry', 'inregions'] : ['geometry'],
  };
}

/** The zone was in the phone's own list of regions and is there no more. */
const isMissedByPhone = ({ inside, phone }: ZoneState) => inside && phone?.inside === false && phone.by === 'inregions';
