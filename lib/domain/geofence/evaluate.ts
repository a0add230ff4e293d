import { distance, type SpherePoint } from '@/lib/domain/geo';
import type { EventType, Fix, Witness, ZoneRule } from '@/lib/domain/model';
import { distanceToLeave, probabilityInside, provesInside } from './confidence';
import { dueAt, OUTSIDE, type PendingChange, type ZoneState } from './state';
import type { Zone } from './zone';

/** What the zone rule looks at: a fix, and where the track filter takes the device to be after it. */
export interface Sight {
  fix: Fix;
  point: SpherePoint;
  /** Radius of the 68 % circle around `point`, metres. */
  accuracy: number;
  /** The held fix that this one confirmed: the first that was measured at the new place. */
  earlier: { location_id: number; at: number; point: SpherePoint } | null;
}

/** What an event says, before anybody is told of it. */
export interface Transition {
  type: EventType;
  /** The time of the first fix on the new side, which may be earlier than that of the one that decided. */
  occurred_at: number;
  decided_at: number;
  received_at: number;
  location_id: number;
  latitude: number;
  longitude: number;
  accuracy: number | null;
  distance_from_center: number;
  /** Probability that the device was on the new side at the deciding fix, 0–1. */
  confidence: number;
  stay_seconds: number | null;
  is_pass_through: boolean;
  witnesses: Witness[];
}

export interface Evaluation {
  state: ZoneState;
  /** At most one. */
  transition: Transition | null;
}

/** What came late in one go is all here after so long: no timer fires before, in milliseconds. */
const SETTLE_MS = 3_000;

/**
 * The zone rule: what one fix changes between a device and a zone. Pure; the fixes of a device must come in the order
 * of their time. The very same state comes back where the fix changes nothing.
 *
 * - A centre in the zone means inside if the circle is no larger than the zone.
 * - A centre outside means outside if it is far enough beyond the border for its accuracy.
 * - Everything else is undecided, and so is every fix with `acc` above `rule.max_accuracy_meters`.
 * - A decided change waits for `confirm_seconds` or `grace_seconds`; a decisive fix for the old side ends it.
 *
 * @param centreInside whether the zone contains `sight.point`
 */
export function evaluate(state: ZoneState, sight: Sight, zone: Zone, rule: ZoneRule, centreInside: boolean): Evaluation {
  const unchanged: Evaluation = { state, transition: null };
  if (Math.max(sight.accuracy, sight.fix.accuracy ?? 0) > rule.max_accuracy_meters) return unchanged;
  const crossed = centreInside !== state.inside;
  if (!crossed && state.crossing === null && state.pending === null) return unchanged;
  if (!isDecisive(zone, sight, rule, centreInside)) {
    if (!crossed || state.crossing !== null) return unchanged;
    return { state: { ...state, crossing: firstOnNewSide(state, sight, zone) }, transition: null };
  }
  if (!crossed) return { state: settle(state, sight.fix), transition: null };
  if (state.pending !== null) return unchanged;
  return decide(state, changeOf(state, sight, zone, rule), rule, sight.fix.occurred_at);
}

/**
 * Carries out a change of side, or lets it wait until it is due.
 * @param now the phone's time up to which is known that nothing contradicts it
 */
export function decide(state: ZoneState, change: PendingChange, rule: ZoneRule, now: number): Evaluation {
  if (change.due > now) return { state: { ...state, crossing: null, pending: change }, transition: null };
  return turn(state, change, rule, { decided_at: now, received_at: change.received_at });
}

/**
 * What happens without a further fix: the confirmation or grace of a change ends, or a stay is long enough.
 * @param until the phone's time up to which is known that nothing contradicts it
 */
export function ripen(state: ZoneState, until: number, rule: ZoneRule): Evaluation {
  const { pending, dwell } = state;
  const due = dueAt(state);
  if (due > until) return { state, transition: null };
  if (pending === null || due < pending.due) return endDwell(state, dwell as NonNullable<typeof dwell>);
  return turn(state, pending, rule, { decided_at: pending.due, received_at: pending.fire_at });
}

