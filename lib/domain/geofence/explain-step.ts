import { spherePoint } from '@/lib/domain/geo';
import { wrapLongitude } from '@/lib/domain/geo/sphere';
import type { EventType, Fix, PhoneTransition, ZoneRule } from '@/lib/domain/model';
import { distanceToLeave, effectiveAccuracy, probabilityInside, provesInside } from './confidence';
import type { DeviceFold } from './device-fold';
import type { Amendment, FoldEvent, Retraction } from './fold-output';
import { ruleFor } from './rule';
import type { Doubt, TrackVerdict } from './track';
import type { Zone } from './zone';

/** What the fold said of the zone in one step. */
export interface Happened {
  events: FoldEvent[];
  retractions: Retraction[];
  amendments: Amendment[];
}

/** What was decided in a step, for people and programs. Times are epoch milliseconds by the phone's clock. */
export interface Outcome {
  decided: { event_type: EventType; occurred_at: number; location_id: number | null; is_pass_through: boolean }[];
  taken_back: { event_type: EventType; occurred_at: number; location_id: number | null; reason: Retraction['reason'] }[];
  /** The zone's side after the step. */
  inside: boolean;
  /** Since when centres lie on the other side without deciding it. */
  crossing_since: number | null;
  /** A decided change that waits for its confirmation or grace. */
  pending: { event_type: 'enter' | 'exit'; at: number; due: number } | null;
  /** When the stay will be long enough for a dwell event. */
  dwell_due: number | null;
}

export interface Place {
  latitude: number;
  longitude: number;
  /** Radius of the 68 % circle, metres. */
  accuracy: number;
}

/**
 * `inside`, `outside`: decisive. `undecided`: neither. `ignored`: the filter showed it to no zone, or its circle is above
 * the zone's limit. `silent`: received before the zone was drawn as it is now, so it only set the zone's side.
 */
export type Decision = 'inside' | 'outside' | 'undecided' | 'ignored' | 'silent';

/** What made it so. */
export type DecisionReason =
  | 'centre_inside'
  | 'far_enough'
  | 'circle_larger_than_zone'
  | 'near_border'
  | 'held'
  | 'filter_ignored'
  | 'accuracy_above_limit'
  | 'before_zone';

export interface FixStep extends Outcome {
  kind: 'fix';
  at: number;
  received_at: number;
  location_id: number;
  /** As the phone said it; where it gave no accuracy, what is assumed. */
  raw: Place;
  accuracy_given: boolean;
  /** Where the filter takes the device to be after this fix. */
  filtered: Place;
  verdict: TrackVerdict;
  doubt: Doubt;
  /** Of the filtered position, metres to the border, positive inside. */
  signed_distance: number;
  /** Of the fix itself. */
  raw_signed_distance: number;
  /** Probability that the device is in the zone, 0–1. */
  probability: number;
  /** At and above it the same circle would mean inside; null: it is too large to mean inside anywhere. */
  inside_from: number | null;
  /** At and below it the same circle would mean outside. */
  outside_to: number;
  /** How far beyond the border it would mean outside, metres. */
  leave_distance: number;
  decision: Decision;
  reason: DecisionReason;
}

/** The end of a confirmation, a grace or a dwell, without a fix. */
export interface TimerStep extends Outcome {
  kind: 'timer';
  at: number;
}

/** What the phone said of a region of its own. */
export interface PhoneStep extends Outcome {
  kind: 'phone';
  at: number;
  received_at: number;
  region: string;
  event: 'enter' | 'leave';
}

export type ExplainedStep = FixStep | TimerStep | PhoneStep;

