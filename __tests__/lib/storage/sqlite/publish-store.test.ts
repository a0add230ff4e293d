import { Connection, query } from '@/lib/storage/sqlite/connection';
import { SqlitePublishStore, SqliteRetainedStore } from '@/lib/storage/sqlite/publish-store';
import { testDatabase } from '../../../support/database';
import { addFix, addZone, setStatus } from '../../../support/home-assistant';
import { addDevice } from '../../../support/ingest';

const ZONE = '6f0c3a4e-0000-4000-8000-000000000001';

async function setUp() {
  const connection = testDatabase();
  const phone = addDevice(connection, 'anna', 'phone');
  const store = new SqlitePublishStore(connection);
  const read = async () => (await store.devicesAfter(0, 10))[0];
  return { connection, phone, store, read };
}

describe('what is published of a device', () => {
  test('is its newest fix by the phone’s time, and the newest battery that it told', async () => {
    const { connection, phone, read } = await setUp();
    expect(await read()).toMatchObject({ fix: null, battery: null, handle: 'anna', statuses: [] });
    addFix(connection, phone.id, 2_000, { latitude: 2, battery: 50 });
    addFix(connection, phone.id, 3_000, { latitude: 3 });
    addFix(connection, phone.id, 1_000, { latitude: 1, battery: 99 });
    expect(await read()).toMatchObject({ fix: { latitude: 3, occurred_at: 3_000 }, battery: 50 });
  });

  test('is nothing that came from an archive', async () => {
    const { connection, phone, read } = await setUp();
    addFix(connection, phone.id, 5_000, { latitude: 5, battery: 1, origin: 'import' });
    expect(await read()).toMatchObject({ fix: null, battery: null });
    addFix(connection, phone.id, 4_000, { latitude: 4, battery: 0 });
    expect(await read()).toMatchObject({ fix: { latitude: 4 }, battery: 0 });
  });

  test('is read in pages, each device with its own zones', async () => {
    const { connection, phone, store } = await setUp();
    const tablet = addDevice(connection, 'anna', 'tablet');
    addZone(connection, phone.user_id, ZONE);
    setStatus(connection, phone.id, ZONE, true, 7);
    setStatus(connection, tablet.id, ZONE, false, 8);
    const [first] = await store.devicesAfter(0, 1);
    const [second, ...more] = await store.devicesAfter(first?.id ?? 0, 5);
    expect(first?.statuses).toEqual([{ geofence_id: ZONE, is_inside: true, since: 7 }]);
    expect(second?.statuses).toEqual([{ geofence_id: ZONE, is_inside: false, since: 8 }]);
    expect(more).toEqual([]);
    expect(await store.devicesAfter(second?.id ?? 0, 5)).toEqual([]);
  });
});

test('zones are the active ones, and a change of any is seen', async () => {
  const { connection, phone, store } = await setUp();
  const before = store.zonesRevision();
  addZone(connection, phone.user_id, ZONE, { name: 'Home', radius_meters: 70 });
  expect(store.zonesRevision()).not.toBe(before);
  expect(await store.zones()).toMatchObject([{ id: ZONE, name: 'Home', radius_meters: 70 }]);
  connection.run(query.updateTable('geofence').set({ is_active: 0 }).where('id', '=', ZONE));
  expect(await store.zones()).toEqual([]);
});

test('the version changes with what others write', async () => {
  const { connection } = await setUp();
  const watcher = new Connection(connection.raw.name);
  const store = new SqlitePublishStore(watcher);
  const before = store.version();
  expect(store.version()).toBe(before);
  addDevice(connection, 'ben', 'phone');
  expect(store.version()).not.toBe(before);
  watcher.close();
});

test('topics that a broker retains are kept for each broker, once', async () => {
  const { connection } = await setUp();
  const retained = new SqliteRetainedStore(connection);
  await retained.add('mqtt://a', ['x', 'y']);
  await retained.add('mqtt://a', ['y', 'z']);
  await retained.add('mqtt://b', ['x']);
  await retained.remove('mqtt://a', ['x', 'unknown']);
  expect(await retained.topics('mqtt://a')).toEqual(['y', 'z']);
  expect(await retained.topics('mqtt://b')).toEqual(['x']);
});
