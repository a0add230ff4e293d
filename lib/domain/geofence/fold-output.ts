import type { EventType, Geofence, NewGeofenceEvent, RetractReason, Witness } from '@/lib/domain/model';
import type { Transition } from './side';
import type { EventKey } from './snapshot';
import type { ToldEvent } from './state';
import type { Zone } from './zone';

export type FoldEvent = Omit<NewGeofenceEvent, 'notification_status' | 'notification_reason' | 'replaces_id'>;

/** An event that was decided earlier, in this fold or before, and did not happen. */
export interface Retraction {
  key: EventKey;
  reason: RetractReason;
  /** The phone's time of the fix that showed it. */
  decided_at: number;
  /** How many events the fold had told by then: the same event may happen after all, later. */
  told: number;
}

/** Another witness of an event that was decided earlier. */
export interface Amendment {
  key: EventKey;
  witnesses: Witness[];
}

export interface DeviceOutput {
  /** `is_unsure`: what comes later may take it back. */
  events: { event: FoldEvent; geofence: Geofence; is_unsure?: boolean }[];
  retractions: Retraction[];
  amendments: Amendment[];
}

export function keyOf({ geofence_id, event_type, occurred_at, location_id }: FoldEvent): EventKey {
  return { geofence_id, event_type, occurred_at, location_id };
}

const ORDER: Record<EventType, number> = { exit: 0, enter: 1, dwell: 2 };

/** By the time of the decision, then of the event; exits first. */
export function compareEvents(a: FoldEvent, b: FoldEvent): number {
  if (a.decided_at !== b.decided_at) return a.decided_at - b.decided_at;
  if (a.occurred_at !== b.occurred_at) return a.occurred_at - b.occurred_at;
  if (a.event_type !== b.event_type) return ORDER[a.event_type] - ORDER[b.event_type];
  return a.geofence_id < b.geofence_id ? -1 : 1;
}

export function keyOfTold({ geofence }: Zone, { type, at, location_id }: ToldEvent): EventKey {
  return { geofence_id: geofence.id, event_type: type, occurred_at: at, location_id };
}

export function eventOf(device_id: number, geofence: Geofence, { type, ...rest }: Transition): FoldEvent {
  return {
    ...rest,
    geofence_id: geofence.id,
    device_id,
    event_type: type,
    retracted_at: null,
    retract_reason: null,
    retract_decided_at: null,
    origin: 'live',
  };
}
