import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { locationDto } from '@/lib/adapters/http/dto';
import { identifier } from '@/lib/adapters/http/params';

const query = z.object({ device_id: identifier('device_id').optional() });

export const GET = route('user', async ({ services, actor, url }) => {
  const { step, detail, last_location } = await services.setupProgress.of(actor, parseQuery(url, query).device_id);
  return json({ step, detail, last_location: last_location && locationDto(last_location) });
});
