import { createHash, randomBytes } from 'node:crypto';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { ReaderHub } from '@/lib/adapters/mqtt/publish/reader-hub';
import type { DeviceActivity } from '@/lib/domain/model';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { connectPhone, startBroker } from '../../../support/broker';
import { testDatabase } from '../../../support/database';
import { addFix, addZone, HomeAssistant, setPublishing, setStatus, startPublisher } from '../../../support/home-assistant';
import { addDevice, passwordOf } from '../../../support/ingest';
import { until } from '../../../support/product';

const HOME = '6f0c3a4e-0000-4000-8000-000000000001';
const AT = Date.UTC(2026, 4, 1, 8);

/** A new API token of a person. */
async function tokenOf(connection: Connection, user_id: number): Promise<string> {
  const token = `fp_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(token).digest('hex');
  await new SqliteTokenStore(connection).create(user_id, 'reader', hash, 0);
  return token;
}

/** Anna's and Ben's phones, both at their homes, published on the embedded broker. */
async function setUp() {
  const connection = testDatabase();
  const phones = ['anna', 'ben'].map((handle, index) => {
    const phone = addDevice(connection, handle, 'phone');
    const zone = addZone(connection, phone.user_id, HOME.replace(/1$/, String(index + 1)), { name: `Home of ${handle}` });
    addFix(connection, phone.id, AT, { battery: 80 });
    setStatus(connection, phone.id, zone, true, AT);
    return phone;
  });
  await setPublishing(connection);
  const { broker, port } = await startBroker(connection);
  const hub = broker.readers as ReaderHub;
  const { publisher } = startPublisher(connection, (_target, names, _will, listener) => hub.link(names, listener));
  await until('the publisher', async () => publisher.state().topics > 10);
  const [anna, ben] = phones as [(typeof phones)[0], (typeof phones)[0]];
  const url = `mqtt://127.0.0.1:${port}`;
  const home = async (handle: string, filters: string[], user_id = handle === 'ben' ? ben.user_id : anna.user_id) =>
    HomeAssistant.connect(url, filters, { username: handle, password: await tokenOf(connection, user_id) });
  return { connection, port, url, publisher, broker, anna, ben, home };
}

const refusedOf = async (client: Promise<HomeAssistant>): Promise<string> =>
  client.then(
    () => 'let in',
    (error: Error) => error.message,
  );

