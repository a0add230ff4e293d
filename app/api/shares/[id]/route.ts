import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { shareDto } from '@/lib/adapters/http/share-dto';
import { sharePatch } from '@/lib/adapters/http/share-input';

type Params = { id: string };

export const PATCH = route<Params>('user', async ({ services, actor, params, request }) => {
  const share = await services.shares.update(actor, params.id, await parseBody(request, sharePatch));
  return json({ share: shareDto(share) });
});

export const DELETE = route<Params>('user', async ({ services, actor, params }) => {
  await services.shares.remove(actor, params.id);
  return json({ success: true });
});
