import type { MqttClient } from 'mqtt';
import { connectPhone, startBroker } from '@/__tests__/support/broker';
import { temporaryFolder, testDatabase } from '@/__tests__/support/database';
import { addDevice, directoryOf, setKey } from '@/__tests__/support/ingest';
import { open, sodiumReady } from '@/lib/domain/owntracks/encryption';
import { FriendCourier } from '@/lib/services/friend-courier';
import { FilePictures } from '@/lib/storage/files/picture-files';
import type { DeviceIdentity } from '@/lib/storage/ports';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';
import { friendsOn } from '@/scripts/friends';

const FRIENDS = ['owntracks/+/+', 'owntracks/+/+/event', 'owntracks/+/+/info'];
const NOW = Date.UTC(2026, 4, 1, 12, 0, 0);
const KEY = 'correct horse';

interface Heard {
  topic: string;
  retain: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: every kind of message has another shape.
  body: any;
}

let connection: Connection;
let otto: DeviceIdentity;
let uta: DeviceIdentity;
let sven: DeviceIdentity;
let port: number;
let shares: SqliteShareStore;
const time = { now: NOW };
const couriers: FriendCourier[] = [];

beforeAll(() => sodiumReady);

beforeEach(async () => {
  time.now = NOW;
  connection = testDatabase();
  otto = addDevice(connection, 'otto', 'phone');
  uta = addDevice(connection, 'uta', 'tablet');
  sven = addDevice(connection, 'sven', 'watch');
  shares = new SqliteShareStore(connection);
  const running = await startBroker(connection);
  port = running.port;
  const directory = directoryOf(connection);
  const known = friendsOn(connection, directory, new FilePictures(temporaryFolder()), () => time.now);
  const courier = new FriendCourier({ ...known, link: running.broker, directory, clock: () => time.now }, { pollMs: 10 });
  courier.start();
  couriers.push(courier);
});

afterEach(() => {
  for (const courier of couriers.splice(0)) courier.stop();
});

function share(change: object = {}): Promise<boolean> {
  const base = { id: 'share', owner_id: otto.user_id, viewer_id: uta.user_id, device_id: otto.id, with_history: false };
  return shares.create({ ...base, until: null, created_at: NOW, ...change }, time.now);
}

async function phoneOf(handle: string, device: string, filters = FRIENDS): Promise<{ phone: MqttClient; heard: Heard[] }> {
  const phone = await connectPhone(port, handle, device);
  const heard: Heard[] = [];
  phone.on('message', (topic, payload, { retain }) => {
    heard.push({ topic, retain, body: payload.length === 0 ? null : JSON.parse(payload.toString()) });
  });
  if (filters.length > 0) await phone.subscribeAsync(filters, { qos: 1 });
  return { phone, heard };
}

