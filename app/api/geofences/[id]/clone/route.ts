import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';
import { geofenceDto } from '@/lib/adapters/http/zone-dto';

/** Another zone of the same shape and settings, for the owner in the body. */
export const POST = route<ZoneParams>('user', async ({ request, params, actor, services }) => {
  const zone = await services.zones.clone(actor, zoneIdOf(params), await parseBody(request, z.unknown()));
  return json({ geofence: geofenceDto(zone) }, 201);
});
