import { inOrder } from '@/lib/domain/geofence/fold-device';
import type { Fix, PhoneTransition } from '@/lib/domain/model';
import { pastNews } from '@/lib/services/past-fixes';
import { SqliteBacktestStore } from '@/lib/storage/sqlite/backtest-store';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteExplainStore } from '@/lib/storage/sqlite/explain-store';
import { addDevices, addFixes, readFixes } from '../../support/engine';
import { fix } from '../../support/zones';

const START = 1_750_000_000_000;

let db: Connection;
beforeEach(() => {
  db = openDatabase(':memory:');
  addDevices(db, 'anna', 1);
});
afterEach(() => db.close());

function say(event: 'enter' | 'leave', occurred_at: number): void {
  const insert = "INSERT INTO phone_transition (device_id, event, region, occurred_at, received_at) VALUES (1, ?, 'Home', ?, ?)";
  db.raw.prepare(insert).run(event, occurred_at, occurred_at);
}

test('the past comes in slices with the phone’s words in their places, also where many fixes are of one time', async () => {
  // Three of each second, so that slices end in the middle of a second.
  const fixes = Array.from({ length: 2000 }, (_, i) =>
    fix(48 + i / 1e5, 11, { id: i + 1, occurred_at: START + Math.floor(i / 3) * 1000 }),
  );
  addFixes(db, fixes);
  for (let second = 0; second < 700; second += 7) say(second % 2 ? 'leave' : 'enter', START + second * 1000 + (second % 3) * 250);
  const from = START + 200_000;
  const until = START + 680_000;
  const seen: (Fix | PhoneTransition)[] = [];
  let slices = 0;
  for await (const slice of pastNews(new SqliteBacktestStore(db), 1, { from, until })) {
    seen.push(...inOrder(slice));
    slices++;
  }
  const begin = (seen[0] as Fix).occurred_at;
  expect(begin).toBeLessThan(from);
  const transitions = (db.raw.prepare('SELECT * FROM phone_transition ORDER BY id').all() as PhoneTransition[]).filter(
    ({ occurred_at }) => occurred_at >= begin && occurred_at <= until,
  );
  const [first] = seen as Fix[];
  const whole = [...inOrder({ fixes: readFixes(db).filter(({ id }) => id >= (first as Fix).id), transitions })];
  expect(seen.map((item) => ('region' in item ? `word ${item.id}` : item.id))).toEqual(
    whole.map((item) => ('region' in item ? `word ${item.id}` : item.id)),
  );
  expect(transitions.length).toBeGreaterThan(50);
  expect(slices).toBeGreaterThan(3);
});

test('engine, explanations and back-tests look at the same of a fix', async () => {
  const insert = db.raw.prepare(
    `INSERT INTO location (device_id, latitude, longitude, accuracy, velocity, in_regions, occurred_at, received_at, extra)
     VALUES (1, 48, 11, 10, 3, ?, ?, ?, ?)`,
  );
  const kept = [
    [null, null],
    ['["Home"]', null],
    ['[]', '{"conn":"w"}'],
    // The fix of a transition, which the location after it completed.
    ['["Home"]', '{"event":"enter"}'],
  ];
  kept.forEach(([in_regions, extra], i) => {
    insert.run(in_regions, START + i * 1000, START + i * 1000, extra);
  });
  let engine: Fix[] = [];
  new SqliteEngineStore(db).advance(10, START, ({ fixes, history }) => {
    engine = fixes;
    expect(history(1, 0, 10).fixes).toEqual(fixes);
    return { devices: [], entries: [], cooldowns: [], called_off: [], retracted: [], restored: [], amended: [] };
  });
  expect(engine.map(({ in_regions }) => in_regions)).toEqual([null, ['Home'], [], null]);
  const backtest = new SqliteBacktestStore(db);
  expect(await backtest.fixesAfter(1, { occurred_at: START, id: 0 }, START + 9000, 10)).toEqual(engine);
  expect(await backtest.fixesBefore(1, START + 9000, 10)).toEqual(engine);
  expect((await new SqliteExplainStore(db).past(1, START, START + 9000, true)).fixes).toEqual(engine);
});
