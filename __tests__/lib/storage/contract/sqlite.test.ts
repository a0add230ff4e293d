import { testDatabase } from '@/__tests__/support/database';
import type { NewLocation } from '@/lib/domain/model';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { eventColumns } from '@/lib/storage/sqlite/event-row';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { SqliteLiveStore } from '@/lib/storage/sqlite/live-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { eventStoreContract } from './event-store';
import type { StoreFixture, TestState } from './fixture';
import { geofenceStoreContract } from './geofence-store';
import { locationStoreContract } from './location-store';
import { peopleStoresContract } from './people-stores';

const opened: Connection[] = [];
afterEach(() => {
  for (const connection of opened.splice(0)) connection.close();
});

function another(connection: Connection): Connection {
  const second = new Connection(connection.raw.name);
  opened.push(second);
  return second;
}

function insertLocation(connection: Connection, { in_regions, extra, ...columns }: NewLocation): number {
  const json = { in_regions: in_regions && JSON.stringify(in_regions), extra: extra && JSON.stringify(extra) };
  return connection.run(query.insertInto('location').values({ ...columns, ...json })).lastInsertRowid;
}

function sqliteStores(): StoreFixture {
  const connection = testDatabase({ durability: 'normal' });
  const elsewhere = another(connection);
  return {
    users: new SqliteUserStore(connection),
    devices: new SqliteDeviceStore(connection),
    tokens: new SqliteTokenStore(connection),
    settings: new SqliteSettingStore(connection),
    audit: new SqliteAuditStore(connection),
    processes: new SqliteProcessStore(connection),
    geofences: new SqliteGeofenceStore<TestState>(connection),
    events: new SqliteEventStore(connection),
    locations: new SqliteLocationStore(connection),
    live: new SqliteLiveStore(connection),
    elsewhere: {
      geofences: new SqliteGeofenceStore<TestState>(elsewhere),
      insertLocation: (location) => insertLocation(elsewhere, location),
    },
    insertLocation: (location) => insertLocation(connection, location),
    insertEvent: (row) => connection.run(query.insertInto('geofence_event').values(eventColumns(row))).lastInsertRowid,
    setActivity: (device_id, last_seen_at, last_connect_at, last_disconnect_at) => {
      const denied = { last_auth_failure_at: null, last_denied_at: null, last_denied_topic: null };
      const row = { device_id, last_seen_at, last_connect_at, last_disconnect_at, ...denied };
      connection.run(query.insertInto('device_activity').values(row));
    },
    setStatusTimes: (device_id, geofence_id, last_enter_time, last_exit_time) => {
      connection.run(
        query
          .updateTable('geofence_status')
          .set({ last_enter_time, last_exit_time })
          .where('device_id', '=', device_id)
          .where('geofence_id', '=', geofence_id),
      );
    },
  };
}

describe('SQLite', () => {
  geofenceStoreContract(sqliteStores);
  eventStoreContract(sqliteStores);
  locationStoreContract(sqliteStores);
  peopleStoresContract(sqliteStores);
});
