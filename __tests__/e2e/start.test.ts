import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { temporaryFolder } from '../support/database';
import { freePort, Product, until } from '../support/product';

jest.setTimeout(120_000);

interface Health {
  status: string;
  parts: Record<string, { state: string; restarts?: number }>;
}

/** The pid under which a process last said that it lives. */
function pidOf(product: Product, name: string): number {
  const connection = new Connection(product.databaseFile);
  const found = new SqliteProcessStore(connection).list().find((process) => process.name === name);
  connection.close();
  if (!found) throw new Error(`${name} has not beaten yet`);
  return found.pid;
}

const health = async (product: Product) => (await (await fetch(`${product.url}/health`)).json()) as Health;

function occupy(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}

describe('npm start', () => {
  let product: Product;

  beforeEach(async () => {
    product = await Product.create();
  });

  afterEach(() => product.remove());

  test('says where everything is, with a one-time setup link while there is no user', async () => {
    await product.start();
    expect(product.output).toContain(`http://localhost:${product.port}`);
    expect(product.output).toContain(String(product.mqttPort));
    expect(product.setupLink).toMatch(/\/setup\?token=/);
    expect(product.output.split('\n').length).toBeLessThan(10);
  });

  test('prints no setup link when the environment names the first admin', async () => {
    await product.remove();
    product = await Product.create({ ADMIN_EMAIL: 'ada@example.org', ADMIN_PASSWORD: 'correct horse battery' });
    await product.start();
    expect(product.setupLink).toBeNull();
    const { token } = await product.cli<{ token: string }>('token', 'create', '--user', 'ada@example.org', '--name', 'test');
    const answer = await fetch(`${product.url}/api/users`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
  });

  test('starts a worker again that died, and /health tells of it', async () => {
    await product.start();
    const pid = pidOf(product, 'worker');
    process.kill(pid, 'SIGKILL');
    await until('the worker to be missed', async () => (await health(product)).parts.worker?.state === 'down');
    await until('a new worker', async () => {
      const now = await health(product);
      return now.status === 'ok' && now.parts.worker?.restarts === 1 && pidOf(product, 'worker') !== pid;
    });
  });

  test('stops everything within ten seconds of SIGTERM and frees its ports', async () => {
    await product.start();
    const startedAt = Date.now();
    await product.stop();
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    for (const port of [product.port, product.mqttPort]) (await occupy(port)).close();
  });

  test('ends when the npm that started it is told to', async () => {
    await product.start(['npm', 'start']);
    await product.stop();
    await until('the supervisor to end', async () => (await fetch(`${product.url}/health`).catch(() => 'gone')) === 'gone');
  });

  test('is refused on a database that another Fencepost runs on', async () => {
    await product.start();
    const ports = { PORT: String(await freePort()), MQTT_PORT: String(await freePort()) };
    const second = await Product.create({ ...ports, DATA_DIR: product.dataDir });
    const { code, output } = await second.startAndFail();
    expect([code, output]).toEqual([1, expect.stringMatching(/^DATA_DIR is [^\n]+; another Fencepost runs on it[^\n]+\n$/)]);
    await second.remove();
  });

  test('leaves no part behind when its supervisor is killed', async () => {
    await product.start();
    process.kill(pidOf(product, 'supervisor'), 'SIGKILL');
    await until('the ports to be free', async () => (await fetch(`${product.url}/health`).catch(() => 'gone')) === 'gone');
  });
});

describe('npm start that can not work ends with one line that names the variable', () => {
  const cases: [string, () => Promise<{ env: Record<string, string>; clean?: () => void }>][] = [
    ['PORT', async () => ({ env: { PORT: 'eighty' } })],
    ['EVENT_RETENTION_DAYS', async () => ({ env: { EVENT_RETENTION_DAYS: '-1' } })],
    ['SMTP_URL', async () => ({ env: { SMTP_URL: 'mail.example.org' } })],
    [
      'DATA_DIR',
      async () => {
        const folder = temporaryFolder();
        const file = path.join(folder, 'a-file');
        writeFileSync(file, '');
        return { env: { DATA_DIR: path.join(file, 'data') }, clean: () => rmSync(folder, { recursive: true }) };
      },
    ],
    [
      'MQTT_PORT',
      async () => {
        const port = await freePort();
        const server = await occupy(port);
        return { env: { MQTT_PORT: String(port), MQTT_HOST: '127.0.0.1' }, clean: () => server.close() };
      },
    ],
  ];

  test.each(cases)('%s', async (variable, prepare) => {
    const { env, clean } = await prepare();
    const product = await Product.create(env);
    try {
      const { code, output } = await product.startAndFail();
      expect(code).not.toBe(0);
      expect(output.trim().split('\n')).toEqual([expect.stringContaining(variable)]);
    } finally {
      clean?.();
      await product.remove();
    }
  });
});
