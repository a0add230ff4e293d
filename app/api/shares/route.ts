import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { shareDto } from '@/lib/adapters/http/share-dto';
import { newShare } from '@/lib/adapters/http/share-input';

/** What the caller shares with others, and others with the caller. */
export const GET = route('user', async ({ services, actor }) => {
  const shares = await services.shares.list(actor);
  return json({ shares: shares.map(shareDto) });
});

export const POST = route('user', async ({ services, actor, request, server }) => {
  const input = await parseBody(request, newShare);
  // Who is here and who is not can't be found out by trying many names.
  const caller = String(actor.id);
  await server.limits.newShares.take(caller);
  const share = await services.shares.create(actor, input);
  await server.limits.newShares.giveBack(caller);
  return json({ share: shareDto(share) }, 201);
});
