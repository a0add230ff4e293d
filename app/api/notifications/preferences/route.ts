import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { preferenceDto } from '@/lib/adapters/http/notify-dto';

/** When the caller wants to be told. */
export const GET = route('user', async ({ actor, services }) =>
  json({ preferences: preferenceDto(await services.preferences.get(actor)) }),
);

/** Changes the given fields. */
export const PUT = route('user', async ({ request, actor, services }) => {
  const preferences = await services.preferences.change(actor, await parseBody(request, z.unknown()));
  return json({ preferences: preferenceDto(preferences) });
});
