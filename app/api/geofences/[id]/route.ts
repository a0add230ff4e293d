import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';

export const GET = route<ZoneParams>('user', async ({ params, actor, services }) =>
  json({ geofence: geofenceDto(await services.zones.get(actor, zoneIdOf(params))) }),
);

export const PATCH = route<ZoneParams>('user', async ({ request, params, actor, services }) => {
  const zone = await services.zones.update(actor, zoneIdOf(params), await parseBody(request, z.unknown()));
  return json({ geofence: geofenceDto(zone) });
});

export const DELETE = route<ZoneParams>('user', async ({ params, actor, services }) => {
  await services.zones.remove(actor, zoneIdOf(params));
  return json({ success: true });
});
