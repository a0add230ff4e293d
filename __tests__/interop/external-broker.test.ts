import { connect, type MqttClient } from 'mqtt';
import { Subscriber } from '@/lib/adapters/mqtt/subscriber';
import type { DeviceActivity } from '@/lib/domain/model';
import { Ingest } from '@/lib/services/ingest';
import type { IngestStore } from '@/lib/storage/ports';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { testDatabase } from '../support/database';
import { addDevice, directoryOf } from '../support/ingest';
import { Mosquitto, mosquittoPub } from '../support/mosquitto';
import { until } from '../support/product';

jest.setTimeout(60_000);

const NOW = Math.floor(Date.now() / 1000);
const fix = (tst: number, more: object = {}) => JSON.stringify({ _type: 'location', lat: 52.52, lon: 13.405, tst, ...more });

const count = (connection: Connection) =>
  connection.get<{ n: number }>(query.selectFrom('location').select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;

const running: { subscriber: Subscriber; ingest: Ingest }[] = [];
const brokers: Mosquitto[] = [];
const clients: MqttClient[] = [];

async function startMosquitto(lines: string[] = []): Promise<Mosquitto> {
  const mosquitto = await Mosquitto.create(lines);
  brokers.push(mosquitto);
  await mosquitto.start();
  return mosquitto;
}

interface Running {
  subscriber: Subscriber;
  ingest: Ingest;
  errors: string[];
  stop(): Promise<void>;
}

async function startSubscriber(connection: Connection, url: string, store?: IngestStore): Promise<Running> {
  const ingest = new Ingest(store ?? new SqliteIngestStore(connection), directoryOf(connection), Date.now);
  const errors: string[] = [];
  const subscriber = new Subscriber({ url, ingest, onError: ({ message }) => errors.push(message) });
  await subscriber.start();
  await until('the subscription', async () => subscriber.state().state === 'up');
  const part = { subscriber, ingest };
  running.push(part);
  const stop = async () => {
    running.splice(running.indexOf(part), 1);
    await subscriber.stop();
    await ingest.stop();
  };
  return { subscriber, ingest, errors, stop };
}

/** A phone that publishes fast; mosquitto_pub starts a process for each message. */
async function phoneAt(url: string): Promise<MqttClient> {
  const client = connect(url, { reconnectPeriod: 200 });
  clients.push(client);
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  for (const { subscriber, ingest } of running.splice(0)) {
    await subscriber.stop();
    await ingest.stop();
  }
  for (const mosquitto of brokers.splice(0)) await mosquitto.remove();
});

