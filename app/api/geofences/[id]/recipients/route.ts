import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { recipientDto } from '@/lib/adapters/http/notify-dto';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';
import { email } from '@/lib/adapters/http/schemas';

const body = z.object({ email });

/** Who besides the owner is told of the zone. */
export const GET = route<ZoneParams>('user', async ({ params, actor, services }) => {
  const recipients = await services.zoneRecipients.list(actor, zoneIdOf(params));
  return json({ recipients: recipients.map(recipientDto) });
});

export const POST = route<ZoneParams>('user', async ({ request, params, actor, services, server }) => {
  const input = await parseBody(request, body);
  // Who is here and who is not can't be found out by trying many addresses.
  const caller = String(actor.id);
  await server.limits.newShares.take(caller);
  const recipient = await services.zoneRecipients.add(actor, zoneIdOf(params), input.email);
  await server.limits.newShares.giveBack(caller);
  return json({ recipient: recipientDto(recipient) }, 201);
});
