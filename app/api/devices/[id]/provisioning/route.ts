import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { originOf } from '@/lib/adapters/http/origin';
import { idOf } from '@/lib/adapters/http/schemas';

const query = z.object({ mode: z.enum(['mqtt', 'http'], { error: 'mode must be mqtt or http' }).default('mqtt') });

export const GET = route<{ id: string }>('user', async ({ services, config, actor, params, url, request }) => {
  const { mode } = parseQuery(url, query);
  return json(await services.provisioning.of(actor, idOf(params), mode, originOf(config, request.headers)));
});
