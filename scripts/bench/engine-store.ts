import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Fix } from '@/lib/domain/model';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { makeDatabase } from './ingest-database';
import { seeded, World } from './town';

const INSERT = `INSERT INTO location (device_id, latitude, longitude, accuracy, velocity, occurred_at, received_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** A database file of its own with devices and zones, as the worker has it; removed after the work. */
export function withDatabase<T>(devices: number, zones: number, work: (db: Connection, world: World) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'fencepost-bench-'));
  const file = path.join(folder, 'fencepost.sqlite');
  const world = new World(seeded(zones), zones);
  makeDatabase(file, devices, world.zones(zones));
  const db = new Connection(file, { durability: 'normal' });
  try {
    return work(db, world);
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function storeFixes(db: Connection, fixes: readonly Omit<Fix, 'id'>[]): void {
  const insert = db.prepare(INSERT);
  db.transaction(() => {
    for (const f of fixes) {
      insert.run(f.device_id, f.latitude, f.longitude, f.accuracy, f.velocity, f.occurred_at, f.received_at);
    }
  });
}

/** An evaluator over a database at a moment after all fixes. */
export const engineOn = (db: Connection) => new ZoneEvaluator(new SqliteEngineStore(db), () => 1_800_000_000_000);

/** Fixes per second through the whole engine: reading, folding, all rows written, committed. */
function measure(devices: number, count: number, zones: number): Record<string, unknown> {
  return withDatabase(devices, zones, (db, world) => {
    storeFixes(db, world.fixes(devices, count));
    const engine = engineOn(db);
    const heapBefore = process.memoryUsage().heapUsed;
    const start = performance.now();
    const cpu = process.cpuUsage();
    engine.runOnce();
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const rows = (table: string) => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
    return {
      bench: 'engine with state writes',
      ...{ devices, zones, fixes: count, events: engine.state().events },
      fixes_per_second: Math.round(count / seconds),
      fixes_per_core_second: Math.round((count * 1e6) / (user + system)),
      checkpoints: rows('device_checkpoint'),
      heap_growth_megabytes: Math.round((process.memoryUsage().heapUsed - heapBefore) / 1e6),
      restart_ms: restart(db),
    };
  });
}

/** A new process finds all devices as they are and does one step: nothing is loaded but what the step needs. */
function restart(db: Connection): number {
  const { path: _, ...fix } = { path: '', ...(db.prepare('SELECT * FROM location ORDER BY id DESC LIMIT 1').get() as Fix) };
  storeFixes(db, [{ ...fix, occurred_at: fix.occurred_at + 60_000 }]);
  const start = performance.now();
  engineOn(db).runOnce();
  return Math.round(performance.now() - start);
}

export function* benchStore(): Generator<Record<string, unknown>> {
  yield measure(1_000, 200_000, 10_000);
  yield measure(100_000, 300_000, 10_000);
}
