import { type SpherePoint, spherePoint } from '@/lib/domain/geo';
import { wrapLongitude } from '@/lib/domain/geo/sphere';
import type { Fix, Geofence, NewGeofenceEvent } from '@/lib/domain/model';
import { effectiveAccuracy, MAX_ACCURACY_METERS } from './confidence';
import { evaluate, type Transition } from './evaluate';
import { NEW_TRACK, OUTSIDE, type TrackState, type ZoneState, type ZoneStatus } from './state';
import { concerns, type Zone } from './zone';
import type { ZoneSet } from './zone-set';

export interface DeviceHead {
  device_id: number;
  head_location_id: number;
  head_occurred_at: number;
  state: TrackState;
}

/** What is known of a device before the fold. */
export interface DeviceInput {
  owner_id: number;
  /** Null before its first fix. */
  track: DeviceHead | null;
  /** At least every status whose state is open. */
  open: readonly ZoneStatus[];
}

export interface FoldInput {
  /** In the order of their ids. */
  fixes: readonly Fix[];
  /** Null: the device is gone, and its fixes with it. */
  device(id: number): DeviceInput | null;
  /** A status that is not open; null where there is none. */
  status(device_id: number, geofence_id: string): ZoneStatus | null;
}

export interface FoldOutput {
  tracks: DeviceHead[];
  /** Those that changed, as they are after the last fix. */
  statuses: ZoneStatus[];
  events: { event: NewGeofenceEvent; geofence: Geofence }[];
}

/** A zone that the device is dealing with. */
interface Entry {
  zone: Zone;
  state: ZoneState;
  /** The side on which a centre changes nothing; null while a change is pending. Kept here, since nearly all fixes change nothing. */
  settled: boolean | null;
  changed: boolean;
  updated_at: number;
  /** The last fix whose centre lay in it. */
  centre_in: number;
}

interface DeviceFold {
  id: number;
  owner_id: number;
  head_location_id: number;
  head_occurred_at: number;
  state: TrackState;
  moved: boolean;
  /** The zones whose state is open, between two fixes. */
  entries: Entry[];
  /** Zones it was dealing with earlier in this step. */
  closed: Map<Zone, Entry> | null;
}

/**
 * One step of the ledger: what these fixes change, given what was known before. Folding a stream of fixes in one call
 * or in any number of calls gives the same.
 */
export function fold(zones: ZoneSet, input: FoldInput): FoldOutput {
  const run = new Fold(zones, input);
  for (const fix of input.fixes) run.take(fix);
  return run.output();
}

class Fold {
  private readonly devices = new Map<number, DeviceFold | null>();
  private readonly events: FoldOutput['events'] = [];
  private readonly found: Zone[] = [];
  private readonly point: SpherePoint = { latitude: 0, longitude: 0, x: 0, y: 0, z: 0 };

  constructor(
    private readonly zones: ZoneSet,
    private readonly input: FoldInput,
  ) {}

  take(fix: Fix): void {
    const device = this.deviceOf(fix.device_id);
    if (!device || !advanceHead(device, fix)) return;
    if (effectiveAccuracy(fix.accuracy) > MAX_ACCURACY_METERS) return;
    const point = spherePoint(fix.latitude, wrapLongitude(fix.longitude), this.point);
    this.zones.containing(fix, point, device.owner_id, this.found);
    const { entries } = device;
    for (const zone of this.found) this.entryOf(device, zone).centre_in = fix.id;
    const before = this.events.length;
    for (let i = entries.length - 1; i >= 0; i--) {
      const entry = entries[i] as Entry;
      if ((entry.centre_in === fix.id) === entry.settled) continue;
      this.judge(device, entry, fix, point);
      if (entry.settled === false) putAside(device, i);
    }
    if (this.events.length - before > 1) this.sortFrom(before);
  }

  output(): FoldOutput {
    const output: FoldOutput = { tracks: [], statuses: [], events: this.events };
    for (const device of this.devices.values()) {
      if (!device?.moved) continue;
      const { id: device_id, head_location_id, head_occurred_at, state } = device;
      output.tracks.push({ device_id, head_location_id, head_occurred_at, state });
      for (const entry of device.entries) if (entry.changed) output.statuses.push(statusOf(device_id, entry));
      for (const entry of device.closed?.values() ?? []) if (entry.changed) output.statuses.push(statusOf(device_id, entry));
    }
    return output;
  }

