import path from 'node:path';
import { judgeSilently } from '@/lib/domain/geofence';
import type { ZoneState } from '@/lib/domain/geofence/state';
import type { Fix, Geofence } from '@/lib/domain/model';
import { ZoneEvaluator, type ZoneEvaluatorOptions } from '@/lib/services/evaluate-zones';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { testDatabase } from '../../support/database';
import { addDevices, addFixes, addZone, readEvents, readFixes } from '../../support/engine';
import { circle, fix } from '../../support/zones';

const NOW = 1_750_000_000_000;
const home = (owner_id: number, fields: Partial<Geofence> = {}) => circle(48, 11, 100, { id: 'home', owner_id, ...fields });
/** An hour after the last one, so that the phone could have gone there, and just received. */
let at = NOW - 1000 * 3_600_000;
const later = (device_id: number, latitude: number, fields: Partial<Fix>) => {
  at += 3_600_000;
  return fix(latitude, 11, { device_id, occurred_at: at, received_at: at, ...fields });
};
const here = (device_id: number, fields: Partial<Fix> = {}) => later(device_id, 48, fields);
const away = (device_id: number, fields: Partial<Fix> = {}) => later(device_id, 48.5, fields);

function household() {
  const db = testDatabase();
  const { owner_id, devices } = addDevices(db, 'anna', 2);
  return { db, owner_id, phone: devices[0] as number, tablet: devices[1] as number };
}

const engine = (db: Connection, options?: ZoneEvaluatorOptions, clock = () => NOW) =>
  new ZoneEvaluator(new SqliteEngineStore(db), clock, options);

const rows = (db: Connection, table: 'geofence_status' | 'delivery' | 'device_track' | 'notification_cooldown') =>
  db.all<Record<string, unknown>>(query.selectFrom(table).selectAll());

