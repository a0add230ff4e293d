import { sql } from 'kysely';

/** For `in`, as one parameter however many there are. */
export const idList = <Id extends string | number>(ids: Iterable<Id>) =>
  sql<Id>`(SELECT value FROM json_each(${JSON.stringify([...ids])}))`;
