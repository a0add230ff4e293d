import type { Fix } from '@/lib/domain/model';
import { effectiveAccuracy } from './confidence';
import { fireTime } from './side';
import { isNear, isRefuted, isSettled } from './track-doubt';
import { kmh, placeAt, speedBetween, wider } from './track-place';
import { metersBetween } from './track-plane';
import type { HeldFix, OpenDoubt, TrackState, TrackStep, WaitingFix } from './track-state';
import { go, hold, ignore, linger, look, onTheMove, rest, type View } from './track-steps';
import * as T from './track-tuning';

export type * from './track-state';

/**
 * The track filter: one fix of a device, after those before it, in the order of their time. Pure; a fold. It says
 * whether the fix could be the same place, or the device moved, or nothing can be said yet (docs/adr/0009).
 * @param track null before the first fix
 */
export function follow(track: TrackState | null, fix: Fix): TrackStep {
  const accuracy = effectiveAccuracy(fix.accuracy);
  if (track === null) return begin(fix, accuracy);
  const { doubt } = track;
  if (doubt === null) return step(look(track, fix, accuracy));
  if (isRefuted(track, doubt, fix, accuracy)) return refute(doubt, fix, accuracy);
  return step(look(isSettled(doubt, fix, accuracy) ? { ...track, doubt: null } : track, fix, accuracy));
}

function begin(fix: Fix, accuracy: number): TrackStep {
  const track: TrackState = { ...onTheMove(fix, accuracy, placeAt(fix, accuracy), 0, null), v: 2, held: null, doubt: null };
  const verdict = accuracy > T.USELESS_METERS ? 'ignored' : 'move';
  return { track, sighting: { verdict, doubt: 'none', reason: 'the first fix', earlier: null } };
}

/** The device never was where the doubt led: all is as it was before, and this fix is looked at from there. */
function refute(doubt: OpenDoubt, fix: Fix, accuracy: number): TrackStep {
  const { before, reach, since } = doubt;
  const seconds = (fix.occurred_at - since) / 1000;
  const place = isNear(doubt, accuracy) ? wider(before.place, reach, seconds) : before.place;
  const { track, sighting } = step(look({ ...before, place, v: 2, held: null, doubt: null }, fix, accuracy));
  return { track, sighting: { ...sighting, doubt: 'refuted', reason: 'was not away' } };
}

/** When the held fix is believed if nothing contradicts it before, by the phone's time; Infinity: no such fix is held. */
export const heldDue = ({ held }: TrackState): number => held?.due ?? Number.POSITIVE_INFINITY;

/** The same by the server's clock; null: no such fix is held. */
export const heldFireAt = ({ held }: TrackState): number | null =>
  held === null || held.due === null ? null : fireTime(held.due, held.at, held.received_at);

/** The held fix as one that the zones are shown now that nothing spoke against it for long enough. */
export function believe(track: TrackState, device_id: number): TrackStep & { fix: Fix } {
  const { location_id: id, at: occurred_at, latitude, longitude, accuracy } = track.held as WaitingFix;
  const received_at = heldFireAt(track) as number;
  const fix = { id, device_id, latitude, longitude, accuracy, velocity: null, in_regions: null, occurred_at, received_at };
  const view = { ...look(track, fix, accuracy), going: track.going };
  return { ...go(view, 'elsewhere, and nothing spoke against it', false), fix };
}

const step = (view: View): TrackStep => (view.track.resting ? fromRest(view) : fromMovement(view));

function fromRest(view: View): TrackStep {
  const { track, fix, accuracy, distance, gate, seconds, speed, going } = view;
  const own = fix.velocity ?? 0;
  const walks = own >= T.WALKING_KMH;
  const setsOut = walks && going === 2 && distance > T.SETS_OUT * gate;
  if (distance <= gate && !setsOut) return rest(view);
  if (accuracy > T.COARSE_METERS) {
    if (distance < T.COARSE_RADII * accuracy + gate) return ignore(view);
    return track.held === null ? hold(view, true) : afterHeld(view, track.held);
  }
  // The phone's own speed explains the step, with some grace for a phone that has just set out or is about to arrive.
  if (walks && speed <= Math.min(T.FASTEST_KMH, 1.6 * own + 15)) return go(view, 'moves, by its own speed', going === 2);
  if (track.held !== null) return afterHeld(view, track.held);
  const fastest = seconds > T.GAP_SECONDS ? T.FASTEST_KMH : T.FROM_REST_KMH;
  const isPlausible = distance > T.FAR * gate && speed <= fastest && seconds >= T.AWAIT_SECONDS;
  return isPlausible ? go(view, 'elsewhere, after a while', false) : hold(view, true);
}

/** The second fix in a row that is not at the place. */
function afterHeld(view: View, held: NonNullable<TrackState['held']>): TrackStep {
  const { fix, accuracy, distance, gate } = view;
  if (speedBetween(held, fix, accuracy) > T.SECOND_FIX_KMH) return hold(view, true);
  const between = metersBetween(held, fix);
  const milliseconds = fix.occurred_at - held.at;
  const isFar = distance > T.FAR * gate;
  const isOnward = distance > T.ONWARD * gate && distance > held.distance + 0.5 * Math.max(accuracy, T.ACCURACY_FLOOR_METERS);
  if (!isFar && !isOnward && milliseconds < 1000 * T.SUSTAINED_SECONDS) return hold(view, false);
  const isOneWay = milliseconds <= 1000 * T.HELD_SECONDS && kmh(between, milliseconds) >= T.STROLLING_KMH;
  const earlier = between <= gate || isOneWay ? withoutDetails(held) : null;
  return go(view, 'elsewhere, as the fix before', false, earlier);
}

const withoutDetails = ({ location_id, at, latitude, longitude }: HeldFix): HeldFix => ({ location_id, at, latitude, longitude });

function fromMovement(view: View): TrackStep {
  const { track, fix, accuracy, distance, gate, seconds, speed, going } = view;
  if (accuracy > T.COARSE_METERS && track.accuracy <= T.COARSE_METERS) {
    const isFar = metersBetween(track, fix) >= T.COARSE_RADII * accuracy && seconds >= T.SUSTAINED_SECONDS;
    if (!isFar) return ignore(view);
    if (accuracy > T.USELESS_METERS) return track.held === null ? hold(view, true) : afterHeld(view, track.held);
  }
  const own = fix.velocity ?? 0;
  const isFresh = seconds <= T.FRESH_SECONDS;
  const fastest = seconds > T.GAP_SECONDS ? T.FASTEST_KMH : Math.max(T.MOVING_KMH, 2 * Math.max(own, track.speed ?? 0));
  if (speed > fastest) {
    // Of a device's first two fixes either may be the wrong one.
    if (track.speed === null) return go(view, 'elsewhere than the first fix', false);
    const { held } = track;
    const isSecond = held !== null && speedBetween(held, fix, accuracy) <= T.SECOND_FIX_KMH;
    return isSecond ? go(view, 'elsewhere, as the fix before', false, withoutDetails(held)) : hold(view, true);
  }
  if (distance <= gate && going < 2) {
    return fix.occurred_at - track.place.since >= 1000 * T.SETTLE_SECONDS ? rest(view) : linger(view);
  }
  const isSure = own >= T.DRIVING_KMH || (going === 2 && isFresh);
  if (track.doubt !== null) return go(view, 'moves on', isSure || fix.occurred_at - track.doubt.since > T.DOUBT_MS);
  const isOdd = metersBetween(track.last, fix) > T.ODD_METERS && !(isFresh && (track.speed ?? 0) >= 0.5 * speed);
  return go(view, 'moves on', isSure || !isOdd);
}
