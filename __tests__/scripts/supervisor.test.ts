import { rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fixture } from '@/__tests__/support/certificates';
import { temporaryFolder } from '@/__tests__/support/database';
import { freePort } from '@/__tests__/support/product';
import { loadConfig } from '@/lib/config';
import { lockInstance } from '@/lib/storage/sqlite/instance-lock';
import { takeDatabase } from '@/scripts/supervisor/database';
import { Part } from '@/scripts/supervisor/part';
import { preflight } from '@/scripts/supervisor/preflight';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function config(env: Record<string, string>) {
  const [port, mqttPort] = [await freePort(), await freePort()];
  const own = { PORT: String(port), MQTT_PORT: String(mqttPort), HOST: '127.0.0.1', MQTT_HOST: '127.0.0.1', DATA_DIR: folder };
  return loadConfig({ ...own, ...env });
}

describe('what is checked before anything starts', () => {
  test('an address that is not of this machine is a matter of HOST, not of the port', async () => {
    await expect(preflight(await config({ HOST: '192.0.2.77' }))).rejects.toThrow(/^HOST is 192\.0\.2\.77; /);
    await expect(preflight(await config({ MQTT_HOST: '192.0.2.77' }))).rejects.toThrow(/^MQTT_HOST is 192\.0\.2\.77; /);
  });

  test('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await expect(preflight(await config({ MQTT_PORT: String(port) }))).rejects.toThrow(`MQTT_PORT is ${port}; another program`);
    await new Promise((resolve) => server.close(resolve));
  });

  test('each port of the broker, and its certificate', async () => {
    const tls = { MQTT_TLS_CERT: fixture('broker.crt'), MQTT_TLS_KEY: fixture('broker.key') };
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = String((server.address() as { port: number }).port);
    for (const name of ['MQTT_TLS_PORT', 'MQTT_WS_PORT', 'MQTT_WSS_PORT']) {
      const env = { ...tls, MQTT_TLS_PORT: String(await freePort()), [name]: port };
      await expect(preflight(await config(env))).rejects.toThrow(`${name} is ${port}; another program uses that port`);
    }
    await new Promise((resolve) => server.close(resolve));
    const wrong = { ...tls, MQTT_TLS_KEY: fixture('renewed.key') };
    await expect(preflight(await config(wrong))).rejects.toMatchObject({ name: 'ConfigError', variable: 'MQTT_TLS_KEY' });
    // With an external broker none of them is opened.
    await preflight(await config({ ...wrong, MQTT_URL: 'mqtt://broker.example.org' }));
  });

  test('a data folder is made with all above it, for its owner only', async () => {
    const deep = path.join(folder, 'a', 'b');
    await preflight(await config({ DATA_DIR: deep }));
    expect(statSync(deep).mode & 0o777).toBe(0o700);
  });

  // The kernel answers there "no such file or directory" to any mkdir.
  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('a data folder that can not be made is told, not tried for ever', async () => {
    await expect(preflight(await config({ DATA_DIR: '/proc/fencepost/data' }))).rejects.toThrow(
      /^DATA_DIR is \/proc\/fencepost\/data; /,
    );
  });
});

describe('the database', () => {
  test('is taken by one Fencepost at a time', async () => {
    const settings = await config({});
    const unlock = lockInstance(settings.databaseFile);
    expect(() => takeDatabase(settings)).toThrow(`DATA_DIR is ${folder}; another Fencepost runs on it`);
    unlock();
    takeDatabase(settings).close();
  });

  test('stays taken when memory is cleaned up', async () => {
    const settings = await config({});
    const connection = takeDatabase(settings);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let n = 0; n < 3; n++) {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    expect(() => takeDatabase(settings)).toThrow('another Fencepost runs on it');
    connection.close();
  });

  test('that is none is named with its variable', async () => {
    const file = path.join(folder, 'letter.txt');
    writeFileSync(file, 'Dear Anna, this is not a database, but long enough to be read as a page of one, I think.');
    const settings = await config({ DATABASE_URL: `file:${file}`, DATA_DIR: path.join(folder, 'data') });
    expect(() => takeDatabase(settings)).toThrow(/^DATABASE_URL is \S+letter\.txt; the database can't be opened: [^\n]+$/);
  });
});

describe('a process that ends by itself', () => {
  test('is told with the reason and the pause, which grows, and is started again', async () => {
    const file = path.join(folder, 'part.mjs');
    writeFileSync(file, 'process.send({ ready: true }, () => process.exit(3));');
    const told: unknown[] = [];
    let twice = () => {};
    const over = new Promise<void>((resolve) => (twice = resolve));
    const part = new Part({
      name: 'worker',
      file,
      env: process.env,
      onChange: () => undefined,
      onEnd: (...what) => told.push(what) === 2 && twice(),
      onStillborn: () => undefined,
    });
    part.start();
    await over;
    expect(part).toMatchObject({ state: 'waiting', restarts: 2 });
    await part.stop(1_000);
    expect(told).toEqual([
      ['worker', 'with code 3', 500],
      ['worker', 'with code 3', 1_000],
    ]);
  });
});
