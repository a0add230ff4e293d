import { openDatabase } from '@/lib/storage/sqlite/connection';
import { Product, until } from '../support/product';

jest.setTimeout(240_000);

const ROWS = 300_000;
const START = 1_600_000_000;

interface Job {
  id: string;
  state: string;
  report: { read: number; added: number; known: number } | null;
}

describe('a kill -9 of everything in the middle of an import', () => {
  let product: Product;

  beforeEach(async () => {
    product = await Product.create();
  });

  afterEach(() => product.remove());

  test('costs nothing: it goes on after the start, and each fix is stored and counted once', async () => {
    await product.start();
    await product.cli(
      'user',
      'create',
      '--email',
      'jane@example.org',
      '--name',
      'Jane',
      '--role',
      'user',
      '--password',
      'correct horse',
    );
    const { token } = await product.cli<{ token: string }>('token', 'create', '--user', 'jane@example.org', '--name', 'test');
    const device = await product.cli<{ id: number }>(
      'device',
      'create',
      '--user',
      'jane@example.org',
      '--name',
      'Phone',
      '--device',
      'phone',
    );
    const headers = { authorization: `Bearer ${token}` };
    const body = `time,lat,lon,accuracy\n${Array.from({ length: ROWS }, (_, i) => `${START + i},52.5,13.4,9\n`).join('')}`;
    const posted = await fetch(`${product.url}/api/imports?device_id=${device.id}&file_name=long.csv`, {
      method: 'POST',
      headers,
      body,
    });
    expect(posted.status).toBe(201);
    const { id } = ((await posted.json()) as { import: Job }).import;
    const job = async () =>
      ((await (await fetch(`${product.url}/api/imports/${id}`, { headers })).json()) as { import: Job }).import;

    await until('some of the import', async () => ((await job()).report?.added ?? 0) > 0, 60_000);
    await product.kill();
    const stored = openDatabase(product.databaseFile);
    const count = () => (stored.raw.prepare('SELECT count(*) AS n FROM location').get() as { n: number }).n;
    const before = count();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(ROWS);
    stored.close();

    await product.start();
    const done = await until('the rest of the import', async () => ((await job()).state === 'done' ? job() : null), 120_000);
    expect(done.report).toMatchObject({ read: ROWS, added: ROWS, known: 0 });
    await product.stop();
    const after = openDatabase(product.databaseFile);
    expect(after.raw.prepare('SELECT count(*) AS n, count(DISTINCT occurred_at) AS times FROM location').get()).toEqual({
      n: ROWS,
      times: ROWS,
    });
    expect(after.raw.prepare('SELECT count(*) AS n FROM geofence_event').get()).toEqual({ n: 0 });
    after.close();
  });
});
