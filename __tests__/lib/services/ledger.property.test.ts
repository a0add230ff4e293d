import fc from 'fast-check';
import type { Geofence } from '@/lib/domain/model';
import { type SummedUp, summaryOf } from '@/lib/domain/notify/summary';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { addDevices, addZone } from '../../support/engine';
import { actualLedger, expectedLedger, statesOf } from '../../support/ledger';
import { queueOf, type Step, step } from '../../support/ledger-phones';
import { type Episode, episode, LedgerRun } from '../../support/ledger-run';
import { addRecipient, addTarget, prefer } from '../../support/ways';
import { circle, polygon } from '../../support/zones';

/** The same cases each time, so that a change is red for what it changed; `RUNS=5000 SEED=7` look further. */
const RUNS = Number(process.env.RUNS ?? 120);
const SEED = Number(process.env.SEED ?? 11);

const square = (half: number): [number, number][] => [
  [-half, -half],
  [half, -half],
  [half, half],
  [-half, half],
  [-half, -half],
];

/** Zones of owner 1 in and around the town: overlapping, nested, with a hole, for one device, with timers, of one name, a group. */
const zones: Geofence[] = [
  circle(0, 0, 100, { id: 'a', name: 'Home', is_important: true }),
  circle(0.0005, 0.0005, 300, { id: 'b', name: 'home', confirm_seconds: 120, grace_seconds: 300 }),
  circle(0.002, 0, 60, { id: 'c', name: 'Home', device_id: 2 }),
  polygon([square(0.004), square(0.001)], { id: 'd', name: 'Yard', dwell_seconds: 600 }),
  circle(0, 0.003, 200, { id: 'e', grace_seconds: 60, dwell_seconds: 60, judged_after_location_id: 5 }),
  circle(0, 0, 500, { id: 'f', name: 'Gym', owner_id: 2, confirm_seconds: 1 }),
  circle(0, -0.003, 200, { id: 'g', name: 'Yard', pass_through: true }),
  { ...circle(0, 0, 0), id: 'town', shape_type: 'group', center_latitude: null, center_longitude: null, radius_meters: null },
];

function town(): Connection {
  const db = openDatabase(':memory:');
  addDevices(db, 'anna', 2);
  addDevices(db, 'ben', 1);
  for (const zone of zones) addZone(db, zone);
  db.raw.exec("INSERT INTO geofence_group_member VALUES ('town', 'a'), ('town', 'g')");
  // Ben is told of two of Anna's zones, one of them important to whoever wants an order.
  for (const zone of ['a', 'b']) addRecipient(db, zone, 2);
  const hook = addTarget(db, 1, 'hook');
  prefer(db, 1, { escalate_after_minutes: 3, escalation: [{ channel: 'email', target_id: null }, hook] });
  return db;
}

function lastOf(db: Connection, { device_id, geofence_id }: { device_id: number; geofence_id: string }, type: string) {
  const last = `SELECT max(occurred_at) AS at FROM geofence_event WHERE device_id = ? AND geofence_id = ? AND event_type = ?
    AND retracted_at IS NULL`;
  return (db.raw.prepare(last).get(device_id, geofence_id, type) as { at: number | null }).at;
}

function check(db: Connection): void {
  const expected = expectedLedger(db);
  expect(actualLedger(db, expected.zones)).toEqual(expected.events);
  const { expected: states, actual, rows } = statesOf(db, expected);
  expect(actual).toEqual(states);
  for (const row of rows) {
    expect(row.is_inside === 1).toBe(row.state.inside);
    expect([row.last_enter_time, row.last_exit_time]).toEqual([lastOf(db, row, 'enter'), lastOf(db, row, 'exit')]);
  }
  expect(rows.filter(({ fire_at }) => fire_at !== null)).toEqual([]);
  const waiting = `SELECT count(*) AS n FROM delivery JOIN geofence_event ON geofence_event.id = event_id
    WHERE retracted_at IS NOT NULL AND state = 'pending'`;
  expect(db.raw.prepare(waiting).get()).toEqual({ n: 0 });
  checkTold(db);
  expect(db.raw.prepare('SELECT count(*) AS n FROM device_track WHERE replay_until IS NOT NULL').get()).toEqual({ n: 0 });
}