async function until(condition: () => boolean, ms = 20_000): Promise<number> {
  const start = performance.now();
  while (!condition()) {
    if (performance.now() - start > ms) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return performance.now() - start;
}

/** A second process, as far as the database can tell. */
function elsewhere(db: Connection): Connection {
  return new Connection(path.resolve(db.raw.name));
}

const running: ZoneEvaluator[] = [];
function started(evaluator: ZoneEvaluator): ZoneEvaluator {
  running.push(evaluator);
  evaluator.start();
  return evaluator;
}
const others: Connection[] = [];
afterEach(async () => {
  for (const evaluator of running.splice(0)) await evaluator.stop();
  for (const connection of others.splice(0)) connection.close();
});

describe('one run', () => {
  test('writes event, status, track, delivery and cooldown of an enter', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    addFixes(db, [here(phone, { occurred_at: NOW - 5000, received_at: NOW - 1000, accuracy: 12 })]);
    expect(engine(db).runOnce()).toBe(1);
    const [event] = readEvents(db);
    expect(event).toMatchObject({
      geofence_id: 'home',
      device_id: phone,
      location_id: 1,
      event_type: 'enter',
      latitude: 48,
      longitude: 11,
      accuracy: 12,
      distance_from_center: 0,
      stay_seconds: null,
      occurred_at: NOW - 5000,
      received_at: NOW - 1000,
      retracted_at: null,
      notification_status: 'pending',
    });
    expect(event?.confidence).toBeGreaterThan(0.99);
    expect(rows(db, 'geofence_status')).toEqual([
      expect.objectContaining({
        device_id: phone,
        is_inside: 1,
        since: NOW - 5000,
        last_enter_time: NOW - 5000,
        last_location_id: 1,
      }),
    ]);
    expect(rows(db, 'device_track')).toEqual([
      expect.objectContaining({
        device_id: phone,
        head_location_id: 1,
        head_occurred_at: NOW - 5000,
        folded: 1,
        replay_until: null,
      }),
    ]);
    const delivery = { event_id: event?.id, user_id: owner_id, next_attempt_at: NOW };
    expect(rows(db, 'delivery')).toEqual([
      expect.objectContaining({ ...delivery, channel: 'inbox', state: 'sent', finished_at: NOW }),
      expect.objectContaining({ ...delivery, channel: 'email', state: 'pending', finished_at: null }),
    ]);
    const cooldown = { device_id: phone, geofence_id: 'home', event_type: 'enter', last_notified_at: NOW };
    expect(rows(db, 'notification_cooldown')).toEqual([cooldown]);
  });

  test('does nothing twice', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    addFixes(db, [here(phone), away(phone)]);
    expect(engine(db).runOnce()).toBe(2);
    expect(engine(db).runOnce()).toBe(0);
    expect(readEvents(db).map((event) => event.event_type)).toEqual(['enter', 'exit']);
  });

  test('holds a second mail within the cooldown back, in one step and over a restart', () => {
    const { db, owner_id, phone, tablet } = household();
    addZone(db, home(owner_id));
    const minute = (n: number) => ({ occurred_at: NOW + n * 60_000, received_at: NOW + n * 60_000, velocity: 90 });
    const near = (n: number) => fix(48.03, 11, { device_id: phone, ...minute(n) });
    addFixes(db, [here(phone, minute(-4)), near(-2), near(-1), here(tablet, minute(-1))]);
    engine(db).runOnce();
    addFixes(db, [here(phone, minute(1)), here(phone, minute(2))]);
    engine(db, {}, () => NOW + 4 * 60_000).runOnce();
    addFixes(db, [near(5), near(6)]);
    engine(db, {}, () => NOW + 6 * 60_000).runOnce();
    expect(readEvents(db).map((e) => [e.device_id, e.event_type, e.notification_status])).toEqual([
      [phone, 'enter', 'pending'],
      [phone, 'exit', 'pending'],
      [tablet, 'enter', 'pending'],
      [phone, 'enter', 'suppressed'],
      [phone, 'exit', 'pending'],
    ]);
    const mails = rows(db, 'delivery').filter(({ channel }) => channel === 'email');
    expect(mails.map(({ state, reason, finished_at }) => [state, reason, finished_at !== null])).toEqual([
      ['pending', null, false],
      ['pending', null, false],
      ['pending', null, false],
      ['suppressed', 'cooldown', true],
      ['pending', null, false],
    ]);
  });

  test('plans no mail for a zone that wants none, and keeps the event', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id, { notify_on_enter: false }));
    addFixes(db, [here(phone)]);
    engine(db).runOnce();
    expect(readEvents(db)).toEqual([expect.objectContaining({ event_type: 'enter', notification_status: 'none' })]);
    expect(rows(db, 'delivery')).toEqual([]);
  });

  test('judges the devices of the owner only', () => {
    const { db, owner_id } = household();
    const { devices } = addDevices(db, 'ben', 1);
    addZone(db, home(owner_id));
    addFixes(db, [here(devices[0] as number)]);
    engine(db).runOnce();
    expect(readEvents(db)).toEqual([]);
  });

  test('passes over an inactive zone', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id, { is_active: false }));
    addFixes(db, [here(phone)]);
    engine(db).runOnce();
    expect(readEvents(db)).toEqual([]);
  });

  test('writes no status for zones that the device is not in', () => {
    const { db, owner_id, phone } = household();
    for (let i = 0; i < 20; i++) addZone(db, circle(50 + i, 11, 100, { id: `far ${i}`, owner_id }));
    addFixes(db, [here(phone), away(phone)]);
    engine(db).runOnce();
    expect(rows(db, 'geofence_status')).toEqual([]);
  });

  test('folds a fix that is older than the head in where it belongs', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    const hour = (n: number) => ({ occurred_at: NOW + n * 3_600_000, received_at: NOW });
    const evaluator = engine(db);
    addFixes(db, [here(phone, hour(-5)), here(phone, hour(0))]);
    evaluator.runOnce();
    expect(readEvents(db)).toHaveLength(1);
    addFixes(db, [away(phone, hour(-3)), away(phone, hour(-2))]);
    evaluator.runOnce();
    expect(readEvents(db).map((e) => [e.event_type, e.occurred_at, e.received_at, e.notification_status])).toEqual([
      ['enter', NOW - 5 * 3_600_000, NOW, 'suppressed'],
      ['exit', NOW - 3 * 3_600_000, NOW, 'suppressed'],
      ['enter', NOW, NOW, 'pending'],
    ]);
  });

  test('takes back what a late fix shows to be false, and does not send it', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id, { grace_seconds: 600 }));
    const minute = (n: number) => ({ occurred_at: NOW + n * 60_000, received_at: NOW + n * 60_000 });
    const gone = (n: number) => fix(48.01, 11, { device_id: phone, ...minute(n) });
    addFixes(db, [here(phone, minute(-60)), gone(0), gone(5)]);
    engine(db, {}, () => NOW + 5 * 60_000).runOnce();
    engine(db, {}, () => NOW + 11 * 60_000).runOnce();
    expect(readEvents(db).map((e) => [e.event_type, e.notification_status])).toEqual([
      ['enter', 'suppressed'],
      ['exit', 'pending'],
    ]);
    addFixes(db, [here(phone, minute(7)), here(phone, minute(8))]);
    engine(db, {}, () => NOW + 12 * 60_000).runOnce();
    const [, exit] = readEvents(db);
    expect(exit).toMatchObject({
      retract_reason: 'late_fix',
      retracted_at: NOW + 12 * 60_000,
      notification_status: 'suppressed',
    });
    expect(rows(db, 'delivery').filter(({ state }) => state === 'pending')).toEqual([]);
  });

  test('lets a fix that is too old move nothing', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    addFixes(db, [away(phone, { occurred_at: NOW - 30 * 86_400_000 }), away(phone, { occurred_at: NOW })]);
    engine(db).runOnce();
    addFixes(db, [here(phone, { occurred_at: NOW - 8 * 86_400_000 })]);
    const evaluator = engine(db);
    evaluator.runOnce();
    expect(readEvents(db)).toEqual([]);
    expect(evaluator.state()).toMatchObject({ lag: 0, folded: 0 });
  });

  test('reports a zone that it can not judge and goes on with the others', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    addZone(db, home(owner_id, { id: 'broken', radius_meters: null }));
    addFixes(db, [here(phone)]);
    const evaluator = engine(db);
    evaluator.runOnce();
    expect(readEvents(db)).toHaveLength(1);
    expect(evaluator.state().lastError).toBe('zone broken is a circle without centre or radius');
  });
});

