import fc from 'fast-check';
import { judgeSilently } from '@/lib/domain/geofence';
import type { Fix, Geofence } from '@/lib/domain/model';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { addDevices, addFixes, addZone } from '../../support/engine';
import { actualLedger, expectedLedger, statesOf } from '../../support/ledger';
import { circle, polygon } from '../../support/zones';

const START = 1_750_000_000_000;
const square = (half: number): [number, number][] => [
  [-half, -half],
  [half, -half],
  [half, half],
  [-half, half],
  [-half, -half],
];

/** Zones of owner 1 in and around a town of 3 km at 0° N 0° E: overlapping, nested, with a hole, for one device, with timers, a group. */
const zones: Geofence[] = [
  circle(0, 0, 100, { id: 'a' }),
  circle(0.0005, 0.0005, 300, { id: 'b', confirm_seconds: 120, grace_seconds: 300 }),
  circle(0.002, 0, 60, { id: 'c', device_id: 2 }),
  polygon([square(0.004), square(0.001)], { id: 'd', dwell_seconds: 600 }),
  circle(0, 0.003, 200, { id: 'e', grace_seconds: 60, dwell_seconds: 60, judged_after_location_id: 5 }),
  circle(0, 0, 500, { id: 'f', owner_id: 2, confirm_seconds: 1 }),
  circle(0, -0.003, 200, { id: 'g', pass_through: true }),
  { ...circle(0, 0, 0), id: 'town', shape_type: 'group', center_latitude: null, center_longitude: null, radius_meters: null },
];

const step = fc.record({
  device_id: fc.constantFrom(1, 1, 1, 2, 3),
  latitude: fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: -0.006, max: 0.006, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(0.05, 1) },
  ),
  longitude: fc.double({ min: -0.006, max: 0.006, noNaN: true }),
  accuracy: fc.constantFrom(null, 5, 10, 20, 60, 150, 400, 2000),
  velocity: fc.constantFrom(null, null, 0, 5, 50),
  seconds: fc.constantFrom(0, 10, 30, 60, 60, 300, 900, 3600),
  /** How far it moves in the queue. */
  delay: fc.constantFrom(0, 0, 0, 0, 1, 2, 5, 20),
});

/** How the engine is run: how many fixes arrive, in which batches and slices, what breaks, what people do meanwhile, how time goes on. */
const episode = fc.record({
  arrive: fc.integer({ min: 0, max: 15 }),
  batchSize: fc.integer({ min: 1, max: 7 }),
  sliceSize: fc.constantFrom(1, 2, 5, 2000),
  accident: fc.constantFrom('none', 'none', 'restart', 'in the fold', 'before the commit'),
  edit: fc.constantFrom('none', 'none', 'none', 'settings', 'reshape', 'switch', 'new'),
  zone: fc.nat({ max: zones.length - 2 }),
  minutes: fc.constantFrom(0, 1, 5, 60),
});
type Episode = typeof episode extends fc.Arbitrary<infer T> ? T : never;

function town(): Connection {
  const db = openDatabase(':memory:');
  addDevices(db, 'anna', 2);
  addDevices(db, 'ben', 1);
  for (const zone of zones) addZone(db, zone);
  db.raw.exec("INSERT INTO geofence_group_member VALUES ('town', 'a'), ('town', 'g')");
  return db;
}