const place = (tst: number, change: object = {}) => ({
  _type: 'location',
  lat: 52.5,
  lon: 13.4,
  tst: NOW / 1000 + tst,
  ...change,
});
const publish = (phone: MqttClient, topic: string, message: object) =>
  phone.publishAsync(topic, JSON.stringify(message), { qos: 1, retain: true });

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
/** Long enough for several looks of the courier. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 150));

const at = (heard: Heard[], suffix = '') => heard.filter(({ topic }) => topic === `owntracks/otto/phone${suffix}`);

test('a phone that subscribes gets the last place of a friend at once, as a retained message, and then each new one', async () => {
  await share();
  const { phone } = await phoneOf('otto', 'phone', []);
  await publish(phone, 'owntracks/otto/phone', place(-60, { acc: 12.4, batt: 81, vel: 3, alt: 70, tid: 'ot', ssid: 'home' }));
  const { heard } = await phoneOf('uta', 'tablet');
  await until(() => at(heard).length === 1);
  expect(at(heard)[0]).toEqual({
    topic: 'owntracks/otto/phone',
    retain: true,
    body: { _type: 'location', tid: 'ot', lat: 52.5, lon: 13.4, tst: NOW / 1000 - 60, acc: 12, batt: 81, vel: 3, alt: 70 },
  });
  await publish(phone, 'owntracks/otto/phone', place(-30, { lat: 52.6, tid: 'ot' }));
  await until(() => at(heard).length === 2);
  expect(at(heard)[1]).toMatchObject({ retain: false, body: { lat: 52.6, tst: NOW / 1000 - 30 } });
  await until(() => at(heard, '/info').length === 1);
  expect(at(heard, '/info')[0]).toMatchObject({ retain: true, body: { _type: 'card', tid: 'ot', name: 'otto' } });
});

test('only those who may see it are told, whatever they subscribe to', async () => {
  await share();
  const strangers = await phoneOf('sven', 'watch', [...FRIENDS, 'owntracks/+/+/#', '/owntracks/+/+']);
  const own = await phoneOf('otto', 'phone', [...FRIENDS, 'owntracks/otto/phone/#']);
  const { heard } = await phoneOf('uta', 'tablet');
  await publish(own.phone, 'owntracks/otto/phone', place(-60));
  await until(() => at(heard).length === 1);
  await aWhile();
  expect(strangers.heard).toEqual([]);
  const refused = await strangers.phone.subscribeAsync('owntracks/otto/phone', { qos: 1 }).catch(() => 'refused');
  expect(refused === 'refused' || (refused as { qos: number }[])[0]?.qos === 128).toBe(true);
  await publish(strangers.phone, 'owntracks/otto/phone', place(0, { lat: 1 }));
  await aWhile();
  expect(at(heard)).toHaveLength(1);
});

test('a fix that comes late moves nobody back', async () => {
  await share();
  const { phone } = await phoneOf('otto', 'phone', []);
  const { heard } = await phoneOf('uta', 'tablet');
  await publish(phone, 'owntracks/otto/phone', place(-60));
  await until(() => at(heard).length === 1);
  await publish(phone, 'owntracks/otto/phone', place(-3_600, { lat: 50 }));
  await publish(phone, 'owntracks/otto/phone', place(-60, { created_at: NOW / 1000 }));
  await aWhile();
  expect(at(heard)).toHaveLength(1);
});

test('what another process stored is told, what was imported is not', async () => {
  await share();
  const { heard } = await phoneOf('uta', 'tablet');
  const insert = connection.prepare(
    'INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at, origin) VALUES (?, ?, ?, ?, ?, ?)',
  );
  insert.run(otto.id, 48, 11, NOW - 1_000, NOW, null);
  insert.run(otto.id, 49, 11, NOW, NOW, 'import');
  await until(() => at(heard).length === 1);
  await aWhile();
  expect(at(heard)).toMatchObject([{ body: { lat: 48 } }]);
});

test('a share that begins shows the friend at once, one that ends takes the friend off the phone and stops at once', async () => {
  const { phone } = await phoneOf('otto', 'phone', []);
  await publish(phone, 'owntracks/otto/phone', place(-60));
  const { heard } = await phoneOf('uta', 'tablet');
  await aWhile();
  expect(heard).toEqual([]);
  await share();
  await until(() => at(heard).length === 1);
  await shares.remove('share');
  await until(() => at(heard).length === 2);
  expect(at(heard)[1]?.body).toBeNull();
  await publish(phone, 'owntracks/otto/phone', place(-30));
  await aWhile();
  expect(at(heard)).toHaveLength(2);
});

test('at the moment that was named nothing follows, though nobody changes anything', async () => {
  await share({ until: NOW + 60_000 });
  const { phone } = await phoneOf('otto', 'phone', []);
  const { heard } = await phoneOf('uta', 'tablet');
  await publish(phone, 'owntracks/otto/phone', place(-60));
  await until(() => at(heard).length === 1);
  time.now = NOW + 60_000;
  await publish(phone, 'owntracks/otto/phone', place(-30));
  await until(() => at(heard).length === 2);
  await aWhile();
  expect(at(heard).map(({ body }) => body?.tst ?? null)).toEqual([NOW / 1000 - 60, null]);
});

test('two friends with the same letters are told apart, and each keeps them', async () => {
  const second = addDevice(connection, 'otto', 'car');
  await share({ device_id: null });
  for (const [device, name] of [
    [otto, 'phone'],
    [second, 'car'],
  ] as const) {
    const { phone } = await phoneOf('otto', name, []);
    await publish(phone, `owntracks/otto/${name}`, place(-60, { tid: 'XX' }));
    expect(device.device).toBe(name);
  }
  const letters = async () => {
    const { phone, heard } = await phoneOf('uta', 'tablet');
    const places = () => heard.filter(({ body }) => body?._type === 'location');
    await until(() => places().length === 2);
    await phone.endAsync(true);
    return Object.fromEntries(places().map(({ topic, body }) => [topic, body.tid]));
  };
  const first = await letters();
  expect(new Set(Object.values(first)).size).toBe(2);
  expect(await letters()).toEqual(first);
});

test("a card's name is on the friend's topic, and of a person with several devices each says which it is", async () => {
  addDevice(connection, 'otto', 'car');
  await share({ device_id: null });
  const { phone } = await phoneOf('otto', 'phone', []);
  await publish(phone, 'owntracks/otto/phone', place(-60));
  await publish((await phoneOf('otto', 'car', [])).phone, 'owntracks/otto/car', place(-60));
  const { heard } = await phoneOf('uta', 'tablet');
  // The first may still be from when the courier knew of one device only.
  await until(() => at(heard, '/info').at(-1)?.body.name === 'otto · phone');
  const before = at(heard, '/info').length;
  await publish(phone, 'owntracks/otto/phone/info', { _type: 'card', name: 'Otto the Great' });
  await until(() => at(heard, '/info').length > before);
  expect(at(heard, '/info').at(-1)).toMatchObject({ retain: false, body: { _type: 'card', name: 'Otto the Great' } });
});

test('an arrival is told when it is fresh, not hours later', async () => {
  await share();
  const { phone } = await phoneOf('otto', 'phone', []);
  await publish(phone, 'owntracks/otto/phone', place(-60));
  const { heard } = await phoneOf('uta', 'tablet');
  await until(() => at(heard).length === 1);
  const arrival = {
    _type: 'transition',
    event: 'enter',
    desc: 'Home',
    wtst: 1_700_000_000,
    t: 'c',
    acc: 20.5,
    lat: 52.5,
    lon: 13.4,
  };
  await publish(phone, 'owntracks/otto/phone/event', { ...arrival, event: 'leave', tst: NOW / 1000 - 7_200 });
  await publish(phone, 'owntracks/otto/phone/event', { ...arrival, tst: NOW / 1000 - 5 });
  await until(() => at(heard, '/event').length === 1);
  await aWhile();
  expect(at(heard, '/event')).toMatchObject([
    {
      retain: false,
      body: { _type: 'transition', event: 'enter', desc: 'Home', wtst: 1_700_000_000, t: 'c', acc: 21, tst: NOW / 1000 - 5 },
    },
  ]);
});

test('a phone with a key is told in its own encryption, and so that no other can read it', async () => {
  setKey(connection, uta, KEY);
  await share();
  await share({ id: 'another', viewer_id: sven.user_id });
  const { phone } = await phoneOf('otto', 'phone', []);
  await publish(phone, 'owntracks/otto/phone', place(-60));
  const [sealed, clear] = [await phoneOf('uta', 'tablet'), await phoneOf('sven', 'watch')];
  await until(() => at(sealed.heard).length > 0 && at(clear.heard).length > 0);
  expect(at(clear.heard)[0]?.body).toMatchObject({ _type: 'location' });
  const { body } = at(sealed.heard)[0] as Heard;
  expect(Object.keys(body)).toEqual(['_type', 'data']);
  const opened = open(KEY, body.data);
  expect(JSON.parse(Buffer.from(opened as Uint8Array).toString())).toMatchObject({ _type: 'location', tst: NOW / 1000 - 60 });
});

test('a phone without a connection is left alone and told everything when it comes back', async () => {
  await share();
  const first = await phoneOf('uta', 'tablet');
  const { phone } = await phoneOf('otto', 'phone', []);
  await publish(phone, 'owntracks/otto/phone', place(-60));
  await until(() => at(first.heard).length === 1);
  await first.phone.endAsync(true);
  await publish(phone, 'owntracks/otto/phone', place(-30));
  await aWhile();
  const second = await phoneOf('uta', 'tablet');
  await until(() => at(second.heard).length === 1);
  expect(at(second.heard)[0]).toMatchObject({ retain: true, body: { tst: NOW / 1000 - 30 } });
});
