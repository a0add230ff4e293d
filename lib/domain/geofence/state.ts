import type { GeofenceStatus, Witness } from '@/lib/domain/model';

/** A change of side that holds if nothing contradicts it until `due`. All that its event will say is known already. */
export interface PendingChange {
  /** The event's time: the first fix on the new side. */
  at: number;
  /** By the phone's time. */
  due: number;
  /** The same moment by the server's clock. */
  fire_at: number;
  /** Null where only the phone's word decided and no fix came with it. */
  location_id: number | null;
  /** The newest fix then: it tells which settings hold. */
  judged_by: number;
  latitude: number;
  longitude: number;
  accuracy: number | null;
  received_at: number;
  distance_from_center: number;
  confidence: number;
  witnesses: Witness[];
}

/** An enter or exit that was told, while further witnesses may still join it. */
export interface ToldEvent {
  type: 'enter' | 'exit';
  at: number;
  location_id: number | null;
  witnesses: Witness[];
}

/**
 * All that the fold remembers of one device and one zone. It is stored as JSON, and it is a value: a copy taken at any
 * fix is a checkpoint from which the fold can be run again over the fixes that followed. A zone that the device is not
 * dealing with is `OUTSIDE`, always the very same, so that nothing needs to be kept of it.
 */
export interface ZoneState {
  /** Version of this form. */
  v: 2;
  inside: boolean;
  /** While inside: when that began, by the phone's time; never before the zone's previous event. */
  since: number | null;
  /** The time of the zone's previous event, as far as a later one could still be dated before it. */
  floor: number | null;
  /** The first fix whose centre was on the other side since the last that was decisive for this one. */
  crossing: { location_id: number; at: number } | null;
  /** A decided change that waits for its confirmation (enter) or grace (exit). */
  pending: PendingChange | null;
  /** While inside and not yet told: when the stay is long enough, by the phone's time and by the server's clock. */
  dwell: { due: number; fire_at: number; location_id: number | null } | null;
  /** What the phone itself last said of this zone, if it ever did. While outside only kept while it says inside. */
  phone: { inside: boolean; at: number; by: Witness } | null;
  /** While inside: the enter that began the stay, null where none was written. Later: the exit, until both witnesses told it. */
  last: ToldEvent | null;
  /** The state before the phone's word alone (at `at`) made the last event, until a fix says the same or plainly contradicts it. */
  unsure: { at: number; state: ZoneState } | null;
}

export type ZoneStatus = GeofenceStatus<ZoneState>;

export const OUTSIDE: ZoneState = {
  v: 2,
  inside: false,
  since: null,
  floor: null,
  crossing: null,
  pending: null,
  dwell: null,
  phone: null,
  last: null,
  unsure: null,
};

/** Whether the next fix must be held against this state even when it is nowhere near the zone. */
export function isOpen(state: ZoneState): boolean {
  return state.inside || state.crossing !== null || state.pending !== null || state.phone !== null || state.last !== null;
}

/** Whether the last event is known from the phone's word only, so that the next decisive fix has something to add. */
export function awaitsGeometry({ last }: ZoneState): boolean {
  return last !== null && !last.witnesses.includes('geometry');
}

/** A state that holds nothing which later fixes need is `OUTSIDE` itself. */
export function closed(state: ZoneState): ZoneState {
  if (state.inside || state.crossing !== null || state.pending !== null) return state;
  return state.phone?.inside || awaitsGeometry(state) ? state : OUTSIDE;
}

/** A stay that has perhaps ended already is not long enough before that is known. */
function runningDwell({ pending, dwell }: ZoneState): ZoneState['dwell'] {
  return pending !== null && dwell !== null && pending.at <= dwell.due ? null : dwell;
}

/** When something happens to this state without a further fix, by the phone's time; Infinity: nothing will. */
export function dueAt(state: ZoneState): number {
  return Math.min(state.pending?.due ?? Number.POSITIVE_INFINITY, runningDwell(state)?.due ?? Number.POSITIVE_INFINITY);
}

/** The same by the server's clock; null: nothing will. */
export function fireAt(state: ZoneState): number | null {
  const { pending } = state;
  const dwell = runningDwell(state);
  if (pending === null || dwell === null) return pending?.fire_at ?? dwell?.fire_at ?? null;
  return Math.min(pending.fire_at, dwell.fire_at);
}

/** Reads what `JSON.stringify` wrote, also of the first form. @throws Error for a version that this Fencepost does not know */
export function parseZoneState(json: string): ZoneState {
  const state = JSON.parse(json) as { v: number; inside: boolean; since: number | null };
  if (state.v === 1) return { ...OUTSIDE, inside: state.inside, since: state.inside ? state.since : null };
  if (state.v !== 2) throw new Error(`zone state has version ${String(state.v)}; this Fencepost knows 2`);
  return state as ZoneState;
}
