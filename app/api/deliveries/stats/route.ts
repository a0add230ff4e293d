import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { deliveryFilter, deliveryQuery } from '@/lib/adapters/http/delivery-input';

const query = z.object(deliveryFilter);

/** Of the last 30 days, unless `from` or `to` is given. */
export const GET = route('user', async ({ url, actor, services }) =>
  json(await services.deliveries.stats(actor, deliveryQuery(parseQuery(url, query)))),
);
