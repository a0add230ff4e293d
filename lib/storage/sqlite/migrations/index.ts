import { foundation } from './0001-foundation';

/** Append only: a migration that has shipped is never edited. The number is the position in this list. */
export const migrations: readonly { name: string; sql: string }[] = [{ name: '0001-foundation', sql: foundation }];
