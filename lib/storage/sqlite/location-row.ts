import type { Selectable } from 'kysely';
import type { Location } from '@/lib/domain/model';
import type { LocationTable } from './schema';

/** A row of `location` as the record: JSON columns parsed. */
export function toLocation({ origin: _origin, ...row }: Selectable<LocationTable>): Location {
  return {
    ...row,
    in_regions: row.in_regions === null ? null : (JSON.parse(row.in_regions) as string[]),
    extra: row.extra === null ? null : (JSON.parse(row.extra) as Record<string, unknown>),
  };
}
