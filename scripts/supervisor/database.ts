import path from 'node:path';
import { type Config, ConfigError } from '@/lib/config';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { isHeldByAnother, lockInstance } from '@/lib/storage/sqlite/instance-lock';

/**
 * Opens the database, migrated, for the one Fencepost that may run on it: two would send each mail twice.
 * The lock is held until the process ends.
 * @throws ConfigError when it is no database of ours, or another Fencepost runs on it
 */
export function takeDatabase({ databaseFile, dataDir }: Pick<Config, 'databaseFile' | 'dataDir'>): Connection {
  const isInDataDir = path.dirname(databaseFile) === dataDir;
  const variable = isInDataDir ? 'DATA_DIR' : 'DATABASE_URL';
  try {
    lockInstance(databaseFile);
    return openDatabase(databaseFile);
  } catch (error) {
    const reason = isHeldByAnother(error)
      ? 'another Fencepost runs on it. Stop that one or choose another place'
      : `the database can't be opened: ${(error as Error).message}`;
    throw new ConfigError(variable, `${variable} is ${isInDataDir ? dataDir : databaseFile}; ${reason}`);
  }
}
