import type { EventType, Witness, ZoneRule } from '@/lib/domain/model';
import { dueAt, OUTSIDE, type PendingChange, type ToldEvent, type ZoneState } from './state';

/** What an event says, before anybody is told of it. */
export interface Transition {
  type: EventType;
  /** The time of the first sign of the new side, which may be earlier than what decided. */
  occurred_at: number;
  decided_at: number;
  received_at: number;
  /** Null where only the phone's word decided and no fix came with it. */
  location_id: number | null;
  latitude: number;
  longitude: number;
  accuracy: number | null;
  distance_from_center: number;
  /** Probability that the device was on the new side when it was decided, 0–1. */
  confidence: number;
  stay_seconds: number | null;
  is_pass_through: boolean;
  witnesses: Witness[];
}

export interface Evaluation {
  state: ZoneState;
  /** At most one. */
  transition: Transition | null;
  /** The zone's last event, with a witness more than it had. */
  amended?: ToldEvent;
  /** The zone's last event, which did not happen. */
  withdrawn?: ToldEvent;
}

/** When something was measured or said, by the phone's clock and by the server's. */
export interface Moment {
  occurred_at: number;
  received_at: number;
}

/** A change of side as its witness has it. */
export interface Change extends Omit<PendingChange, 'due' | 'fire_at' | 'received_at'> {
  /** Confirmation or grace. */
  wait_seconds: number;
  /** Of the fix or word that decided. */
  moment: Moment;
}

/** What came late in one go is all here after so long: no timer fires before, in milliseconds. */
const SETTLE_MS = 3_000;

/**
 * Carries out a change of side, or lets it wait until it is due. Its event is dated to `change.at`, but never before the
 * zone's previous event.
 * @param now the phone's time up to which is known that nothing contradicts it
 */
export function changeSide(state: ZoneState, change: Change, rule: ZoneRule, now: number): Evaluation {
  const { wait_seconds, moment, ...said } = change;
  const at = Math.max(change.at, state.since ?? change.at, state.floor ?? change.at);
  const due = at + 1000 * wait_seconds;
  const fire_at = fireTime(due, moment.occurred_at, moment.received_at);
  const pending: PendingChange = { ...said, at, due, fire_at, received_at: moment.received_at };
  if (wait_seconds > 0 && due > now) return { state: { ...state, crossing: null, pending }, transition: null };
  return turn(state, pending, rule, { decided_at: Math.max(now, at), received_at: moment.received_at });
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

/** The side was confirmed. A stay that seemed to end goes on, and is long enough at this moment at the earliest. */
export function settle(state: ZoneState, { occurred_at: now, received_at }: Moment): ZoneState {
  const { pending, dwell } = state;
  const waited = pending !== null && dwell !== null && dwell.due < now;
  const later = waited ? { ...dwell, due: now, fire_at: fireTime(now, now, received_at) } : dwell;
  return { ...state, crossing: null, pending: null, dwell: later };
}

type Decided = Pick<Transition, 'decided_at' | 'received_at'>;

function turn(state: ZoneState, change: PendingChange, rule: ZoneRule, decided: Decided): Evaluation {
  const type = state.inside ? 'exit' : 'enter';
  const { at, due: _due, fire_at: _fireAt, received_at: _receivedAt, judged_by: _judgedBy, ...said } = change;
  const stay_seconds = !state.inside || state.since === null ? null : (at - state.since) / 1000;
  const transition = { ...said, ...decided, type, occurred_at: at, stay_seconds, is_pass_through: false } as const;
  return { state: afterTurn(state, change, rule, { type, at, ...said }), transition };
}

function afterTurn(state: ZoneState, change: PendingChange, rule: ZoneRule, event: ToldEvent): ZoneState {
  const { type, at, location_id, witnesses } = event;
  const isMeasured = witnesses.includes('geometry');
  const told = { ...OUTSIDE, floor: at, phone: state.phone, last: { type, at, location_id, witnesses } };
  const unsure = isMeasured
    ? null
    : { at: state.phone?.at ?? at, state: { ...state, crossing: null, pending: null, unsure: null } };
  if (type === 'enter') {
    const dwell = rule.dwell_seconds === null ? null : dwellOf(change, rule.dwell_seconds);
    return { ...told, inside: true, since: at, dwell, unsure };
  }
  const phone = state.phone?.inside ? state.phone : null;
  return isMeasured && phone === null ? OUTSIDE : { ...told, phone, unsure };
}

function dwellOf({ at, location_id, received_at }: PendingChange, seconds: number): ZoneState['dwell'] {
  const due = at + seconds * 1000;
  return { due, fire_at: fireTime(due, at, received_at), location_id };
}

/** Place and accuracy of a dwell are the device's at that time, which the caller knows. */
function endDwell(state: ZoneState, { due, fire_at, location_id }: NonNullable<ZoneState['dwell']>): Evaluation {
  const transition: Transition = {
    type: 'dwell',
    occurred_at: due,
    decided_at: due,
    received_at: fire_at,
    location_id,
    latitude: 0,
    longitude: 0,
    accuracy: null,
    distance_from_center: 0,
    confidence: 1,
    stay_seconds: state.since === null ? null : (due - state.since) / 1000,
    is_pass_through: false,
    witnesses: state.last?.witnesses ?? ['geometry'],
  };
  return { state: { ...state, floor: due, dwell: null, unsure: null }, transition };
}
