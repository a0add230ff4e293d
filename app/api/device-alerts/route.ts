import { z } from 'zod';
import { route } from '@/app/server';
import { alertPage } from '@/lib/adapters/http/alert-input';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { deviceAlertDto } from '@/lib/adapters/http/device-alert-dto';
import { identifier } from '@/lib/adapters/http/params';

const query = z.object({
  device_id: identifier('device_id').optional(),
  ...alertPage,
});

/** What is or was wrong with the caller's phones, newest first; `open=true`: what is wrong now. */
export const GET = route('user', async ({ url, actor, services }) => {
  const { limit: most, ...filter } = parseQuery(url, query);
  return json({ alerts: (await services.deviceAlerts.list(actor, filter, most)).map(deviceAlertDto) });
});
