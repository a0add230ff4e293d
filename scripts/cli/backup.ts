import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '@/lib/config';
import { systemClock } from '@/lib/services/clock';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { sqliteDriver } from '@/lib/storage/sqlite/driver';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { type Command, UsageError } from './command';
import { withContext } from './context';

/** A process that has beaten within this time still has the database open. */
const ALIVE_MS = 10_000;

const backup: Command = {
  name: 'backup',
  help: 'copies the database while Fencepost runs',
  options: { to: { value: 'FILE', help: 'where to; DATA_DIR/backups/TIME.sqlite without it' } },
  run: ({ to }) =>
    withContext(async ({ config, connection }) => {
      const time = new Date(systemClock()).toISOString().replaceAll(':', '-').slice(0, 19);
      const file = path.resolve(to ?? path.join(config.dataDir, 'backups', `${time}.sqlite`));
      mkdirSync(path.dirname(file), { recursive: true });
      await connection.raw.backup(`${file}.part`);
      renameSync(`${file}.part`, file);
      return { json: { file }, text: `The database is copied to ${file}.` };
    }),
};

/** Closing the last connection also writes the log back into the file, so that the file alone is complete. */
function mustBeStopped(databaseFile: string): void {
  if (!existsSync(databaseFile)) return;
  const connection = openDatabase(databaseFile);
  const beats = new SqliteProcessStore(connection).list().map((process) => process.beat_at);
  connection.close();
  if (beats.some((beat) => systemClock() - beat < ALIVE_MS)) {
    throw new UsageError('restore: Fencepost is running, or stopped less than 10 seconds ago; stop it and try again');
  }
}

/** @throws UsageError for a file that is no Fencepost database */
function mustBeBackup(file: string): void {
  try {
    const database = new (sqliteDriver())(file, { readonly: true, fileMustExist: true });
    database.prepare('SELECT 1 FROM geofence_event LIMIT 1').all();
    database.close();
  } catch (error) {
    throw new UsageError(`--from is ${file}; it is not a backup of Fencepost: ${(error as Error).message}`);
  }
}

const restore: Command = {
  name: 'restore',
  help: 'puts a copy back; what is there now is kept beside it',
  options: { from: { value: 'FILE', required: true, help: 'what "backup" has written' } },
  run: async ({ from }) => {
    const { databaseFile } = loadConfig();
    const source = path.resolve(from as string);
    mustBeBackup(source);
    mustBeStopped(databaseFile);
    mkdirSync(path.dirname(databaseFile), { recursive: true });
    copyFileSync(source, `${databaseFile}.part`);
    if (existsSync(databaseFile)) renameSync(databaseFile, `${databaseFile}.before-restore`);
    for (const companion of ['-wal', '-shm']) rmSync(databaseFile + companion, { force: true });
    renameSync(`${databaseFile}.part`, databaseFile);
    return {
      json: { file: databaseFile },
      text: `${source} is now the database; the one before is ${databaseFile}.before-restore.`,
    };
  },
};

export const backupCommands: Command[] = [backup, restore];
