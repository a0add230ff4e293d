import { DeviceDirectory } from '@/lib/services/device-directory';
import { hashDevicePassword } from '@/lib/services/device-password';
import { SecretBox } from '@/lib/services/secret-box';
import type { DeviceIdentity } from '@/lib/storage/ports';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';

/** The password of every device that `addDevice` makes for this handle and name. */
export const passwordOf = (handle: string, device: string) => `${handle}-${device}-password`;

/** A person with one device; the person is made on first use. @returns the device's identity */
export function addDevice(connection: Connection, handle: string, device: string): DeviceIdentity {
  const known = connection.get<{ id: number }>(query.selectFrom('user').select('id').where('handle', '=', handle));
  const times = { created_at: 0, updated_at: 0 };
  const person = { email: `${handle}@example.org`, name: handle, handle, role: 'user' as const, password_hash: '' };
  const userId =
    known?.id ??
    connection.run(query.insertInto('user').values({ ...person, language: 'en', time_zone: 'UTC', ...times })).lastInsertRowid;
  const { lastInsertRowid } = connection.run(
    query.insertInto('device').values({
      user_id: userId,
      name: device,
      device,
      color: '#1c7ed6',
      secret_hash: hashDevicePassword(passwordOf(handle, device)),
      provision_secret: 'sealed',
      encryption_key: null,
      ...times,
    }),
  );
  const directory = directoryOf(connection);
  directory.refreshIfChanged();
  return directory.ofId(lastInsertRowid) as DeviceIdentity;
}

/** What the devices' encryption keys are sealed with; the same secret as the API's in the tests. */
export const testSecrets = new SecretBox('a secret for tests only');

export const directoryOf = (connection: Connection) => new DeviceDirectory(new SqliteDeviceStore(connection), testSecrets);
