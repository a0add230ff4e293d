import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { type ZoneParams, zoneIdOf } from '@/lib/adapters/http/params';
import { targetDto } from '@/lib/adapters/http/target-dto';
import { targetPatch, webhookEntries } from '@/lib/adapters/http/target-input';

/** An entry that is left out stays as it is, null or an empty text clears it. */
export const PATCH = route<ZoneParams>('user', async ({ request, params, actor, services }) => {
  const { name, is_active, ...entries } = await parseBody(request, targetPatch);
  const fields = { ...(name === undefined ? {} : { name }), ...(is_active === undefined ? {} : { is_active }) };
  const target = await services.targets.update(actor, zoneIdOf(params), fields, webhookEntries(entries));
  return json({ target: targetDto(target) });
});

export const DELETE = route<ZoneParams>('user', async ({ params, actor, services }) => {
  await services.targets.remove(actor, zoneIdOf(params));
  return json({ success: true });
});
