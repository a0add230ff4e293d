import type { Fix, PhoneTransition } from '@/lib/domain/model';
import { DeviceFold } from './device-fold';
import { type DeviceOutput, type FoldEvent, keyOf } from './fold-output';
import { type EventKey, GENESIS, type Snapshot } from './snapshot';
import type { ZoneSet } from './zone-set';

export interface DeviceHistory {
  /** In the order of their time, ties by id. */
  fixes: readonly Fix[];
  transitions?: readonly PhoneTransition[];
}

/** An event's key as one string. */
export const textOf = ({ geofence_id, event_type, occurred_at, location_id }: EventKey) =>
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
export const standing = ({ output }: DeviceFold): FoldEvent[] => standingOf(output).map(({ event }) => event);

/** The same, each with its zone. */
export function standingOf({ events, retractions, amendments }: DeviceOutput): DeviceOutput['events'] {
  const goneBefore = new Map(retractions.map(({ key, told }) => [textOf(key), told]));
  const amended = new Map(amendments.map(({ key, witnesses }) => [textOf(key), witnesses]));
  return events.flatMap(({ event, ...rest }, i) => {
    const text = textOf(keyOf(event));
    if (i < (goneBefore.get(text) ?? 0)) return [];
    return { event: { ...event, witnesses: amended.get(text) ?? event.witnesses }, ...rest };
  });
}
