import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { choice, uuid } from '@/lib/adapters/http/params';
import { pauseDto } from '@/lib/adapters/http/pause-dto';
import { PAUSE_SPANS } from '@/lib/domain/notify/pause';

/** `geofence_id` null: all mails. */
const body = z.object({
  geofence_id: uuid('geofence_id').toLowerCase().nullable(),
  span: choice('span', PAUSE_SPANS),
});

/** The caller's own pauses that are on. */
export const GET = route('user', async ({ actor, services }) => {
  const pauses = await services.pauses.list(actor);
  return json({ pauses: pauses.map(pauseDto) });
});

export const POST = route('user', async ({ request, actor, services }) => {
  const { geofence_id, span } = await parseBody(request, body);
  return json({ pause: pauseDto(await services.pauses.begin(actor, geofence_id, span)) }, 201);
});
