import type { Fix } from '@/lib/domain/model';
import { effectiveAccuracy } from './confidence';
import { metersBetween } from './track-plane';
import * as T from './track-tuning';

/** A fix that was set aside until the next ones tell whether the device was there. */
export interface HeldFix {
  location_id: number;
  at: number;
  latitude: number;
  longitude: number;
}

/** The last measured position that was believed. */
export interface MeasuredFix {
  latitude: number;
  longitude: number;
  accuracy: number;
  at: number;
}

/** What the filter knows of the device at one moment, without its doubts. */
export interface Whereabouts {
  /** Where the device is taken to be. */
  latitude: number;
  longitude: number;
  /** Radius of the 68 % circle around it, metres. */
  accuracy: number;
  /** The fix that it rests on last. */
  location_id: number;
  at: number;
  last: MeasuredFix;
  resting: boolean;
  place: { latitude: number; longitude: number; accuracy: number; since: number; weight: number; info: number; spread: number };
  going: number;
  speed: number;
}

/** All that the filter remembers of one device. A JSON value, as `ZoneState` is. */
export interface TrackState extends Whereabouts {
  v: 2;
  held: (HeldFix & { accuracy: number; far: number }) | null;
  doubt: { before: Whereabouts; reach: number; since: number; until: number; leg: number; moved: number } | null;
}

/**
 * `move`: the device is elsewhere now. `rest`: the same place, perhaps better known. `held`: elsewhere, but one fix is not
 * believed alone. `ignored`: too coarse to say anything, or contradicted. Only `move` and `rest` are shown to the zones.
 */
export type TrackVerdict = 'move' | 'rest' | 'held' | 'ignored';

/**
 * Whether the filter was taken in: `begins` with a `move` that it is not sure of, `holds` while the fixes after it
 * decide nothing, `refuted`: the device never was there, what was concluded since `begins` is to be taken back.
 */
export type Doubt = 'none' | 'begins' | 'holds' | 'refuted';

/** What one fix says of the device, given those before it. */
export interface Sighting {
  verdict: TrackVerdict;
  doubt: Doubt;
  /** Why, for people; only asked for when explaining. */
  reason: string;
  /** On `move`: the held fix that it confirms, the first that was measured at the new place. */
  earlier: HeldFix | null;
}

export interface Step {
  track: TrackState;
  sighting: Sighting;
}

/**
 * The track filter: one fix of a device, after those before it. Pure; a fold.
 * @param track null before the first fix
 */
export function follow(track: TrackState | null, fix: Fix): Step {
  const accuracy = effectiveAccuracy(fix.accuracy);
  if (track === null) return begin(fix, accuracy);
  if (track.doubt !== null && contradicts(track, track.doubt, fix, accuracy)) return refute(track.doubt, fix, accuracy);
  const open = track.doubt !== null && isOver(track.doubt, fix, accuracy) ? { ...track, doubt: null } : track;
  return open.resting ? fromRest(open, fix, accuracy) : fromMovement(open, fix, accuracy);
}

function begin(fix: Fix, accuracy: number): Step {
  const track: TrackState = { ...at(fix, accuracy, null, 0), v: 2, held: null, doubt: null };
  return { track, sighting: say(accuracy > T.COARSE_METERS ? 'ignored' : 'move', 'none', 'the first fix') };
}

const say = (verdict: TrackVerdict, doubt: Doubt, reason: string, earlier: HeldFix | null = null): Sighting => ({
  verdict,
  doubt,
  reason,
  earlier,
});

const measured = (fix: Fix, accuracy: number): MeasuredFix => ({
  latitude: fix.latitude,
  longitude: fix.longitude,
  accuracy,
  at: fix.occurred_at,
});

/** How much the phone's own speed speaks for a walk. */
function evidence({ velocity }: Fix): number {
  if (velocity === null || velocity < T.WALKING_KMH) return 0;
  return velocity >= T.BRISK_KMH ? 1 : 0.5;
}

/** Consecutive hints of the phone's own speed that it is moving. */
function goingAfter(going: number, velocity: number | null): number {
  if (velocity === null) return Math.max(0, going - 1);
  if (velocity >= T.DRIVING_KMH) return 2;
  return velocity >= T.WALKING_KMH ? Math.min(2, going + 1) : 0;
}

