import { DeviceWatcher } from '@/lib/services/watch-devices';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceWatchStore } from '@/lib/storage/sqlite/device-watch-store';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { testDatabase } from '../../support/database';
import {
  DAY,
  deviceAlertDeliveries,
  deviceAlerts,
  HOUR,
  hasRhythm,
  live,
  MINUTE,
  MORNING,
  note,
  pass,
  reports,
  says,
  type WatchedPhone,
  watchedPhone,
} from '../../support/phones';

const database = () => testDatabase({ durability: 'normal' });
const setUp = () => watchedPhone(database());
const kinds = ({ connection }: WatchedPhone) => deviceAlerts(connection).map(({ kind }) => kind);
const open = ({ connection }: WatchedPhone) => deviceAlerts(connection).filter(({ resolved_at }) => resolved_at === null);

/** A phone that is usually heard every half hour, and was a moment ago. */
function learned(): WatchedPhone {
  const world = setUp();
  hasRhythm(world, 30);
  says(world);
  world.watcher.runOnce();
  return world;
}

describe('a phone that is not heard any more', () => {
  test('is told of once, soon where it usually speaks every half hour', () => {
    const world = learned();
    expect(kinds(world)).toEqual([]);
    const last = world.time.now;
    pass(world, last + 3 * HOUR - MINUTE);
    expect(kinds(world)).toEqual([]);
    pass(world, last + 3 * HOUR);
    expect(deviceAlerts(world.connection)).toMatchObject([
      {
        kind: 'silent',
        occurred_at: last,
        raised_at: last + 3 * HOUR,
        resolved_at: null,
        notification_status: 'pending',
        detail: {
          last_seen_at: last,
          usual_seconds: 1800,
          last_battery: 80,
          was_at_rest: true,
          lwt: null,
          is_battery_empty: false,
        },
      },
    ]);
    pass(world, last + 2 * DAY, 5 * MINUTE);
    expect(kinds(world)).toEqual(['silent']);
  });

  test('is not told of before a day has passed while its rhythm is not known', () => {
    const world = setUp();
    says(world);
    pass(world, MORNING + DAY - MINUTE);
    expect(kinds(world)).toEqual([]);
    pass(world, MORNING + DAY);
    expect(open(world)).toMatchObject([{ kind: 'silent', detail: { usual_seconds: null } }]);
  });

  test('is not told of while the silence is one of its usual ones: twelve hours at rest, every night', () => {
    const world = setUp();
    for (let day = 0; day < 8; day++) {
      live(world, MORNING + day * DAY + 14 * HOUR, 2 * HOUR);
      pass(world, MORNING + (day + 1) * DAY, 5 * MINUTE);
    }
    expect(kinds(world)).toEqual([]);
    says(world);
    const last = world.time.now;
    // By day it is never so long.
    pass(world, last + 6 * HOUR, 5 * MINUTE);
    expect(open(world)).toMatchObject([{ kind: 'silent', occurred_at: last, detail: { usual_seconds: 10_800 } }]);
  });

  test('is well again with the next sign of life; what has not gone out is called off', () => {
    const world = learned();
    const last = world.time.now;
    pass(world, last + 4 * HOUR);
    says(world);
    pass(world, last + 4 * HOUR + MINUTE);
    expect(deviceAlerts(world.connection)).toMatchObject([{ resolved_at: last + 4 * HOUR + MINUTE }]);
    const deliveries = deviceAlertDeliveries(world.connection);
    expect(deliveries.find(({ channel }) => channel === 'email')).toMatchObject({ state: 'suppressed', reason: 'resolved' });
  });

  test('is not told of again within six hours, unless it lasts', () => {
    const world = learned();
    pass(world, world.time.now + 4 * HOUR);
    says(world);
    const back = world.time.now + MINUTE;
    pass(world, back + 6 * HOUR - MINUTE);
    expect(kinds(world)).toEqual(['silent']);
    pass(world, back + 6 * HOUR + 10 * MINUTE);
    expect(kinds(world)).toEqual(['silent', 'silent']);
  });

  test('was nearly empty: it is told earlier, and why', () => {
    const world = learned();
    pass(world, MORNING + MINUTE);
    says(world, { battery: 7, battery_status: 1 });
    const last = world.time.now;
    pass(world, last + HOUR + MINUTE);
    expect(open(world)).toMatchObject([
      { kind: 'battery_low' },
      { kind: 'silent', detail: { last_battery: 7, is_battery_empty: true } },
    ]);
  });

  test('lost its connection: it is told when', () => {
    const world = learned();
    const last = world.time.now;
    pass(world, last + 90 * MINUTE);
    const { connection, home, time } = world;
    const report = { device_id: home.device_id, kind: 'lwt' as const, key: '', occurred_at: time.now, received_at: time.now };
    connection.run(query.insertInto('device_report').values({ ...report, payload: '{}' }));
    pass(world, last + 3 * HOUR);
    expect(open(world)).toMatchObject([{ detail: { lwt: last + 90 * MINUTE } }]);
  });

  test('holds its connection: it is alive, and only a silence of a day is told', () => {
    const world = learned();
    note(world, { last_connect_at: world.time.now });
    const last = world.time.now;
    pass(world, last + 10 * HOUR, 5 * MINUTE);
    expect(kinds(world)).toEqual([]);
    note(world, { last_disconnect_at: world.time.now });
    pass(world, world.time.now + MINUTE);
    expect(kinds(world)).toEqual(['silent']);
  });

  test('speaks only when its owner wants it to: its silence says nothing', () => {
    const world = setUp();
    says(world, { monitoring_mode: 0 });
    pass(world, MORNING + 3 * DAY, 5 * MINUTE);
    expect(kinds(world)).toEqual([]);
  });

  test('has spoken by pings, which store no fix: they count', () => {
    const world = learned();
    const last = world.time.now;
    for (let minutes = 30; minutes <= 600; minutes += 30) {
      note(world, { last_seen_at: last + minutes * MINUTE, last_ping_at: last + minutes * MINUTE });
      pass(world, last + minutes * MINUTE, 5 * MINUTE);
    }
    expect(kinds(world)).toEqual([]);
  });
});

