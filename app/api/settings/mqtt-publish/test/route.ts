import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { publishTestInput } from '@/lib/adapters/http/mqtt-publish';

/** Tries the broker of a draft, or of what is saved, as it would be used. */
export const POST = route('admin', async ({ services, actor, request }) => {
  const { settings } = await parseBody(request, publishTestInput);
  const steps = await services.publishStatus.test(actor, settings ?? null);
  return json({ ok: steps.every(({ state }) => state === 'ok'), steps });
});
