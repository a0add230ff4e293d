import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';
import { groupDto } from '@/lib/adapters/http/zone-dto';

export const GET = route<ZoneParams>('user', async ({ params, actor, services }) =>
  json({ group: groupDto(await services.groups.get(actor, zoneIdOf(params))) }),
);

export const PATCH = route<ZoneParams>('user', async ({ request, params, actor, services }) => {
  const group = await services.groups.update(actor, zoneIdOf(params), await parseBody(request, z.unknown()));
  return json({ group: groupDto(group) });
});

export const DELETE = route<ZoneParams>('user', async ({ params, actor, services }) => {
  await services.groups.remove(actor, zoneIdOf(params));
  return json({ success: true });
});
