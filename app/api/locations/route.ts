import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { locationDto } from '@/lib/adapters/http/dto';
import { fileResponse } from '@/lib/adapters/http/exports';
import { LOCATION_FILES } from '@/lib/adapters/http/location-files';
import { choice, identifier, instant, integer } from '@/lib/adapters/http/params';

const query = z.object({
  device_id: identifier('device_id'),
  from: instant('from').optional(),
  to: instant('to').optional(),
  limit: integer('limit', 1).optional(),
  cursor: z.string().optional(),
  format: choice('format', ['json', 'geojson', 'gpx', 'csv', 'kml', 'rec']).default('json'),
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
  const { contentType, write } = LOCATION_FILES[format];
  return fileResponse(write(pages, device_name), contentType, `fencepost-device-${wanted.device_id}.${format}`);
});
