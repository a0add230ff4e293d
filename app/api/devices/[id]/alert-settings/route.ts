import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { integer } from '@/lib/adapters/http/params';
import { idOf } from '@/lib/adapters/http/schemas';
import { BATTERY_PERCENT } from '@/lib/domain/notify/device-alert';

type Params = { id: string };

const patch = z
  .object({
    is_enabled: z.boolean({ error: ({ input }) => `is_enabled is ${JSON.stringify(input)}; it must be true or false` }),
    battery_percent: integer('battery_percent', BATTERY_PERCENT.min, BATTERY_PERCENT.max),
  })
  .partial();

/** What the owner is told of the phone, and how often it speaks as far as that is known. */
export const GET = route<Params>('user', async ({ services, actor, params }) =>
  json(await services.deviceAlerts.view(actor, idOf(params))),
);

export const PATCH = route<Params>('user', async ({ services, actor, params, request }) =>
  json(await services.deviceAlerts.update(actor, idOf(params), await parseBody(request, patch))),
);
