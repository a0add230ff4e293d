import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { choice } from '@/lib/adapters/http/params';
import { CHANNELS } from '@/lib/domain/notify/records';

const input = z.object({ channel: choice('channel', CHANNELS) });

/** Lets go out again all that failed on a channel in the last 24 hours. */
export const POST = route('admin', async ({ request, actor, services, server }) => {
  const { channel } = await parseBody(request, input);
  await server.limits.resends.take(String(actor.id));
  return json({ resent: await services.deliveries.resendFailed(actor, channel) });
});
