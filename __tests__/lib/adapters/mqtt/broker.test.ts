import type { ISubscriptionGrant } from 'mqtt';
import { EmbeddedBroker } from '@/lib/adapters/mqtt/broker';
import { judgeSilently } from '@/lib/domain/geofence';
import type { DeviceActivity, RejectedMessage } from '@/lib/domain/model';
import type { DeviceIdentity } from '@/lib/storage/ports';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { connectPhone, connectSocket, startBroker } from '../../../support/broker';
import { testDatabase } from '../../../support/database';
import { addDevice, directoryOf } from '../../../support/ingest';
import { until } from '../../../support/product';

const fix = (tst: number, more: object = {}) =>
  JSON.stringify({ _type: 'location', lat: 52.52, lon: 13.405, tst, tid: 'xa', ...more });
const NOW = Math.floor(Date.now() / 1000);

const count = (connection: Connection) =>
  connection.get<{ n: number }>(query.selectFrom('location').select(({ fn }) => fn.countAll<number>().as('n')))?.n;
const activityOf = (connection: Connection, id: number) =>
  connection.get<DeviceActivity>(query.selectFrom('device_activity').selectAll().where('device_id', '=', id));
const rejected = (connection: Connection) => connection.all<RejectedMessage>(query.selectFrom('rejected_message').selectAll());

describe('logging in', () => {
  test('takes the handle in any letter case, MQTT 3.1 and 3.1.1, and long client ids', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port, broker } = await startBroker(connection);
    await connectPhone(port, 'jane', 'phone', { username: 'JANE' });
    await connectPhone(port, 'jane', 'phone', {
      protocolVersion: 3,
      protocolId: 'MQIsdp',
      clientId: 'jane-and-her-very-long-device-name-of-60-characters-and-more',
    });
    expect(broker.state()).toMatchObject({ state: 'up', detail: null, connections: 2 });
  });

  test('refuses a wrong password with code 4 and a missing user name with code 5', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    await expect(connectPhone(port, 'jane', 'phone', { password: 'wrong' })).rejects.toMatchObject({ code: 4 });
    await expect(connectPhone(port, 'nobody', 'phone')).rejects.toMatchObject({ code: 4 });
    const anonymous = { username: undefined, password: undefined };
    await expect(connectPhone(port, 'jane', 'phone', anonymous)).rejects.toMatchObject({ code: 5 });
  });

  test('examines few wrong passwords of one user name from an address; right ones are always let in', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    addDevice(connection, 'bob', 'phone');
    const { port } = await startBroker(connection, { limits: { perUser: 3, perAddress: 50 } });
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(connectPhone(port, 'jane', 'phone', { password: `wrong-${attempt}` })).rejects.toMatchObject({ code: 4 });
    }
    await expect(connectPhone(port, 'JANE', 'phone', { password: 'wrong-4' })).rejects.toMatchObject({ code: 5 });
    await expect(connectPhone(port, 'bob', 'phone', { password: 'wrong' })).rejects.toMatchObject({ code: 4 });
    await connectPhone(port, 'jane', 'phone');
  });

  test('examines few wrong log-ins from an address; behind a proxy all phones have the same', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection, { limits: { perUser: 50, perAddress: 3 } });
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(connectPhone(port, `guess-${attempt}`, 'phone')).rejects.toMatchObject({ code: 4 });
    }
    await expect(connectPhone(port, 'guess-4', 'phone')).rejects.toMatchObject({ code: 5 });
    await connectPhone(port, 'jane', 'phone');
  });

  test('notes a failure at the device that the client id names, else at all of the person', async () => {
    const connection = testDatabase();
    const phone = addDevice(connection, 'jane', 'phone');
    const tablet = addDevice(connection, 'jane', 'tablet');
    const { port } = await startBroker(connection);
    await expect(connectPhone(port, 'jane', 'phone', { password: 'wrong' })).rejects.toThrow();
    await until('the note', async () => activityOf(connection, phone.id)?.last_auth_failure_at);
    expect(activityOf(connection, tablet.id)).toBeUndefined();
    await expect(connectPhone(port, 'jane', 'phone', { password: 'wrong', clientId: 'x' })).rejects.toThrow();
    await until('the note', async () => activityOf(connection, tablet.id)?.last_auth_failure_at);
  });

  test('notes it at no device whose name is just a part of the one that the client id names', async () => {
    const connection = testDatabase();
    const phone = addDevice(connection, 'jane', 'phone');
    const second = addDevice(connection, 'jane', 'phone-2');
    const { port } = await startBroker(connection);
    const wrong = { password: 'wrong', clientId: 'janephone2' };
    await expect(connectPhone(port, 'jane', 'phone-2', wrong)).rejects.toThrow();
    await until('the note', async () => activityOf(connection, second.id)?.last_auth_failure_at);
    expect(activityOf(connection, phone.id)).toBeUndefined();
  });

  test('notes connect and disconnect, and tells of the first log-in', async () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const first: DeviceIdentity[] = [];
    const { port } = await startBroker(connection, { onFirstLogIn: (it) => first.push(it) });
    const phone = await connectPhone(port, 'jane', 'phone');
    await until('the connect', async () => activityOf(connection, device.id)?.last_connect_at);
    expect(activityOf(connection, device.id)?.last_disconnect_at).toBeNull();
    expect(first.map(({ id }) => id)).toEqual([device.id]);
    await phone.endAsync();
    await until('the disconnect', async () => activityOf(connection, device.id)?.last_disconnect_at);
  });

  test('ends a connection whose device was removed', async () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    const phone = await connectPhone(port, 'jane', 'phone');
    const closed = new Promise<void>((resolve) => phone.once('close', () => resolve()));
    await new SqliteDeviceStore(connection).remove(device.id, 0, judgeSilently);
    await closed;
    await expect(connectPhone(port, 'jane', 'phone')).rejects.toMatchObject({ code: 4 });
  });

  test('one person can not end another one’s connection by taking the same client id', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    addDevice(connection, 'bob', 'phone');
    const { port, broker } = await startBroker(connection);
    await connectPhone(port, 'jane', 'phone', { clientId: 'same' });
    await connectPhone(port, 'bob', 'phone', { clientId: 'same' });
    expect(broker.state().connections).toBe(2);
  });
});