export function fixStep(fix: Fix, fold: DeviceFold, zone: Zone, happened: Happened): FixStep {
  const { track, sighting } = fold;
  if (track === null || sighting === null) throw new Error(`fix ${fix.id} left no track`);
  const { shape, geofence } = zone;
  const point = spherePoint(track.latitude, wrapLongitude(track.longitude));
  const signed_distance = shape.signedDistance(point);
  const rule = ruleFor(geofence, fix.id);
  const { accuracy } = track;
  const size = shape.size_meters;
  const leave_distance = distanceToLeave(accuracy, size, rule.hysteresis_meters);
  const seen = { fix, accuracy, signed_distance, centreInside: shape.contains(point), leave_distance, size, rule };
  return {
    kind: 'fix',
    at: fix.occurred_at,
    received_at: fix.received_at,
    location_id: fix.id,
    raw: { latitude: fix.latitude, longitude: fix.longitude, accuracy: effectiveAccuracy(fix.accuracy) },
    accuracy_given: fix.accuracy !== null && fix.accuracy > 0,
    filtered: { latitude: track.latitude, longitude: wrapLongitude(track.longitude), accuracy },
    verdict: sighting.verdict,
    doubt: sighting.doubt,
    signed_distance,
    raw_signed_distance: shape.signedDistance(spherePoint(fix.latitude, fix.longitude)),
    probability: probabilityInside(signed_distance, size, accuracy),
    inside_from: provesInside(accuracy, size) ? probabilityInside(0, size, accuracy) : null,
    outside_to: probabilityInside(-leave_distance, size, accuracy),
    leave_distance,
    ...judge(seen, sighting.verdict, fix.id <= geofence.judged_after_location_id),
    ...outcome(fold, zone, happened),
  };
}

export function timerStep(at: number, fold: DeviceFold, zone: Zone, happened: Happened): TimerStep {
  return { kind: 'timer', at, ...outcome(fold, zone, happened) };
}

export function phoneStep(said: PhoneTransition, fold: DeviceFold, zone: Zone, happened: Happened): PhoneStep {
  const { occurred_at: at, received_at, region, event } = said;
  return { kind: 'phone', at, received_at, region, event, ...outcome(fold, zone, happened) };
}

interface Seen {
  fix: Fix;
  accuracy: number;
  signed_distance: number;
  centreInside: boolean;
  leave_distance: number;
  size: number;
  rule: ZoneRule;
}

/** The zone rule in words; the same questions in the same order as in `evaluate`. */
function judge(seen: Seen, verdict: TrackVerdict, isSilent: boolean): Pick<FixStep, 'decision' | 'reason'> {
  if (verdict === 'held') return { decision: 'ignored', reason: 'held' };
  if (verdict === 'ignored') return { decision: 'ignored', reason: 'filter_ignored' };
  if (isSilent) return { decision: 'silent', reason: 'before_zone' };
  const { fix, accuracy, rule, size } = seen;
  if (Math.max(accuracy, fix.accuracy ?? 0) > rule.max_accuracy_meters)
    return { decision: 'ignored', reason: 'accuracy_above_limit' };
  if (seen.centreInside) {
    return provesInside(accuracy, size)
      ? { decision: 'inside', reason: 'centre_inside' }
      : { decision: 'undecided', reason: 'circle_larger_than_zone' };
  }
  return -seen.signed_distance >= seen.leave_distance
    ? { decision: 'outside', reason: 'far_enough' }
    : { decision: 'undecided', reason: 'near_border' };
}

function outcome(fold: DeviceFold, zone: Zone, { events, retractions }: Happened): Outcome {
  const { inside, crossing, pending, dwell } = fold.stateOf(zone);
  return {
    decided: events.map(({ event_type, occurred_at, location_id, is_pass_through }) => ({
      event_type,
      occurred_at,
      location_id,
      is_pass_through,
    })),
    taken_back: retractions.map(({ key: { event_type, occurred_at, location_id }, reason }) => ({
      event_type,
      occurred_at,
      location_id,
      reason,
    })),
    inside,
    crossing_since: crossing?.at ?? null,
    pending: pending && { event_type: inside ? 'exit' : 'enter', at: pending.at, due: pending.due },
    dwell_due: dwell?.due ?? null,
  };
}
