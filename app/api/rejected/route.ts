import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { rejectedPageDto } from '@/lib/adapters/http/extras-dto';
import { choice, identifier, integer } from '@/lib/adapters/http/params';
import { limit } from '@/lib/adapters/http/schemas';
import { REJECTION_CODES } from '@/lib/domain/owntracks/rejection';

const query = z.object({
  device_id: identifier('device_id').optional(),
  code: choice('code', REJECTION_CODES).optional(),
  limit: limit(200, 1000),
  offset: integer('offset', 0).default(0),
});

/** Newest first, in pages. */
export const GET = route('user', async ({ services, actor, url }) => {
  const { limit: count, offset, ...filter } = parseQuery(url, query);
  return json(rejectedPageDto(await services.rejected.page(actor, filter, count, offset)));
});
