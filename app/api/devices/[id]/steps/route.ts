import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { stepCountDto } from '@/lib/adapters/http/extras-dto';
import { integer } from '@/lib/adapters/http/params';
import { idOf } from '@/lib/adapters/http/schemas';

const query = z.object({ days: integer('days', 1, 366).default(14) });

/** Steps of each of the last days in the person's time zone, newest first, and the phone's counts that they are made of. */
export const GET = route<{ id: string }>('user', async ({ services, actor, params, url }) => {
  const { days, counts } = await services.extras.steps(actor, idOf(params), parseQuery(url, query).days);
  return json({ days, steps: counts.map(stepCountDto) });
});
