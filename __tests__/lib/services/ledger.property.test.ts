import fc from 'fast-check';
import { fold, ZoneSet, type ZoneStatus } from '@/lib/domain/geofence';
import type { Fix, Geofence, NewGeofenceEvent, Position } from '@/lib/domain/model';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import type { EngineStore } from '@/lib/storage/ports';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { addDevices, addFixes, addZone, readEvents, readFixes } from '../../support/engine';
import { circle, polygon } from '../../support/zones';

const START = 1_750_000_000_000;
const square = (half: number): Position[] => [
  [-half, -half],
  [half, -half],
  [half, half],
  [-half, half],
  [-half, -half],
];

/** Zones of owner 1 in and around a town of 3 km at 0° N 0° E: overlapping, nested, with a hole, for one device, drawn later. */
const zones: Geofence[] = [
  circle(0, 0, 100, { id: 'a' }),
  circle(0.0005, 0.0005, 300, { id: 'b' }),
  circle(0.002, 0, 60, { id: 'c', device_id: 2 }),
  polygon([square(0.004), square(0.001)], { id: 'd' }),
  circle(0, 0.003, 200, { id: 'e', judged_after_location_id: 20 }),
  circle(0, 0, 500, { id: 'f', owner_id: 2 }),
];

const step = fc.record({
  device_id: fc.integer({ min: 1, max: 3 }),
  latitude: fc.double({ min: -0.006, max: 0.006, noNaN: true }),
  longitude: fc.double({ min: -0.006, max: 0.006, noNaN: true }),
  accuracy: fc.constantFrom(null, 5, 20, 60, 150, 400, 900, 2000),
  // Mostly onwards, at times at the same moment or late.
  seconds: fc.constantFrom(10, 30, 60, 600, 0, -45),
});

/** How the engine is run: how many fixes arrive, in which batches, and whether the step after breaks, or the process restarts. */
const episode = fc.record({
  arrive: fc.integer({ min: 1, max: 15 }),
  batchSize: fc.integer({ min: 1, max: 7 }),
  accident: fc.constantFrom('none', 'none', 'restart', 'throw in the fold', 'throw in the commit'),
});

type Row = Pick<
  NewGeofenceEvent,
  'geofence_id' | 'device_id' | 'event_type' | 'location_id' | 'occurred_at' | 'stay_seconds' | 'confidence'
>;
const essence = ({ geofence_id, device_id, event_type, location_id, occurred_at, stay_seconds, confidence }: Row) =>
  [device_id, event_type, geofence_id, location_id, occurred_at, stay_seconds, confidence].join(' ');

/** The ledger as one call of the pure function gives it. */
function ledgerOf(fixes: Fix[]): { events: string[]; statuses: Map<string, ZoneStatus> } {
  const owners = new Map([
    [1, 1],
    [2, 1],
    [3, 2],
  ]);
  const device = (id: number) => ({ owner_id: owners.get(id) as number, track: null, open: [] });
  const output = fold(new ZoneSet(zones), { fixes, device, status: () => null });
  return {
    events: output.events.map(({ event }) => essence(event)),
    statuses: new Map(output.statuses.map((status) => [`${status.device_id}/${status.geofence_id}`, status])),
  };
}

/** Breaks the next step, either in the fold or, after all its writing, before the commit. */
function sabotaged(store: SqliteEngineStore, accident: string): EngineStore<never, never> {
  const broken = () => {
    throw new Error(accident);
  };
  const advance: typeof store.advance = (limit, now, work) =>
    store.advance(limit, now, (input) =>
      accident === 'throw in the fold' ? broken() : { ...work(input), cooldowns: { [Symbol.iterator]: broken } as never },
    );
  return Object.assign(Object.create(store), { advance });
}

describe('the ledger', () => {
  test('is the same whatever the batches, restarts and failures on the way', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 80 }),
        fc.array(episode, { minLength: 1, maxLength: 12 }),
        (steps, episodes) => {
          const db = openDatabase(':memory:');
          addDevices(db, 'anna', 2);
          addDevices(db, 'ben', 1);
          for (const zone of zones) addZone(db, zone);
          const times = new Map<number, number>();
          const queue = steps.map(({ seconds, ...fix }) => {
            const occurred_at = (times.get(fix.device_id) ?? START) + seconds * 1000;
            times.set(fix.device_id, occurred_at);
            return { ...fix, velocity: null, occurred_at, received_at: START };
          });
          let store = new SqliteEngineStore(db);
          let evaluator = new ZoneEvaluator(store, () => START);
          for (let i = 0; queue.length > 0; i++) {
            const { arrive, batchSize, accident } = episodes[i % episodes.length] as (typeof episodes)[number];
            addFixes(db, queue.splice(0, arrive));
            if (accident.startsWith('throw')) {
              expect(() => new ZoneEvaluator(sabotaged(store, accident), () => START, { batchSize }).runOnce()).toThrow(accident);
            }
            if (accident !== 'none') {
              if (accident === 'restart') store = new SqliteEngineStore(db);
              evaluator = new ZoneEvaluator(store, () => START, { batchSize });
            }
            evaluator.runOnce();
          }
          const expected = ledgerOf(readFixes(db));
          expect(readEvents(db).map(essence)).toEqual(expected.events);
          const stored = db.raw
            .prepare('SELECT device_id, geofence_id, is_inside, since, state FROM geofence_status')
            .all() as (ZoneStatus & {
            state: unknown;
          })[];
          expect(stored).toHaveLength(expected.statuses.size);
          for (const row of stored) {
            const status = expected.statuses.get(`${row.device_id}/${row.geofence_id}`) as ZoneStatus;
            expect(JSON.parse(row.state as unknown as string)).toEqual(status.state);
          }
          expect(db.raw.prepare('SELECT count(*) AS n FROM delivery').get()).toEqual({ n: expected.events.length });
          db.close();
        },
      ),
      { numRuns: 150 },
    );
  });
});
