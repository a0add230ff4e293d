import { z } from 'zod';
import { route } from '@/app/server';
import { reconstructedDto } from '@/lib/adapters/http/backtest-dto';
import { json, parseBody } from '@/lib/adapters/http/body';
import { instant } from '@/lib/adapters/http/params';

interface Params {
  id: string;
}

const body = z.object({ from: instant('from').optional() });
const idOf = ({ id }: Params) => id.toLowerCase();

/** Makes the zone's visits from before it was drawn, in place of those that were made before. */
export const POST = route<Params>('user', async ({ request, params, actor, services }) => {
  const { from } = await parseBody(request, body);
  return json({ reconstructed: reconstructedDto(await services.reconstruct.reconstruct(actor, idOf(params), from)) });
});

/** Takes them back. */
export const DELETE = route<Params>('user', async ({ params, actor, services }) =>
  json({ reconstructed: await services.reconstruct.remove(actor, idOf(params)) }),
);
