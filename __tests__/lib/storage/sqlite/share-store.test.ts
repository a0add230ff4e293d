import { testDatabase } from '@/__tests__/support/database';
import { addDevice } from '@/__tests__/support/ingest';
import { chooseLetters, type Letters } from '@/lib/domain/owntracks/friend-tid';
import type { DeviceIdentity } from '@/lib/storage/ports';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';
import { NOW } from '../contract/fixture';

let connection: Connection;
let shares: SqliteShareStore;
let phone: DeviceIdentity;
let car: DeviceIdentity;
let theirs: DeviceIdentity;

beforeEach(() => {
  connection = testDatabase();
  shares = new SqliteShareStore(connection);
  phone = addDevice(connection, 'otto', 'phone');
  car = addDevice(connection, 'otto', 'car');
  theirs = addDevice(connection, 'uta', 'phone');
});

const share = (change: object = {}) => ({
  ...{ id: 'a', owner_id: phone.user_id, viewer_id: theirs.user_id, device_id: phone.id as number | null },
  ...{ with_history: false, until: null as number | null, created_at: NOW },
  ...change,
});
const tids = (device_ids: number[]) => Object.fromEntries(shares.tidsFor(theirs.user_id, device_ids, chooseLetters));
const fix = (device: DeviceIdentity, tid: string, at = NOW) =>
  connection
    .prepare('INSERT INTO location (device_id, latitude, longitude, tid, occurred_at, received_at) VALUES (?, 1, 2, ?, ?, ?)')
    .run(device.id, tid, at, at);

describe('the revision of shares', () => {
  test.each<[string, () => unknown]>([
    ['a share is added', () => shares.create(share({ id: 'b', device_id: car.id }), NOW)],
    ['a share is changed', () => shares.update('a', { until: NOW + 1 })],
    ['a share is removed', () => shares.remove('a')],
    ['the owner is gone', () => connection.raw.exec(`DELETE FROM user WHERE handle = 'otto'`)],
    ['the viewer is gone', () => connection.raw.exec(`DELETE FROM user WHERE handle = 'uta'`)],
    ['the device is gone', () => connection.raw.exec(`DELETE FROM device WHERE device = 'phone' AND user_id = ${phone.user_id}`)],
    ['a device is added', () => addDevice(connection, 'otto', 'watch')],
  ])('is another one when %s', async (_what, work) => {
    await shares.create(share(), NOW);
    const before = shares.revision();
    await work();
    expect(shares.revision()).not.toBe(before);
  });
});

test('grants are told for each device that a share covers, ended ones too', async () => {
  await shares.create(share({ device_id: null, until: NOW - 1, with_history: true }), NOW);
  expect(shares.grants()).toEqual(
    [phone, car].map(({ id }) => ({
      viewer_id: theirs.user_id,
      owner_id: phone.user_id,
      device_id: id,
      with_history: true,
      until: NOW - 1,
    })),
  );
  expect(await shares.visibleTo(theirs.user_id, NOW)).toEqual([]);
});

describe('the letters of friends', () => {
  test('are what the newest fix says, else the end of the device’s name, and differ from those of own devices', () => {
    fix(phone, 'old', NOW - 1);
    fix(phone, 'xa');
    expect(tids([phone.id, car.id])).toEqual({ [phone.id]: 'xa', [car.id]: 'ar' });
    fix(theirs, 'XA');
    expect(tids([phone.id])[phone.id]).not.toMatch(/xa/i);
  });

  test('are kept, for another process too, and written only when they are new', () => {
    fix(phone, 'xa');
    expect(tids([phone.id])).toEqual({ [phone.id]: 'xa' });
    fix(phone, 'zz', NOW + 1);
    connection.raw.pragma('query_only = ON');
    expect(tids([phone.id])).toEqual({ [phone.id]: 'xa' });
    connection.raw.pragma('query_only = OFF');
    const elsewhere = new Connection(connection.raw.name);
    const chosen = new SqliteShareStore(elsewhere).tidsFor(theirs.user_id, [phone.id], chooseLetters);
    elsewhere.close();
    expect([...chosen.values()]).toEqual(['xa']);
  });

  test('are chosen once where two processes choose at the same moment', () => {
    fix(phone, 'xa');
    let first = true;
    const elsewhere = new SqliteShareStore(new Connection(connection.raw.name));
    const whileAnotherChooses = (letters: Letters) => {
      // After the look without a transaction, before the one that writes.
      if (first) {
        first = false;
        elsewhere.tidsFor(theirs.user_id, [car.id], () => new Map([[car.id, 'xa']]));
      }
      return chooseLetters(letters);
    };
    const mine = shares.tidsFor(theirs.user_id, [phone.id], whileAnotherChooses);
    expect(mine.get(phone.id)).not.toBe('xa');
    expect(tids([phone.id, car.id])).toEqual({ [phone.id]: mine.get(phone.id), [car.id]: 'xa' });
  });

  test('go with the device', () => {
    tids([phone.id]);
    connection.raw.exec(`DELETE FROM device WHERE id = ${phone.id}`);
    expect(tids([phone.id])).toEqual({});
  });
});
