import { sql } from 'kysely';

/** The ids of a person's devices and of further ones; a query that puts `in` before it follows a short list. */
export const devicesOf = (user_id: number, also: readonly number[]) =>
  sql<number[]>`(SELECT id FROM device WHERE user_id = ${user_id} UNION SELECT value FROM json_each(${JSON.stringify(also)}))`;
