import { createServer, type Server } from 'node:net';
import { Aedes } from 'aedes';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { Subscriber } from '@/lib/adapters/mqtt/subscriber';
import { Ingest } from '@/lib/services/ingest';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { testDatabase } from '../../../support/database';
import { addDevice, directoryOf } from '../../../support/ingest';
import { freePort, until } from '../../../support/product';

const COMMAND = Buffer.from('{"_type":"cmd","action":"reportLocation"}');
const open: (() => Promise<unknown>)[] = [];

/** Somebody else's broker, with Fencepost as its subscriber. */
async function setUp() {
  const [connection, port] = [testDatabase(), await freePort()];
  const device = addDevice(connection, 'jane', 'phone');
  const directory = directoryOf(connection);
  const aedes = new Aedes();
  await aedes.listen();
  const server: Server = createServer((socket) => void aedes.handle(socket));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const ingest = new Ingest(new SqliteIngestStore(connection), directory, Date.now);
  const subscriber = new Subscriber({ url: `mqtt://127.0.0.1:${port}`, ingest });
  open.push(async () => {
    await subscriber.stop();
    await ingest.stop();
    await new Promise<void>((resolve) => aedes.close(resolve));
    server.close();
  });
  await subscriber.start();
  const phoneOf = async (options: object = {}) => {
    const phone = connect({ host: '127.0.0.1', port, protocol: 'mqtt', reconnectPeriod: 0, clientId: 'janephone', ...options });
    open.unshift(() => phone.endAsync(true));
    await new Promise<void>((resolve) => phone.once('connect', () => resolve()));
    return phone;
  };
  return { connection, device, directory, ingest, subscriber, phoneOf };
}

const heardBy = (phone: MqttClient) => {
  const heard: IPublishPacket[] = [];
  phone.on('message', (_topic, _payload, packet) => heard.push(packet));
  return heard;
};

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

test('a command is published with QoS 1, not retained, and waits at the broker for a phone with a session', async () => {
  const { subscriber, device, phoneOf } = await setUp();
  const first = await phoneOf({ clean: false });
  await first.subscribeAsync('owntracks/jane/phone/cmd', { qos: 1 });
  await first.endAsync();
  await until('the subscriber', async () => subscriber.isReachable());
  await subscriber.send(device.id, { topic: 'owntracks/jane/phone/cmd', payload: COMMAND });
  const heard = await connectLate(phoneOf);
  await until('the command', async () => heard.length > 0);
  expect(heard).toMatchObject([{ topic: 'owntracks/jane/phone/cmd', payload: COMMAND, qos: 1, retain: false }]);
});

/** Listens before the broker has a chance to speak. */
async function connectLate(phoneOf: (options: object) => Promise<MqttClient>) {
  return heardBy(await phoneOf({ clean: false, resubscribe: false }));
}

test('its own word that comes back is no sign of life of the phone', async () => {
  const { subscriber, device, connection, phoneOf } = await setUp();
  const phone = await phoneOf();
  await phone.subscribeAsync('owntracks/jane/phone/cmd', { qos: 1 });
  const heard = heardBy(phone);
  await until('the subscriber', async () => subscriber.isReachable());
  await subscriber.send(device.id, { topic: 'owntracks/jane/phone/cmd', payload: COMMAND });
  await until('the command', async () => heard.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(connection.all(query.selectFrom('device_activity').selectAll())).toEqual([]);
  expect(connection.all(query.selectFrom('rejected_message').selectAll())).toEqual([]);
});

test('without a connection to the broker nothing is sent', async () => {
  const ingest = { accept: () => {}, flush: () => {} } as unknown as Ingest;
  const subscriber = new Subscriber({ url: `mqtt://127.0.0.1:${await freePort()}`, ingest });
  expect(subscriber.isReachable()).toBe(false);
  await expect(subscriber.send(1, { topic: 'owntracks/jane/phone/cmd', payload: COMMAND })).rejects.toThrow('no connection');
});

test('a phone’s topic is spelled as the phone spells it', async () => {
  const { directory, device, subscriber, phoneOf } = await setUp();
  await until('the subscriber', async () => subscriber.isReachable());
  expect(directory.topicOf(device)).toBe('owntracks/jane/phone');
  const phone = await phoneOf();
  const fix = JSON.stringify({ _type: 'location', lat: 1, lon: 2, tst: 1_700_000_000 });
  await phone.publishAsync('owntracks/Jane/PHONE/event', fix, { qos: 1 });
  await until('the spelling', async () => directory.topicOf(device) === 'owntracks/Jane/PHONE');
  await phone.publishAsync('/owntracks/Jane/phone', fix, { qos: 1 });
  await until('the spelling', async () => directory.topicOf(device) === '/owntracks/Jane/phone');
});
