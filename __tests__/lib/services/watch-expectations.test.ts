import { SETTLE_MS } from '@/lib/services/watch-expectations';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteExpectationStore } from '@/lib/storage/sqlite/expectation-store';
import { testDatabase } from '../../support/database';
import { event } from '../../support/deliveries';
import { addFixes } from '../../support/engine';
import {
  alertDeliveries,
  alerts,
  DUE,
  expectThat,
  NOON,
  retract,
  stand,
  type WatchedHousehold,
  watchedHousehold,
} from '../../support/expectations';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;

const setUp = () => watchedHousehold(testDatabase());

/** What the engine wrote, seen at `now`. */
function happens(world: WatchedHousehold, type: 'enter' | 'exit', at: number, seen = at): number {
  world.time.now = Math.max(world.time.now, seen);
  const { event_id } = event(world.connection, world.home, type, { at, decided_at: at, received_at: seen });
  stand(world, type === 'enter', at);
  world.watcher.runOnce();
  return event_id;
}

function look(world: WatchedHousehold, now: number) {
  world.time.now = now;
  world.watcher.runOnce();
  return alerts(world.connection);
}

describe('who has not arrived', () => {
  test('is told of once, right after the deadline', async () => {
    const world = setUp();
    await expectThat(world);
    expect(look(world, DUE + SETTLE_MS - 1)).toEqual([]);
    expect(look(world, DUE + SETTLE_MS)).toMatchObject([
      {
        device_id: world.home.device_id,
        due_at: DUE,
        window_start: DUE - 75 * MINUTE,
        resolved_at: null,
        notification_status: 'pending',
      },
    ]);
    expect(look(world, DUE + HOUR)).toHaveLength(1);
    expect(alertDeliveries(world.connection)).toMatchObject([{ state: 'pending', user_id: world.home.user_id, event_id: null }]);
  });

  test('is nobody who was inside at some time of the window, even if only for a moment', async () => {
    const world = setUp();
    await expectThat(world);
    happens(world, 'enter', DUE - 30 * MINUTE);
    happens(world, 'exit', DUE - 20 * MINUTE);
    expect(look(world, DUE + HOUR)).toEqual([]);
  });

  test('is nobody who was inside since before the window, also where only the status says so', async () => {
    const world = setUp();
    await expectThat(world);
    stand(world, true, NOON);
    expect(look(world, DUE + HOUR)).toEqual([]);
  });

  test('is who left before the window', async () => {
    const world = setUp();
    await expectThat(world);
    happens(world, 'enter', DUE - 5 * HOUR);
    happens(world, 'exit', DUE - 4 * HOUR);
    expect(look(world, DUE + SETTLE_MS)).toHaveLength(1);
  });

  test('is taken back when a late fix shows an arrival in time: the mail that waits is called off', async () => {
    const world = setUp();
    await expectThat(world);
    look(world, DUE + SETTLE_MS);
    happens(world, 'enter', DUE - MINUTE, DUE + 10 * MINUTE);
    expect(alerts(world.connection)).toMatchObject([
      {
        resolved_at: DUE + 10 * MINUTE,
        resolve_reason: 'arrived_in_time',
        notification_status: 'suppressed',
        notification_reason: 'resolved',
      },
    ]);
    expect(alertDeliveries(world.connection)).toMatchObject([{ state: 'suppressed', reason: 'resolved' }]);
  });

  test('is told after all when that arrival turns out false', async () => {
    const world = setUp();
    await expectThat(world);
    look(world, DUE + SETTLE_MS);
    const enter = happens(world, 'enter', DUE - MINUTE, DUE + 2 * MINUTE);
    retract(world.connection, enter, DUE + 3 * MINUTE);
    stand(world, false, 0);
    expect(look(world, DUE + 3 * MINUTE)).toMatchObject([{ resolved_at: null, notification_status: 'pending' }]);
    expect(alertDeliveries(world.connection)).toMatchObject([{ state: 'pending', reason: null }]);
  });

  test('stays told when the arrival was after the deadline', async () => {
    const world = setUp();
    await expectThat(world);
    look(world, DUE + SETTLE_MS);
    happens(world, 'enter', DUE + MINUTE);
    expect(alerts(world.connection)).toMatchObject([{ resolved_at: null, notification_status: 'pending' }]);
  });

  test('is not told of while an arrival in time waits for its confirmation', async () => {
    const world = setUp();
    await expectThat(world);
    stand(world, false, 0, { at: DUE - MINUTE, fire_at: DUE + 9 * MINUTE });
    expect(look(world, DUE + SETTLE_MS)).toEqual([]);
    expect(look(world, DUE + 8 * MINUTE)).toEqual([]);
    stand(world, false, 0);
    expect(look(world, DUE + 10 * MINUTE)).toMatchObject([{ due_at: DUE, notification_status: 'pending' }]);
  });

  test('is each device that the zone watches, each by itself', async () => {
    const world = setUp();
    await expectThat(world);
    const { id: _, ...phone } = world.connection.all(query.selectFrom('device').selectAll())[0] ?? { id: 0 };
    const more = { ...phone, name: 'Tablet', device: 'tablet', secret_hash: 'another' } as never;
    const tablet = world.connection.run(query.insertInto('device').values(more)).lastInsertRowid;
    happens(world, 'enter', DUE - 30 * MINUTE);
    expect(look(world, DUE + SETTLE_MS)).toMatchObject([{ device_id: tablet }]);
  });
});

