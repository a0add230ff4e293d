import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';

interface Params {
  id: string;
}

export const GET = route<Params>('user', async ({ params, actor, services }) =>
  json({ geofence: geofenceDto(await services.zones.get(actor, params.id)) }),
);

export const PATCH = route<Params>('user', async ({ request, params, actor, services }) => {
  const zone = await services.zones.update(actor, params.id, await parseBody(request, z.unknown()));
  return json({ geofence: geofenceDto(zone) });
});

export const DELETE = route<Params>('user', async ({ params, actor, services }) => {
  await services.zones.remove(actor, params.id);
  return json({ success: true });
});
