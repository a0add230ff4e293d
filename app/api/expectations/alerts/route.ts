import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { alertDto } from '@/lib/adapters/http/expectation-dto';
import { choice } from '@/lib/adapters/http/params';
import { limit } from '@/lib/adapters/http/schemas';

const query = z.object({
  expectationId: z.guid({ error: 'expectationId must be the id of an expectation' }).toLowerCase().optional(),
  open: choice('open', ['true', 'false'])
    .transform((open) => open === 'true')
    .optional(),
  limit: limit(100, 1_000),
});

/** Alerts, newest first; `open=true`: those that later news has not taken back. */
export const GET = route('user', async ({ url, actor, services }) => {
  const { limit: most, ...filter } = parseQuery(url, query);
  const alerts = await services.expectations.alerts(actor, filter, most);
  return json({ alerts: alerts.map(alertDto) });
});