/** Fixes in the order in which they arrive. */
function queueOf(steps: (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): Omit<Fix, 'id'>[] {
  const times = new Map<number, number>();
  const fixes = steps.map(({ seconds, delay, ...fix }, i) => {
    const occurred_at = (times.get(fix.device_id) ?? START) + seconds * 1000;
    times.set(fix.device_id, occurred_at);
    return { fix: { ...fix, in_regions: null, occurred_at }, place: i + delay };
  });
  return fixes.sort((a, b) => a.place - b.place).map(({ fix }) => ({ ...fix, received_at: fix.occurred_at }));
}

class Run {
  now = START;
  private readonly sent = new Map<number, string>();

  constructor(
    readonly db: Connection,
    private queue: Omit<Fix, 'id'>[],
  ) {}

  async play(episodes: readonly Episode[]): Promise<void> {
    let store = new SqliteEngineStore(this.db);
    for (let i = 0; this.queue.length > 0; i++) {
      const one = episodes[i % episodes.length] as Episode;
      this.arrive(i < 200 ? one.arrive : 15);
      await this.edit(one, i);
      if (one.accident === 'restart') store = new SqliteEngineStore(this.db);
      if (one.accident.includes(' ')) this.breakDown(store, one);
      // Not always to the end: what people do may come in between two steps.
      const evaluator = new ZoneEvaluator(store, () => this.now, one);
      evaluator.runOnce();
      this.send();
      this.now += one.minutes * 60_000;
      evaluator.runOnce();
    }
    this.now += 40 * 86_400_000;
    new ZoneEvaluator(store, () => this.now, { sliceSize: 3 }).runOnce();
  }

  private arrive(count: number): void {
    const come = this.queue.splice(0, count).map((fix) => ({ ...fix, received_at: Math.max(this.now, fix.occurred_at) }));
    this.now = Math.max(this.now, ...come.map(({ occurred_at }) => occurred_at));
    addFixes(
      this.db,
      come.filter((fix, i) => !come.slice(0, i).some((other) => isSame(fix, other)) && !this.isStored(fix)),
    );
  }

  private isStored({ device_id, occurred_at, latitude, longitude }: Omit<Fix, 'id'>): boolean {
    const same = 'SELECT 1 FROM location WHERE device_id = ? AND occurred_at = ? AND latitude = ? AND longitude = ?';
    return this.db.raw.prepare(same).get(device_id, occurred_at, latitude, longitude) !== undefined;
  }

  private async edit({ edit, zone }: Episode, i: number): Promise<void> {
    if (edit === 'none') return;
    const store = new SqliteGeofenceStore<unknown>(this.db);
    const { id } = zones[zone] as Geofence;
    if (edit === 'new') {
      const {
        id: _,
        version: _v,
        judged_after_location_id: _j,
        judged_since: _s,
        earlier_rules: _e,
        created_at: _c,
        updated_at: _u,
        ...fields
      } = circle(0.001 * (i % 5), 0, 150, { dwell_seconds: 120 });
      await store.create(fields, null, this.now, judgeSilently);
      return;
    }
    await store.update(
      id,
      (current) => {
        if (edit === 'settings')
          return { fields: { ...current, confirm_seconds: 60 * (i % 3), hysteresis_meters: 5 * (i % 4) }, reshaped: false };
        if (edit === 'switch') return { fields: { ...current, is_active: !current.is_active }, reshaped: false };
        const larger = current.radius_meters === null ? {} : { radius_meters: 50 + ((current.radius_meters + 70) % 400) };
        return { fields: { ...current, ...larger }, reshaped: true };
      },
      null,
      this.now,
      judgeSilently,
    );
  }

  private breakDown(store: SqliteEngineStore, { accident, ...options }: Episode): void {
    const broken = () => {
      throw new Error(accident);
    };
    const advance: typeof store.advance = (limit, now, work) =>
      store.advance(limit, now, (input) =>
        accident === 'in the fold' ? broken() : { ...work(input), cooldowns: { [Symbol.iterator]: broken } as never },
      );
    const sabotaged = Object.assign(Object.create(store), { advance });
    try {
      new ZoneEvaluator(sabotaged, () => this.now, options).runOnce();
    } catch (error) {
      if ((error as Error).message !== accident) throw error;
    }
  }

  /** As the deliverer does: half of what is due goes out, and no delivery ever twice. */
  private send(): void {
    const due = this.db.raw
      .prepare("SELECT id FROM delivery WHERE state = 'pending' AND next_attempt_at <= ? AND id % 2 = 0")
      .all(this.now) as { id: number }[];
    for (const { id } of due) {
      expect(this.sent.has(id)).toBe(false);
      this.sent.set(id, 'sent');
      this.db.raw.prepare("UPDATE delivery SET state = 'sent', attempts = 1 WHERE id = ?").run(id);
    }
  }
}

const isSame = (a: Omit<Fix, 'id'>, b: Omit<Fix, 'id'>) =>
  a.device_id === b.device_id && a.occurred_at === b.occurred_at && a.latitude === b.latitude && a.longitude === b.longitude;

function check(db: Connection): void {
  const expected = expectedLedger(db);
  expect(actualLedger(db, expected.zones)).toEqual(expected.events);
  const { expected: states, actual, rows } = statesOf(db, expected);
  expect(actual).toEqual(states);
  for (const row of rows) expect(row.is_inside === 1).toBe(row.state.inside);
  expect(rows.filter(({ fire_at }) => fire_at !== null)).toEqual([]);
  const waiting = `SELECT count(*) AS n FROM delivery JOIN geofence_event ON geofence_event.id = event_id
    WHERE retracted_at IS NOT NULL AND state = 'pending'`;
  expect(db.raw.prepare(waiting).get()).toEqual({ n: 0 });
  expect(db.raw.prepare('SELECT count(*) AS n FROM device_track WHERE replay_until IS NOT NULL').get()).toEqual({ n: 0 });
}

describe('the ledger', () => {
  test('is the fold of what is stored, whatever the order of arrival, batches, slices, failures, timers and edits of zones', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 80 }),
        fc.array(episode, { minLength: 1, maxLength: 12 }),
        async (steps, episodes) => {
          const db = town();
          try {
            await new Run(db, queueOf(steps)).play(episodes);
            check(db);
          } finally {
            db.close();
          }
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 150) },
    );
  }, 120_000);
});
