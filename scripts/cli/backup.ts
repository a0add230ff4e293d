import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '@/lib/config';
import { ensureFolder } from '@/lib/config/folder';
import { systemClock } from '@/lib/services/clock';
import { addPictures, mirrorPictures } from '@/lib/storage/files/picture-copies';
import { Connection } from '@/lib/storage/sqlite/connection';
import { sqliteDriver } from '@/lib/storage/sqlite/driver';
import { isHeldByAnother, lockInstance } from '@/lib/storage/sqlite/instance-lock';
import { type Command, UsageError } from './command';
import { withContext } from './context';

/** Where the pictures of a backup are. */
const picturesOf = (file: string) => `${file}.media`;

const backup: Command = {
  name: 'backup',
  help: 'copies the database and the pictures while Fencepost runs',
  options: { to: { value: 'FILE', help: 'where to; DATA_DIR/backups/TIME.sqlite without it' } },
  run: ({ to }) =>
    withContext(async ({ config, connection }) => {
      const time = new Date(systemClock()).toISOString().replaceAll(':', '-').slice(0, 19);
      const file = path.resolve(to ?? path.join(config.dataDir, 'backups', `${time}.sqlite`));
      ensureFolder(path.dirname(file));
      await connection.raw.backup(`${file}.part`);
      renameSync(`${file}.part`, file);
      // After the database: each picture that it names is there.
      const pictures = mirrorPictures(config.mediaDir, picturesOf(file));
      const and = pictures > 0 ? `, ${pictures} pictures to ${picturesOf(file)}` : '';
      return { json: { file, pictures }, text: `The database is copied to ${file}${and}.` };
    }),
};

/** @throws UsageError while Fencepost runs */
function lockStopped(databaseFile: string): () => void {
  try {
    return lockInstance(databaseFile);
  } catch (error) {
    if (!isHeldByAnother(error)) throw error;
    throw new UsageError('restore: Fencepost is running; stop it and try again');
  }
}

/** Closing the last connection writes the log back into the file, so that the file that is kept is complete. */
function foldLog(databaseFile: string): void {
  try {
    new Connection(databaseFile).close();
  } catch {
    // What is damaged is kept as it is: replacing it is what the restore is for.
  }
}

function replaceDatabase(databaseFile: string, source: string): void {
  copyFileSync(source, `${databaseFile}.part`);
  if (existsSync(databaseFile)) {
    foldLog(databaseFile);
    renameSync(databaseFile, `${databaseFile}.before-restore`);
  }
  for (const companion of ['-wal', '-shm']) rmSync(databaseFile + companion, { force: true });
  renameSync(`${databaseFile}.part`, databaseFile);
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
  help: 'puts a copy back, with its pictures; the database that is there now is kept beside it',
  options: { from: { value: 'FILE', required: true, help: 'what "backup" has written' } },
  run: async ({ from }) => {
    const { databaseFile, mediaDir } = loadConfig();
    const source = path.resolve(from as string);
    mustBeBackup(source);
    ensureFolder(path.dirname(databaseFile));
    const unlock = lockStopped(databaseFile);
    let pictures: number;
    try {
      pictures = addPictures(picturesOf(source), mediaDir);
      replaceDatabase(databaseFile, source);
    } finally {
      unlock();
    }
    return {
      json: { file: databaseFile, pictures },
      text: `${source} is now the database, with ${pictures} pictures; the one before is ${databaseFile}.before-restore.`,
    };
  },
};

export const backupCommands: Command[] = [backup, restore];
