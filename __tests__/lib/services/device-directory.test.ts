import { DeviceDirectory } from '@/lib/services/device-directory';
import { SecretBox } from '@/lib/services/secret-box';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { testDatabase } from '../../support/database';
import { addDevice, setKey, testSecrets } from '../../support/ingest';

describe('the encryption keys of the directory', () => {
  test('are in the clear there, sealed in the database, and follow each change', () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    const directory = new DeviceDirectory(new SqliteDeviceStore(connection), testSecrets);
    const key = () => {
      directory.refreshIfChanged();
      return directory.ofId(device.id)?.encryption_key;
    };
    expect(key()).toBeNull();
    setKey(connection, device, 'correct horse');
    expect(key()).toBe('correct horse');
    expect(JSON.stringify(connection.prepare('SELECT * FROM device').all())).not.toContain('horse');
    setKey(connection, device, null);
    expect(key()).toBeNull();
  });

  test('of one device are not opened again when another changes', () => {
    const connection = testDatabase();
    for (let n = 0; n < 5; n++) setKey(connection, addDevice(connection, 'jane', `phone${n}`), `key ${n}`);
    let opened = 0;
    const open = (purpose: string, sealed: string) => {
      opened += 1;
      return testSecrets.open(purpose, sealed);
    };
    const directory = new DeviceDirectory(new SqliteDeviceStore(connection), { open });
    directory.refreshIfChanged();
    expect(opened).toBe(5);
    setKey(connection, addDevice(connection, 'jane', 'phone5'), 'key 5');
    directory.refreshIfChanged();
    expect(opened).toBe(6);
    expect(directory.byTopic('jane', 'phone3')?.encryption_key).toBe('key 3');
  });

  test('that were sealed with another AUTH_SECRET count as none', () => {
    const connection = testDatabase();
    const device = addDevice(connection, 'jane', 'phone');
    setKey(connection, device, 'correct horse');
    const directory = new DeviceDirectory(new SqliteDeviceStore(connection), new SecretBox('another secret'));
    directory.refreshIfChanged();
    expect(directory.ofId(device.id)?.encryption_key).toBeNull();
  });
});
