import type { Fix, PhoneTransition } from '@/lib/domain/model';
import { DeviceFold, type FoldEvent, keyOf } from './device-fold';
import { type EventKey, GENESIS, type Snapshot } from './snapshot';
import type { ZoneSet } from './zone-set';

export interface DeviceHistory {
  /** In the order of their time, ties by id. */
  fixes: readonly Fix[];
  transitions?: readonly PhoneTransition[];
}

const textOf = ({ geofence_id, event_type, occurred_at, location_id }: EventKey) =>
  `${geofence_id} ${event_type} ${occurred_at} ${location_id}`;

/**
 * The ledger of one device as one call of the pure function: what a rewind, a restart, a batch must all come to.
 * @param until the phone's time up to which timers fire after the last fix
 * @returns the events that hold, in the order in which they were decided, and what the fold remembers at the end
 */
export function foldDevice(
  zones: ZoneSet,
  device: { id: number; owner_id: number },
  history: DeviceHistory,
  until: number = Number.NEGATIVE_INFINITY,
  start: Snapshot = GENESIS,
): { events: FoldEvent[]; end: Snapshot; fold: DeviceFold } {
  const fold = new DeviceFold(zones, device, start);
  for (const item of inOrder(history)) 'region' in item ? fold.hear(item) : fold.take(item);
  fold.ripenUntil(until);
  return { events: standing(fold), end: fold.snapshot(), fold };
}

/** Fixes and transitions as one stream: by time; at the same time the fixes come first. */
export function* inOrder({ fixes, transitions = [] }: DeviceHistory): Generator<Fix | PhoneTransition> {
  let next = 0;
  for (const fix of fixes) {
    for (; next < transitions.length; next++) {
      const transition = transitions[next] as PhoneTransition;
      if (transition.occurred_at >= fix.occurred_at) break;
      yield transition;
    }
    yield fix;
  }
  yield* transitions.slice(next);
}

/** The events of a fold without those that it took back itself, with the witnesses that came later. */
export function standing({ output }: DeviceFold): FoldEvent[] {
  const gone = new Set(output.retractions.map(({ key }) => textOf(key)));
  const amended = new Map(output.amendments.map(({ key, witnesses }) => [textOf(key), witnesses]));
  return output.events
    .filter(({ event }) => !gone.has(textOf(keyOf(event))))
    .map(({ event }) => ({ ...event, witnesses: amended.get(textOf(keyOf(event))) ?? event.witnesses }));
}