describe('the other kinds', () => {
  test('still there: inside at the moment, not who left before or came after', async () => {
    const world = setUp();
    await expectThat(world, { kind: 'overstay', start: '08:15', end: null });
    happens(world, 'enter', DUE - HOUR);
    expect(look(world, DUE + SETTLE_MS)).toMatchObject([{ due_at: DUE, window_start: DUE }]);
    happens(world, 'exit', DUE + WEEK - MINUTE);
    happens(world, 'enter', DUE + WEEK + MINUTE);
    expect(look(world, DUE + WEEK + HOUR)).toHaveLength(1);
  });

  test('still there is taken back when a late fix shows that it had left', async () => {
    const world = setUp();
    await expectThat(world, { kind: 'overstay', start: '08:15', end: null });
    happens(world, 'enter', DUE - HOUR);
    look(world, DUE + SETTLE_MS);
    happens(world, 'exit', DUE - MINUTE, DUE + 5 * MINUTE);
    expect(alerts(world.connection)).toMatchObject([{ resolve_reason: 'left_in_time' }]);
  });

  test('not inside: outside at the moment', async () => {
    const world = setUp();
    await expectThat(world, { kind: 'not_inside', start: '08:15', end: null });
    happens(world, 'enter', DUE + MINUTE);
    expect(look(world, DUE + SETTLE_MS + MINUTE)).toMatchObject([{ due_at: DUE }]);
  });

  test('left early: told with the departure, not at the end, and once a window', async () => {
    const world = setUp();
    await expectThat(world, { kind: 'left_early', start: '07:00', end: '17:00' });
    happens(world, 'enter', DUE);
    const exit = happens(world, 'exit', DUE + HOUR);
    expect(alerts(world.connection)).toMatchObject([{ due_at: DUE + HOUR, event_id: exit, notification_status: 'pending' }]);
    happens(world, 'enter', DUE + 2 * HOUR);
    happens(world, 'exit', DUE + 3 * HOUR);
    expect(look(world, DUE + 12 * HOUR)).toMatchObject([{ due_at: DUE + HOUR, event_id: exit }]);
  });

  test('left early: a departure that is retracted makes way for the next, or for none', async () => {
    const world = setUp();
    await expectThat(world, { kind: 'left_early', start: '07:00', end: '17:00' });
    const exit = happens(world, 'exit', DUE + HOUR);
    retract(world.connection, exit, DUE + HOUR);
    expect(look(world, DUE + 2 * HOUR)).toMatchObject([{ resolve_reason: 'did_not_leave', notification_status: 'suppressed' }]);
    const later = happens(world, 'exit', DUE + 3 * HOUR);
    expect(alerts(world.connection)).toMatchObject([{ event_id: later, resolved_at: null, notification_status: 'pending' }]);
  });
});