describe('what the server missed itself', () => {
  test('is no silence of phones: after six hours of standstill nobody is told of at once', () => {
    const world = learned();
    const last = world.time.now;
    world.time.now = last + 6 * HOUR;
    world.watcher = world.restart();
    world.watcher.runOnce();
    pass(world, last + 8 * HOUR + 59 * MINUTE);
    expect(kinds(world)).toEqual([]);
    pass(world, last + 9 * HOUR);
    expect(open(world)).toMatchObject([{ kind: 'silent', occurred_at: last }]);
  });

  test('nor the time in which the broker could not be reached', () => {
    const state = { up: true };
    const world = watchedPhone(database(), { isListening: () => state.up });
    hasRhythm(world, 30);
    says(world);
    world.watcher.runOnce();
    const last = world.time.now;
    state.up = false;
    pass(world, last + 5 * HOUR);
    state.up = true;
    pass(world, last + 7 * HOUR);
    expect(kinds(world)).toEqual([]);
  });

  test('is not learned as a usual silence', () => {
    const world = learned();
    for (let day = 0; day < 10; day++) {
      world.time.now += 20 * HOUR;
      says(world);
      live(world, world.time.now + 2 * HOUR, 30 * MINUTE);
    }
    const last = world.time.now;
    pass(world, last + 3 * HOUR);
    expect(open(world)).toMatchObject([{ kind: 'silent', detail: { usual_seconds: 1800 } }]);
  });

  test('a short restart loses nothing: the alert comes when it was due, once', () => {
    const world = learned();
    const last = world.time.now;
    pass(world, last + 2 * HOUR);
    world.watcher = world.restart();
    pass(world, last + 3 * HOUR);
    expect(deviceAlerts(world.connection)).toMatchObject([{ raised_at: last + 3 * HOUR }]);
    world.watcher = world.restart();
    pass(world, last + 5 * HOUR);
    expect(kinds(world)).toEqual(['silent']);
    says(world);
    world.watcher = world.restart();
    world.watcher.runOnce();
    expect(open(world)).toEqual([]);
  });

  test('phones that were gone long before anybody watched are not missed', () => {
    const world = setUp();
    note(world, { last_seen_at: MORNING - 60 * DAY });
    pass(world, MORNING + 3 * DAY, 5 * MINUTE);
    expect(kinds(world)).toEqual([]);
  });
});

