import { statSync } from 'node:fs';
import { Checkpointer } from '@/lib/storage/sqlite/checkpointer';
import { Connection } from '@/lib/storage/sqlite/connection';
import { testDatabase } from '../../support/database';

const PAGE = 4096;
const logPages = (connection: Connection) => statSync(`${connection.raw.name}-wal`).size / PAGE;

/** Writes about so many pages into the log. */
function fill(connection: Connection, pages: number): void {
  const insert = connection.prepare('INSERT INTO setting (key, value) VALUES (?, ?)');
  const value = 'x'.repeat(PAGE * 10);
  const start = (connection.prepare('SELECT count(*) AS n FROM setting').get() as { n: number }).n;
  for (let i = 0; i < pages / 10; i++) insert.run(`key ${start + i}`, value);
}

describe('the checkpointer', () => {
  test('keeps the log from growing while writers go on', () => {
    const connection = testDatabase({ checkpoints: 'elsewhere' });
    const checkpointer = new Checkpointer(connection.raw.name);
    for (let round = 0; round < 6; round++) {
      fill(connection, 5_000);
      checkpointer.run();
    }
    checkpointer.close();
    expect(logPages(connection)).toBeGreaterThan(5_000);
    expect(logPages(connection)).toBeLessThan(16_000);
  });

  test('does not wait for a reader, nor let writers wait for it', () => {
    const connection = testDatabase({ checkpoints: 'elsewhere' });
    const reader = new Connection(connection.raw.name);
    const checkpointer = new Checkpointer(connection.raw.name);
    fill(connection, 10);
    reader.raw.exec('BEGIN');
    expect(reader.prepare('SELECT count(*) AS n FROM setting').get()).toEqual({ n: 1 });
    fill(connection, 9_000);
    checkpointer.run();
    fill(connection, 10);
    reader.raw.exec('COMMIT');
    reader.close();
    checkpointer.run();
    fill(connection, 9_000);
    checkpointer.close();
    // Had the log not been begun anew after the reader left, it would hold all that was written.
    expect(logPages(connection)).toBeLessThan(18_000);
  });
});
