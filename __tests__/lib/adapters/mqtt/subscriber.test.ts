import { createServer, type Server, type Socket } from 'node:net';
import { Aedes, type AedesOptions } from 'aedes';
import { Subscriber, type SubscriberOptions } from '@/lib/adapters/mqtt/subscriber';
import { Ingest, type IngestOptions } from '@/lib/services/ingest';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { testDatabase } from '../../../support/database';
import { addDevice, directoryOf } from '../../../support/ingest';
import { freePort, until } from '../../../support/product';

const NOW = Math.floor(Date.now() / 1000);
const fix = (tst: number) => Buffer.from(JSON.stringify({ _type: 'location', lat: 52.52, lon: 13.405, tst }));
const count = (connection: Connection) =>
  connection.get<{ n: number }>(query.selectFrom('location').select(({ fn }) => fn.countAll<number>().as('n')))?.n;

/** A broker that speaks MQTT 3.1.1 only and keeps sessions in memory. */
class OtherBroker {
  readonly acknowledged: number[] = [];
  private readonly aedes: Aedes;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(
    readonly port: number,
    options: AedesOptions = {},
  ) {
    this.aedes = new Aedes(options);
    this.aedes.on('ack', (packet) => packet && this.acknowledged.push(NOW));
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      this.aedes.handle(socket);
    });
  }

  async start(): Promise<void> {
    await this.aedes.listen();
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
  }

  publish(tst: number, topic = 'owntracks/jane/phone'): Promise<void> {
    const packet = {
      cmd: 'publish' as const,
      topic,
      payload: fix(tst),
      qos: 1 as const,
      retain: false,
      dup: false,
    };
    return new Promise((resolve, reject) => this.aedes.publish(packet, (error) => (error ? reject(error) : resolve())));
  }

  dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.aedes.close(resolve));
    this.dropConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

const brokers: OtherBroker[] = [];
const parts: { subscriber: Subscriber; ingest: Ingest }[] = [];

async function startBroker(options?: AedesOptions): Promise<OtherBroker> {
  const broker = new OtherBroker(await freePort(), options);
  brokers.push(broker);
  await broker.start();
  return broker;
}

async function subscribe(port: number, more: Partial<SubscriberOptions> = {}, ingestOptions: IngestOptions = {}) {
  const connection = testDatabase();
  addDevice(connection, 'jane', 'phone');
  const ingest = new Ingest(new SqliteIngestStore(connection), directoryOf(connection), Date.now, ingestOptions);
  const errors: string[] = [];
  const onError = ({ message }: Error) => errors.push(message);
  const subscriber = new Subscriber({ url: `mqtt://127.0.0.1:${port}`, ingest, onError, ...more });
  parts.push({ subscriber, ingest });
  await subscriber.start();
  return { connection, ingest, subscriber, errors };
}

const isUp = (subscriber: Subscriber) => until('the subscription', async () => subscriber.state().state === 'up');

afterEach(async () => {
  for (const { subscriber, ingest } of parts.splice(0)) {
    await subscriber.stop();
    await ingest.stop();
  }
  for (const broker of brokers.splice(0)) await broker.stop();
});

describe('the subscriber', () => {
  test('falls back to MQTT 3.1.1 where the broker does not know MQTT 5', async () => {
    const broker = await startBroker();
    const { subscriber, connection } = await subscribe(broker.port);
    await isUp(subscriber);
    await broker.publish(NOW);
    await until('the fix', async () => count(connection) === 1);
  });

  test('goes on to the next message while the acknowledgements wait for the commit', async () => {
    const broker = await startBroker();
    const { subscriber, ingest, connection } = await subscribe(broker.port, {}, { quietMs: 60_000, maxBatch: 1e6 });
    await isUp(subscriber);
    for (let n = 0; n < 100; n++) await broker.publish(NOW - n);
    await until('all messages', async () => ingest.counters().messages === 100);
    expect(broker.acknowledged).toHaveLength(0);
    expect(count(connection)).toBe(0);
    ingest.flush();
    expect(count(connection)).toBe(100);
    await until('the acknowledgements', async () => broker.acknowledged.length === 100);
  });

  test('comes back after a lost connection and gets again what was not acknowledged', async () => {
    const broker = await startBroker();
    const { subscriber, ingest, connection, errors } = await subscribe(broker.port, {}, { quietMs: 60_000, maxBatch: 1e6 });
    await isUp(subscriber);
    for (let n = 0; n < 10; n++) await broker.publish(NOW - n);
    await until('all messages', async () => ingest.counters().messages === 10);
    broker.dropConnections();
    await until('the loss', async () => subscriber.state().state === 'down');
    // Committed now, but the connection they came on is gone: these acknowledgements must not reach the next one.
    ingest.flush();
    await isUp(subscriber);
    await until('the repetition', async () => ingest.counters().messages === 20);
    expect(broker.acknowledged).toHaveLength(0);
    ingest.flush();
    await until('the acknowledgements', async () => broker.acknowledged.length === 10);
    expect(count(connection)).toBe(10);
    expect(errors).toEqual([`MQTT_URL is mqtt://127.0.0.1:${broker.port}; the broker closed the connection`]);
  });

  test('waits for a broker that is not there yet, and says so once', async () => {
    const port = await freePort();
    const { subscriber, errors } = await subscribe(port);
    await until('the failure', async () => subscriber.state().state === 'down');
    expect(subscriber.state().detail).toContain('ECONNREFUSED');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(errors).toHaveLength(1);
    const broker = new OtherBroker(port);
    brokers.push(broker);
    await broker.start();
    await isUp(subscriber);
  });

  test('says that the broker refuses its log-in, without showing the password', async () => {
    const authenticate: AedesOptions['authenticate'] = (_client, _username, _password, done) => {
      done(Object.assign(new Error('no'), { returnCode: 4 as number }) as Parameters<typeof done>[0], false);
    };
    const broker = await startBroker({ authenticate });
    const url = `mqtt://jane:geheim@127.0.0.1:${broker.port}`;
    const { subscriber, errors } = await subscribe(broker.port, { url });
    await until('the refusal', async () => /bad username or password/i.test(subscriber.state().detail ?? ''));
    expect(errors.join()).not.toContain('geheim');
  });

  test('says that the broker refuses its subscription', async () => {
    const broker = await startBroker({ authorizeSubscribe: (_client, _subscription, done) => done(null, null) });
    const { subscriber } = await subscribe(broker.port);
    await until('the refusal', async () => subscriber.state().detail?.includes('refuses the subscription'));
  });

  test('hears phones with a leading slash in their topic, where the broker allows it', async () => {
    const broker = await startBroker();
    const { connection } = await subscribe(broker.port);
    await until('the fix', async () => {
      await broker.publish(NOW, '/owntracks/jane/phone');
      return count(connection) === 1;
    });
    const strict = await startBroker({
      authorizeSubscribe: (_client, subscription, done) => done(null, subscription.topic.startsWith('/') ? null : subscription),
    });
    const { subscriber, connection: other } = await subscribe(strict.port);
    await isUp(subscriber);
    await strict.publish(NOW);
    await until('the fix', async () => count(other) === 1);
    expect(subscriber.state().state).toBe('up');
  });

  test('stops in time when there is no broker', async () => {
    const { subscriber } = await subscribe(await freePort());
    const startedAt = Date.now();
    await subscriber.stop();
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });
});
