import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';
import { idOf } from '@/lib/adapters/http/schemas';

/** Ends it; whoever is told may do so, too. */
export const DELETE = route<ZoneParams & { userId: string }>('user', async ({ params, actor, services }) => {
  await services.zoneRecipients.remove(actor, zoneIdOf(params), idOf({ id: params.userId }));
  return json({ success: true });
});