describe('a low battery', () => {
  test('is told once, and is over at ten per cent more, or on the charger', () => {
    const world = setUp();
    for (const [battery, expected] of [
      [16, []],
      [15, ['battery_low']],
      [12, ['battery_low']],
      [24, ['battery_low']],
    ] as const) {
      says(world, { battery });
      pass(world, world.time.now + 10 * MINUTE);
      expect(open(world).map(({ kind }) => kind)).toEqual(expected);
    }
    expect(open(world)).toMatchObject([{ detail: { battery: 15 } }]);
    says(world, { battery: 25 });
    pass(world, world.time.now + 10 * MINUTE);
    expect(open(world)).toEqual([]);
    expect(kinds(world)).toEqual(['battery_low']);
  });

  test('is over on the charger', () => {
    const world = setUp();
    says(world, { battery: 9 });
    pass(world, world.time.now + MINUTE);
    says(world, { battery: 9, battery_status: 2, received_at: world.time.now });
    pass(world, world.time.now + MINUTE);
    expect(deviceAlerts(world.connection)).toMatchObject([{ kind: 'battery_low', resolved_at: world.time.now }]);
  });

  test('is known from pings of a phone at rest', () => {
    const world = setUp();
    says(world, { battery: 60 });
    pass(world, MORNING + 5 * HOUR, 5 * MINUTE);
    const ping = { last_ping_at: world.time.now, ping_battery: 11, ping_battery_status: 1 };
    note(world, { last_seen_at: world.time.now, ...ping });
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toMatchObject([{ kind: 'battery_low', detail: { battery: 11 } }]);
  });

  test.each([
    ['a queue that drains', { occurred_at: MORNING - 5 * HOUR, received_at: MORNING }],
    ['what was kept for a day', { occurred_at: MORNING - DAY, created_at: MORNING - DAY, received_at: MORNING }],
  ])('of long ago says nothing: %s', (_, times) => {
    const world = setUp();
    says(world, { battery: 5, ...times });
    pass(world, MORNING + HOUR);
    expect(kinds(world)).toEqual([]);
  });

  test('that was imported says nothing', () => {
    const world = setUp();
    const fix = { device_id: world.home.device_id, latitude: 1, longitude: 2, occurred_at: MORNING, received_at: MORNING };
    world.connection.run(query.insertInto('location').values({ ...fix, battery: 3, origin: 'import' } as never));
    note(world, { last_connect_at: MORNING });
    pass(world, MORNING + HOUR);
    expect(kinds(world)).toEqual([]);
  });

  test('is told at the level that the owner set, or not at all', () => {
    const world = setUp();
    const set = (is_enabled: 0 | 1, battery_percent: number) =>
      world.connection.run(
        query
          .insertInto('device_alert_setting')
          .values({ device_id: world.home.device_id, is_enabled, battery_percent })
          .onConflict((conflict) => conflict.column('device_id').doUpdateSet({ is_enabled, battery_percent })),
      );
    set(1, 30);
    says(world, { battery: 29 });
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toMatchObject([{ detail: { battery: 29 } }]);
    set(0, 30);
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toEqual([]);
    says(world, { battery: 3 });
    pass(world, world.time.now + 10 * HOUR, 5 * MINUTE);
    expect(kinds(world)).toEqual(['battery_low']);
  });
});

