import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { auditDto } from '@/lib/adapters/http/dto';
import { identifier } from '@/lib/adapters/http/params';
import { limit } from '@/lib/adapters/http/schemas';

/** `before_id` is the last id of the page before. */
const query = z.object({ limit: limit(100, 1000), before_id: identifier('before_id').optional() });

export const GET = route('admin', async ({ services, actor, url }) => {
  const { limit: count, before_id } = parseQuery(url, query);
  const entries = await services.audit.list(actor, count, before_id);
  return json({ entries: entries.map(auditDto) });
});