/** At a fix, on the move; with a new candidate for a place unless one is given. */
function at(fix: Fix, accuracy: number, place: Whereabouts['place'] | null, going: number, speed = 0): Whereabouts {
  const { latitude, longitude, id, occurred_at } = fix;
  return {
    latitude,
    longitude,
    accuracy,
    location_id: id,
    at: occurred_at,
    last: measured(fix, accuracy),
    resting: false,
    place: place ?? {
      latitude,
      longitude,
      accuracy,
      since: occurred_at,
      weight: 1,
      info: 1 / Math.max(accuracy, T.ACCURACY_FLOOR_METERS) ** 2,
      spread: T.SPREAD_METERS,
    },
    going,
    speed,
  };
}

/** Metres around a place within which a fix could be the same place. */
function gateOf(place: Whereabouts['place'], accuracy: number): number {
  const floor = Math.max(accuracy, T.ACCURACY_FLOOR_METERS);
  return T.GATE * Math.sqrt(floor * floor + place.accuracy * place.accuracy + place.spread * place.spread);
}

/** The place with one more fix. Errors at rest are alike for minutes, so a fix soon after the last one adds little. */
function refined(
  place: Whereabouts['place'],
  fix: Fix,
  accuracy: number,
  seconds: number,
  distance: number,
): Whereabouts['place'] {
  const news = 1 - Math.exp(-seconds / T.MEMORY_SECONDS);
  const floor = Math.max(accuracy, T.ACCURACY_FLOOR_METERS);
  const fresh = news / (floor * floor);
  const info = place.info + fresh;
  const gain = Math.max(fresh / info, news * T.LEAST_GAIN);
  const east = shorter(fix.longitude - place.longitude);
  const weight = place.weight + news;
  const spreadGain = news / (T.SPREAD_WEIGHT + Math.min(weight, 20));
  return {
    latitude: place.latitude + gain * (fix.latitude - place.latitude),
    longitude: place.longitude + gain * east,
    accuracy: Math.max(T.BEST_ACCURACY_METERS, Math.min(place.accuracy, 1 / Math.sqrt(info))),
    since: place.since,
    weight,
    info,
    spread: Math.sqrt(place.spread ** 2 + spreadGain * (distance ** 2 - place.spread ** 2)),
  };
}

const shorter = (degrees: number) => degrees - 360 * Math.round(degrees / 360);

/** Least speed between two circles, km/h. */
function kmhBetween(from: MeasuredFix, fix: Fix, accuracy: number): number {
  const meters = metersBetween(from, fix) - from.accuracy - accuracy;
  const seconds = (fix.occurred_at - from.at) / 1000;
  return meters <= 0 ? 0 : (3.6 * meters) / Math.max(1, seconds);
}

function fromRest(track: TrackState, fix: Fix, accuracy: number): Step {
  const { place, last } = track;
  const distance = metersBetween(place, fix);
  const gate = gateOf(place, accuracy);
  const going = goingAfter(track.going, fix.velocity);
  const seconds = (fix.occurred_at - last.at) / 1000;
  const setsOut = going >= 2 && distance > T.SETS_OUT * gate && fix.velocity !== null && fix.velocity >= T.WALKING_KMH;
  if (distance <= gate && !setsOut) return rest(track, fix, accuracy, distance, seconds, going);
  if (accuracy > T.COARSE_METERS) {
    return distance < T.COARSE * accuracy + gate || accuracy > 1000
      ? { track: { ...track, going }, sighting: say('ignored', doubtOf(track), 'too coarse') }
      : hold(track, fix, accuracy, distance, going);
  }
  const kmh = kmhBetween(last, fix, accuracy);
  const own = fix.velocity ?? 0;
  if (kmh <= 1000 && own >= T.WALKING_KMH && going >= 1 && kmh <= 1.6 * own + 15 && (setsOut || distance > gate)) {
    return go(track, fix, accuracy, going, 'moves by its own speed', null, own >= T.DRIVING_KMH || going >= 2);
  }
  const { held } = track;
  if (held) {
    const between = metersBetween(held, fix);
    const heldSeconds = (fix.occurred_at - held.at) / 1000;
    const plausible = (3.6 * Math.max(0, between - held.accuracy - accuracy)) / Math.max(1, heldSeconds) <= T.HELD_KMH;
    const far = distance > T.FAR * gate && held.far > 0;
    const onward = distance > held.far + 0.5 * Math.max(accuracy, T.ACCURACY_FLOOR_METERS) && distance > T.ONWARD * gate;
    if (plausible && (far || onward || heldSeconds >= T.SUSTAINED_SECONDS)) {
      const one = between <= gate || (heldSeconds <= 300 && 3.6 * between >= 2 * heldSeconds);
      return go(track, fix, accuracy, going, 'the second there', one ? held : null, false);
    }
    if (plausible) return { track: { ...track, going }, sighting: say('held', doubtOf(track), 'not sure yet') };
    return hold(track, fix, accuracy, distance, going);
  }
  const far = distance > T.FAR * gate;
  if (far && kmh <= T.LONE_KMH && seconds >= T.LONE_GAP_SECONDS)
    return go(track, fix, accuracy, going, 'far enough, plausible', null, false);
  return hold(track, fix, accuracy, distance, going);
}

