import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { eventsCsv, fileResponse } from '@/lib/adapters/http/exports';
import { choice, identifier, instant, integer, uuid } from '@/lib/adapters/http/params';
import { eventDto } from '@/lib/adapters/http/zone-dto';
import { MAX_EVENTS } from '@/lib/services/events';

const query = z.object({
  geofenceId: uuid('geofenceId').optional(),
  deviceId: identifier('deviceId').optional(),
  eventType: choice('eventType', ['enter', 'exit', 'dwell']).optional(),
  startTime: instant('startTime').optional(),
  endTime: instant('endTime').optional(),
  limit: integer('limit', 1, MAX_EVENTS).default(100),
  offset: integer('offset', 0).default(0),
  retracted: choice('retracted', ['include', 'only', 'exclude']).default('include'),
  format: choice('format', ['json', 'csv']).default('json'),
});

/** Newest first. As CSV: all that match, whatever `limit` and `offset` say. */
export const GET = route('user', async ({ url, actor, services, server }) => {
  const { limit, offset, format, ...wanted } = parseQuery(url, query);
  const filter = {
    geofence_id: wanted.geofenceId?.toLowerCase(),
    device_id: wanted.deviceId,
    event_type: wanted.eventType,
    start: wanted.startTime,
    end: wanted.endTime,
    retracted: wanted.retracted === 'include' ? undefined : wanted.retracted,
  };
  if (format === 'csv') {
    const fileName = `fencepost-events-${new Date(server.clock()).toISOString().slice(0, 10)}.csv`;
    return fileResponse(eventsCsv(services.events.stream(actor, filter)), 'text/csv; charset=utf-8', fileName);
  }
  const { events, total } = await services.events.list(actor, filter, limit, offset);
  return json({ events: events.map(eventDto), total });
});
