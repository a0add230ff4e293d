import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { identifier, uuid } from '@/lib/adapters/http/params';
import { statusDto } from '@/lib/adapters/http/zone-dto';

const query = z.object({ geofenceId: uuid('geofenceId').optional(), deviceId: identifier('deviceId').optional() });

/** Where the devices stand towards the active zones now. */
export const GET = route('user', async ({ url, actor, services }) => {
  const { geofenceId, deviceId } = parseQuery(url, query);
  const rows = await services.zones.statuses(actor, { geofenceId: geofenceId?.toLowerCase(), deviceId });
  return json({ status: rows.map(statusDto) });
});