const doubtOf = (track: TrackState): Doubt => (track.doubt ? 'holds' : 'none');

function hold(track: TrackState, fix: Fix, accuracy: number, distance: number, going: number): Step {
  const held = {
    location_id: fix.id,
    at: fix.occurred_at,
    latitude: fix.latitude,
    longitude: fix.longitude,
    accuracy,
    far: distance,
  };
  return { track: { ...track, held, going }, sighting: say('held', doubtOf(track), 'alone') };
}

function rest(track: TrackState, fix: Fix, accuracy: number, distance: number, seconds: number, going: number): Step {
  const place = accuracy > T.COARSE_METERS ? track.place : refined(track.place, fix, accuracy, seconds, distance);
  const doubt = track.doubt && fix.occurred_at - track.doubt.since > T.DOUBT_MS ? null : track.doubt;
  const next: TrackState = {
    v: 2,
    latitude: place.latitude,
    longitude: place.longitude,
    accuracy: place.accuracy,
    location_id: fix.id,
    at: fix.occurred_at,
    last: measured(fix, accuracy),
    resting: true,
    place,
    going,
    speed: 0,
    held: null,
    doubt: doubt && { ...doubt, until: fix.occurred_at, moved: doubt.moved + evidence(fix) },
  };
  return { track: next, sighting: say('rest', doubt ? 'holds' : 'none', 'could be the same place') };
}

/** Believes that the device is at this fix. `sure`: nothing later is expected to take it back. */
function go(
  track: TrackState,
  fix: Fix,
  accuracy: number,
  going: number,
  reason: string,
  earlier: HeldFix | null,
  sure: boolean,
): Step {
  const { v: _v, held: _h, doubt, ...before } = track;
  const open = track.resting ? null : doubt;
  const from = open ? open.before : before;
  const reach = Math.max(open?.reach ?? 0, metersBetween(from.place, fix));
  const leg =
    open?.leg ??
    (3.6 * metersBetween(track.last, earlier ?? fix)) /
      Math.max(1, ((earlier ?? (fix as never as HeldFix)).at ?? fix.occurred_at) / 1000 - track.last.at / 1000);
  const now = sure
    ? null
    : {
        before: from,
        reach,
        since: open?.since ?? earlier?.at ?? fix.occurred_at,
        until: fix.occurred_at,
        leg,
        moved: (open?.moved ?? 0) + evidence(fix),
      };
  const whereabouts = at(fix, accuracy, null, going, kmhBetween(track.last, fix, accuracy));
  if (now && from.resting && reach < 300) whereabouts.place.spread = Math.max(T.SPREAD_METERS, T.INHERIT * from.place.spread);
  return {
    track: { ...whereabouts, v: 2, held: null, doubt: now },
    sighting: say('move', now ? (open ? 'holds' : 'begins') : 'none', reason, earlier),
  };
}

