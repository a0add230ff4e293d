import fc from 'fast-check';
import type { Fix, PhoneTransition } from '@/lib/domain/model';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { addDevices, addFixes, addZone } from '../../support/engine';
import { actualLedger, expectedLedger, statesOf } from '../../support/ledger';
import { fixAt, HOME, MINUTE, START, word } from '../../support/phone';
import { circle } from '../../support/zones';

const at = (id: string, name: string, radius: number, fields: object = {}) =>
  circle(HOME.latitude, HOME.longitude, radius, { id, name, ...fields });

/** Nested zones, with and without timers. */
const zones = [
  at('a', 'Home', 100),
  at('b', 'home', 150, { confirm_seconds: 120, grace_seconds: 300, dwell_seconds: 600 }),
  at('c', 'Yard', 400, { dwell_seconds: 60, pass_through: true }),
  at('d', 'Through', 200, { pass_through: true }),
];

const step = fc.record({
  gap: fc.constantFrom(0, 0.1, 0.5, 1, 5, 30),
  meters: fc.oneof(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -5000, max: 5000 })),
  accuracy: fc.constantFrom<number | null>(null, 5, 20, 150, 600),
  said: fc.constantFrom('fix', 'fix', 'fix', 'enter', 'leave'),
  region: fc.constantFrom('Home', 'Yard', 'Gym'),
  in_regions: fc.constantFrom<string[] | null>(null, null, [], ['Home'], ['Home', 'Yard']),
  /** How far it moves in the queue. */
  delay: fc.constantFrom(0, 0, 0, 1, 3, 10),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Fixes and words in the order in which they arrive. */
function queueOf(steps: readonly Step[]): (Fix | PhoneTransition)[] {
  let minutes = 0;
  const made = steps.map(({ gap, meters, accuracy, said, region, in_regions, delay }, i) => {
    minutes += gap;
    const item = said === 'fix' ? fixAt(minutes, meters, { accuracy, in_regions }) : word(minutes, said as 'enter', region);
    return { item, place: i + delay };
  });
  return made.sort((a, b) => a.place - b.place).map(({ item }) => item);
}

function store(db: Connection, items: readonly (Fix | PhoneTransition)[], now: number): void {
  const isStored = (fix: Fix) =>
    db.raw.prepare('SELECT 1 FROM location WHERE occurred_at = ? AND longitude = ?').get(fix.occurred_at, fix.longitude);
  const insert = db.raw.prepare(
    `INSERT INTO phone_transition (device_id, event, region, trigger, occurred_at, received_at) VALUES (1, ?, ?, 'b', ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  for (const item of items) {
    if ('region' in item) insert.run(item.event, item.region, item.occurred_at, now);
    else if (!isStored(item)) addFixes(db, [{ ...item, id: undefined, received_at: now } as never]);
  }
}

describe('the ledger with the phone’s word', () => {
  test('is the fold of what is stored, whatever the order of arrival, batches, restarts and timers', () => {
    const run = fc.record({
      arrive: fc.integer({ min: 1, max: 8 }),
      batchSize: fc.integer({ min: 1, max: 5 }),
      minutes: fc.constantFrom(0, 1, 30),
    });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 3, maxLength: 35 }),
        fc.array(run, { minLength: 1, maxLength: 6 }),
        (steps, runs) => {
          const db = openDatabase(':memory:');
          addDevices(db, 'anna', 1);
          for (const zone of zones) addZone(db, zone);
          const queue = queueOf(steps);
          let now = START;
          for (let i = 0; queue.length > 0; i++) {
            const { arrive, batchSize, minutes } = runs[i % runs.length]!;
            const come = queue.splice(0, arrive);
            now = Math.max(now, ...come.map(({ occurred_at }) => occurred_at));
            store(db, come, now);
            new ZoneEvaluator(new SqliteEngineStore(db), () => now, { batchSize }).runOnce();
            now += minutes * MINUTE;
            new ZoneEvaluator(new SqliteEngineStore(db), () => now, { batchSize }).runOnce();
          }
          now += 40 * 86_400_000;
          new ZoneEvaluator(new SqliteEngineStore(db), () => now).runOnce();
          const expected = expectedLedger(db);
          expect(actualLedger(db, expected.zones)).toEqual(expected.events);
          const { expected: states, actual } = statesOf(db, expected);
          expect(actual).toEqual(states);
          db.close();
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
