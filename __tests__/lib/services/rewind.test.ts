import type { Fix } from '@/lib/domain/model';
import { ZoneEvaluator, type ZoneEvaluatorOptions } from '@/lib/services/evaluate-zones';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { seeded } from '../../../scripts/bench/town';
import { addDevices, addFixes, addZone } from '../../support/engine';
import { actualLedger, expectedLedger } from '../../support/ledger';
import { sabotage } from '../../support/ledger-run';
import { circle } from '../../support/zones';

const START = 1_750_000_000_000;
const NOW = START + 40 * 86_400_000;

/** A walk to and fro through zones, one fix a minute. */
function walk(count: number): Omit<Fix, 'id'>[] {
  const random = seeded(3);
  let latitude = 0;
  let speed = 0;
  return Array.from({ length: count }, (_, i) => {
    if (random() < 0.05) speed = random() < 0.4 ? 0 : (random() - 0.5) * 0.004;
    latitude = Math.max(-0.02, Math.min(0.02, latitude + speed));
    const at = START + i * 60_000;
    const place = { latitude, longitude: 0, accuracy: 10 + 20 * random(), velocity: null, in_regions: null };
    return { ...place, device_id: 1, occurred_at: at, received_at: at };
  });
}

function town(): Connection {
  const db = openDatabase(':memory:');
  addDevices(db, 'anna', 1);
  addZone(db, circle(0, 0, 200, { id: 'a', dwell_seconds: 600 }));
  addZone(db, circle(0.005, 0, 200, { id: 'b', confirm_seconds: 120, grace_seconds: 120 }));
  addZone(db, circle(-0.01, 0, 400, { id: 'c' }));
  return db;
}

const engine = (db: Connection, options: ZoneEvaluatorOptions = {}) =>
  new ZoneEvaluator(new SqliteEngineStore(db), () => NOW, options);

function expectFold(db: Connection): void {
  const expected = expectedLedger(db);
  expect(expected.events.length).toBeGreaterThan(3);
  expect(actualLedger(db, expected.zones)).toEqual(expected.events);
}

function shuffled<T>(items: readonly T[]): T[] {
  const random = seeded(9);
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

describe('a queue that comes after a newer fix', () => {
  // Each batch folds the fixes after its earliest one and those since the checkpoint before it: here the batch before.
  const inOrder = (n: number, batch: number) => 2 * n + (3 * n) / batch + 256;
  const anyOrder = (n: number, batch: number) => (0.75 * n * (n + batch)) / batch;
  test.each([
    ['in order', 2000, 1, inOrder],
    ['in order', 10_000, 10, inOrder],
    ['in order', 10_000, 1000, inOrder],
    ['reversed', 500, 1, anyOrder],
    ['reversed', 10_000, 1000, anyOrder],
    ['shuffled', 2000, 50, anyOrder],
    ['shuffled', 10_000, 1000, anyOrder],
  ])(
    '%s, %d fixes, %d at a time',
    (order, count, batch, bound) => {
      const db = town();
      const fixes = walk(count + 1);
      const queue = fixes.slice(0, -1);
      const ordered = order === 'shuffled' ? shuffled(queue) : order === 'reversed' ? queue.reverse() : queue;
      const one = engine(db);
      addFixes(db, fixes.slice(-1));
      one.runOnce();
      for (let i = 0; i < count; i += batch) {
        addFixes(db, ordered.slice(i, i + batch));
        one.runOnce();
      }
      expectFold(db);
      expect(one.state().folded).toBeLessThan(bound(count, batch));
      const { n } = db.raw.prepare('SELECT count(*) AS n FROM device_checkpoint').get() as { n: number };
      expect(n).toBeLessThan(60);
      db.close();
    },
    60_000,
  );
});

describe('a step that breaks', () => {
  /** What is stored at first, what comes then, and how many steps that takes. */
  const inOrder = walk(120);
  const scenarios = [
    { name: 'with what comes in its order', first: inOrder.slice(0, 70), news: inOrder.slice(70), slice: 2000, isOneStep: true },
    { name: 'with what comes late', first: without(inOrder, 40, 60), news: inOrder.slice(40, 60), slice: 2000, isOneStep: true },
    {
      name: 'in the middle of a long rewind',
      first: without(inOrder, 40, 60),
      news: inOrder.slice(40, 60),
      slice: 32,
      isOneStep: false,
    },
  ];
  test.each(scenarios)(
    'at any of its statements leaves nothing behind, and the next one does it all: $name',
    ({ first, news, slice, isOneStep }) => {
      for (let breaksAt = 1; ; breaksAt++) {
        const db = town();
        addFixes(db, first);
        const one = engine(db, { sliceSize: slice });
        one.runOnce();
        addFixes(db, news);
        say(db, 'leave', START + 45 * 60_000);
        say(db, 'enter', START + 115 * 60_000);
        const before = db.raw.serialize();
        const restore = sabotage(db, breaksAt);
        const broke = breaksDown(() => one.runOnce());
        restore();
        if (broke && isOneStep) expect(db.raw.serialize().equals(before)).toBe(true);
        // The same process goes on, or another takes over.
        (breaksAt % 2 ? one : engine(db, { sliceSize: slice })).runOnce();
        expectFold(db);
        db.close();
        if (broke) continue;
        expect(breaksAt).toBeGreaterThan(20);
        return;
      }
    },
    120_000,
  );
});

function without<T>(items: readonly T[], from: number, to: number): T[] {
  return [...items.slice(0, from), ...items.slice(to)];
}

function breaksDown(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    expect((error as Error).message).toBe('sabotage');
    return true;
  }
}

function say(db: Connection, event: 'enter' | 'leave', at: number): void {
  const insert =
    "INSERT INTO phone_transition (device_id, event, region, occurred_at, received_at) VALUES (1, ?, 'Circle', ?, ?)";
  db.raw.prepare(insert).run(event, at, at);
}

test('before what retention removed no late fix is folded in', async () => {
  const db = town();
  const fixes = walk(1000);
  const [late] = fixes.splice(520, 1);
  addFixes(db, fixes);
  engine(db).runOnce();
  await new SqliteLocationStore(db).removeBefore(START + 515 * 60_000);
  addFixes(db, [late as Omit<Fix, 'id'>]);
  const later = engine(db);
  later.runOnce();
  expect(later.state()).toMatchObject({ lag: 0, folded: 0, events: 0 });
  db.close();
});

test('where retention took all checkpoints, late fixes are folded in again from the next one on', async () => {
  const db = town();
  const fixes = walk(120);
  const [early, later] = [...fixes.splice(105, 1), ...fixes.splice(112, 1)] as [Omit<Fix, 'id'>, Omit<Fix, 'id'>];
  const one = engine(db);
  addFixes(db, fixes.slice(0, 110));
  one.runOnce();
  await new SqliteLocationStore(db).removeBefore(START + 100 * 60_000);
  expect(db.raw.prepare('SELECT count(*) AS n FROM device_checkpoint').get()).toEqual({ n: 0 });
  addFixes(db, [early]);
  one.runOnce();
  expect(one.state()).toMatchObject({ lag: 0, folded: 110 });
  addFixes(db, fixes.slice(110));
  one.runOnce();
  addFixes(db, [later]);
  one.runOnce();
  // It and those after it, and those since the checkpoint.
  expect(one.state().folded).toBeGreaterThan(120);
  db.close();
});
