import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { tokenDto } from '@/lib/adapters/http/dto';
import { text } from '@/lib/adapters/http/schemas';

const newToken = z.object({ name: text('name', 1, 100) });

export const GET = route('user', async ({ services, actor }) => {
  const tokens = await services.tokens.list(actor);
  return json({ tokens: tokens.map(tokenDto) });
});

export const POST = route('user', async ({ services, actor, request }) => {
  const { name } = await parseBody(request, newToken);
  const { token, api_token } = await services.tokens.create(actor, name);
  return json({ token, api_token: tokenDto(api_token) }, 201);
});
