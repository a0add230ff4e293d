import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { deliveryFilter } from '@/lib/adapters/http/delivery-input';

const query = z.object({ channel: deliveryFilter.channel });

/** `failed` in the last 24 hours, and `retrying` now; of one channel or of all. */
export const GET = route('user', async ({ url, actor, services }) =>
  json(await services.deliveries.failing(actor, parseQuery(url, query).channel)),
);
