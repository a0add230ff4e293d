import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';

/** Ends a pause. */
export const DELETE = route<ZoneParams>('user', async ({ params, actor, services }) => {
  await services.pauses.resume(actor, zoneIdOf(params));
  return json({ success: true });
});