describe('a zone that is drawn or changed', () => {
  const zones = (db: Connection) => new SqliteGeofenceStore<ZoneState>(db);
  const fieldsOf = ({ id: _, version: _v, judged_after_location_id: _j, created_at: _c, updated_at: _u, ...fields }: Geofence) =>
    fields;

  test('around a parked car alarms nobody; driving off is an exit', async () => {
    const { db, owner_id, phone } = household();
    const evaluator = engine(db);
    addFixes(db, [here(phone)]);
    evaluator.runOnce();
    await zones(db).create(fieldsOf(home(owner_id)), null, NOW, judgeSilently);
    addFixes(db, [here(phone)]);
    evaluator.runOnce();
    expect(readEvents(db)).toEqual([]);
    addFixes(db, [away(phone)]);
    evaluator.runOnce();
    expect(readEvents(db)).toEqual([expect.objectContaining({ event_type: 'exit' })]);
  });

  test('around a place where the device only seemed to be is not left when it turns out that it never was there', async () => {
    const { db, owner_id, phone } = household();
    const minute = (n: number) => ({ occurred_at: NOW + n * 60_000, received_at: NOW + n * 60_000 });
    const evaluator = engine(db);
    const still = [0, 5, 10, 15, 20].map((n) => here(phone, minute(n)));
    addFixes(db, [...still, fix(48.003, 11, { device_id: phone, ...minute(40) })]);
    evaluator.runOnce();
    const track = JSON.parse(rows(db, 'device_track')[0]?.state as string);
    expect(track.doubt).not.toBeNull();
    await zones(db).create(fieldsOf(home(owner_id, { center_latitude: 48.003 })), null, NOW, judgeSilently);
    expect(rows(db, 'geofence_status')).toEqual([expect.objectContaining({ is_inside: 1 })]);
    addFixes(db, [here(phone, minute(42)), here(phone, minute(44))]);
    evaluator.runOnce();
    expect(readEvents(db)).toEqual([]);
    expect(rows(db, 'geofence_status')).toEqual([expect.objectContaining({ is_inside: 0 })]);
  });

  test('is not judged by fixes that were stored before it, even if they are evaluated after', async () => {
    const { db, owner_id, phone } = household();
    addFixes(db, [here(phone), away(phone)]);
    await zones(db).create(fieldsOf(home(owner_id)), null, NOW, judgeSilently);
    engine(db).runOnce();
    expect(readEvents(db)).toEqual([]);
  });

  test('takes the new shape and the silent status at once, within the same evaluator', async () => {
    const { db, owner_id, phone } = household();
    const created = (await zones(db).create(fieldsOf(home(owner_id)), null, NOW, judgeSilently)) as Geofence;
    const evaluator = engine(db);
    addFixes(db, [here(phone)]);
    evaluator.runOnce();
    const fields = { ...fieldsOf(created), center_latitude: 48.5 };
    await zones(db).update(created.id, () => ({ fields, reshaped: true }), null, NOW, judgeSilently);
    addFixes(db, [here(phone), away(phone)]);
    evaluator.runOnce();
    const [enter, again] = readEvents(db);
    expect(enter).toMatchObject({ event_type: 'enter', location_id: 1 });
    expect(again).toMatchObject({ event_type: 'enter', location_id: 3 });
    expect(rows(db, 'geofence_status')).toEqual([
      expect.objectContaining({ is_inside: 1, geofence_version: 2, last_enter_time: again?.occurred_at }),
    ]);
  });

  test('keeps the times of its last events over a silent judgement', async () => {
    const { db, owner_id, phone } = household();
    const created = (await zones(db).create(fieldsOf(home(owner_id)), null, NOW, judgeSilently)) as Geofence;
    const evaluator = engine(db);
    addFixes(db, [here(phone), away(phone)]);
    evaluator.runOnce();
    const left = readEvents(db)[1]?.occurred_at;
    const fields = { ...fieldsOf(created), radius_meters: 200 };
    await zones(db).update(created.id, () => ({ fields, reshaped: true }), null, NOW, judgeSilently);
    addFixes(db, [here(phone)]);
    evaluator.runOnce();
    expect(rows(db, 'geofence_status')).toEqual([expect.objectContaining({ is_inside: 1, last_exit_time: left })]);
  });
});

