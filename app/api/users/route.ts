import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { userDto } from '@/lib/adapters/http/dto';
import { email, language, password, role, text, timeZone } from '@/lib/adapters/http/schemas';

const newUser = z.object({
  email,
  name: text('name', 1, 100),
  password: password(),
  role: role.default('user'),
  language: language.optional(),
  time_zone: timeZone.optional(),
});

export const GET = route('admin', async ({ services, actor }) => {
  const users = await services.users.list(actor);
  return json({ users: users.map(userDto) });
});

export const POST = route('admin', async ({ services, actor, request }) => {
  const user = await services.users.create(actor, await parseBody(request, newUser));
  return json({ user: userDto(user) }, 201);
});
