import type { LiveActivity, LiveEvent, MapDevice, MapLocation, MapZone, ZoneStatus } from './types';

/** What the live map knows; rows of the server, kept current by its stream. */
export interface LiveState {
  devices: MapDevice[];
  statuses: ZoneStatus[];
}

export type LiveAction =
  | { type: 'snapshot'; devices: MapDevice[]; statuses: ZoneStatus[] }
  | { type: 'location'; location: MapLocation }
  | { type: 'activity'; activity: LiveActivity; now: string }
  | { type: 'event'; event: LiveEvent };

/** Newer of two ISO 8601 times; null is older than all. */
function later(a: string | null, b: string | null): string | null {
  if (!a || !b) return a ?? b;
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

function changeDevice(state: LiveState, id: number, change: (device: MapDevice) => MapDevice): LiveState {
  return { ...state, devices: state.devices.map((device) => (device.id === id ? change(device) : device)) };
}

/** A fix that is older than the one shown is history (a phone sends what it had saved up) and moves nothing. */
function withLocation(device: MapDevice, location: MapLocation): MapDevice {
  const known = device.last_location;
  const isNewest = !known || Date.parse(location.occurred_at) >= Date.parse(known.occurred_at);
  return {
    ...device,
    last_location: isNewest ? location : known,
    last_location_imported: !isNewest && device.last_location_imported,
    last_seen_at: later(device.last_seen_at, location.received_at),
  };
}

function withActivity(device: MapDevice, { connected, last_seen_at }: LiveActivity, now: string): MapDevice {
  const turned = connected !== device.connected;
  return {
    ...device,
    connected,
    last_seen_at: later(device.last_seen_at, last_seen_at),
    last_connect_at: turned && connected ? now : device.last_connect_at,
    last_disconnect_at: turned && !connected ? now : device.last_disconnect_at,
  };
}

/** A snapshot may be older than what the stream brought while it was under way. */
function keepNewer(device: MapDevice, state: LiveState): MapDevice {
  const known = state.devices.find(({ id }) => id === device.id);
  return known?.last_location && !known.last_location_imported ? withLocation(device, known.last_location) : device;
}

/** Enter and exit move the device's side of the zone, unless something newer already did. */
function withEvent(statuses: ZoneStatus[], event: LiveEvent): ZoneStatus[] {
  if (event.event_type === 'dwell' || event.retracted_at) return statuses;
  const isThis = (status: ZoneStatus) => status.device_id === event.device_id && status.geofence_id === event.geofence_id;
  const known = statuses.find(isThis);
  if (known?.since && Date.parse(known.since) > Date.parse(event.occurred_at)) return statuses;
  const changed: ZoneStatus = {
    device_id: event.device_id,
    geofence_id: event.geofence_id,
    is_inside: event.event_type === 'enter',
    since: event.occurred_at,
  };
  return [...statuses.filter((status) => !isThis(status)), changed];
}

export function liveReducer(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case 'snapshot':
      return { devices: action.devices.map((device) => keepNewer(device, state)), statuses: action.statuses };
    case 'location':
      return changeDevice(state, action.location.device_id, (device) => withLocation(device, action.location));
    case 'activity':
      return changeDevice(state, action.activity.device_id, (device) => withActivity(device, action.activity, action.now));
    case 'event':
      return { ...state, statuses: withEvent(state.statuses, action.event) };
  }
}

export interface Stay {
  zone: MapZone;
  since: string | null;
}

/** The zones a device is in, the one it came into last first: that says most precisely where it is. */
export function staysOf(device_id: number, statuses: readonly ZoneStatus[], zones: readonly MapZone[]): Stay[] {
  return statuses
    .filter((status) => status.device_id === device_id && status.is_inside)
    .flatMap(({ geofence_id, since }) => {
      const zone = zones.find((candidate) => candidate.id === geofence_id && candidate.is_active);
      return zone ? [{ zone, since }] : [];
    })
    .sort((a, b) => Date.parse(b.since ?? '1970-01-01') - Date.parse(a.since ?? '1970-01-01'));
}

export interface Visitor {
  device: MapDevice;
  since: string | null;
}

/** Who is inside a zone, the longest there first. */
export function visitorsOf(geofence_id: string, { devices, statuses }: LiveState): Visitor[] {
  return statuses
    .filter((status) => status.geofence_id === geofence_id && status.is_inside)
    .flatMap(({ device_id, since }) => {
      const device = devices.find((candidate) => candidate.id === device_id);
      return device ? [{ device, since }] : [];
    })
    .sort((a, b) => Date.parse(a.since ?? '1970-01-01') - Date.parse(b.since ?? '1970-01-01'));
}
