import { Retention } from '@/lib/services/retention';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { testDatabase } from '../../support/database';
import { event, HAPPENED, household } from '../../support/deliveries';

const DAY = 86_400_000;
const NOW = HAPPENED + 30 * DAY;

function setUp(locationDays: number | null) {
  const connection = testDatabase();
  const home = household(connection);
  for (const at of [HAPPENED - 1, HAPPENED, NOW]) {
    event(connection, home, 'enter', { at });
    connection
      .prepare('INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at) VALUES (?, 1, 2, ?, ?)')
      .run(home.device_id, at, at);
  }
  const quiet = household(connection);
  connection
    .prepare('INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at) VALUES (?, 1, 2, 5, 5)')
    .run(quiet.device_id);
  const days = { events: 30, locations: locationDays };
  const retention = new Retention(new SqliteEventStore(connection), new SqliteLocationStore(connection), () => NOW, days);
  for (const at of [1, NOW - DAY - 1, NOW - DAY, NOW]) {
    connection
      .prepare(
        "INSERT INTO phone_transition (device_id, event, region, occurred_at, received_at) VALUES (?, 'enter', 'Home', ?, ?)",
      )
      .run(quiet.device_id, at, at);
    connection
      .prepare("INSERT INTO device_checkpoint (device_id, at, folded, cursor, state) VALUES (?, ?, 1, 1, '{}')")
      .run(quiet.device_id, at);
  }
  const times = (table: 'geofence_event' | 'location' | 'phone_transition') =>
    connection.all(query.selectFrom(table).select('occurred_at').orderBy('id')).map(({ occurred_at }) => occurred_at);
  const checkpoints = () => connection.all(query.selectFrom('device_checkpoint').select('at').orderBy('at')).map(({ at }) => at);
  return { connection, retention, quiet, times, checkpoints };
}

test('events go after their days, with their deliveries; fixes are kept unless somebody wants otherwise', async () => {
  const { retention, times } = setUp(null);
  expect(await retention.run()).toEqual({ deleted_events: 1, deleted_locations: 0 });
  expect(times('geofence_event')).toEqual([HAPPENED, NOW]);
  expect(times('location')).toHaveLength(4);
  expect(times('phone_transition')).toHaveLength(4);
});

test('alerts and tests of ways go as events do; what is still wrong with a phone stays', async () => {
  const { connection, retention, quiet } = setUp(null);
  const alert = connection.prepare(
    "INSERT INTO device_alert (device_id, kind, occurred_at, raised_at, resolved_at, detail) VALUES (?, ?, 1, 1, ?, '{}')",
  );
  alert.run(quiet.device_id, 'silent', null);
  alert.run(quiet.device_id, 'battery_low', HAPPENED - 1);
  alert.run(quiet.device_id, 'permission', HAPPENED);
  const tried = connection.prepare(
    "INSERT INTO delivery (is_test, user_id, channel, state, next_attempt_at, created_at) VALUES (1, ?, 'email', 'sent', 1, ?)",
  );
  for (const at of [HAPPENED - 1, HAPPENED]) tried.run(quiet.user_id, at);
  await retention.run();
  const left = connection.all(query.selectFrom('device_alert').select('kind').orderBy('id'));
  expect(left.map(({ kind }) => kind)).toEqual(['silent', 'permission']);
  expect(connection.all(query.selectFrom('delivery').select('created_at').where('is_test', '=', 1))).toEqual([
    { created_at: HAPPENED },
  ]);
});

test('fixes go after their days, but each device keeps its newest', async () => {
  const { retention, times } = setUp(1);
  expect(await retention.run()).toEqual({ deleted_events: 1, deleted_locations: 2 });
  expect(times('location')).toEqual([NOW, 5]);
});

test('with the fixes goes what phones said of their regions, and the checkpoints from before', async () => {
  const { retention, times, checkpoints } = setUp(1);
  await retention.run();
  expect(times('phone_transition')).toEqual([NOW - DAY, NOW]);
  // The one right after the last that went holds what that had shown.
  expect(checkpoints()).toEqual([NOW - DAY - 1, NOW - DAY, NOW]);
});

test('while late fixes of a device are being folded in, all of it stays; it goes the next time', async () => {
  const { connection, retention, quiet, times, checkpoints } = setUp(1);
  connection
    .prepare(
      "INSERT INTO device_track (device_id, head_location_id, head_occurred_at, settled_until, replay_until, state) VALUES (?, 1, 1, 1, 5, '{}')",
    )
    .run(quiet.device_id);
  await retention.run();
  expect([times('phone_transition').length, checkpoints().length]).toEqual([4, 4]);
  connection.prepare('UPDATE device_track SET replay_until = NULL').run();
  await retention.run();
  expect([times('phone_transition').length, checkpoints().length]).toEqual([2, 3]);
});

test('with the fixes go steps and beacons', async () => {
  const { connection, retention, quiet } = setUp(1);
  for (const at of [NOW - DAY - 1, NOW]) {
    const span = [quiet.device_id, at - 1000, at];
    connection
      .prepare('INSERT INTO step_count (device_id, from_at, to_at, steps, received_at) VALUES (?, ?, ?, 5, 1)')
      .run(...span);
    connection
      .prepare("INSERT INTO beacon_sighting (device_id, beacon, first_at, last_at, count) VALUES (?, 'b', ?, ?, 1)")
      .run(...span);
  }
  await retention.run();
  expect(connection.all(query.selectFrom('step_count').select('to_at'))).toEqual([{ to_at: NOW }]);
  expect(connection.all(query.selectFrom('beacon_sighting').select('last_at'))).toEqual([{ last_at: NOW }]);
});
