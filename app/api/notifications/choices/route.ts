import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody, parseQuery } from '@/lib/adapters/http/body';
import { uuid } from '@/lib/adapters/http/params';

/** Without a zone: for all zones that have no choice of their own. */
const query = z.object({ geofence_id: uuid('geofence_id').toLowerCase().optional() });

/** On which ways the caller is told of what. */
export const GET = route('user', async ({ url, actor, services }) => {
  const { geofence_id = null } = parseQuery(url, query);
  return json(await services.choices.get(actor, geofence_id));
});

/** Changes the given kinds; `ways` null brings back the usual. */
export const PUT = route('user', async ({ request, url, actor, services }) => {
  const { geofence_id = null } = parseQuery(url, query);
  return json(await services.choices.change(actor, geofence_id, await parseBody(request, z.unknown())));
});
