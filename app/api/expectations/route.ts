import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { expectationDto } from '@/lib/adapters/http/expectation-dto';

/** The expectations that the caller may see. */
export const GET = route('user', async ({ actor, services }) => {
  const expectations = await services.expectations.list(actor);
  return json({ expectations: expectations.map(expectationDto) });
});

export const POST = route('user', async ({ request, actor, services }) => {
  const expectation = await services.expectations.create(actor, await parseBody(request, z.unknown()));
  return json({ expectation: expectationDto(expectation) }, 201);
});
