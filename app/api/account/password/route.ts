import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { password } from '@/lib/adapters/http/schemas';

const change = z.object({
  current_password: z.string({ error: 'current_password must be a text' }).max(200, 'current_password is not right'),
  new_password: password('new_password'),
});

export const POST = route('user', async ({ services, server, actor, request }) => {
  const { current_password, new_password } = await parseBody(request, change);
  await server.limits.passwordChange.take(String(actor.id));
  await services.users.changePassword(actor, current_password, new_password);
  await server.limits.passwordChange.forget(String(actor.id));
  return json({ success: true });
});
