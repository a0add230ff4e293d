import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';
import { targetDto } from '@/lib/adapters/http/target-dto';

/** A new secret, shown this once; the old one signs beside it for a day. */
export const POST = route<ZoneParams>('user', async ({ params, actor, services }) => {
  const { target, secret } = await services.targets.rotate(actor, zoneIdOf(params));
  return json({ target: targetDto(target), secret });
});
