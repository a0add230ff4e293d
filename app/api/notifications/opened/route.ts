import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { openedBody } from '@/lib/adapters/http/opened-input';

/** The caller looked at what was told, on whatever way. */
export const POST = route('user', async ({ request, actor, services }) =>
  json(await services.opened.open(actor, await parseBody(request, openedBody))),
);