describe('publishing', () => {
  test('stores before it acknowledges: the row is there for another connection when PUBACK comes', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    const phone = await connectPhone(port, 'jane', 'phone');
    const other = new Connection(connection.raw.name);
    for (let n = 1; n <= 50; n++) {
      await phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1, retain: true });
      expect(count(other)).toBe(n);
    }
    other.close();
  });

  test('sends no PUBACK and ends the connection when the database fails', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    let isFull = true;
    const real = new SqliteIngestStore(connection);
    const store = {
      commit: (batch: Parameters<SqliteIngestStore['commit']>[0]) => {
        if (isFull && batch.locations.length > 0) throw new Error('database or disk is full');
        return real.commit(batch);
      },
    };
    const { port } = await startBroker(connection, { store });
    const phone = await connectPhone(port, 'jane', 'phone');
    let acknowledged = false;
    phone.publish('owntracks/jane/phone', fix(NOW), { qos: 1 }, (error) => {
      acknowledged = !error;
    });
    await new Promise<void>((resolve) => phone.once('close', () => resolve()));
    expect(acknowledged).toBe(false);
    isFull = false;
    const again = await connectPhone(port, 'jane', 'phone');
    await again.publishAsync('owntracks/jane/phone', fix(NOW), { qos: 1 });
    expect(count(connection)).toBe(1);
  });

  test('acknowledges hundreds of messages in flight at once, in their order', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port, ingest } = await startBroker(connection);
    const phone = await connectPhone(port, 'jane', 'phone');
    const order: number[] = [];
    const publish = async (n: number) => {
      await phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 });
      order.push(n);
    };
    await Promise.all(Array.from({ length: 500 }, (_, n) => publish(n)));
    expect(order).toEqual(Array.from({ length: 500 }, (_, n) => n));
    expect(count(connection)).toBe(500);
    expect(ingest.counters().commits).toBeLessThan(100);
  });

  test('takes QoS 0 and 2', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    const phone = await connectPhone(port, 'jane', 'phone');
    await phone.publishAsync('owntracks/jane/phone', fix(NOW), { qos: 2 });
    expect(count(connection)).toBe(1);
    await phone.publishAsync('owntracks/jane/phone', fix(NOW - 1), { qos: 0 });
    await until('the second row', async () => count(connection) === 2);
  });

  test('takes the own topic in any letter case, with a leading slash and below', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    const phone = await connectPhone(port, 'jane', 'phone');
    const topics = ['owntracks/JANE/Phone', '/owntracks/jane/phone', 'OwnTracks/jane/phone/event', 'owntracks/jane/phone/a/b'];
    for (const [n, topic] of topics.entries()) await phone.publishAsync(topic, fix(NOW - n), { qos: 1 });
    expect(count(connection)).toBe(topics.length);
  });

  test.each([
    'owntracks/bob/phone',
    'owntracks/jane/tablet',
    'owntracks/jane',
    'owntracks/jane/phone2',
    'other/jane/phone',
    '$SYS/x',
  ])('acknowledges a message on %s, stores nothing and notes the topic', async (topic) => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    addDevice(connection, 'jane', 'tablet');
    addDevice(connection, 'bob', 'phone');
    const { port } = await startBroker(connection);
    const bob = await connectPhone(port, 'bob', 'phone');
    const heard: string[] = [];
    bob.on('message', (name) => heard.push(name));
    await bob.subscribeAsync('owntracks/bob/phone/#', { qos: 1 });
    const phone = await connectPhone(port, 'jane', 'phone');
    await phone.publishAsync(topic, fix(NOW), { qos: 1 });
    expect(count(connection)).toBe(0);
    expect(activityOf(connection, device.id)).toMatchObject({ last_denied_topic: topic, last_denied_at: expect.any(Number) });
    await phone.publishAsync('owntracks/jane/phone', fix(NOW), { qos: 1 });
    expect(count(connection)).toBe(1);
    expect(heard).toEqual([]);
  });

  test('acknowledges junk, keeps it as rejected and the connection open', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    const phone = await connectPhone(port, 'jane', 'phone');
    for (const junk of ['hello', '[]', '{"_type":null}', Buffer.from([0xff, 0x00, 0xfe])]) {
      await phone.publishAsync('owntracks/jane/phone', junk, { qos: 1 });
    }
    expect(rejected(connection)).toHaveLength(4);
    expect(phone.connected).toBe(true);
  });

  test('files the last will of a lost connection, if its topic is the phone’s own', async () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    const lwt = '{"_type":"lwt"}';
    const will = (topic: string) => ({ topic, payload: Buffer.from(lwt), qos: 0 as const, retain: false });
    const stranger = await connectPhone(port, 'jane', 'phone', { clientId: 'a', will: will('owntracks/bob/phone') });
    stranger.stream.destroy();
    await until('the denial', async () => activityOf(connection, device.id)?.last_denied_topic === 'owntracks/bob/phone');
    const phone = await connectPhone(port, 'jane', 'phone', { clientId: 'b', will: will('owntracks/jane/phone') });
    phone.stream.destroy();
    const store = new SqliteDeviceStore(connection);
    const reports = await until('the last will', async () => {
      const all = await store.reports(device.id);
      return all.length > 0 && all;
    });
    expect(reports).toMatchObject([{ kind: 'lwt' }]);
    expect(count(connection)).toBe(0);
  });
});

