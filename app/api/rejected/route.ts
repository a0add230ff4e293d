import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { rejectedDto } from '@/lib/adapters/http/dto';
import { identifier } from '@/lib/adapters/http/params';
import { limit } from '@/lib/adapters/http/schemas';

const query = z.object({ device_id: identifier('device_id').optional(), limit: limit(200, 1000) });

export const GET = route('user', async ({ services, actor, url }) => {
  const { limit: count, ...filter } = parseQuery(url, query);
  const rejected = await services.devices.rejected(actor, filter, count);
  return json({ rejected: rejected.map(rejectedDto) });
});
