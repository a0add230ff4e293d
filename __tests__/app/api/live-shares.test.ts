import { NOW, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addLocation, addZone } from '@/__tests__/support/data';
import { type LiveStream, openLive } from '@/__tests__/support/live-stream';
import type { ShareView } from '@/lib/services/shares';
import { Connection } from '@/lib/storage/sqlite/connection';

const HOUR = 3_600_000;

let api: TestApi;
let phone: number;
let own: number;
/** As the worker has it. */
let worker: { connection: Connection };

beforeEach(async () => {
  api = await testApi();
  phone = await addDevice(api.server, api.owner);
  own = await addDevice(api.server, api.other);
  worker = { connection: new Connection(api.server.connection.raw.name) };
});
afterEach(() => worker.connection.close());

const share = (change: { with_history?: boolean; until?: number | null } = {}): Promise<ShareView> =>
  api.services.shares.create(api.owner.user, { viewer: 'uta', device_id: phone, with_history: false, until: null, ...change });

/** The ids of the fixes that have come when the viewer's own next one has: nothing else is on its way then. */
async function fixesBefore(stream: LiveStream, at: number): Promise<number[]> {
  const last = addLocation(worker, own, at);
  const ids = () => stream.of('location').map(({ data }) => data.id as number);
  while (!ids().includes(last) && !stream.ended) await stream.readOn();
  return ids().filter((id) => id !== last);
}

test('a shared device moves on the viewer’s map, without what its phone told its owner only', async () => {
  await share();
  const stream = await openLive(api.other);
  const id = addLocation(worker, phone, NOW, { ssid: 'home-wifi', in_regions: ['Secret'], extra: { a: 1 } });
  const [message] = await stream.until('location', 1);
  expect(message?.data).toMatchObject({ id, device_id: phone, ssid: null, in_regions: null, extra: null });
});

test('nothing follows once the share has ended, on the connection that is open, and the map is told to look again', async () => {
  const { id } = await share();
  const stream = await openLive(api.other);
  addLocation(worker, phone, NOW);
  await stream.until('location', 1);
  await api.services.shares.remove(api.owner.user, id);
  await stream.until('devices', 1);
  addLocation(worker, phone, NOW + 1_000);
  expect(await fixesBefore(stream, NOW)).toHaveLength(1);
});

test('it ends at the moment that was named, though nobody writes anything', async () => {
  await share({ until: NOW + 100 });
  const stream = await openLive(api.other);
  addLocation(worker, phone, NOW);
  await stream.until('location', 1);
  api.time.now = NOW + 100;
  await stream.until('devices', 1);
  addLocation(worker, phone, NOW + 200);
  expect(await fixesBefore(stream, NOW)).toHaveLength(1);
});

test('a share that begins is followed on the connection that is open', async () => {
  const stream = await openLive(api.other);
  addLocation(worker, phone, NOW - 1_000);
  await share();
  await stream.until('devices', 1);
  const id = addLocation(worker, phone, NOW);
  expect((await stream.until('location', 1)).map(({ data }) => data.id)).toEqual([id]);
});

test('without the right to the past an old id brings no history, and a fix that comes late is not shown', async () => {
  addLocation(worker, phone, NOW - 3 * HOUR);
  const newest = addLocation(worker, phone, NOW - HOUR);
  addLocation(worker, phone, NOW - 2 * HOUR);
  const { id } = await share();
  const stream = await openLive(api.other, '0.0.0');
  expect(await fixesBefore(stream, NOW)).toEqual([newest]);
  await api.services.shares.update(api.owner.user, id, { with_history: true });
  const again = await openLive(api.other, '0.0.0');
  expect(await fixesBefore(again, NOW + 1)).toHaveLength(4);
});

test('the owner’s events stay the owner’s', async () => {
  await share({ with_history: true });
  const zone = await addZone(api.server, api.owner);
  const stream = await openLive(api.other, '0.0.0');
  addEvent(worker, zone, phone, NOW);
  await fixesBefore(stream, NOW);
  expect(stream.of('geofence_event')).toEqual([]);
});

test('whether the shared phone is connected is told, and of no other', async () => {
  await share();
  const car = await addDevice(api.server, api.owner, 'car');
  const seen = worker.connection.prepare(
    'INSERT INTO device_activity (device_id, last_seen_at, last_connect_at) VALUES (?, ?, ?)',
  );
  seen.run(phone, NOW, NOW);
  seen.run(car, NOW, NOW);
  const stream = await openLive(api.other);
  await stream.until('device', 1);
  await fixesBefore(stream, NOW);
  expect(stream.of('device').map(({ data }) => data)).toMatchObject([{ device_id: phone, connected: true }]);
});