  private judge(device: DeviceFold, entry: Entry, fix: Fix, point: SpherePoint): void {
    const { geofence } = entry.zone;
    if (fix.id <= geofence.judged_after_location_id) return;
    const { state, transitions } = evaluate(entry.state, fix, entry.zone, point, entry.centre_in === fix.id);
    if (state === entry.state) return;
    entry.state = state;
    entry.settled = settledSide(state);
    entry.changed = true;
    entry.updated_at = fix.received_at;
    for (const transition of transitions) this.events.push({ event: eventOf(device.id, geofence, transition), geofence });
  }

  /** What one fix caused is told in an order of its own, whatever order the zones were looked at: exits first. */
  private sortFrom(start: number): void {
    const caused = this.events.splice(start);
    const key = ({ event }: FoldOutput['events'][number]) => `${event.event_type === 'exit' ? 0 : 1}${event.geofence_id}`;
    this.events.push(...caused.sort((a, b) => (key(a) < key(b) ? -1 : 1)));
  }

  private deviceOf(id: number): DeviceFold | null {
    const known = this.devices.get(id);
    if (known !== undefined) return known;
    const device = this.input.device(id);
    const begun = device && this.begin(id, device);
    this.devices.set(id, begun);
    return begun;
  }

  private begin(id: number, { owner_id, track, open }: DeviceInput): DeviceFold {
    const entries: Entry[] = [];
    for (const { geofence_id, state, updated_at } of open) {
      const zone = this.zones.find(geofence_id);
      if (zone && concerns(zone.geofence, { id, owner_id })) entries.push(newEntry(zone, state, updated_at));
    }
    return {
      id,
      owner_id,
      head_location_id: track?.head_location_id ?? 0,
      head_occurred_at: track?.head_occurred_at ?? Number.NEGATIVE_INFINITY,
      state: track?.state ?? NEW_TRACK,
      moved: false,
      entries,
      closed: null,
    };
  }

  private entryOf(device: DeviceFold, zone: Zone): Entry {
    for (const entry of device.entries) if (entry.zone === zone) return entry;
    let entry = device.closed?.get(zone);
    if (entry) {
      device.closed?.delete(zone);
    } else {
      const status = this.input.status(device.id, zone.geofence.id);
      entry = newEntry(zone, status?.state ?? OUTSIDE, status?.updated_at ?? 0);
    }
    device.entries.push(entry);
    return entry;
  }
}

/**
 * Moves the head in the order of the phone's time, ids breaking ties. A fix that is older than the head came late: it
 * is in the table and moves nothing here, for the ledger before the head is amended by folding anew from a checkpoint.
 */
function advanceHead(device: DeviceFold, fix: Fix): boolean {
  if (fix.occurred_at < device.head_occurred_at) return false;
  if (fix.occurred_at === device.head_occurred_at && fix.id <= device.head_location_id) return false;
  device.head_location_id = fix.id;
  device.head_occurred_at = fix.occurred_at;
  device.moved = true;
  return true;
}

/** Takes an entry out of those that every fix is held against. */
function putAside(device: DeviceFold, index: number): void {
  const entry = device.entries[index] as Entry;
  const last = device.entries.pop() as Entry;
  if (last !== entry) device.entries[index] = last;
  device.closed ??= new Map();
  device.closed.set(entry.zone, entry);
}

function settledSide({ inside, crossing }: ZoneState): boolean | null {
  return crossing === null ? inside : null;
}

function newEntry(zone: Zone, state: ZoneState, updated_at: number): Entry {
  return { zone, state, settled: settledSide(state), changed: false, updated_at, centre_in: 0 };
}

function statusOf(device_id: number, { zone, state, updated_at }: Entry): ZoneStatus {
  return {
    device_id,
    geofence_id: zone.geofence.id,
    is_inside: state.inside,
    since: state.since,
    last_enter_time: state.last_enter,
    last_exit_time: state.last_exit,
    last_location_id: state.location_id,
    geofence_version: zone.geofence.version,
    state,
    updated_at,
  };
}

function eventOf(device_id: number, geofence: Geofence, { fix, type, ...rest }: Transition): NewGeofenceEvent {
  return {
    geofence_id: geofence.id,
    device_id,
    location_id: fix.id,
    event_type: type,
    latitude: fix.latitude,
    longitude: fix.longitude,
    accuracy: fix.accuracy,
    distance_from_center: rest.distance_from_center,
    confidence: rest.confidence,
    stay_seconds: rest.stay_seconds,
    occurred_at: rest.occurred_at,
    received_at: fix.received_at,
    retracted_at: null,
    retract_reason: null,
    notification_status: 'none',
    notification_reason: null,
  };
}
