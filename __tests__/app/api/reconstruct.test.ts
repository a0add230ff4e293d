import { DELETE, POST } from '@/app/api/geofences/[id]/reconstruct/route';
import type { NewLocation } from '@/lib/domain/model';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { call, NOW, type Person, type TestApi, testApi } from '../../support/api';
import { addDevice, addEvent, addLocation, addZone } from '../../support/data';

const MINUTE = 60_000;
const DAY = 86_400_000;
const AWAY = { latitude: 52.6, longitude: 13.5 };

interface Row {
  event_type: string;
  occurred_at: number;
  origin: string;
  notification_status: string;
}

const events = ({ server }: TestApi) =>
  server.connection.raw
    .prepare('SELECT event_type, occurred_at, origin, notification_status FROM geofence_event ORDER BY occurred_at, id')
    .all() as Row[];
const typesOf = (api: TestApi) => events(api).map(({ event_type, origin }) => `${origin} ${event_type}`);

/** One fix a minute, `home` or away. */
function live(
  api: TestApi,
  device: number,
  from: number,
  minutes: number,
  isHome: boolean,
  change: Partial<NewLocation> = {},
): number {
  for (let minute = 0; minute < minutes; minute++) {
    addLocation(api.server, device, from + minute * MINUTE, { ...(isHome ? {} : AWAY), ...change });
  }
  return from + minutes * MINUTE;
}

const reconstruct = (as: Person | undefined, id: string, body: object = {}) =>
  call(POST, { method: 'POST', as, params: { id }, body });

