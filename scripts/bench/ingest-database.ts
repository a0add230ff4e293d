import type { Geofence } from '@/lib/domain/model';
import { hashDevicePassword } from '@/lib/services/device-password';
import { openDatabase, query } from '@/lib/storage/sqlite/connection';

export const HANDLE = 'bench';
export const deviceName = (device: number) => `d${device}`;
export const passwordOf = (device: number) => `password-of-${device}`;

const flag = (value: boolean) => (value ? 1 : 0);

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
    for (const { geometry, is_active, notify_on_enter, notify_on_exit, email_notifications, ...zone } of zones) {
      const flags = {
        is_active: flag(is_active),
        notify_on_enter: flag(notify_on_enter),
        notify_on_exit: flag(notify_on_exit),
        email_notifications: flag(email_notifications),
      } as const;
      const shape = geometry ? JSON.stringify(geometry) : null;
      connection.run(query.insertInto('geofence').values({ ...zone, ...flags, geometry: shape, owner_id }));
    }
  });
  connection.close();
}