/** The moment by the server's clock at which a phone's `due` is reached; a phone whose clock is ahead is not waited for. */
export function fireTime(due: number, occurredAt: number, receivedAt: number): number {
  return Math.max(due + Math.min(0, receivedAt - occurredAt), receivedAt + SETTLE_MS);
}

/** The side was confirmed. A stay that seemed to end goes on, and is long enough at this fix at the earliest. */
function settle(state: ZoneState, fix: Fix): ZoneState {
  const { pending, dwell } = state;
  const waited = pending !== null && dwell !== null && dwell.due < fix.occurred_at;
  const due = fix.occurred_at;
  const later = waited ? { ...dwell, due, fire_at: fireTime(due, due, fix.received_at) } : dwell;
  return { ...state, crossing: null, pending: null, dwell: later };
}

function isDecisive({ shape }: Zone, sight: Sight, rule: ZoneRule, centreInside: boolean): boolean {
  if (centreInside) return provesInside(sight.accuracy, shape.size_meters);
  return -shape.signedDistance(sight.point) >= distanceToLeave(sight.accuracy, shape.size_meters, rule.hysteresis_meters);
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

function changeOf(state: ZoneState, sight: Sight, zone: Zone, rule: ZoneRule): PendingChange {
  const { fix } = sight;
  const inside = !state.inside;
  const at = Math.max(firstOnNewSide(state, sight, zone).at, state.since ?? Number.NEGATIVE_INFINITY);
  const due = at + 1000 * (inside ? rule.confirm_seconds : rule.grace_seconds);
  const probability = probabilityInside(zone.shape.signedDistance(sight.point), zone.shape.size_meters, sight.accuracy);
  return {
    at,
    due,
    fire_at: fireTime(due, fix.occurred_at, fix.received_at),
    location_id: fix.id,
    latitude: fix.latitude,
    longitude: fix.longitude,
    accuracy: fix.accuracy,
    received_at: fix.received_at,
    distance_from_center: distance(fix, zone.shape.center),
    confidence: inside ? probability : 1 - probability,
    witnesses: ['geometry'],
  };
}

type Decided = Pick<Transition, 'decided_at' | 'received_at'>;

function turn(state: ZoneState, change: PendingChange, rule: ZoneRule, decided: Decided): Evaluation {
  const inside = !state.inside;
  const { at, due: _due, fire_at: _fireAt, received_at: _receivedAt, ...said } = change;
  const transition: Transition = {
    ...said,
    ...decided,
    type: inside ? 'enter' : 'exit',
    occurred_at: at,
    stay_seconds: inside || state.since === null ? null : (at - state.since) / 1000,
    is_pass_through: false,
  };
  if (!inside) return { state: state.phone ? { ...OUTSIDE, phone: state.phone } : OUTSIDE, transition };
  const { location_id } = change;
  const next: ZoneState = {
    ...OUTSIDE,
    inside,
    since: at,
    phone: state.phone,
    entered: { location_id, at },
    dwell: rule.dwell_seconds === null ? null : dwellOf(change, rule.dwell_seconds),
  };
  return { state: next, transition };
}

function dwellOf({ at, location_id, received_at }: PendingChange, seconds: number): ZoneState['dwell'] {
  const due = at + seconds * 1000;
  return { due, fire_at: fireTime(due, at, received_at), location_id };
}

/** Place and accuracy of a dwell are the device's at that time, which the caller knows. */
function endDwell(state: ZoneState, dwell: NonNullable<ZoneState['dwell']>): Evaluation {
  const transition: Transition = {
    type: 'dwell',
    occurred_at: dwell.due,
    decided_at: dwell.due,
    received_at: dwell.fire_at,
    location_id: dwell.location_id,
    latitude: 0,
    longitude: 0,
    accuracy: null,
    distance_from_center: 0,
    confidence: 1,
    stay_seconds: state.since === null ? null : (dwell.due - state.since) / 1000,
    is_pass_through: false,
    witnesses: ['geometry'],
  };
  return { state: { ...state, dwell: null }, transition };
}
