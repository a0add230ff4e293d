import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';
import { targetDto } from '@/lib/adapters/http/target-dto';

/** Uses a target again that Fencepost paused after failures. */
export const POST = route<ZoneParams>('user', async ({ params, actor, services }) =>
  json({ target: targetDto(await services.targets.resume(actor, zoneIdOf(params))) }),
);