describe('failures', () => {
  test('leave nothing behind and lose nothing', () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    addFixes(db, [here(phone), away(phone), away(phone)]);
    db.raw.exec(
      `CREATE TRIGGER trouble BEFORE INSERT ON geofence_event WHEN NEW.event_type = 'exit' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
    );
    const evaluator = engine(db);
    expect(() => evaluator.runOnce()).toThrow('the disk is full');
    expect(evaluator.state()).toMatchObject({ lag: 3, fixes: 0, events: 0, lastError: 'the disk is full' });
    expect(readEvents(db)).toEqual([]);
    expect(rows(db, 'geofence_status')).toEqual([]);
    db.raw.exec('DROP TRIGGER trouble');
    evaluator.runOnce();
    expect(evaluator.state()).toMatchObject({ lag: 0, fixes: 3, events: 2, lastError: null });
    expect(readEvents(db).map((event) => event.event_type)).toEqual(['enter', 'exit']);
  });

  test('while following are told, retried after a pause and survived', async () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    db.raw.exec(`CREATE TRIGGER trouble BEFORE INSERT ON geofence_event BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    const told: unknown[] = [];
    const evaluator = started(engine(db, { retryMs: 5, onError: (error) => told.push(error) }));
    addFixes(db, [here(phone)]);
    evaluator.wake();
    await until(() => told.length >= 3);
    expect(evaluator.state()).toMatchObject({ lag: 1, lastError: 'the disk is full' });
    db.raw.exec('DROP TRIGGER trouble');
    await until(() => readEvents(db).length === 1);
    expect(evaluator.state()).toMatchObject({ lag: 0, lastError: null });
  });
});

describe('following', () => {
  test('catches up on what was stored while it was down, in slices between which others get their turn', async () => {
    const { db, owner_id, phone, tablet } = household();
    addZone(db, home(owner_id));
    addFixes(
      db,
      Array.from({ length: 300 }, (_, i) => (i % 4 < 2 ? here : away)(i % 2 ? phone : tablet)),
    );
    let turns = 0;
    let done = false;
    const turn = () => {
      turns++;
      if (!done) setImmediate(turn);
    };
    const evaluator = started(engine(db, { batchSize: 10 }));
    turn();
    await until(() => evaluator.state().lag === 0);
    done = true;
    expect(turns).toBeGreaterThanOrEqual(30);
    expect(evaluator.state()).toMatchObject({ fixes: 300 });
    expect(readEvents(db).length).toBeGreaterThan(30);
  });

  test('evaluates right away when woken', async () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    const events: number[] = [];
    const evaluator = started(engine(db, { pollMs: 60_000, onEvents: (count) => events.push(count) }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    addFixes(db, [here(phone)]);
    evaluator.wake();
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(readEvents(db)).toHaveLength(1);
    expect(events).toEqual([1]);
  });

  test('finds within some ten milliseconds what another process stored', async () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    started(engine(db));
    const web = elsewhere(db);
    others.push(web);
    addFixes(web, [here(phone)]);
    expect(await until(() => readEvents(db).length === 1)).toBeLessThan(1000);
  });

  test('takes up a zone that another process drew, before the next fix comes', async () => {
    const { db, owner_id } = household();
    const evaluator = started(engine(db));
    await until(() => evaluator.state().zones === 0);
    const web = elsewhere(db);
    others.push(web);
    addZone(web, home(owner_id));
    expect(await until(() => evaluator.state().zones === 1)).toBeLessThan(1000);
  });

  test('does nothing any more after it was stopped', async () => {
    const { db, owner_id, phone } = household();
    addZone(db, home(owner_id));
    const evaluator = started(engine(db, { pollMs: 5 }));
    await evaluator.stop();
    addFixes(db, [here(phone)]);
    evaluator.wake();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(readEvents(db)).toEqual([]);
    expect(readFixes(db)).toHaveLength(1);
  });
});
