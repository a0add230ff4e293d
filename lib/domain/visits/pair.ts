import type { EventOrigin, GeofenceEvent } from '@/lib/domain/model';

/** The part of an event that tells of a stay. Retracted events and dwell events are none of it. */
export type BorderEvent = Pick<GeofenceEvent, 'id' | 'geofence_id' | 'device_id' | 'stay_seconds' | 'occurred_at' | 'origin'> & {
  event_type: 'enter' | 'exit';
};

/** A device that is inside now, and since when (epoch ms); null where that is not known. */
export interface Presence {
  geofence_id: string;
  device_id: number;
  since: number | null;
}

/** One stay of a device in a zone. Times are epoch ms by the phone's clock. */
export interface Visit {
  geofence_id: string;
  device_id: number;
  /** Null: the arrival is not known. */
  entered_at: number | null;
  /** Null: still there, or the departure is not known. */
  left_at: number | null;
  is_open: boolean;
  /** `reconstructed` where one of its events is. */
  origin: EventOrigin;
  /** Null where no event was written: the zone was drawn around the device, or the event is older than what is kept. */
  enter_event_id: number | null;
  exit_event_id: number | null;
}

const originOf = (...events: (BorderEvent | null)[]): EventOrigin =>
  events.some((event) => event?.origin === 'reconstructed') ? 'reconstructed' : 'live';

/** A stay whose departure is told; what the exit says of its length stands in for an arrival that is not there. */
function ended(enter: BorderEvent | null, exit: BorderEvent): Visit {
  const { geofence_id, device_id, occurred_at: left_at, stay_seconds } = exit;
  const told = stay_seconds === null ? null : left_at - stay_seconds * 1000;
  return {
    geofence_id,
    device_id,
    entered_at: enter?.occurred_at ?? told,
    left_at,
    is_open: false,
    origin: originOf(enter, exit),
    enter_event_id: enter?.id ?? null,
    exit_event_id: exit.id,
  };
}

/** A stay that goes on, or one whose end nobody saw: the zone was reshaped or switched off meanwhile. */
function begun(enter: BorderEvent, is_open: boolean): Visit {
  const { geofence_id, device_id, occurred_at: entered_at, id: enter_event_id } = enter;
  return {
    geofence_id,
    device_id,
    entered_at,
    left_at: null,
    is_open,
    origin: originOf(enter),
    enter_event_id,
    exit_event_id: null,
  };
}

/** A stay that began without an event. */
const present = ({ geofence_id, device_id, since }: Presence): Visit => ({
  geofence_id,
  device_id,
  entered_at: since,
  left_at: null,
  is_open: true,
  origin: 'live',
  enter_event_id: null,
  exit_event_id: null,
});

const keyOf = ({ geofence_id, device_id }: Pick<Presence, 'geofence_id' | 'device_id'>) => `${geofence_id} ${device_id}`;

/**
 * Puts the ledger's arrivals and departures together into stays, in the order in which they became known.
 * @param events in the order of time (ties: id), of any number of zones and devices
 * @param inside the devices that are inside now; an arrival without a departure is an open stay only where it is so
 */
export function pairVisits(events: Iterable<BorderEvent>, inside: readonly Presence[]): Visit[] {
  const visits: Visit[] = [];
  const open = new Map<string, BorderEvent>();
  for (const event of events) {
    const key = keyOf(event);
    const enter = open.get(key) ?? null;
    if (event.event_type === 'exit') {
      visits.push(ended(enter, event));
      open.delete(key);
      continue;
    }
    if (enter) visits.push(begun(enter, false));
    open.set(key, event);
  }
  const here = new Map(inside.map((presence) => [keyOf(presence), presence]));
  for (const [key, enter] of open) {
    visits.push(begun(enter, here.has(key)));
    here.delete(key);
  }
  return [...visits, ...[...here.values()].map(present)];
}

/** The span of a stay, `now` standing in for the end of an open one; null where an end is not known. */
export function spanOf({ entered_at, left_at, is_open }: Visit, now: number): [from: number, to: number] | null {
  const to = is_open ? now : left_at;
  if (entered_at === null || to === null) return null;
  return [entered_at, Math.max(entered_at, to)];
}

/** The moment by which a stay is listed: its arrival or, where that is not known, its departure. */
export const momentOf = ({ entered_at, left_at }: Visit): number => entered_at ?? left_at ?? 0;