describe('the watcher', () => {
  test('makes up for what passed while it was down; what is older than 15 minutes is recorded and not told', async () => {
    const world = setUp();
    await expectThat(world, { days: [4, 5] });
    world.time.now = DUE + 24 * HOUR + 10 * MINUTE;
    world.restart().runOnce();
    expect(alerts(world.connection)).toMatchObject([
      { due_at: DUE, notification_status: 'suppressed', notification_reason: 'late' },
      { due_at: DUE + 24 * HOUR, notification_status: 'pending', notification_reason: null },
    ]);
    world.restart().runOnce();
    expect(alerts(world.connection)).toHaveLength(2);
  });

  test('waits for the engine: what was stored by then is judged first', async () => {
    const world = setUp();
    await expectThat(world);
    const fix = { device_id: world.home.device_id, latitude: 52.52, longitude: 13.405, accuracy: 10, velocity: null };
    addFixes(world.connection, [{ ...fix, in_regions: null, occurred_at: DUE - MINUTE, received_at: DUE - MINUTE }]);
    expect(look(world, DUE + SETTLE_MS)).toEqual([]);
    event(world.connection, world.home, 'enter', { at: DUE - MINUTE });
    stand(world, true, DUE - MINUTE);
    world.connection.run(query.updateTable('engine_cursor').set({ location_id: 1 }).where('name', '=', 'geofence'));
    expect(look(world, DUE + SETTLE_MS + 1_000)).toEqual([]);
    world.connection.run(query.updateTable('engine_cursor').set({ location_id: 0 }).where('name', '=', 'geofence'));
    expect(look(world, DUE + WEEK + SETTLE_MS)).toEqual([]);
  });

  test('a crash in the middle leaves neither an alert without its delivery nor a window that was passed', async () => {
    const world = setUp();
    await expectThat(world);
    world.connection.raw.exec(`CREATE TRIGGER crash BEFORE INSERT ON delivery BEGIN SELECT RAISE(ABORT, 'power cut'); END`);
    expect(() => look(world, DUE + SETTLE_MS)).toThrow('power cut');
    expect(alerts(world.connection)).toEqual([]);
    world.connection.raw.exec('DROP TRIGGER crash');
    world.restart().runOnce();
    expect(alerts(world.connection)).toHaveLength(1);
    expect(alertDeliveries(world.connection)).toHaveLength(1);
  });

  test.each([
    ['the expectation is paused', { is_active: false }],
    ['it is about another day', { days: [3 as const] }],
  ])('raises nothing when %s', async (_, change) => {
    const world = setUp();
    await expectThat(world, change);
    expect(look(world, DUE + HOUR)).toEqual([]);
  });

  test.each([
    ['is switched off', { is_active: 0 as const }],
    ['was given to somebody else', { owner_id: 0 }],
  ])('raises nothing when the zone %s', async (_, change) => {
    const world = setUp();
    await expectThat(world);
    const other = watchedHousehold(world.connection).home.user_id;
    const set = 'owner_id' in change ? { owner_id: other } : change;
    world.connection.run(query.updateTable('geofence').set(set).where('id', '=', world.home.geofence_id));
    expect(look(world, DUE + HOUR)).toEqual([]);
  });

  test('records without a mail where none is wanted', async () => {
    const world = setUp();
    await expectThat(world, { email_notifications: false });
    expect(look(world, DUE + SETTLE_MS)).toMatchObject([{ notification_status: 'none' }]);
    expect(alertDeliveries(world.connection)).toEqual([]);
  });

  test('sees a change of the expectation while it runs, and asks nothing of the time before it', async () => {
    const world = setUp();
    const id = await expectThat(world);
    world.watcher.runOnce();
    const store = new SqliteExpectationStore(world.connection);
    const row = await store.find(id);
    if (!row) throw new Error('it is gone');
    const { owner_id, geofence_id, device_id, name, kind, time_zone, is_active, email_notifications } = row;
    const same = { owner_id, geofence_id, device_id, name, kind, time_zone, is_active, email_notifications };
    world.time.now = DUE + HOUR;
    await store.update(id, { ...same, days: [4], start: '07:00', end: '10:00' }, world.time.now);
    expect(look(world, DUE + HOUR + SETTLE_MS)).toEqual([]);
    const ten = DUE + 105 * MINUTE;
    expect(look(world, ten + SETTLE_MS)).toMatchObject([{ due_at: ten }]);
  });
});
