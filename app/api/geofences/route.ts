import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody, parseQuery } from '@/lib/adapters/http/body';
import { identifier } from '@/lib/adapters/http/params';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';

const query = z.object({ deviceId: identifier('deviceId').optional(), ownerId: identifier('ownerId').optional() });

/** The zones that the caller may see; `deviceId`: those that watch this device. `limit` is null where there is none. */
export const GET = route('user', async ({ url, actor, services }) => {
  const zones = await services.zones.list(actor, parseQuery(url, query));
  const { limit } = await services.zones.quota(actor);
  return json({ geofences: zones.map(geofenceDto), limit });
});

export const POST = route('user', async ({ request, actor, services }) => {
  const zone = await services.zones.create(actor, await parseBody(request, z.unknown()));
  return json({ geofence: geofenceDto(zone) }, 201);
});
