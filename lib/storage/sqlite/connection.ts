import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type CompiledQuery, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { type Sqlite, type Statement, sqliteDriver } from './driver';
import { migrations } from './migrations';
import type { Database } from './schema';

/** Builds and compiles queries only; `Connection` runs them, synchronously. */
export const query = new Kysely<Database>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

interface Compilable<R> {
  compile(): CompiledQuery<R>;
}

export interface ConnectionOptions {
  /**
   * `full`: a commit is on the disk when it returns. `normal`: it is on the disk with the next full commit of any
   * connection; right only for what can be derived again (docs/adr/0005).
   */
  durability?: 'full' | 'normal';
  /** `elsewhere`: a `Checkpointer` in this process keeps the log short, and this connection only steps in when it grows far too long. */
  checkpoints?: 'here' | 'elsewhere';
}

/**
 * One SQLite connection. Queries are synchronous, so a transaction is a plain function and can never be left
 * open across an await. Compiled statements are kept by their text.
 */
export class Connection {
  readonly raw: Sqlite;
  private readonly statements = new Map<string, Statement>();

  constructor(file: string, options: ConnectionOptions = {}) {
    if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true });
    this.raw = new (sqliteDriver())(file);
    this.raw.pragma('journal_mode = WAL');
    this.raw.pragma(`synchronous = ${options.durability === 'normal' ? 'NORMAL' : 'FULL'}`);
    this.raw.pragma('busy_timeout = 10000');
    this.raw.pragma('foreign_keys = ON');
    // Fewer, larger checkpoints: measured to double the rate of small inserts against the default of 1000 pages.
    this.raw.pragma(`wal_autocheckpoint = ${options.checkpoints === 'elsewhere' ? 64_000 : 16_000}`);
    this.raw.pragma('cache_size = -32000');
    this.raw.pragma('temp_store = MEMORY');
  }

  /** A prepared statement, made once for each text. */
  prepare(sql: string): Statement {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.raw.prepare(sql) as Statement;
      this.statements.set(sql, statement);
    }
    return statement;
  }

  all<R>(q: Compilable<R>): R[] {
    const { sql, parameters } = q.compile();
    return this.prepare(sql).all(...parameters) as R[];
  }

  get<R>(q: Compilable<R>): R | undefined {
    const { sql, parameters } = q.compile();
    return this.prepare(sql).get(...parameters) as R | undefined;
  }

  /** Rows one at a time, for answers too large to hold. The connection is busy until the iteration ends. */
  iterate<R>(q: Compilable<R>): IterableIterator<R> {
    const { sql, parameters } = q.compile();
    return this.raw.prepare(sql).iterate(...parameters) as IterableIterator<R>;
  }

  run(q: Compilable<unknown>): { changes: number; lastInsertRowid: number } {
    const { sql, parameters } = q.compile();
    const result = this.prepare(sql).run(...parameters);
    return { changes: result.changes, lastInsertRowid: Number(result.lastInsertRowid) };
  }

  /** Runs `work` in BEGIN IMMEDIATE … COMMIT; an exception rolls back and is thrown on. */
  transaction<T>(work: () => T): T {
    return this.raw.transaction(work).immediate();
  }

  /** Changes when another connection has committed; costs microseconds. */
  dataVersion(): number {
    return this.raw.pragma('data_version', { simple: true }) as number;
  }

  close(): void {
    this.statements.clear();
    this.raw.close();
  }
}

/**
 * Brings the database to the newest version; several processes may call it at once. Returns the names it applied.
 * Meanwhile no foreign key acts: a table that is made anew would take with it all that refers to it.
 */
export function migrate(connection: Connection): string[] {
  connection.raw.pragma('foreign_keys = OFF');
  try {
    return applyMigrations(connection);
  } finally {
    connection.raw.pragma('foreign_keys = ON');
  }
}

function applyMigrations(connection: Connection): string[] {
  return connection.transaction(() => {
    const version = connection.raw.pragma('user_version', { simple: true }) as number;
    if (version > migrations.length) {
      throw new Error(
        `the database has version ${version}; this Fencepost knows up to ${migrations.length}. Install the newer one again`,
      );
    }
    const due = migrations.slice(version);
    for (const migration of due) connection.raw.exec(migration.sql);
    const orphans = due.length > 0 ? (connection.raw.pragma('foreign_key_check') as unknown[]) : [];
    if (orphans.length > 0) throw new Error(`the migration would leave ${orphans.length} rows without what they refer to`);
    connection.raw.pragma(`user_version = ${migrations.length}`);
    return due.map((migration) => migration.name);
  });
}

/** Opens and migrates. */
export function openDatabase(file: string, options?: ConnectionOptions): Connection {
  const connection = new Connection(file, options);
  migrate(connection);
  return connection;
}
