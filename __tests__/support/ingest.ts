import { DeviceDirectory } from '@/lib/services/device-directory';
import { hashDevicePassword } from '@/lib/services/device-password';
import { ENCRYPTION_KEY_PURPOSE } from '@/lib/services/devices';
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

/** Gives a device this passphrase, or takes it away, as the API does. */
export function setKey(connection: Connection, { id }: Pick<DeviceIdentity, 'id'>, key: string | null): void {
  const encryption_key = key === null ? null : testSecrets.seal(ENCRYPTION_KEY_PURPOSE, key);
  connection.run(query.updateTable('device').set({ encryption_key }).where('id', '=', id));
}