describe('a program that reads with a handle and an API token', () => {
  test('gets what is retained of its person, as it is and as it changes', async () => {
    const { connection, anna, home } = await setUp();
    const mine = await home('anna', ['fencepost/anna/#', 'fencepost/status', 'homeassistant/#']);
    await mine.says('fencepost/status', 'online');
    await mine.says('fencepost/anna/phone/state', 'Home of anna');
    await mine.says('fencepost/anna/phone/battery', '80');
    expect(mine.heard.every(({ retain }) => retain)).toBe(true);
    mine.heard.length = 0;
    setStatus(connection, anna.id, HOME, false, AT + 1);
    await mine.says('fencepost/anna/phone/state', 'not_home');
    expect(mine.heard.every(({ retain, qos }) => !retain && qos === 1)).toBe(true);
  });

  test('finds the own devices by discovery, and none of anybody else', async () => {
    const { anna, home } = await setUp();
    const mine = await home('anna', ['homeassistant/#']);
    await until('four messages', async () => mine.heard.length >= 4);
    const owners = mine.heard.map(({ topic }) => topic.split('/')[2]);
    expect(owners.every((id) => id?.includes(`_${anna.id}_`))).toBe(true);
    expect(mine.heard.some(({ payload }) => payload.includes('ben'))).toBe(false);
  });

  test('is told that a device is gone, also by discovery', async () => {
    const { connection, anna, home } = await setUp();
    const mine = await home('anna', ['homeassistant/#', 'fencepost/anna/#']);
    await mine.says('fencepost/anna/phone/state', 'Home of anna');
    connection.run(query.deleteFrom('device').where('id', '=', anna.id));
    await until('nothing is left', async () => mine.retained.size === 0);
  });

  test('is told of a device that is new', async () => {
    const { connection, home } = await setUp();
    const mine = await home('anna', ['homeassistant/#']);
    await until('the first device', async () => mine.retained.size >= 4);
    const tablet = addDevice(connection, 'anna', 'tablet');
    await until('the second device', async () =>
      [...mine.retained.keys()].some((topic) => topic.includes(`_${tablet.id}_tracker`)),
    );
  });

  test.each([
    'fencepost/ben/#',
    'fencepost/ben/phone/state',
    'fencepost/#',
    'fencepost/+/phone/state',
    '#',
    '+/ben/#',
    'owntracks/#',
    'owntracks/anna/phone',
    '$SYS/#',
  ])('is refused %s in the SUBACK, and stays connected', async (filter) => {
    const { url, connection, anna, home } = await setUp();
    const password = await tokenOf(connection, anna.user_id);
    const client = connect(url, { username: 'anna', password, reconnectPeriod: 0, protocolVersion: 4 });
    const granted = await new Promise<number[]>((resolve) => {
      client.on('packetreceive', (packet) => {
        if (packet.cmd === 'suback') resolve(packet.granted as number[]);
      });
      client.on('connect', () => client.subscribe([filter, 'fencepost/status'], { qos: 1 }, () => {}));
    });
    expect(granted).toEqual([0x80, 1]);
    expect(client.connected).toBe(true);
    await client.endAsync(true);
    expect((await home('anna', ['fencepost/anna/#'])).heard).toBeDefined();
  });

  test('sees all as an admin', async () => {
    const { connection, anna, home } = await setUp();
    connection.run(query.updateTable('user').set({ role: 'admin' }).where('id', '=', anna.user_id));
    const all = await home('anna', ['fencepost/#', 'homeassistant/#']);
    await all.says('fencepost/ben/phone/state', 'Home of ben');
    await all.says('fencepost/anna/phone/state', 'Home of anna');
  });

  test('sees no more than its own once it is no admin any more', async () => {
    const { connection, anna, ben, home } = await setUp();
    connection.run(query.updateTable('user').set({ role: 'admin' }).where('id', '=', anna.user_id));
    const all = await home('anna', ['fencepost/#']);
    await all.says('fencepost/ben/phone/state', 'Home of ben');
    connection.run(query.updateTable('user').set({ role: 'user' }).where('id', '=', anna.user_id));
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    all.heard.length = 0;
    setStatus(connection, ben.id, HOME.replace(/1$/, '2'), false, AT + 1);
    setStatus(connection, anna.id, HOME, false, AT + 1);
    await all.says('fencepost/anna/phone/state', 'not_home');
    expect(all.heard.filter(({ topic }) => topic.startsWith('fencepost/ben'))).toEqual([]);
  }, 15_000);

  test('publishes nothing: not below our topics, not as a phone, not as Home Assistant for others', async () => {
    const { connection, home, port } = await setUp();
    const others = await home('ben', ['fencepost/ben/#', 'homeassistant/#', 'fencepost/status']);
    await others.says('fencepost/status', 'online');
    const phone = await connectPhone(port, 'ben', 'phone');
    others.heard.length = 0;
    const mine = await home('anna', ['fencepost/anna/#']);
    for (const topic of ['fencepost/ben/phone/state', 'fencepost/anna/phone/state', 'fencepost/status', 'owntracks/anna/phone']) {
      await mine.publish(topic, '{"_type":"location","lat":1,"lon":2,"tst":1}');
    }
    await mine.publish('homeassistant/status', 'offline');
    await phone.publishAsync('fencepost/ben/phone/state', 'a lie', { qos: 1, retain: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(others.heard).toEqual([]);
    expect((await home('ben', ['fencepost/ben/phone/state'])).retained.get('fencepost/ben/phone/state')).not.toBe('a lie');
    expect(connection.get<{ n: number }>(query.selectFrom('location').select(({ fn }) => fn.countAll<number>().as('n')))?.n).toBe(
      2,
    );
  });

  test('is told all once more when it says that it has started; nobody else is', async () => {
    const { home } = await setUp();
    const mine = await home('anna', ['fencepost/anna/#', 'fencepost/status']);
    const others = await home('ben', ['fencepost/ben/#', 'fencepost/status']);
    await mine.says('fencepost/status', 'online');
    await others.says('fencepost/status', 'online');
    const before = mine.retained.size;
    mine.retained.clear();
    others.heard.length = 0;
    await mine.isBorn();
    await until('all of it', async () => mine.retained.size === before);
    expect(others.heard).toEqual([]);
  });

  test('is ended when its token is taken back', async () => {
    const { connection, url, anna } = await setUp();
    const password = await tokenOf(connection, anna.user_id);
    const client = connect(url, { username: 'anna', password, reconnectPeriod: 0, protocolVersion: 4 });
    await new Promise((resolve) => client.once('connect', resolve));
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    connection.run(query.deleteFrom('api_token').where('user_id', '=', anna.user_id));
    await closed;
  }, 10_000);

  test('takes neither the place of a phone of its person, nor that of another reader', async () => {
    const { connection, port, url, anna, ben } = await setUp();
    const phone = await connectPhone(port, 'anna', 'phone', { clientId: 'same' });
    const clients: MqttClient[] = [];
    for (const [username, user_id] of [
      ['anna', anna.user_id],
      ['ben', ben.user_id],
    ] as const) {
      const options: IClientOptions = { clientId: 'same', reconnectPeriod: 0, protocolVersion: 4 };
      const client = connect(url, { ...options, username, password: await tokenOf(connection, user_id) });
      clients.push(client);
      await new Promise((resolve) => client.once('connect', resolve));
    }
    await phone.publishAsync('owntracks/anna/phone', '{"_type":"lwt"}', { qos: 1 });
    expect(phone.connected).toBe(true);
    expect(clients.every(({ connected }) => connected)).toBe(true);
    for (const client of clients) await client.endAsync(true);
  });

  test('gets what is told, and the teller learns who took it', async () => {
    const { publisher, home } = await setUp();
    const topic = 'fencepost/anna/phone/event';
    const news = { topic, payload: '{"kind":"enter"}', retain: false };
    expect(await publisher.publish(news)).toBe(`no program is connected that reads ${topic}`);
    const mine = await home('anna', ['fencepost/anna/phone/event']);
    const others = await home('ben', ['fencepost/ben/#']);
    expect(await publisher.publish(news)).toBe(`taken by 1 of 1 programs that read ${topic}`);
    expect(mine.heard).toEqual([{ topic, payload: news.payload, retain: false, qos: 1 }]);
    expect(others.heard.some(({ topic: heard }) => heard === topic)).toBe(false);
  });
});

describe('a program that takes nothing', () => {
  test('gets the newest of each topic once it does, and holds up nobody', async () => {
    const { connection, url, anna, publisher, home } = await setUp();
    const topic = 'fencepost/anna/phone/attributes';
    const slow = connect(url, {
      username: 'anna',
      password: await tokenOf(connection, anna.user_id),
      reconnectPeriod: 0,
      protocolVersion: 4,
    });
    await new Promise<void>((resolve) => slow.once('connect', () => resolve()));
    const taken: string[] = [];
    let goOn = () => {};
    const wait = new Promise<void>((resolve) => (goOn = resolve));
    slow.handleMessage = (packet, done) => {
      taken.push(packet.payload.toString().slice(0, 4));
      wait.then(() => done());
    };
    await slow.subscribeAsync(topic, { qos: 1 });
    const quick = await home('anna', [topic]);
    const filler = 'x'.repeat(100_000);
    for (let n = 1; n <= 300; n++) {
      await publisher.publish({ topic, payload: `${String(n).padStart(4, '0')}${filler}`, retain: true });
      if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await until('the quick one has the last', async () => quick.heard.at(-1)?.payload.startsWith('0300'));
    goOn();
    await until('the slow one has the last', async () => taken.at(-1) === '0300');
    expect(taken.length).toBeLessThan(250);
    await slow.endAsync(true);
  }, 20_000);
});

describe('a log-in with a token', () => {
  test('is refused with a wrong token, and with that of somebody else; no phone is blamed', async () => {
    const { connection, url, anna, ben } = await setUp();
    const wrong = { username: 'anna', password: `fp_${'x'.repeat(43)}` };
    expect(await refusedOf(HomeAssistant.connect(url, [], wrong))).toMatch(/bad user/i);
    const stolen = { username: 'anna', password: await tokenOf(connection, ben.user_id) };
    expect(await refusedOf(HomeAssistant.connect(url, [], stolen))).toMatch(/bad user/i);
    const activity = query.selectFrom('device_activity').selectAll().where('device_id', '=', anna.id);
    expect(connection.get<DeviceActivity>(activity)?.last_auth_failure_at ?? null).toBeNull();
  });

  test('is refused while nothing is published here, and who reads is sent away when it is switched off', async () => {
    const { connection, url, anna, home } = await setUp();
    const mine = await home('anna', ['fencepost/anna/#']);
    await mine.says('fencepost/anna/phone/state', 'Home of anna');
    await setPublishing(connection, { is_enabled: false });
    await until('nobody may read', async () => {
      const token = { username: 'anna', password: await tokenOf(connection, anna.user_id) };
      return (await refusedOf(HomeAssistant.connect(url, [], token))).includes('Not authorized');
    });
  });

  test('leaves phones as they were', async () => {
    const { port } = await setUp();
    const phone = await connectPhone(port, 'anna', 'phone');
    expect(phone.connected).toBe(true);
    await expect(connectPhone(port, 'anna', 'phone', { password: `${passwordOf('anna', 'phone')}!` })).rejects.toThrow(
      /bad user/i,
    );
    const granted = await phone.subscribeAsync('fencepost/anna/#', { qos: 1 }).catch((error: Error) => error.message);
    expect(granted).toMatch(/Unspecified error|subscribe/i);
  });
});
