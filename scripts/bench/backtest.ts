import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { User } from '@/lib/domain/model';
import { BacktestService } from '@/lib/services/backtest';
import { SqliteBacktestStore } from '@/lib/storage/sqlite/backtest-store';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { makeDatabase } from './ingest-database';
import { machine } from './machine';
import { seeded } from './town';

const NOW = Date.UTC(2026, 4, 31);
const DAYS = 30;
const DAY_MS = 86_400_000;
const HOME = { latitude: 52.52, longitude: 13.405 };
const WORK = { latitude: 52.5, longitude: 13.44 };
const RUNS = 5;

const ZONES = {
  circle: { shape_type: 'circle', center_latitude: HOME.latitude, center_longitude: HOME.longitude, radius_meters: 120 },
  polygon: { shape_type: 'polygon', geometry: { type: 'Polygon', coordinates: [ringAround(HOME, 120, 200)] } },
};

function ringAround({ latitude, longitude }: typeof HOME, meters: number, corners: number): [number, number][] {
  return Array.from({ length: corners + 1 }, (_, i) => {
    const angle = (2 * Math.PI * (i % corners)) / corners;
    const north = (meters * Math.cos(angle)) / 111_195;
    return [longitude + (meters * Math.sin(angle)) / (111_195 * Math.cos((latitude * Math.PI) / 180)), latitude + north];
  });
}

/** A month of one phone between home and work, each position with an error of 5–60 m: evenly spaced, half of them at home. */
function fillMonth(connection: Connection, fixes: number): void {
  const random = seeded(7);
  const insert = connection.prepare(
    'INSERT INTO location (device_id, latitude, longitude, accuracy, velocity, occurred_at, received_at) VALUES (1, ?, ?, ?, ?, ?, ?)',
  );
  connection.transaction(() => {
    for (let i = 0; i < fixes; i++) {
      const at = NOW - DAYS * DAY_MS + Math.floor((i * DAYS * DAY_MS) / fixes);
      const hour = (at % DAY_MS) / 3_600_000;
      const way = Math.min(1, Math.max(0, hour < 14 ? (hour - 8) * 2 : (18 - hour) * 2));
      const accuracy = 5 + 55 * random() ** 3;
      const error = () => ((random() + random() - 1) * accuracy * 1.5) / 111_195;
      const latitude = HOME.latitude + way * (WORK.latitude - HOME.latitude) + error();
      const longitude = HOME.longitude + way * (WORK.longitude - HOME.longitude) + error();
      insert.run(latitude, longitude, accuracy, way > 0 && way < 1 ? 25 : 0, at, at + 500);
    }
  });
}

/** `npm run bench -- backtest`: one device-month from a database file, as the web process does it. One JSON line for each shape. */
export async function benchBacktest(fixes: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fencepost-bench-'));
  const file = path.join(folder, 'fencepost.sqlite');
  makeDatabase(file, 1, []);
  const connection = openDatabase(file);
  fillMonth(connection, fixes);
  const users = { find: async () => null };
  const audit = { noteRead: async () => undefined };
  const feedback = { falseAlarms: async () => [] };
  const service = new BacktestService({ store: new SqliteBacktestStore(connection), feedback, users, audit, clock: () => NOW });
  const actor = { id: 1, role: 'admin' } as User;
  for (const [shape, zone] of Object.entries(ZONES)) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const milliseconds: number[] = [];
    let report = await service.run(actor, zone, DAYS);
    delay.enable();
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      report = await service.run(actor, zone, DAYS);
      milliseconds.push(performance.now() - start);
    }
    delay.disable();
    milliseconds.sort((a, b) => a - b);
    const figures = {
      bench: 'backtest',
      shape,
      fixes: report.fixes,
      variants: report.suggestion?.rungs.length ?? report.variants.length,
      median_ms: Math.round(milliseconds[RUNS >> 1] as number),
      worst_ms: Math.round(milliseconds.at(-1) as number),
      longest_wait_of_others_ms: Math.round(delay.max / 1e6),
      stays: report.variants.map(({ totals }) => totals.stays),
      ...machine(),
    };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  }
  connection.close();
  rmSync(folder, { recursive: true, force: true });
}
