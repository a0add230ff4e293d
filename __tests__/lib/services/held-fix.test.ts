import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { testDatabase } from '../../support/database';
import { addDevices, addFixes, addZone, readEvents } from '../../support/engine';
import { actualLedger, expectedLedger } from '../../support/ledger';
import { circle, destination, fix } from '../../support/zones';

const home = { latitude: 48, longitude: 11 };
const school = destination(home, 90, 1_000);
const START = 1_750_000_000_000;
const MINUTE = 60_000;
const LATENCY = 400;

/** A quarter of an hour at home, then a lone fix at a school 1 km away, where the phone falls silent. */
const course = Array.from({ length: 17 }, (_, i) => {
  const { latitude, longitude } = i === 16 ? school : home;
  const at = START + i * MINUTE;
  return fix(latitude, longitude, { occurred_at: at, received_at: at + LATENCY });
});
const HELD = START + 16 * MINUTE;

function town(): Connection {
  const db = testDatabase();
  const { owner_id } = addDevices(db, 'anna', 1);
  addZone(db, circle(school.latitude, school.longitude, 150, { id: 'school', owner_id }));
  return db;
}

/** A new engine each time, as after a restart. */
const runAt = (db: Connection, now: number) => new ZoneEvaluator(new SqliteEngineStore(db), () => now).runOnce();
const nextFireAt = (db: Connection) => new SqliteEngineStore(db).nextFireAt();

test('a lone fix is believed on time without a further one, also after a restart in between', () => {
  const db = town();
  addFixes(db, course);
  runAt(db, HELD + LATENCY);
  expect(readEvents(db)).toEqual([]);
  expect(nextFireAt(db)).toBe(HELD + 15_000);

  runAt(db, HELD + 14_999);
  expect(readEvents(db)).toEqual([]);
  runAt(db, HELD + 15_000);
  expect(readEvents(db)).toEqual([
    expect.objectContaining({ event_type: 'enter', occurred_at: HELD, received_at: HELD + 15_000, retracted_at: null }),
  ]);
  expect(nextFireAt(db)).toBeNull();
  expect(runAt(db, HELD + 60_000)).toBe(0);
});

test('when the next fix is home again nobody is told, and no timer is left', () => {
  const db = town();
  addFixes(db, course);
  runAt(db, HELD + LATENCY);
  addFixes(db, [fix(home.latitude, home.longitude, { occurred_at: HELD + 10_000, received_at: HELD + 10_400 })]);
  runAt(db, HELD + 10_400);
  expect(nextFireAt(db)).toBeNull();
  runAt(db, HELD + 60_000);
  expect(readEvents(db)).toEqual([]);
});

test('a fix of before that comes after it was believed puts the ledger right', () => {
  const db = town();
  addFixes(db, course);
  runAt(db, HELD + 15_000);
  addFixes(db, [fix(home.latitude, home.longitude, { occurred_at: HELD + 5_000, received_at: HELD + 40_000 })]);
  runAt(db, HELD + 40_000);
  runAt(db, HELD + 10 * MINUTE);
  expect(readEvents(db)).toEqual([expect.objectContaining({ retracted_at: HELD + 40_000, retract_reason: 'late_fix' })]);
  const { events, zones } = expectedLedger(db);
  expect(actualLedger(db, zones)).toEqual(events);
});