describe('what a phone reports of its settings', () => {
  const android = (members: Record<string, number>) => ({ android: { wifi: 1, version: 422, ...members } });

  test('permission and power saving are told by what is missing, and are over with a report without them', () => {
    const world = setUp();
    reports(world, 'status', android({ loc: -2, bo: 1 }));
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toMatchObject([
      { kind: 'permission', detail: { what: 'location_in_use' } },
      { kind: 'power_saving', detail: { what: 'battery_optimized' } },
    ]);
    reports(world, 'status', android({ loc: 0 }));
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toEqual([]);
  });

  test('an old report begins nothing', () => {
    const world = setUp();
    const old = { occurred_at: MORNING - 3 * DAY, received_at: MORNING - 3 * DAY };
    reports(world, 'status', android({ loc: -4 }), old);
    reports(world, 'status', android({ ps: 1 }), { ...old, received_at: MORNING });
    pass(world, world.time.now + HOUR);
    expect(kinds(world)).toEqual([]);
  });

  test('without any permission there is no fix, so that a new one shows that it is back', () => {
    const world = setUp();
    reports(world, 'status', android({ loc: -4 }));
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toMatchObject([{ kind: 'permission', detail: { what: 'location_denied' } }]);
    says(world);
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toEqual([]);
  });
});

describe('a phone that is refused', () => {
  const deny = (world: WatchedPhone, topic = 'owntracks/anna/fone') => {
    note(world, { last_denied_at: world.time.now, last_denied_topic: topic });
    pass(world, world.time.now + MINUTE);
  };

  test('publishes to a wrong topic again and again: told once; over when it gets through', () => {
    const world = setUp();
    deny(world);
    pass(world, world.time.now + 10 * MINUTE);
    expect(kinds(world)).toEqual([]);
    pass(world, world.time.now + 5 * MINUTE);
    deny(world);
    expect(open(world)).toMatchObject([{ kind: 'wrong_topic', detail: { topic: 'owntracks/anna/fone' } }]);
    says(world);
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toEqual([]);
  });

  test('a single message to a wrong topic, or a command to a friend, is none of it', () => {
    const world = setUp();
    says(world);
    deny(world);
    says(world);
    pass(world, world.time.now + 20 * MINUTE);
    deny(world);
    for (let i = 0; i < 3; i++) {
      pass(world, world.time.now + 20 * MINUTE);
      deny(world, 'owntracks/ben/phone/cmd');
    }
    expect(kinds(world)).toEqual([]);
  });

  test('it is not also silent; when it gives up for a day, it is', () => {
    const world = learned();
    for (let i = 0; i < 20; i++) {
      deny(world);
      pass(world, world.time.now + 29 * MINUTE, 5 * MINUTE);
    }
    expect(kinds(world)).toEqual(['wrong_topic']);
    world.watcher = world.restart();
    pass(world, world.time.now + 4 * HOUR, 5 * MINUTE);
    expect(kinds(world)).toEqual(['wrong_topic']);
    pass(world, world.time.now + DAY, 5 * MINUTE);
    expect(open(world).map(({ kind }) => kind)).toEqual(['silent']);
  });

  const refuse = (world: WatchedPhone, ...ids: number[]) => {
    for (const id of ids) note(world, { last_auth_failure_at: world.time.now }, id);
    pass(world, world.time.now + 20 * MINUTE, 5 * MINUTE);
  };

  test('uses a wrong password again and again', () => {
    const world = setUp();
    const { device_id } = world.home;
    refuse(world, device_id);
    expect(kinds(world)).toEqual([]);
    refuse(world, device_id);
    expect(open(world)).toMatchObject([{ kind: 'wrong_password', detail: {} }]);
    note(world, { last_connect_at: world.time.now });
    pass(world, world.time.now + MINUTE);
    expect(open(world)).toEqual([]);
  });

  test("another phone's wrong password, noted at all of its owner's, is not told of one that is well", () => {
    const world = setUp();
    const { id: _, ...phone } = world.connection.all(query.selectFrom('device').selectAll())[0] ?? { id: 0 };
    const more = { ...phone, name: 'Tablet', device: 'tablet', secret_hash: 'another' } as never;
    const tablet = world.connection.run(query.insertInto('device').values(more)).lastInsertRowid;
    says(world);
    for (let i = 0; i < 10; i++) refuse(world, world.home.device_id, tablet);
    expect(kinds(world)).toEqual([]);
    pass(world, MORNING + DAY - HOUR, 5 * MINUTE);
    refuse(world, world.home.device_id, tablet);
    refuse(world, world.home.device_id, tablet);
    pass(world, MORNING + DAY + HOUR, 5 * MINUTE);
    expect(open(world)).toMatchObject([{ device_id: world.home.device_id, kind: 'wrong_password' }]);
  });
});

