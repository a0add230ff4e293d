import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { deviceAlertDto } from '@/lib/adapters/http/device-alert-dto';
import { choice, identifier } from '@/lib/adapters/http/params';
import { limit } from '@/lib/adapters/http/schemas';

const query = z.object({
  device_id: identifier('device_id').optional(),
  open: choice('open', ['true', 'false'])
    .transform((open) => open === 'true')
    .optional(),
  limit: limit(100, 1_000),
});

/** What is or was wrong with the caller's phones, newest first; `open=true`: what is wrong now. */
export const GET = route('user', async ({ url, actor, services }) => {
  const { limit: most, ...filter } = parseQuery(url, query);
  return json({ alerts: (await services.deviceAlerts.list(actor, filter, most)).map(deviceAlertDto) });
});
