import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { deliveriesCsv, deliveryDto } from '@/lib/adapters/http/delivery-dto';
import { deliveryFilter, deliveryQuery } from '@/lib/adapters/http/delivery-input';
import { fileResponse } from '@/lib/adapters/http/exports';
import { choice, integer } from '@/lib/adapters/http/params';
import { MAX_DELIVERIES } from '@/lib/services/delivery-log';

const query = z.object({
  ...deliveryFilter,
  limit: integer('limit', 1, MAX_DELIVERIES).default(50),
  offset: integer('offset', 0).default(0),
  format: choice('format', ['json', 'csv']).default('json'),
});

/** Newest first. As CSV: all that match, whatever `limit` and `offset` say. */
export const GET = route('user', async ({ url, actor, services, server }) => {
  const { limit, offset, format, ...asked } = parseQuery(url, query);
  const filter = deliveryQuery(asked);
  if (format === 'csv') {
    const fileName = `fencepost-deliveries-${new Date(server.clock()).toISOString().slice(0, 10)}.csv`;
    return fileResponse(deliveriesCsv(services.deliveries.stream(actor, filter)), 'text/csv; charset=utf-8', fileName);
  }
  const { deliveries, total } = await services.deliveries.list(actor, filter, limit, offset);
  return json({ deliveries: deliveries.map(deliveryDto), total });
});
