import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/** New keys in the place of unreadable ones. */
export const POST = route('admin', async ({ actor, services }) => {
  const { public_key, problem } = await services.pushBrowsers.renewKeys(actor);
  return json({ public_key, problem });
});
