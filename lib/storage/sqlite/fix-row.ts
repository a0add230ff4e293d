import { sql } from 'kysely';
import type { Fix } from '@/lib/domain/model';
import { query } from './connection';

const PLAIN = ['id', 'device_id', 'latitude', 'longitude', 'accuracy', 'velocity', 'occurred_at', 'received_at'] as const;

/**
 * The fix of a transition gets its list of regions later, from the location that follows it (see the ingest store); the fold
 * does not look at that, since it must find the same whenever it looks, and it has the transition.
 */
const IN_REGIONS = `CASE WHEN in_regions IS NOT NULL AND (extra IS NULL OR json_type(extra, '$.event') IS NULL) THEN in_regions END`;

/** What the fold looks at, the same for all that run it: the engine, its rewinds, explanations, back-tests. */
export const FIX_COLUMNS = `${PLAIN.join(', ')}, ${IN_REGIONS} AS in_regions`;

export type FixRow = Omit<Fix, 'in_regions'> & { in_regions: string | null };

/** The same columns for queries that are put together. */
export const selectFixes = () =>
  query
    .selectFrom('location')
    .select(PLAIN)
    .select(sql<string | null>`${sql.raw(IN_REGIONS)}`.as('in_regions'));

/** A row of `FIX_COLUMNS` as the record; the same object where there is nothing to parse. */
export function toFix(row: FixRow): Fix {
  if (row.in_regions === null) return row as Fix;
  return { ...row, in_regions: JSON.parse(row.in_regions) as string[] };
}
