import type { GeofenceStatus } from '@/lib/domain/model';

/**
 * All that the fold remembers of one device and one zone. It is stored as JSON, and it is a value: a copy taken at any
 * fix is a checkpoint from which the fold can be run again over the fixes that followed, e.g. when a late one turns up
 * among them. What is not in it (a device that never came near a zone) is `OUTSIDE`.
 */
export interface ZoneState {
  /** Version of this form. */
  v: 1;
  inside: boolean;
  /** When the present side began, by the phone's time; null while nothing was decided. Never before the last event. */
  since: number | null;
  last_enter: number | null;
  last_exit: number | null;
  /** The first fix whose centre was on the other side since the last that was decisive for this one. */
  crossing: { location_id: number; at: number } | null;
  /** The fix that last changed this state. */
  location_id: number | null;
}

export type ZoneStatus = GeofenceStatus<ZoneState>;

/** What the fold remembers of a device besides its head; the filter of its track will be kept here. */
export interface TrackState {
  v: 1;
}

export const OUTSIDE: ZoneState = {
  v: 1,
  inside: false,
  since: null,
  last_enter: null,
  last_exit: null,
  crossing: null,
  location_id: null,
};

export const NEW_TRACK: TrackState = { v: 1 };

/** Whether the next fix must be held against this state even when it is nowhere near the zone. */
export function isOpen(state: ZoneState): boolean {
  return state.inside || state.crossing !== null;
}

/** Reads what `JSON.stringify` wrote. @throws Error for a version that this Fencepost does not know */
export function parseZoneState(json: string): ZoneState {
  const state = JSON.parse(json) as ZoneState;
  if (state.v !== 1) throw new Error(`zone state has version ${String(state.v)}; this Fencepost knows 1`);
  return state;
}

/** Reads what `JSON.stringify` wrote. @throws Error for a version that this Fencepost does not know */
export function parseTrackState(json: string): TrackState {
  const state = JSON.parse(json) as TrackState;
  if (state.v !== 1) throw new Error(`track state has version ${String(state.v)}; this Fencepost knows 1`);
  return state;
}