describe('the watcher', () => {
  test('learns from stored fixes what happened before it watched', () => {
    const world = setUp();
    for (let at = MORNING - 12 * DAY; at <= MORNING; at += HOUR) says(world, { received_at: at });
    world.watcher.runOnce();
    pass(world, MORNING + 3 * HOUR);
    expect(open(world)).toMatchObject([{ kind: 'silent', detail: { usual_seconds: 3600 } }]);
  });

  test('writes an alert with its deliveries, or neither', () => {
    const world = setUp();
    says(world, { battery: 5 });
    world.connection.raw.exec(`CREATE TRIGGER crash BEFORE INSERT ON delivery BEGIN SELECT RAISE(ABORT, 'power cut'); END`);
    pass(world, MORNING + MINUTE);
    expect(kinds(world)).toEqual([]);
    expect(world.watcher.state().last_error).toMatch('power cut');
    world.connection.raw.exec('DROP TRIGGER crash');
    world.watcher = world.restart();
    pass(world, MORNING + 2 * MINUTE);
    expect(kinds(world)).toEqual(['battery_low']);
    expect(deviceAlertDeliveries(world.connection).map(({ channel }) => channel)).toEqual(['inbox', 'email']);
    expect(world.watcher.state()).toMatchObject({ watched: 1, raised: 1, last_error: null });
  });

  test('looks by itself: at once, so that what phones say from then on is news, and again and again', async () => {
    const world = setUp();
    says(world, { battery: 5 });
    const watcher = new DeviceWatcher(new SqliteDeviceWatchStore(world.connection), () => world.time.now, { pollMs: 10 });
    watcher.start();
    expect(kinds(world)).toEqual(['battery_low']);
    world.time.now += MINUTE;
    says(world, { battery: 50 });
    for (let i = 0; i < 100 && open(world).length > 0; i++) await new Promise((done) => setTimeout(done, 10));
    watcher.stop();
    expect(open(world)).toEqual([]);
  });

  test('what is over goes with the events of its time; what is still wrong stays', async () => {
    const world = setUp();
    says(world, { battery: 5 });
    pass(world, MORNING + MINUTE);
    says(world, { battery: 50 });
    pass(world, MORNING + 2 * MINUTE);
    pass(world, MORNING + 2 * DAY, 5 * MINUTE);
    await new SqliteEventStore(world.connection).removeBefore(MORNING + 2 * DAY);
    expect(kinds(world)).toEqual(['silent']);
  });

  test('forgets a phone that was removed', () => {
    const world = learned();
    world.connection.run(query.deleteFrom('device').where('id', '=', world.home.device_id));
    pass(world, world.time.now + DAY, HOUR);
    expect(world.watcher.state().watched).toBe(0);
  });
});
