import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { Product } from '../support/product';

jest.setTimeout(180_000);

interface Acknowledged {
  topic: string;
  tst: number;
  lat: number;
  lon: number;
}

const key = (fix: { tst: number; lat: number; lon: number }) => `${fix.tst} ${fix.lat} ${fix.lon}`;

describe('a kill -9 of everything while phones publish', () => {
  let product: Product;

  beforeEach(async () => {
    product = await Product.create();
  });

  afterEach(() => product.remove());

  test('loses nothing that was acknowledged and stores nothing twice', async () => {
    await product.start();
    const logFile = path.join(product.dataDir, 'acknowledged.jsonl');
    const words = [
      'simulate',
      '--demo',
      '--phones',
      '10',
      '--interval',
      '20',
      '--seconds',
      '16',
      '--log',
      logFile,
      '--broker',
      product.mqttUrl,
    ];
    const simulation = product.cli<{ acknowledged: number; published: number }>(...words);
    for (const pause of [5_000, 3_000]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      await product.kill();
      await product.start();
    }
    const result = await simulation;
    const acknowledged = readFileSync(logFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Acknowledged);
    expect(acknowledged.length).toBeGreaterThan(500);
    expect(result.acknowledged).toBe(acknowledged.length);

    await product.stop();
    const connection = openDatabase(product.databaseFile);
    const stored = connection.raw
      .prepare('SELECT occurred_at / 1000 AS tst, latitude AS lat, longitude AS lon, device_id FROM location')
      .all() as { tst: number; lat: number; lon: number; device_id: number }[];
    const cursor = connection.raw
      .prepare("SELECT location_id, (SELECT max(id) FROM location) AS newest FROM engine_cursor WHERE name = 'geofence'")
      .get();
    connection.close();

    const keys = stored.map((fix) => `${fix.device_id} ${key(fix)}`);
    expect(new Set(keys).size).toBe(keys.length);
    const known = new Set(stored.map(key));
    expect(acknowledged.filter((fix) => !known.has(key(fix)))).toEqual([]);
    expect(cursor).toMatchObject({ location_id: (cursor as { newest: number }).newest });
  });
});
