import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { originOf } from '@/lib/adapters/http/origin';
import { idOf } from '@/lib/adapters/http/schemas';

/** In which ways this installation can be reached, and what would offer the others. */
export const GET = route<{ id: string }>('user', async ({ services, config, actor, params, request }) =>
  json(await services.provisioning.choices(actor, idOf(params), originOf(config, request.headers))),
);
