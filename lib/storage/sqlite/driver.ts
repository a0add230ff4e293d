import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

export type Sqlite = BetterSqlite3.Database;
export type Statement = BetterSqlite3.Statement<unknown[], unknown>;

/** Node-API 10 came with Node 22.14; better-sqlite3 from version 13 on needs it, version 12 serves older Nodes. */
const packageName = Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20';

// A variable name keeps bundlers from resolving the module at build time: only one of the two is loadable here.
const require = createRequire(`${process.cwd()}/package.json`);

/** The better-sqlite3 constructor that runs on this Node (docs/adr/0002). */
export function sqliteDriver(): typeof BetterSqlite3 {
  return require(packageName) as typeof BetterSqlite3;
}
