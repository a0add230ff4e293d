import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody, parseQuery } from '@/lib/adapters/http/body';
import { identifier } from '@/lib/adapters/http/params';
import { groupDto } from '@/lib/adapters/http/zone-dto';

const query = z.object({ ownerId: identifier('ownerId').optional() });

/** The groups of zones that the caller may see. */
export const GET = route('user', async ({ url, actor, services }) => {
  const groups = await services.groups.list(actor, parseQuery(url, query));
  return json({ groups: groups.map(groupDto) });
});

export const POST = route('user', async ({ request, actor, services }) => {
  const group = await services.groups.create(actor, await parseBody(request, z.unknown()));
  return json({ group: groupDto(group) }, 201);
});
