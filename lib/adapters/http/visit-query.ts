import { z } from 'zod';
import { MAX_VISITS, type VisitQuery } from '@/lib/services/visits';
import { parseQuery } from './body';
import { validationError } from './errors';
import { choice, identifier, instant, integer, uuid } from './params';

const narrowing = {
  geofenceId: uuid('geofenceId').optional(),
  deviceId: identifier('deviceId').optional(),
  startTime: instant('startTime').optional(),
  endTime: instant('endTime').optional(),
  format: choice('format', ['json', 'csv']).default('json'),
};

const listQuery = z.object({
  ...narrowing,
  limit: integer('limit', 1, MAX_VISITS).default(100),
  offset: integer('offset', 0).default(0),
});

type Narrowing = z.output<z.ZodObject<typeof narrowing>>;

function filterOf({ geofenceId, deviceId, startTime: start, endTime: end }: Narrowing): VisitQuery {
  if (start !== undefined && end !== undefined && end < start) {
    const message = `endTime is ${new Date(end).toISOString()}; it must not be before startTime`;
    throw validationError([{ code: 'custom', path: ['endTime'], message, input: end }]);
  }
  return { geofence_id: geofenceId?.toLowerCase(), device_id: deviceId, start, end };
}

/** What `…/stats` is asked for. @throws ServiceError VALIDATION_ERROR by field */
export function visitStatsQuery(url: URL): { filter: VisitQuery; format: 'json' | 'csv' } {
  const wanted = parseQuery(url, z.object(narrowing));
  return { filter: filterOf(wanted), format: wanted.format };
}

/** What a list of stays is asked for. @throws ServiceError VALIDATION_ERROR by field */
export function visitListQuery(url: URL): { filter: VisitQuery; format: 'json' | 'csv'; limit: number; offset: number } {
  const { limit, offset, ...wanted } = parseQuery(url, listQuery);
  return { filter: filterOf(wanted), format: wanted.format, limit, offset };
}
