import { z } from 'zod';
import { route } from '@/app/server';
import { alertPage } from '@/lib/adapters/http/alert-input';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { alertDto } from '@/lib/adapters/http/expectation-dto';

const query = z.object({
  expectationId: z.guid({ error: 'expectationId must be the id of an expectation' }).toLowerCase().optional(),
  ...alertPage,
});

/** Alerts, newest first; `open=true`: those that later news has not taken back. */
export const GET = route('user', async ({ url, actor, services }) => {
  const { limit: most, ...filter } = parseQuery(url, query);
  const alerts = await services.expectations.alerts(actor, filter, most);
  return json({ alerts: alerts.map(alertDto) });
});
