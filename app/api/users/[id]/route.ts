import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { userDto } from '@/lib/adapters/http/dto';
import { email, idOf, language, password, role, text, timeZone } from '@/lib/adapters/http/schemas';

type Params = { id: string };

const patch = z
  .object({ email, name: text('name', 1, 100), password: password(), role, language, time_zone: timeZone })
  .partial();

export const GET = route<Params>('admin', async ({ services, actor, params }) =>
  json({ user: userDto(await services.users.get(actor, idOf(params))) }),
);

export const PATCH = route<Params>('admin', async ({ services, actor, params, request }) => {
  const user = await services.users.update(actor, idOf(params), await parseBody(request, patch));
  return json({ user: userDto(user) });
});

export const DELETE = route<Params>('admin', async ({ services, actor, params }) => {
  await services.users.remove(actor, idOf(params));
  return json({ success: true });
});