describe('POST /api/geofences/:id/reconstruct', () => {
  test('gives a new zone its past visits, marked, without alarms', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    const left = live(api, phone, live(api, phone, NOW - 5 * DAY, 60, false), 90, true);
    live(api, phone, left, 60, false);
    const zone = await addZone(api.server, api.owner);
    const { status, body } = await reconstruct(api.owner, zone);
    expect([status, body.reconstructed]).toEqual([200, expect.objectContaining({ events: 2, visits: 1, replaced: 0 })]);
    expect(events(api)).toEqual([
      { event_type: 'enter', occurred_at: left - 90 * MINUTE, origin: 'reconstructed', notification_status: 'none' },
      { event_type: 'exit', occurred_at: left, origin: 'reconstructed', notification_status: 'none' },
    ]);
    expect(api.server.connection.raw.prepare('SELECT count(*) AS n FROM delivery').get()).toEqual({ n: 0 });
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ action: 'reconstruct', subject_id: zone, detail: { events: 2 } });
  });

  test('made again it comes to the same, in place of the earlier', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    live(api, phone, live(api, phone, NOW - 5 * DAY, 90, true), 60, false);
    const zone = await addZone(api.server, api.owner);
    await reconstruct(api.owner, zone);
    const first = events(api);
    expect((await reconstruct(api.owner, zone)).body.reconstructed).toMatchObject({ events: 2, replaced: 2 });
    expect(events(api)).toEqual(first);
  });

  test('a stay that reaches up to the drawing stays open for the live departure; the state of the engine is not touched', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    live(api, phone, live(api, phone, NOW - 5 * DAY, 60, false), 90, true);
    const zone = await addZone(api.server, api.owner);
    const status = () => api.server.connection.raw.prepare('SELECT * FROM geofence_status').all();
    const before = status();
    expect(before).toHaveLength(1);
    await reconstruct(api.owner, zone);
    expect(typesOf(api)).toEqual(['reconstructed enter']);
    expect(status()).toEqual(before);
    // People see since when it really is there; without the reconstructed past, since the last fix before the drawing.
    const arrived = NOW - 5 * DAY + 60 * MINUTE;
    expect(await api.services.zones.statuses(api.owner.user)).toMatchObject([{ since: arrived, last_enter_time: arrived }]);
    await call(DELETE, { method: 'DELETE', as: api.owner, params: { id: zone } });
    expect(await api.services.zones.statuses(api.owner.user)).toMatchObject([
      { since: arrived + 89 * MINUTE, last_enter_time: null },
    ]);
  });

  test('who watches the live stream is not told of events of the past', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    live(api, phone, live(api, phone, NOW - 5 * DAY, 90, true), 60, false);
    const zone = await addZone(api.server, api.owner);
    await reconstruct(api.owner, zone);
    addEvent(api.server, zone, phone, NOW, { location_id: null });
    const told = await new SqliteEventStore(api.server.connection).between(0, 1000);
    expect(told.map(({ origin, occurred_at }) => [origin, occurred_at])).toEqual([['live', NOW]]);
  });

  test('where the zone was silently taken for left at its border, the past stay ends there', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    const at = live(api, phone, live(api, phone, NOW - 5 * DAY, 60, false), 90, true);
    live(api, phone, at, 5, false);
    // A departure would need an hour without contradiction; the silent status takes the side at once.
    const zone = await addZone(api.server, api.owner);
    api.server.connection.raw.prepare('UPDATE geofence SET grace_seconds = 3600').run();
    await reconstruct(api.owner, zone);
    expect(typesOf(api)).toEqual(['reconstructed enter', 'reconstructed exit']);
    expect(events(api)[1]?.occurred_at).toBe(at);
  });

  test('it leads over to the side from which the live events go on', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    const seam = live(api, phone, live(api, phone, NOW - 5 * DAY, 60, false), 90, true);
    const zone = await addZone(api.server, api.owner);
    // As after a drawing in a moment of doubt, when the engine took the device for outside.
    addEvent(api.server, zone, phone, seam, { event_type: 'enter', decided_at: seam });
    await reconstruct(api.owner, zone);
    expect(typesOf(api)).toEqual(['reconstructed enter', 'reconstructed exit', 'live enter']);
  });

  test('events of an earlier form of the zone are never touched nor doubled: the past ends where they begin', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    const left = live(api, phone, live(api, phone, NOW - 5 * DAY, 90, true), 60, false);
    const second = live(api, phone, left, 60, true);
    live(api, phone, second, 60, false);
    const zone = await addZone(api.server, api.owner);
    addEvent(api.server, zone, phone, left, { event_type: 'enter', location_id: 151 });
    addEvent(api.server, zone, phone, second, { event_type: 'exit', location_id: 211 });
    await reconstruct(api.owner, zone);
    expect(typesOf(api)).toEqual(['reconstructed enter', 'reconstructed exit', 'live enter', 'live exit']);
  });

  test('nothing older than events are kept for, nor than `from`', async () => {
    const api = await testApi({ EVENT_RETENTION_DAYS: '10' });
    const phone = await addDevice(api.server, api.owner);
    for (const days of [20, 8, 3]) live(api, phone, live(api, phone, NOW - days * DAY, 60, true), 60, false);
    const zone = await addZone(api.server, api.owner);
    expect((await reconstruct(api.owner, zone)).body.reconstructed).toMatchObject({ visits: 2 });
    const from = new Date(NOW - 4 * DAY).toISOString();
    expect((await reconstruct(api.owner, zone, { from })).body.reconstructed).toMatchObject({ visits: 1, from });
    const ahead = await reconstruct(api.owner, zone, { from: new Date(NOW + DAY).toISOString() });
    expect([ahead.status, Object.keys(ahead.body.error.details)]).toEqual([422, ['from']]);
  });

  test('taken back, only the reconstructed events go', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    live(api, phone, live(api, phone, NOW - 5 * DAY, 90, true), 60, false);
    const zone = await addZone(api.server, api.owner);
    addEvent(api.server, zone, phone, NOW - MINUTE, { event_type: 'enter', location_id: null });
    await reconstruct(api.owner, zone);
    const { body } = await call(DELETE, { method: 'DELETE', as: api.owner, params: { id: zone } });
    expect(body.reconstructed).toEqual({ removed: 2 });
    expect(typesOf(api)).toEqual(['live enter']);
  });

  test('only the owner and admins may', async () => {
    const api = await testApi();
    const zone = await addZone(api.server, api.owner);
    const remove = (as?: Person) => call(DELETE, { method: 'DELETE', as, params: { id: zone } });
    const statuses = [api.other, undefined, api.admin].map(async (as) => [
      (await reconstruct(as, zone)).status,
      (await remove(as)).status,
    ]);
    expect(await Promise.all(statuses)).toEqual([
      [403, 403],
      [401, 401],
      [200, 200],
    ]);
    expect((await reconstruct(api.owner, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});
