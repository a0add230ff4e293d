import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { outboundInput } from '@/lib/adapters/http/target-input';

/** Which addresses that are not public messages may go to. */
export const GET = route('admin', async ({ services }) => json({ outbound: await services.outboundSettings.view() }));

export const PUT = route('admin', async ({ request, actor, services }) => {
  const policy = await parseBody(request, outboundInput);
  return json({ outbound: await services.outboundSettings.save(actor, policy) });
});
