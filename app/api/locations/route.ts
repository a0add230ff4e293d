import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { locationDto } from '@/lib/adapters/http/dto';
import { fileResponse, locationsCsv, locationsGeojson, locationsGpx } from '@/lib/adapters/http/exports';
import { choice, identifier, instant, integer } from '@/lib/adapters/http/params';

const query = z.object({
  device_id: identifier('device_id'),
  from: instant('from').optional(),
  to: instant('to').optional(),
  limit: integer('limit', 1).optional(),
  cursor: z.string().optional(),
  format: choice('format', ['json', 'geojson', 'gpx', 'csv']).default('json'),
});

/**
 * Oldest first. JSON comes in pages of up to 10,000 with `next_cursor`; a file holds all of the time span unless
 * `limit` says how many.
 */
export const GET = route('user', async ({ url, actor, services }) => {
  const { format, ...wanted } = parseQuery(url, query);
  if (format === 'json') {
    const { locations, next_cursor } = await services.locations.list(actor, wanted);
    return json({ locations: locations.map(locationDto), next_cursor });
  }
  const { device_name, pages } = await services.locations.stream(actor, wanted);
  const name = `fencepost-device-${wanted.device_id}`;
  if (format === 'csv') return fileResponse(locationsCsv(pages), 'text/csv; charset=utf-8', `${name}.csv`);
  if (format === 'gpx') return fileResponse(locationsGpx(device_name, pages), 'application/gpx+xml', `${name}.gpx`);
  return fileResponse(locationsGeojson(pages), 'application/geo+json', `${name}.geojson`);
});