function fromMovement(track: TrackState, fix: Fix, accuracy: number): Step {
  const { last, place } = track;
  const going = goingAfter(track.going, fix.velocity);
  const seconds = (fix.occurred_at - last.at) / 1000;
  const kmh = kmhBetween(last, fix, accuracy);
  const own = fix.velocity ?? 0;
  if (accuracy > T.COARSE_METERS && track.accuracy <= T.COARSE_METERS) {
    if (metersBetween(track, fix) < T.COARSE * accuracy || accuracy > 1000 || seconds < 600) {
      return { track: { ...track, going }, sighting: say('ignored', doubtOf(track), 'too coarse') };
    }
  }
  const limit = seconds > T.GAP_SECONDS ? 1000 : Math.max(T.MOVING_KMH, 2 * Math.max(own, track.speed));
  if (kmh > limit) {
    const { held } = track;
    if (held && kmhBetween(held, fix, accuracy) <= T.HELD_KMH)
      return go(track, fix, accuracy, going, 'the second there', held, false);
    return hold(track, fix, accuracy, metersBetween(last, fix), going);
  }
  const distance = metersBetween(place, fix);
  const stays = distance <= gateOf(place, accuracy) && going < 2;
  if (stays) {
    const better = refined(place, fix, accuracy, seconds, distance);
    const settled = (fix.occurred_at - place.since) / 1000 >= T.SETTLE_SECONDS;
    if (settled) return rest({ ...track, place }, fix, accuracy, distance, seconds, going);
    const whereabouts = {
      ...at(fix, accuracy, better, going, kmh),
      ...(T.SMOOTH
        ? { latitude: better.latitude, longitude: better.longitude, accuracy: Math.max(better.accuracy, T.SMOOTH) }
        : {}),
    };
    return {
      track: { ...whereabouts, v: 2, held: null, doubt: track.doubt },
      sighting: say('move', doubtOf(track), 'perhaps arriving'),
    };
  }
  const sure = own >= T.DRIVING_KMH || going >= 2;
  if (track.doubt)
    return go(track, fix, accuracy, going, 'moves on', null, sure || fix.occurred_at - track.doubt.since > T.DOUBT_MS);
  const odd = !sure && metersBetween(last, fix) > T.ODD_METERS && track.speed < 0.5 * kmh;
  return go(track, fix, accuracy, going, 'moves on', null, !odd);
}

/** Whether this fix shows that the device never left the place where it was before the doubt. */
function contradicts(track: TrackState, doubt: NonNullable<TrackState['doubt']>, fix: Fix, accuracy: number): boolean {
  if (accuracy > T.COARSE_METERS) return false;
  const { before } = doubt;
  const outside = doubt.until - doubt.since;
  const seconds = Math.max(1, (fix.occurred_at - track.last.at) / 1000);
  const back = (3.6 * metersBetween(track.last, fix)) / seconds;
  if (before.resting) {
    const gate = gateOf(before.place, accuracy);
    const distance = metersBetween(before.place, fix);
    if (distance > gate || 2 * distance > doubt.reach) return false;
    if (doubt.reach <= T.NEAR * gate) return doubt.moved < T.EVIDENCE && fix.occurred_at - doubt.since <= T.NEAR_MS;
    if (outside > T.LONE_MS) return false;
    return back >= T.RETURN_KMH || doubt.leg >= T.RUSH_KMH;
  }
  const direct = metersBetween(before.last, fix);
  if (outside > T.LONE_MS || direct * 3 > doubt.reach) return false;
  return back >= T.RETURN_KMH || doubt.leg >= T.RUSH_KMH;
}

/** Whether the doubt can't be refuted any more, this fix having not done it. */
function isOver({ before, reach, since }: NonNullable<TrackState['doubt']>, fix: Fix, accuracy: number): boolean {
  if (accuracy > T.COARSE_METERS) return false;
  if (!before.resting) return true;
  const gate = gateOf(before.place, accuracy);
  const age = fix.occurred_at - since;
  if (reach <= T.NEAR * gate) return age > T.NEAR_MS;
  return age > T.LONE_MS || metersBetween(before.place, fix) <= gate;
}

function refute({ before: believed, reach }: NonNullable<TrackState['doubt']>, fix: Fix, accuracy: number): Step {
  const { place } = believed;
  const near = believed.resting && reach <= T.NEAR * gateOf(place, accuracy);
  const before = near ? { ...believed, place: { ...place, spread: Math.max(place.spread, T.LEARN * reach) } } : believed;
  const step = follow({ ...before, v: 2, held: null, doubt: null }, fix);
  return { track: step.track, sighting: { ...step.sighting, doubt: 'refuted', reason: 'was never away' } };
}