/** Each event says how its deliveries stand; only the owner and whoever is told of the zone got any, each on the same ways. */
function checkTold(db: Connection): void {
  const told = 'SELECT user_id, channel, state, reason FROM delivery WHERE event_id = ? ORDER BY id';
  const people = db.raw.prepare('SELECT user_id FROM zone_recipient WHERE geofence_id = ?');
  for (const event of db.raw.prepare('SELECT * FROM geofence_event').all() as EventRow[]) {
    const rows = db.raw.prepare(told).all(event.id) as ToldRow[];
    const { notification_status, notification_reason } = event;
    expect({ notification_status, notification_reason }).toEqual(summaryOf(rows));
    const owner = event.geofence_id === 'f' ? 2 : 1;
    const others = (people.all(event.geofence_id) as ToldRow[]).map(({ user_id }) => user_id);
    const expected = [owner, ...others].flatMap((id) => (id === 1 ? WAYS_OF_ANNA : WAYS_OF_BEN).map((way) => `${id} ${way}`));
    expect(rows.map(({ user_id, channel }) => `${user_id} ${channel}`)).toEqual(rows.length === 0 ? [] : expected);
  }
}

type EventRow = { id: number; geofence_id: string; notification_status: string; notification_reason: string | null };
type ToldRow = SummedUp & { user_id: number };
const WAYS_OF_ANNA = ['inbox', 'email', 'webhook'];
const WAYS_OF_BEN = ['inbox', 'email'];

const at = (seconds: Step['seconds'], says: Partial<Step> = {}): Step => ({
  device_id: 1,
  ...{ latitude: 0, longitude: 0, accuracy: null, velocity: null, in_regions: null },
  ...{ said: 'fix', event: 'enter', region: 'Home', seconds, delay: 0, ...says },
});
const plain: Episode = {
  ...{ arrive: 1, again: 0, batchSize: 1, sliceSize: 1 },
  ...{ accident: 'none', at: 0, edit: 'none', zone: 0, minutes: 0 },
};

/** What once went wrong. */
const examples: [Step[], Episode[]][] = [
  // Two words of one moment.
  [[at(0, { said: 'word here', event: 'leave' }), at(0, { said: 'word here' })], [{ ...plain, arrive: 0 }]],
  // A word that is evaluated before its own fix, which takes the departure before it back.
  [
    [at(0), at(10, { said: 'word here', event: 'leave' }), at(60, { latitude: 0.05 }), at(0, { said: 'word here' })],
    [{ ...plain, arrive: 0, sliceSize: 5 }],
  ],
  // A held fix that is believed on time, on a way through a zone; then a rewind to right before.
  [
    [at(0), at(900), at(60, { longitude: -0.0047986407274490765 }), at(0, { device_id: 2 })],
    [
      { ...plain, arrive: 3, minutes: 1 },
      { ...plain, arrive: 0, edit: 'switch' },
      { ...plain, arrive: 0, minutes: 5 },
      { ...plain, arrive: 0 },
    ],
  ],
  // Passing through is told after the departure that the same fix showed, and is before it.
  [
    [at(0, { longitude: -0.0047986407274490765, in_regions: ['home', 'Yard'] }), at(60, { in_regions: ['Home'] }), at(0)],
    [{ ...plain, arrive: 0 }],
  ],
  // A group that has no area for a while.
  [
    [at(0), at(0), at(0)],
    [
      { ...plain, edit: 'switch', zone: 2 },
      { ...plain, edit: 'members', zone: 20 },
    ],
  ],
];

describe('the ledger', () => {
  test(
    'is the fold of what is stored, whatever the order of arrival, batches, slices, failures, timers and edits of zones',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 80 }),
          fc.array(episode, { minLength: 1, maxLength: 12 }),
          async (steps, episodes) => {
            const db = town();
            try {
              await new LedgerRun(db, queueOf(steps)).play(episodes);
              check(db);
            } finally {
              db.close();
            }
          },
        ),
        { numRuns: RUNS, seed: SEED, examples },
      );
    },
    60_000 + RUNS * 1000,
  );
});
