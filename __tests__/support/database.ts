import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Connection, type ConnectionOptions, openDatabase } from '@/lib/storage/sqlite/connection';

const open: { connection: Connection; folder: string }[] = [];

/** A fresh folder under the system's temporary folder; removed after the test. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'fencepost-'));
}

/** A real, migrated database file of its own for each test; closed and removed after it. */
export function testDatabase(options?: ConnectionOptions): Connection {
  const folder = temporaryFolder();
  const connection = openDatabase(path.join(folder, 'fencepost.sqlite'), options);
  open.push({ connection, folder });
  return connection;
}

const users: (() => Promise<void>)[] = [];

/** What works on test databases by itself, such as a broker: ended after each test, before they are closed. */
export function endsBeforeDatabases(end: () => Promise<void>): void {
  users.push(end);
}

afterEach(async () => {
  for (const end of users) await end();
  for (const { connection, folder } of open.splice(0)) {
    connection.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
