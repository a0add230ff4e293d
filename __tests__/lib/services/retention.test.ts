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
  const times = (table: 'geofence_event' | 'location') =>
    connection.all(query.selectFrom(table).select('occurred_at').orderBy('id')).map(({ occurred_at }) => occurred_at);
  return { retention, times };
}

test('events go after their days, with their deliveries; fixes are kept unless somebody wants otherwise', async () => {
  const { retention, times } = setUp(null);
  expect(await retention.run()).toEqual({ deleted_events: 1, deleted_locations: 0 });
  expect(times('geofence_event')).toEqual([HAPPENED, NOW]);
  expect(times('location')).toHaveLength(4);
});

test('fixes go after their days, but each device keeps its newest', async () => {
  const { retention, times } = setUp(1);
  expect(await retention.run()).toEqual({ deleted_events: 1, deleted_locations: 2 });
  expect(times('location')).toEqual([NOW, 5]);
});
