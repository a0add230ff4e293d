import type { MqttClient } from 'mqtt';
import type { DeviceCommand } from '@/lib/domain/model';
import { type CommandMessage, commandMessage } from '@/lib/domain/owntracks/commands';
import { open, sodiumReady } from '@/lib/domain/owntracks/encryption';
import { HttpCommands } from '@/lib/services/http-commands';
import type { PhoneLink } from '@/lib/services/phone-link';
import { CommandSender, type CommandSenderOptions } from '@/lib/services/send-commands';
import { SqliteCommandStore } from '@/lib/storage/sqlite/command-store';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { connectPhone, startBroker } from '../../support/broker';
import { testDatabase } from '../../support/database';
import { addDevice, directoryOf } from '../../support/ingest';
import { until } from '../../support/product';

const CMD = 'owntracks/jane/phone/cmd';
const senders: CommandSender[] = [];

beforeAll(() => sodiumReady);
afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.stop();
});

function queue(
  store: SqliteCommandStore,
  device_id: number,
  message: CommandMessage,
  created_at = Date.now(),
): Promise<DeviceCommand | null> {
  const { action } = message;
  const command = { device_id, user_id: null, action, payload: message, created_at, expires_at: created_at + 3_600_000 };
  return store.add(command, { coalesce: false, limit: 50 });
}

function sender(connection: Connection, link: PhoneLink, options: CommandSenderOptions = {}): CommandSender {
  const made = new CommandSender(new SqliteCommandStore(connection), link, directoryOf(connection), Date.now, {
    pollMs: 20,
    restMs: 50,
    // The database is closed before the hook below stops it.
    onError: (error) => {
      if (!/not open/.test((error as Error).message)) throw error;
    },
    ...options,
  });
  senders.push(made);
  return made;
}

async function setUp(options?: CommandSenderOptions) {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const running = await startBroker(connection);
  const store = new SqliteCommandStore(connection);
  const commands = sender(connection, running.broker, options);
  commands.start();
  const state = async (id: number) => (await store.find(id))?.state;
  return { connection, device, store, commands, state, ...running };
}

/** A phone that listens to its commands. */
async function phoneOf(port: number, more: object = {}) {
  const heard: CommandMessage[] = [];
  const phone = await connectPhone(port, 'jane', 'phone', more);
  phone.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString()) as CommandMessage));
  const listen = () => phone.subscribeAsync(CMD, { qos: 1 });
  return { phone, heard, listen };
}

const answer = (phone: MqttClient, more: object = {}) =>
  phone.publishAsync(
    'owntracks/jane/phone',
    JSON.stringify({ _type: 'location', lat: 52.5, lon: 13.4, tst: Math.floor(Date.now() / 1000), t: 'r', ...more }),
    { qos: 1 },
  );

test('a command waits for a phone that is away, is sent when it subscribes, and is answered by its fix', async () => {
  const { port, store, device, state } = await setUp();
  const command = await queue(store, device.id, commandMessage.simple('reportLocation'));
  const id = command?.id as number;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await state(id)).toBe('queued');
  const { phone, heard, listen } = await phoneOf(port);
  await listen();
  await until('the command', async () => heard.length > 0);
  expect(heard).toEqual([{ _type: 'cmd', action: 'reportLocation' }]);
  await until('the acknowledgement', async () => (await state(id)) === 'sent');
  expect(await store.find(id)).toMatchObject({ channel: 'mqtt', sent_at: expect.any(Number), answered_at: null });
  await answer(phone);
  await until('the answer', async () => (await state(id)) === 'answered');
});

test('a phone that is there gets a new command at once, in the order in which they were asked for', async () => {
  const { port, store, device, state } = await setUp();
  const { heard, listen } = await phoneOf(port);
  await listen();
  const first = await queue(store, device.id, commandMessage.setConfiguration({ monitoring: 2 }));
  await queue(store, device.id, commandMessage.simple('status'));
  const last = await queue(store, device.id, commandMessage.setConfiguration({ monitoring: 1 }));
  await until('the last one', async () => (await state(last?.id as number)) === 'sent');
  expect(heard.map(({ action }) => action)).toEqual(['setConfiguration', 'status', 'setConfiguration']);
  expect(await state(first?.id as number)).toBe('sent');
});

