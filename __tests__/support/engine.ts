import type { Fix, Geofence, GeofenceEvent } from '@/lib/domain/model';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { toEvent } from '@/lib/storage/sqlite/event-row';
import { geofenceRow } from '@/lib/storage/sqlite/geofence-row';

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
  db.run(query.insertInto('geofence').values(geofenceRow(geofence)));
}

/** Stores fixes in their order; the ids are given by the table. */
export function addFixes(db: Connection, fixes: readonly Omit<Fix, 'id'>[]): void {
  db.transaction(() => {
    for (const { id: _, in_regions, ...columns } of fixes as readonly Fix[]) {
      const row = { ...columns, in_regions: in_regions && JSON.stringify(in_regions) };
      db.run(query.insertInto('location').values(row as never));
    }
  });
}

/** As the fold looks at them: a transition's own fix is without the regions that a later location adds to it. */
export function readFixes(db: Connection): Fix[] {
  const place = ['latitude', 'longitude', 'accuracy', 'velocity'] as const;
  const columns = ['id', 'device_id', ...place, 'in_regions', 'occurred_at', 'received_at', 'extra'] as const;
  const rows = db.all(query.selectFrom('location').select(columns).orderBy('id'));
  return rows.map(({ extra, in_regions, ...row }) => {
    const isOfTransition = extra !== null && 'event' in JSON.parse(extra);
    return { ...row, in_regions: isOfTransition || in_regions === null ? null : (JSON.parse(in_regions) as string[]) };
  });
}

export function readEvents(db: Connection): GeofenceEvent[] {
  return db.all(query.selectFrom('geofence_event').selectAll().orderBy('id')).map(toEvent);
}
