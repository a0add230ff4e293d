import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { expectationDto } from '@/lib/adapters/http/expectation-dto';

interface Params {
  id: string;
}

/** UUIDs compare without regard to letter case (RFC 9562, 4). */
const idOf = ({ id }: Params) => id.toLowerCase();

export const GET = route<Params>('user', async ({ params, actor, services }) =>
  json({ expectation: expectationDto(await services.expectations.get(actor, idOf(params))) }),
);

export const PATCH = route<Params>('user', async ({ request, params, actor, services }) => {
  const expectation = await services.expectations.update(actor, idOf(params), await parseBody(request, z.unknown()));
  return json({ expectation: expectationDto(expectation) });
});

export const DELETE = route<Params>('user', async ({ params, actor, services }) => {
  await services.expectations.remove(actor, idOf(params));
  return json({ success: true });
});
