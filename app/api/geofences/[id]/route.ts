import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';

interface Params {
  id: string;
}

/** UUIDs compare without regard to letter case (RFC 9562, 4). */
const idOf = ({ id }: Params) => id.toLowerCase();

export const GET = route<Params>('user', async ({ params, actor, services }) =>
  json({ geofence: geofenceDto(await services.zones.get(actor, idOf(params))) }),
);

export const PATCH = route<Params>('user', async ({ request, params, actor, services }) => {
  const zone = await services.zones.update(actor, idOf(params), await parseBody(request, z.unknown()));
  return json({ geofence: geofenceDto(zone) });
});

export const DELETE = route<Params>('user', async ({ params, actor, services }) => {
  await services.zones.remove(actor, idOf(params));
  return json({ success: true });
});
