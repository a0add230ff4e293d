import { deviceDto } from '@/__tests__/support/device-dto';
import { type LiveState, liveReducer, staysOf, visitorsOf } from '@/components/map/live-state';
import type { LiveEvent, MapDevice, MapLocation, MapZone } from '@/components/map/types';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 8, minute)).toISOString();

function location(id: number, minute: number, device_id = 1): MapLocation {
  return {
    id,
    device_id,
    latitude: 50 + id / 1000,
    longitude: 10,
    accuracy: 10,
    altitude: null,
    course: null,
    poi: null,
    tag: null,
    velocity: null,
    battery: 50,
    battery_status: 1,
    connection: null,
    trigger: null,
    occurred_at: at(minute),
    received_at: at(minute),
  };
}

const device = (id: number, last_location: MapLocation | null): MapDevice => ({ ...deviceDto({ id }), last_location });

function zone(id: string, is_active = true): MapZone {
  return {
    id,
    name: id,
    description: null,
    shape_type: 'circle',
    center_latitude: 50,
    center_longitude: 10,
    radius_meters: 100,
    geometry: null,
    owner_id: 1,
    device_id: null,
    is_active,
    color: '#0ca678',
  };
}

const event = (event_type: LiveEvent['event_type'], geofence_id: string, minute: number): LiveEvent => ({
  id: minute,
  geofence_id,
  device_id: 1,
  event_type,
  occurred_at: at(minute),
  retracted_at: null,
});

const start: LiveState = { devices: [device(1, location(5, 10)), device(2, null)], statuses: [] };

describe('the live state', () => {
  test('a newer fix moves its device and nobody else', () => {
    const next = liveReducer(start, { type: 'location', location: location(6, 11) });
    expect(next.devices[0]!.last_location!.id).toBe(6);
    expect(next.devices[0]!.last_seen_at).toBe(at(11));
    expect(next.devices[1]).toBe(start.devices[1]);
  });

  test('a late fix moves nothing', () => {
    const next = liveReducer(start, { type: 'location', location: location(6, 9) });
    expect(next.devices[0]!.last_location!.id).toBe(5);
  });

  test('the first fix of a device puts it on the map', () => {
    const next = liveReducer(start, { type: 'location', location: location(6, 9, 2) });
    expect(next.devices[1]!.last_location!.id).toBe(6);
  });

  test('an imported position is history: it tells nothing of the phone, and the next fix takes its place', () => {
    const imported = { ...device(1, location(5, 10)), last_location_imported: true };
    const before: LiveState = { devices: [imported], statuses: [] };
    const again = liveReducer(before, { type: 'snapshot', devices: [imported], statuses: [] }).devices[0];
    expect(again).toMatchObject({ last_seen_at: null, last_location_imported: true });
    const moved = liveReducer(before, { type: 'location', location: location(6, 11) }).devices[0];
    expect(moved).toMatchObject({ last_location: { id: 6 }, last_location_imported: false });
    const late = liveReducer(before, { type: 'location', location: location(6, 9) }).devices[0];
    expect(late).toMatchObject({ last_location: { id: 5 }, last_location_imported: true });
  });

  test('enter and exit move the device in and out of the zone', () => {
    const inside = liveReducer(start, { type: 'event', event: event('enter', 'home', 12) });
    expect(staysOf(1, inside.statuses, [zone('home')])).toEqual([{ zone: zone('home'), since: at(12) }]);
    expect(visitorsOf('home', inside).map((visitor) => visitor.device.id)).toEqual([1]);
    const outside = liveReducer(inside, { type: 'event', event: event('exit', 'home', 20) });
    expect(staysOf(1, outside.statuses, [zone('home')])).toEqual([]);
    expect(outside.statuses).toHaveLength(1);
  });

  test('an event that is older than the present side, a dwell and a retracted one change nothing', () => {
    const inside = liveReducer(start, { type: 'event', event: event('enter', 'home', 12) });
    const steps = [event('exit', 'home', 11), event('dwell', 'home', 30), { ...event('exit', 'home', 31), retracted_at: at(32) }];
    for (const step of steps) expect(liveReducer(inside, { type: 'event', event: step }).statuses).toEqual(inside.statuses);
  });

  test('a snapshot that is older than the stream takes no newer fix away', () => {
    const moved = liveReducer(start, { type: 'location', location: location(6, 11) });
    const next = liveReducer(moved, { type: 'snapshot', devices: [device(1, location(5, 10)), device(3, null)], statuses: [] });
    expect(next.devices.map(({ id, last_location }) => [id, last_location?.id])).toEqual([
      [1, 6],
      [3, undefined],
    ]);
  });

  test('a connection that begins or ends is noted at the time it was heard of', () => {
    const activity = { device_id: 1, last_seen_at: at(12), connected: true, battery: 50 };
    const on = liveReducer(start, { type: 'activity', activity, now: at(13) });
    expect(on.devices[0]).toMatchObject({ last_connect_at: at(13), last_disconnect_at: null, last_seen_at: at(12) });
    const again = liveReducer(on, { type: 'activity', activity, now: at(14) });
    expect(again.devices[0]!.last_connect_at).toBe(at(13));
    const off = liveReducer(on, { type: 'activity', activity: { ...activity, connected: false }, now: at(15) });
    expect(off.devices[0]!.last_disconnect_at).toBe(at(15));
  });

  test('the zone that was entered last comes first, zones that are off do not count', () => {
    const both = [event('enter', 'city', 5), event('enter', 'home', 12), event('enter', 'off', 20)].reduce(
      (state, each) => liveReducer(state, { type: 'event', event: each }),
      start,
    );
    const stays = staysOf(1, both.statuses, [zone('city'), zone('home'), zone('off', false)]);
    expect(stays.map((stay) => stay.zone.id)).toEqual(['home', 'city']);
  });
});
