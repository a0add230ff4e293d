import type { Geofence } from '@/lib/domain/model';
import { hashDevicePassword } from '@/lib/services/device-password';
import { openDatabase, query } from '@/lib/storage/sqlite/connection';
import { geofenceRow } from '@/lib/storage/sqlite/geofence-row';

export const HANDLE = 'bench';
export const deviceName = (device: number) => `d${device}`;
export const passwordOf = (device: number) => `password-of-${device}`;

/** A database with one person, their devices (named from 0 on, with ids from 1 on) and zones. */
export function makeDatabase(file: string, devices: number, zones: readonly Geofence[]): void {
  const connection = openDatabase(file);
  const times = { created_at: 0, updated_at: 0 };
  const person = { email: 'bench@example.org', name: 'Bench', handle: HANDLE, role: 'admin' as const, password_hash: '' };
  connection.transaction(() => {
    const { lastInsertRowid: owner_id } = connection.run(
      query.insertInto('user').values({ ...person, language: 'en', time_zone: 'UTC', ...times }),
    );
    for (let n = 0; n < devices; n++) {
      const names = { name: deviceName(n), device: deviceName(n), color: '#1c7ed6' };
      const secrets = { secret_hash: hashDevicePassword(passwordOf(n)), provision_secret: null, encryption_key: null };
      connection.run(query.insertInto('device').values({ user_id: owner_id, ...names, ...secrets, ...times }));
    }
    for (const zone of zones) connection.run(query.insertInto('geofence').values(geofenceRow({ ...zone, owner_id })));
  });
  connection.close();
}
