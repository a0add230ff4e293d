import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { userDto } from '@/lib/adapters/http/dto';
import { remoteAddress } from '@/lib/adapters/http/origin';
import { email, language, password, text, timeZone } from '@/lib/adapters/http/schemas';

const firstAdmin = z.object({
  setup_token: z.string({ error: 'setup_token must be a text' }).max(200),
  email,
  name: text('name', 1, 100),
  password: password(),
  language: language.optional(),
  time_zone: timeZone.optional(),
});

export const POST = route('public', async ({ services, server, request }) => {
  const input = await parseBody(request, firstAdmin);
  await server.limits.setup.take(remoteAddress(request.headers));
  return json({ user: userDto(await services.setup.createFirstAdmin(input)) }, 201);
});
