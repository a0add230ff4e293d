import type { Fix } from '@/lib/domain/model';
import { walkEvidence } from './track-doubt';
import { gateOf, kmh, placeAt, refined, speedBetween } from './track-place';
import { metersBetween } from './track-plane';
import type {
  HeldFix,
  MeasuredFix,
  OpenDoubt,
  RestPlace,
  Sighting,
  TrackState,
  TrackStep,
  WaitingFix,
  Whereabouts,
} from './track-state';
import * as T from './track-tuning';

/** One fix in the light of the track before it, with what all branches of the filter ask. */
export interface View {
  track: TrackState;
  fix: Fix;
  /** Of the fix, metres. */
  accuracy: number;
  /** From the track's place, metres. */
  distance: number;
  /** Metres around the place within which the fix could be there. */
  gate: number;
  /** Since the last position that was believed. */
  seconds: number;
  /** The least speed from there, km/h. */
  speed: number;
  /** `going` with this fix. */
  going: number;
}

export function look(track: TrackState, fix: Fix, accuracy: number): View {
  return {
    track,
    fix,
    accuracy,
    distance: metersBetween(track.place, fix),
    gate: gateOf(track.place, accuracy),
    seconds: (fix.occurred_at - track.last.at) / 1000,
    speed: speedBetween(track.last, fix, accuracy),
    going: goingAfter(track.going, fix.velocity),
  };
}

/** A phone that says nothing of its speed may stand still: what it said before fades. */
function goingAfter(going: number, velocity: number | null): number {
  if (velocity === null) return Math.max(0, going - 1);
  if (velocity >= T.DRIVING_KMH) return 2;
  return velocity >= T.WALKING_KMH ? Math.min(2, going + 1) : 0;
}

const measured = ({ latitude, longitude, occurred_at }: Fix, accuracy: number): MeasuredFix => ({
  latitude,
  longitude,
  accuracy,
  at: occurred_at,
});

const doubtIn = ({ doubt }: TrackState): Sighting['doubt'] => (doubt === null ? 'none' : 'holds');

/** The device as measured, on the move. */
export function onTheMove(fix: Fix, accuracy: number, place: RestPlace, going: number, speed: number | null): Whereabouts {
  const { latitude, longitude, id, occurred_at } = fix;
  const last = measured(fix, accuracy);
  return { latitude, longitude, accuracy, location_id: id, at: occurred_at, last, resting: false, place, going, speed };
}

/** The fix changes nothing and is not remembered. */
export function ignore({ track, going }: View): TrackStep {
  const sighting: Sighting = { verdict: 'ignored', doubt: doubtIn(track), reason: 'too coarse to say anything', earlier: null };
  return { track: { ...track, going }, sighting };
}

/** The fix waits for the next ones. `first`: it takes the place of one that waited. */
export function hold(view: View, first: boolean): TrackStep {
  const { track, going } = view;
  const held = first ? waiting(view) : track.held;
  const reason = first ? 'elsewhere, but alone' : 'elsewhere, but too near to be sure';
  return { track: { ...track, held, going }, sighting: { verdict: 'held', doubt: doubtIn(track), reason, earlier: null } };
}

function waiting({ track, fix, accuracy, distance, gate, speed }: View): WaitingFix {
  const { id, occurred_at: at, latitude, longitude, received_at } = fix;
  const isBelievable = accuracy <= T.COARSE_METERS && speed <= T.FASTEST_KMH && (!track.resting || distance > T.FAR * gate);
  const due = isBelievable ? at + (speed <= T.HELD_KMH ? T.HELD_MS : T.FAST_HELD_MS) : null;
  return { location_id: id, at, latitude, longitude, accuracy, distance, received_at, due };
}

/** The device stays at its place, which is known a little better now. */
export function rest({ track, fix, accuracy, distance, gate, seconds, going }: View): TrackStep {
  const isCoarse = accuracy > T.COARSE_METERS;
  const place = isCoarse ? track.place : refined(track.place, fix, accuracy, distance, seconds);
  // Away from the place, a walking speed may be that of the way back; amid it, phones at rest say it now and then.
  const walked = 2 * distance > gate ? walkEvidence(fix) : 0;
  const doubt = track.doubt && supported(track.doubt, fix, walked);
  const next: TrackState = {
    v: 2,
    latitude: place.latitude,
    longitude: place.longitude,
    accuracy: place.accuracy,
    location_id: fix.id,
    at: fix.occurred_at,
    last: isCoarse ? track.last : measured(fix, accuracy),
    resting: true,
    place,
    going,
    speed: 0,
    held: null,
    doubt,
  };
  return { track: next, sighting: { verdict: 'rest', doubt: doubtIn(next), reason: 'could be the same place', earlier: null } };
}

/** Perhaps the device comes to rest here: about the same spot as before, but not for long enough. */
export function linger({ track, fix, accuracy, distance, seconds, speed, going }: View): TrackStep {
  const place = refined(track.place, fix, accuracy, distance, seconds);
  const { latitude, longitude } = place;
  const whereabouts: Whereabouts = {
    ...onTheMove(fix, accuracy, place, going, speed),
    latitude,
    longitude,
    accuracy: Math.max(place.accuracy, T.UNSETTLED_ACCURACY_METERS),
  };
  const sighting: Sighting = { verdict: 'move', doubt: doubtIn(track), reason: 'perhaps comes to rest', earlier: null };
  return { track: { ...whereabouts, v: 2, held: null, doubt: track.doubt && supported(track.doubt, fix, 0) }, sighting };
}

/**
 * Believes that the device is where this fix says.
 * @param sure nothing that comes later is expected to take it back
 * @param earlier the held fix that this one confirms
 */
export function go(view: View, reason: string, sure: boolean, earlier: HeldFix | null = null): TrackStep {
  const { track, fix, accuracy, going, speed } = view;
  // Who had come to rest since the doubt began and leaves again begins a new one.
  const open = track.resting ? null : track.doubt;
  const doubt = sure ? null : doubtOf(view, open, earlier);
  const place = placeAt(fix, accuracy);
  if (doubt?.before.resting && doubt.reach < T.SAME_NEIGHBOURHOOD_METERS) {
    place.spread = Math.max(place.spread, doubt.before.place.spread);
  }
  const verdict = doubt === null ? 'none' : open === null ? 'begins' : 'holds';
  return {
    track: { ...onTheMove(fix, accuracy, place, going, speed), v: 2, held: null, doubt },
    sighting: { verdict: 'move', doubt: verdict, reason, earlier },
  };
}

function doubtOf({ track, fix }: View, open: OpenDoubt | null, earlier: HeldFix | null): OpenDoubt {
  const until = fix.occurred_at;
  const walked = walkEvidence(fix);
  if (open !== null) {
    const reach = Math.max(open.reach, metersBetween(open.before.place, fix));
    return { ...supported(open, fix, walked), reach };
  }
  const { v: _version, held: _held, doubt: _doubt, ...before } = track;
  const since = earlier?.at ?? until;
  return {
    before,
    reach: metersBetween(before.place, fix),
    since,
    until,
    out: kmh(metersBetween(before.last, earlier ?? fix), since - before.last.at),
    walked: 0.5 * track.going + walked,
    fixes: earlier === null ? 1 : 2,
  };
}

/** A doubt with one more fix on its side. */
function supported(doubt: OpenDoubt, fix: Fix, walked: number): OpenDoubt {
  return { ...doubt, until: fix.occurred_at, walked: doubt.walked + walked, fixes: doubt.fixes + 1 };
}
