import { spawn } from 'node:child_process';
import { createECDH } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { PushKeys } from '@/lib/services/push-keys';
import { SecretBox } from '@/lib/services/secret-box';
import { Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { bundledProgram } from '../../support/bundle';
import { temporaryFolder, testDatabase } from '../../support/database';

const SECRET = 'a secret for tests only';
const program = bundledProgram('push-keys-process');

const keysOn = (connection: Connection, secret = SECRET) =>
  new PushKeys(new SqliteSettingStore(connection), new SecretBox(secret), () => 0);

/** A process that asks for the keys and is killed the moment it has said the public one. */
function askAndDie(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, file, SECRET], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.once('error', reject);
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.endsWith('\n')) child.kill('SIGKILL');
    });
    child.once('exit', () => resolve(said.trim()));
  });
}

test('web and worker that start together, killed at once, and all that come later have the same keys', async () => {
  const data = temporaryFolder();
  const file = path.join(data, 'fencepost.sqlite');
  openDatabase(file).close();
  const said = await Promise.all([askAndDie(file), askAndDie(file), askAndDie(file)]);
  const connection = new Connection(file);
  const { public_key, private_key } = await keysOn(connection).pair();
  connection.close();
  rmSync(data, { recursive: true });
  expect(said).toEqual([public_key, public_key, public_key]);
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(private_key ?? '', 'base64url'));
  expect(curve.getPublicKey('base64url')).toBe(public_key);
});

test('each installation has keys of its own, 65 and 32 bytes, the private one sealed', async () => {
  const [one, another] = [testDatabase(), testDatabase()];
  const keys = await keysOn(one).pair();
  expect((await keysOn(another).pair()).public_key).not.toBe(keys.public_key);
  expect(Buffer.from(keys.public_key, 'base64url')).toHaveLength(65);
  expect(Buffer.from(keys.private_key ?? '', 'base64url')).toHaveLength(32);
  const stored = JSON.stringify(await new SqliteSettingStore(one).get('push_keys'));
  expect(stored).toContain(keys.public_key);
  expect(stored).not.toContain(keys.private_key);
});

test('with another AUTH_SECRET the public key stays, so that subscriptions live again once the right one is back', async () => {
  const connection = testDatabase();
  const before = await keysOn(connection).pair();
  const meanwhile = await keysOn(connection, 'another secret for tests').pair();
  expect(meanwhile).toEqual({ public_key: before.public_key, private_key: null });
  expect(await keysOn(connection).pair()).toEqual(before);
});