describe('Mosquitto as the broker', () => {
  test('what mosquitto_pub publishes is stored, on the base topic and below', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const mosquitto = await startMosquitto();
    await startSubscriber(connection, mosquitto.url);
    await mosquittoPub(mosquitto.port, 'owntracks/jane/phone', fix(NOW));
    const transition = JSON.stringify({ _type: 'transition', event: 'enter', lat: 1, lon: 2, tst: NOW + 1, desc: 'Home' });
    await mosquittoPub(mosquitto.port, 'owntracks/Jane/Phone/event', transition);
    await until('two fixes', async () => count(connection) === 2);
  });

  test('holds many acknowledgements at once: thousands of messages share a few transactions', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const mosquitto = await startMosquitto();
    const { ingest } = await startSubscriber(connection, mosquitto.url);
    const phone = await phoneAt(mosquitto.url);
    await Promise.all(
      Array.from({ length: 3000 }, (_, n) => phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 })),
    );
    await until('all fixes', async () => count(connection) === 3000);
    // Mosquitto's default of 20 in flight would need at least 150.
    expect(ingest.counters().commits).toBeLessThan(100);
  });

  test('what comes while the subscriber is away is kept by the broker and stored after its return', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const mosquitto = await startMosquitto();
    const first = await startSubscriber(connection, mosquitto.url);
    await first.stop();
    const phone = await phoneAt(mosquitto.url);
    await Promise.all(
      Array.from({ length: 500 }, (_, n) => phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 })),
    );
    expect(count(connection)).toBe(0);
    await startSubscriber(connection, mosquitto.url);
    await until('all fixes', async () => count(connection) === 500);
  });

  test('what was received but not committed comes again: nothing is acknowledged before', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const mosquitto = await startMosquitto();
    const never = new Ingest(new SqliteIngestStore(connection), directoryOf(connection), Date.now, {
      maxBatch: 1e9,
      quietMs: 600_000,
    });
    const subscriber = new Subscriber({ url: mosquitto.url, ingest: never });
    await subscriber.start();
    await until('the subscription', async () => subscriber.state().state === 'up');
    const phone = await phoneAt(mosquitto.url);
    await Promise.all(Array.from({ length: 50 }, (_, n) => phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 })));
    await until('all messages', async () => never.counters().messages === 50);
    // The same client id takes the session over, as a restarted worker does after a crash.
    await startSubscriber(connection, mosquitto.url);
    await until('all fixes', async () => count(connection) === 50);
    await subscriber.stop();
    await never.stop();
    expect(count(connection)).toBe(50);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'comes back after the broker ended by %s, and nothing acknowledged is lost',
    async (signal) => {
      const connection = testDatabase();
      addDevice(connection, 'jane', 'phone');
      const mosquitto = await startMosquitto(['autosave_interval 1', 'autosave_on_changes true']);
      const { subscriber, errors } = await startSubscriber(connection, mosquitto.url);
      const phone = await phoneAt(mosquitto.url);
      const publish = (n: number) => phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 });
      for (let n = 0; n < 20; n++) await publish(n);
      // A killed Mosquitto forgets what it had not yet handed on or saved.
      await until('the first fixes', async () => count(connection) === 20);
      await mosquitto.stop(signal);
      await until('the loss', async () => subscriber.state().state === 'down');
      expect(errors).toHaveLength(1);
      expect(errors[0]).toContain(`MQTT_URL is mqtt://127.0.0.1:${mosquitto.port}`);
      const later = Promise.all(Array.from({ length: 20 }, (_, n) => publish(20 + n)));
      await mosquitto.start();
      await later;
      await until('the return', async () => subscriber.state().state === 'up');
      await publish(40);
      await until('all fixes', async () => count(connection) === 41);
    },
  );

  test('a database that fails for a while costs nothing: the broker sends again', async () => {
    const connection = testDatabase();
    addDevice(connection, 'jane', 'phone');
    const mosquitto = await startMosquitto();
    const real = new SqliteIngestStore(connection);
    let failures = 3;
    const store: IngestStore = {
      commit: (batch) => {
        if (batch.locations.length > 0 && failures-- > 0) throw new Error('database or disk is full');
        return real.commit(batch);
      },
    };
    const { errors } = await startSubscriber(connection, mosquitto.url, store);
    const phone = await phoneAt(mosquitto.url);
    await Promise.all(
      Array.from({ length: 200 }, (_, n) => phone.publishAsync('owntracks/jane/phone', fix(NOW - n), { qos: 1 })),
    );
    await until('all fixes', async () => count(connection) === 200, 40_000);
    expect(errors[0]).toContain('database or disk is full');
  });

  test('a retained replay fills a gap but is no sign of life', async () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const mosquitto = await startMosquitto();
    await mosquittoPub(mosquitto.port, 'owntracks/jane/phone', fix(NOW - 86_400), '-r');
    await startSubscriber(connection, mosquitto.url);
    await until('the fix', async () => count(connection) === 1);
    const activity = () =>
      connection.get<DeviceActivity>(query.selectFrom('device_activity').selectAll().where('device_id', '=', device.id));
    expect(activity()?.last_seen_at ?? null).toBeNull();
    await mosquittoPub(mosquitto.port, 'owntracks/jane/phone', fix(NOW), '-r');
    await until('the sign of life', async () => activity()?.last_seen_at);
  });
});
