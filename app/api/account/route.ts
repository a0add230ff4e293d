import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { userDto } from '@/lib/adapters/http/dto';
import { language, text, timeZone } from '@/lib/adapters/http/schemas';

const patch = z.object({ name: text('name', 1, 100), language, time_zone: timeZone }).partial();

export const GET = route('user', async ({ actor }) => json({ user: userDto(actor) }));

export const PATCH = route('user', async ({ services, actor, request }) => {
  const user = await services.users.updateAccount(actor, await parseBody(request, patch));
  return json({ user: userDto(user) });
});
