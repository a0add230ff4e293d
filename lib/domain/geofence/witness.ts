import { distance, spherePoint } from '@/lib/domain/geo';
import { wrapLongitude } from '@/lib/domain/geo/sphere';
import type { Witness, ZoneRule } from '@/lib/domain/model';
import { distanceToLeave, effectiveAccuracy } from './confidence';
import { type Change, changeSide, type Evaluation, type Moment, settle } from './side';
import { closed, type PendingChange, type ToldEvent, type ZoneState } from './state';
import type { Zone } from './zone';

/**
 * Phones watch their regions by cells and Wi-Fi and report a crossing 100–200 m beyond the border; so a position up to this
 * far on the wrong side does not speak against the phone's word (protocol: "a location just outside does not undo an enter").
 */
export const PHONE_SLACK_METERS = 200;
/** A phone that is inside its region by its own word is so in 19 of 20 cases; the rest are jumps of its position. */
export const PHONE_CONFIDENCE = 0.95;
/** 180 km/h: what would have to be faster than this between a fix and the phone's word speaks against the word. */
const PLAUSIBLE_METERS_PER_SECOND = 50;
/** A phone that left by its own word alone and is surely inside so soon after never left. */
const FALSE_LEAVE_MS = 120_000;

/** A place at which the phone was measured. */
export interface Seen {
  latitude: number;
  longitude: number;
  accuracy: number | null;
  at: number;
}

/** What the phone itself says of one zone, by a transition or by the list of regions in a fix. */
export interface PhoneWord {
  inside: boolean;
  witness: Exclude<Witness, 'geometry'>;
  at: number;
  received_at: number;
  /** The fix that came with it, null where none did. */
  location_id: number | null;
  judged_by: number;
  /** Where the event is put. */
  place: Omit<Seen, 'at'>;
}

/**
 * The phone's word as one more witness. It says what is known already: the last event has another witness, and what
 * spoke against it is forgotten. It says something new: a change of side, which waits for confirmation or grace as any.
 */
export function heed(state: ZoneState, word: PhoneWord, zone: Zone, rule: ZoneRule): Evaluation {
  const { inside, at, witness: by } = word;
  if (isRevoked(state, word)) return { state, transition: null };
  const told: ZoneState = { ...state, phone: inside || state.inside ? { inside, at, by } : null };
  if (state.inside === inside) return agree(told, word);
  if (state.pending === null) return changeSide(told, changeOf(told, word, zone, rule), rule, at);
  return { state: { ...told, pending: joined(state.pending, word.witness, PHONE_CONFIDENCE) }, transition: null };
}

/** Of two words of one moment that contradict each other the first holds; else one moment would have two arrivals. */
function isRevoked({ inside, last }: ZoneState, word: PhoneWord): boolean {
  return inside !== word.inside && last !== null && last.at === word.at && !last.witnesses.includes('geometry');
}

/** Whether it says something new that the phone lists this zone in a fix. */
export function isNewsOf({ inside, phone, last }: ZoneState): boolean {
  return !phone?.inside || (inside && last !== null && !last.witnesses.includes('inregions'));
}

/** The list of regions in a fix lacks a zone that the phone named before: it takes its word back, which alone decides nothing. */
export function heedAbsence(state: ZoneState, at: number): Evaluation {
  if (state.inside) return { state: { ...state, phone: { inside: false, at, by: 'inregions' } }, transition: null };
  return withWitness({ ...state, phone: null }, 'inregions');
}

/** The last event with one more witness, if it lacks it. */
export function withWitness(state: ZoneState, witness: Witness): Evaluation {
  const { last } = state;
  const side = state.inside ? 'enter' : 'exit';
  if (last === null || last.type !== side || last.witnesses.includes(witness)) return { state: closed(state), transition: null };
  const amended: ToldEvent = { ...last, witnesses: ordered([...last.witnesses, witness]) };
  const unsure = amended.witnesses.includes('geometry') ? null : state.unsure;
  return { state: closed({ ...state, last: amended, unsure }), transition: null, amended };
}

/** A change that waits, with one more witness; two that are independent leave only what both have wrong. */
export function joined(change: PendingChange, witness: Witness, confidence: number): PendingChange {
  if (change.witnesses.includes(witness)) return change;
  const witnesses = ordered([...change.witnesses, witness]);
  return { ...change, witnesses, confidence: 1 - (1 - change.confidence) * (1 - confidence) };
}

/** Whether the phone was measured so far on the other side, at about that time, that its word can't be right. */
export function isRefuted({ inside, at }: Pick<PhoneWord, 'inside' | 'at'>, { shape }: Zone, seen: Seen): boolean {
  const accuracy = effectiveAccuracy(seen.accuracy);
  const inward = shape.signedDistance(spherePoint(seen.latitude, wrapLongitude(seen.longitude)));
  const reach = (PLAUSIBLE_METERS_PER_SECOND * Math.abs(seen.at - at)) / 1000;
  const wrong = inside ? -inward : inward;
  return wrong > PHONE_SLACK_METERS + distanceToLeave(accuracy, shape.size_meters, 0) + reach;
}

/** Whether a fix that is decisive for the other side shows that the phone's word alone had made the last event. */
export function isWithdrawn({ inside, unsure }: ZoneState, zone: Zone, seen: Seen): boolean {
  if (unsure === null) return false;
  if (!inside && seen.at - unsure.at <= FALSE_LEAVE_MS) return true;
  return isRefuted({ inside, at: unsure.at }, zone, seen);
}

/** The same side as known: what spoke against it is gone. */
function agree(state: ZoneState, word: PhoneWord): Evaluation {
  return withWitness(settle(state, momentOf(word)), word.witness);
}

const momentOf = ({ at, received_at }: PhoneWord): Moment => ({ occurred_at: at, received_at });

function changeOf(state: ZoneState, word: PhoneWord, zone: Zone, rule: ZoneRule): Change {
  const { latitude, longitude, accuracy } = word.place;
  return {
    at: state.crossing?.at ?? word.at,
    wait_seconds: word.inside ? rule.confirm_seconds : rule.grace_seconds,
    moment: momentOf(word),
    location_id: word.location_id,
    judged_by: word.judged_by,
    ...{ latitude, longitude, accuracy },
    distance_from_center: distance(word.place, zone.shape.center),
    confidence: PHONE_CONFIDENCE,
    witnesses: [word.witness],
  };
}

const ORDER: readonly Witness[] = ['geometry', 'transition', 'inregions'];
const ordered = (witnesses: Witness[]) => ORDER.filter((one) => witnesses.includes(one));