test('a phone with a key gets it encrypted', async () => {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const { port, broker } = await startBroker(connection);
  const directory = directoryOf(connection);
  directory.refreshIfChanged();
  const keyed = { ...device, encryption_key: 'correct horse' };
  const store = new SqliteCommandStore(connection);
  const known = Object.assign(Object.create(directory) as typeof directory, { ofId: () => keyed });
  const commands = new CommandSender(store, broker, known, Date.now);
  const { heard, listen } = await phoneOf(port);
  await listen();
  await queue(store, device.id, commandMessage.simple('status'));
  await commands.runOnce();
  const [message] = heard as unknown as { _type: string; data: string }[];
  expect(message?._type).toBe('encrypted');
  const clear = open('correct horse', message?.data as string);
  expect(JSON.parse(Buffer.from(clear as Uint8Array).toString())).toEqual({ _type: 'cmd', action: 'status' });
});

test('what a process that died had on its way is sent again by the next, and what it had sent is not', async () => {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const store = new SqliteCommandStore(connection);
  const sent = await queue(store, device.id, commandMessage.simple('status'));
  const onItsWay = await queue(store, device.id, commandMessage.simple('reportLocation'));
  const now = Date.now();
  expect(store.claim(device.id, now, now + 45_000)?.id).toBe(sent?.id);
  store.sent(sent?.id as number, now, now + 60_000);
  expect(store.claim(device.id, now, now + 45_000)?.id).toBe(onItsWay?.id);
  const { port, broker } = await startBroker(connection);
  sender(connection, broker).start();
  const { heard, listen } = await phoneOf(port);
  await listen();
  await until('the command', async () => (await store.find(onItsWay?.id as number))?.state === 'sent');
  expect(heard.map(({ action }) => action)).toEqual(['reportLocation']);
});

test('a phone that never acknowledges keeps the command waiting, and gets it when it is back', async () => {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const store = new SqliteCommandStore(connection);
  let isDeaf = true;
  const told: string[] = [];
  const subscribed: (() => void)[] = [];
  const link: PhoneLink = {
    keepsForAbsent: false,
    isReachable: () => true,
    send: async (_id, { payload }) => {
      if (isDeaf) throw new Error('the phone did not acknowledge in time');
      told.push(payload.toString());
    },
    onSubscribed: (listener) => subscribed.push(() => listener(device, [CMD])),
  };
  const commands = sender(connection, link, { restMs: 60_000, pollMs: 60_000 });
  commands.start();
  const command = await queue(store, device.id, commandMessage.simple('status'));
  await commands.runOnce();
  expect(await store.find(command?.id as number)).toMatchObject({ state: 'queued', sent_at: null });
  isDeaf = false;
  await commands.runOnce();
  expect(told).toEqual([]);
  for (const tell of subscribed) tell();
  await until('the command', async () => told.length > 0);
  expect(told).toEqual(['{"_type":"cmd","action":"status"}']);
});

test('an external broker keeps nothing for a phone that speaks HTTP', async () => {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const store = new SqliteCommandStore(connection);
  const told: number[] = [];
  const link: PhoneLink = {
    keepsForAbsent: true,
    isReachable: () => true,
    send: async (id) => void told.push(id),
    onSubscribed: () => {},
  };
  const commands = sender(connection, link, { pollMs: 60_000 });
  await queue(store, device.id, commandMessage.simple('status'));
  store.notePosts([{ device_id: device.id, at: Date.now(), user_agent: null }]);
  await commands.runOnce();
  expect(told).toEqual([]);
  expect(new HttpCommands(store, Date.now).takeForHttp(device.id)).toHaveLength(1);
  const bob = addDevice(connection, 'bob', 'phone');
  await queue(store, bob.id, commandMessage.simple('status'));
  await commands.runOnce();
  expect(told).toEqual([bob.id]);
});

test('while nothing waits and nothing is open, only the revision is looked at', async () => {
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const store = new SqliteCommandStore(connection);
  const settle = jest.spyOn(SqliteCommandStore.prototype, 'settle');
  const link: PhoneLink = { keepsForAbsent: false, isReachable: () => false, send: async () => {}, onSubscribed: () => {} };
  sender(connection, link, { pollMs: 5 }).start();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(settle.mock.calls.length).toBeLessThanOrEqual(2);
  await queue(store, device.id, commandMessage.simple('status'));
  await until('the look', async () => settle.mock.calls.length > 3);
  settle.mockRestore();
});
