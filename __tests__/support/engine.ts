import type { Fix, Geofence, GeofenceEvent } from '@/lib/domain/model';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { geofenceColumns } from '@/lib/storage/sqlite/geofence-row';

/** A user with devices; answers the devices' ids. */
export function addDevices(db: Connection, owner: string, count: number): { owner_id: number; devices: number[] } {
  const usual = { created_at: 0, updated_at: 0 };
  const user = { ...usual, email: `${owner}@example.org`, name: owner, handle: owner, role: 'user', password_hash: '' } as const;
  const owner_id = db.run(query.insertInto('user').values({ ...user, language: 'en', time_zone: 'UTC' })).lastInsertRowid;
  const devices = Array.from({ length: count }, (_, i) => {
    const device = { ...usual, user_id: owner_id, name: `${owner} ${i}`, device: `phone${i}`, color: '#000' };
    const secrets = { secret_hash: `${owner}-${i}`, provision_secret: null, encryption_key: null };
    return db.run(query.insertInto('device').values({ ...device, ...secrets })).lastInsertRowid;
  });
  return { owner_id, devices };
}

export function addZone(db: Connection, geofence: Geofence): void {
  const { id, version, judged_after_location_id, created_at, updated_at } = geofence;
  const own = { id, version, judged_after_location_id, created_at, updated_at };
  db.run(query.insertInto('geofence').values({ ...geofenceColumns(geofence), ...own }));
}

/** Stores fixes in their order; the ids are given by the table. */
export function addFixes(db: Connection, fixes: readonly Omit<Fix, 'id'>[]): void {
  db.transaction(() => {
    for (const { device_id, latitude, longitude, accuracy, velocity, occurred_at, received_at } of fixes) {
      const row = { device_id, latitude, longitude, accuracy, velocity, occurred_at, received_at };
      db.run(query.insertInto('location').values(row as never));
    }
  });
}

export function readFixes(db: Connection): Fix[] {
  const columns = ['id', 'device_id', 'latitude', 'longitude', 'accuracy', 'velocity', 'occurred_at', 'received_at'] as const;
  return db.all<Fix>(query.selectFrom('location').select(columns).orderBy('id'));
}

export function readEvents(db: Connection): GeofenceEvent[] {
  return db.all<GeofenceEvent>(query.selectFrom('geofence_event').selectAll().orderBy('id'));
}
