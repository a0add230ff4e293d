import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';
import type { ListenersOptions } from '@/lib/adapters/mqtt/listeners';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { bundledProgram, ROOT } from '../../../support/bundle';
import { CertificateFolder, pem } from '../../../support/certificates';
import { testDatabase } from '../../../support/database';
import { addDevice, passwordOf } from '../../../support/ingest';
import { PNG } from '../../../support/pictures';
import { freePort, until } from '../../../support/product';

jest.setTimeout(60_000);

const PHONES = 6;
const ways = ['mqtt', 'mqtts', 'ws', 'wss'] as const;
const KILLS = 3;
/** One of so many fixes has a picture. */
const PICTURE_EACH = 10;
const FIRST = Math.floor(Date.now() / 1000) - 1_000_000;

const program = bundledProgram('worker-under-load');
const workers: ChildProcess[] = [];
const clients: MqttClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.endAsync(true);
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
});

async function startWorker(file: string, listeners: ListenersOptions): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [program, file, JSON.stringify(listeners)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  workers.push(worker);
  let errors = '';
  worker.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    worker.stdout.once('data', () => resolve());
    worker.once('exit', (code) => reject(new Error(`the worker ended with ${code}: ${errors}`)));
  });
  return worker;
}

function kill(worker: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.kill('SIGKILL');
  return ended;
}

/** Another one for each fix. */
const pictureAt = (tst: number) => Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.from(String(tst))]);

/** A phone that publishes without pause, many at once, and comes back when the broker does. Its fixes are numbered by their time. */
class BusyPhone {
  readonly acknowledged = new Set<number>();
  private sent = 0;
  private readonly client: MqttClient;

  constructor(protocol: (typeof ways)[number], port: number, device: string) {
    const credentials = { username: 'jane', password: passwordOf('jane', device), clientId: device };
    const address = { protocol, host: '127.0.0.1', port, path: '/mqtt', ca: pem('broker.crt') };
    this.client = connect({ ...address, clean: false, reconnectPeriod: 50, ...credentials });
    this.client.on('error', () => {});
    clients.push(this.client);
    for (let n = 0; n < 20; n++) this.publish(device);
  }

  private publish(device: string): void {
    if (this.client.disconnecting) return;
    const tst = FIRST + this.sent++;
    const image = tst % PICTURE_EACH === 0 ? pictureAt(tst).toString('base64') : undefined;
    const fix = JSON.stringify({ _type: 'location', lat: 52.52, lon: 13.405, tst, image });
    this.client.publish(`owntracks/jane/${device}`, fix, { qos: 1 }, (error) => {
      if (!error) this.acknowledged.add(tst);
      // A connection that is just breaking refuses at once, and would do so for ever.
      if (error) setTimeout(() => this.publish(device), 20);
      else this.publish(device);
    });
  }
}

const countOf = (phones: readonly BusyPhone[]) => phones.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The times of fixes whose picture is in the database and whole in its file. */
async function picturesOf(database: Connection, deviceId: number): Promise<Set<number>> {
  const files = new FilePictures(`${database.raw.name}.media`);
  const rows = database.all(query.selectFrom('media').selectAll().where('device_id', '=', deviceId));
  const whole = await Promise.all(
    rows.map(async ({ sha256, mime }) => {
      const bytes = (await files.read(sha256, mime)) ?? Buffer.alloc(0);
      return createHash('sha256').update(bytes).digest('hex') === sha256;
    }),
  );
  return new Set(rows.filter((_, n) => whole[n]).map(({ occurred_at }) => occurred_at / 1000));
}

test('killed again and again under load on all its listeners, the worker has every acknowledged fix exactly once, with its picture', async () => {
  const database = testDatabase();
  const devices = Array.from({ length: PHONES }, (_, n) => addDevice(database, 'jane', `phone${n}`));
  const file = database.raw.name;
  const ports = { mqtt: await freePort(), mqtts: await freePort(), ws: await freePort(), wss: await freePort() };
  const listeners = {
    host: '127.0.0.1',
    port: ports.mqtt,
    tlsPort: ports.mqtts,
    wsPort: ports.ws,
    wssPort: ports.wss,
    certificate: new CertificateFolder().files,
  };
  const phones: BusyPhone[] = [];
  const lengths: number[] = [];
  for (let n = 0; n < KILLS; n++) {
    const worker = await startWorker(file, listeners);
    if (n === 0) {
      const wayOf = (index: number) => ways[index % ways.length] as (typeof ways)[number];
      phones.push(...devices.map(({ device }, index) => new BusyPhone(wayOf(index), ports[wayOf(index)], device)));
    }
    await pause(600 + 150 * n);
    // On a busy machine phones need longer to connect; a life that took nothing in would prove nothing.
    const before = lengths.at(-1) ?? 50;
    await until('acknowledgements to every phone', async () => {
      return countOf(phones) > before && phones.every(({ acknowledged }) => acknowledged.size >= 2 * PICTURE_EACH);
    });
    await kill(worker);
    lengths.push(countOf(phones));
  }
  // Acknowledgements that were on their way when it was killed for the last time still count.
  await pause(100);
  const after = new Connection(file);
  for (const [n, device] of devices.entries()) {
    const rows = after.all<{ occurred_at: number; n: number }>(
      query
        .selectFrom('location')
        .select(({ fn }) => ['occurred_at', fn.countAll<number>().as('n')])
        .where('device_id', '=', device.id)
        .groupBy('occurred_at'),
    );
    const times = new Map(rows.map((row) => [row.occurred_at / 1000, row.n]));
    const acknowledged = [...(phones[n] as BusyPhone).acknowledged];
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((tst) => times.get(tst) !== 1)).toEqual([]);
    expect([...times.values()].every((count) => count === 1)).toBe(true);
    const pictures = await picturesOf(after, device.id);
    expect(acknowledged.filter((tst) => tst % PICTURE_EACH === 0 && !pictures.has(tst))).toEqual([]);
    expect(pictures.size).toBeGreaterThan(0);
  }
  after.close();
});
