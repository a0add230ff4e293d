import { sqliteDriver } from './driver';

/** A predecessor that is just ending may hold it for a moment. */
const PATIENCE_MS = 1_000;

/** Kept here, because a connection that nobody knows is collected as garbage, and its lock ends with it. */
const held = new Set<unknown>();

/**
 * Makes this process the only one to run Fencepost on a database, by a lock on a file beside it that the system
 * releases however the process ends. The database itself stays open to everybody (the command line, a backup).
 * @returns what releases the lock
 * @throws Error with code SQLITE_BUSY while another process holds it
 */
export function lockInstance(databaseFile: string): () => void {
  const lock = new (sqliteDriver())(`${databaseFile}.lock`, { timeout: PATIENCE_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw error;
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    lock.close();
  };
}

/** Whether an error of `lockInstance` says that another process runs on the database. */
export const isHeldByAnother = (error: unknown): boolean => (error as { code?: unknown }).code === 'SQLITE_BUSY';