describe('subscribing', () => {
  const granted = (grants: ISubscriptionGrant[]) => grants.map(({ qos }) => qos);

  test('grants the own topics and what phones ask of friends, refuses the others in the SUBACK and keeps the connection', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    const phone = await connectPhone(port, 'jane', 'phone', { clean: false });
    const topics = ['owntracks/+/+', 'owntracks/+/+/event', 'owntracks/+/+/info', 'owntracks/jane/phone/cmd', '#'];
    // mqtt.js reports a refusal as an error that lists what was granted.
    const answer = await new Promise<number[]>((resolve) => {
      phone.once('packetreceive', (packet) => packet.cmd === 'suback' && resolve(packet.granted as number[]));
      phone.subscribe(topics, { qos: 2 }, () => {});
    });
    expect(answer).toEqual([2, 2, 2, 2, 128]);
    await expect(phone.subscribeAsync('owntracks/bob/phone')).rejects.toThrow();
    expect(phone.connected).toBe(true);
    expect(granted(await phone.subscribeAsync('Owntracks/Jane/phone/#', { qos: 1 }))).toEqual([1]);
  });

  test('hands a device’s own messages to its connections, and nobody else’s', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    addDevice(connection, 'jane', 'tablet');
    const { port } = await startBroker(connection);
    const reader = await connectPhone(port, 'jane', 'phone', { clientId: 'reader' });
    const heard: string[] = [];
    reader.on('message', (topic) => heard.push(topic));
    await reader.subscribeAsync('owntracks/jane/phone/#', { qos: 1 });
    const tablet = await connectPhone(port, 'jane', 'tablet');
    await tablet.publishAsync('owntracks/jane/tablet', fix(NOW), { qos: 1 });
    const phone = await connectPhone(port, 'jane', 'phone', { clientId: 'phone' });
    await phone.publishAsync('owntracks/jane/phone/event', fix(NOW), { qos: 1 });
    await until('the message', async () => heard.length > 0);
    expect(heard).toEqual(['owntracks/jane/phone/event']);
  });

  test('hands nobody a message on a topic that the sender may not use, however many of its own connections read', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    addDevice(connection, 'bob', 'phone');
    const { port } = await startBroker(connection);
    const bob = await connectPhone(port, 'bob', 'phone');
    const heard: string[] = [];
    bob.on('message', (topic) => heard.push(topic));
    await bob.subscribeAsync(['owntracks/bob/phone/#', 'owntracks/+/+', 'owntracks/bob/phone/cmd'], { qos: 1 });
    const jane = await connectPhone(port, 'jane', 'phone');
    await jane.subscribeAsync('owntracks/jane/phone/#', { qos: 1 });
    const command = '{"_type":"cmd","action":"reportLocation"}';
    await jane.publishAsync('owntracks/bob/phone/cmd', command, { qos: 1 });
    await jane.publishAsync('owntracks/jane/phone', fix(NOW), { qos: 1 });
    await bob.publishAsync('owntracks/bob/phone/cmd', command, { qos: 1 });
    await bob.publishAsync('owntracks/bob/phone/event', fix(NOW), { qos: 1 });
    await until('the message', async () => heard.length > 0);
    expect(heard).toEqual(['owntracks/bob/phone/event']);
  });

  test('replays nothing retained to a later reader', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port } = await startBroker(connection);
    const phone = await connectPhone(port, 'jane', 'phone', { clientId: 'phone' });
    await phone.publishAsync('owntracks/jane/phone', fix(NOW), { qos: 1, retain: true });
    const reader = await connectPhone(port, 'jane', 'phone', { clientId: 'reader' });
    const heard: string[] = [];
    reader.on('message', (topic) => heard.push(topic));
    await reader.subscribeAsync('owntracks/jane/phone', { qos: 1 });
    await phone.publishAsync('owntracks/jane/phone', fix(NOW + 1), { qos: 1 });
    await until('the message', async () => heard.length > 0);
    expect(heard).toHaveLength(1);
  });
});

describe('starting and stopping', () => {
  test('names MQTT_PORT when the port is in use', async () => {
    const connection = testDatabase();
    const { port, ingest } = await startBroker(connection);
    const second = new EmbeddedBroker({
      port,
      host: '127.0.0.1',
      ingest,
      directory: directoryOf(connection),
      clock: Date.now,
    });
    await expect(second.start()).rejects.toThrow(`MQTT_PORT is ${port}; another program already uses this port`);
  });

  test('acknowledges on stop what was stored, and ends in time with connections open', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const { port, broker } = await startBroker(connection, { ingest: { maxBatch: 1e6, quietMs: 60_000 } });
    const phone = await connectPhone(port, 'jane', 'phone');
    const acknowledged = phone.publishAsync('owntracks/jane/phone', fix(NOW), { qos: 1 });
    await until('the message', async () => broker.state().connections === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const startedAt = Date.now();
    await broker.stop();
    await acknowledged;
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    expect(count(connection)).toBe(1);
  });

  test('ends a stranger that sends without end before it logs in', async () => {
    const connection = testDatabase();
    const { port } = await startBroker(connection);
    const socket = await connectSocket(port);
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // A CONNECT that announces 200 MB.
    socket.write(Buffer.from([0x10, 0x80, 0x80, 0x80, 0x64]));
    const flood = setInterval(() => socket.write(Buffer.alloc(64 * 1024)), 5);
    await closed;
    clearInterval(flood);
  });
});
