import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { templatesDto } from '@/lib/adapters/http/template-dto';

/** What the caller is told in which words, of each kind. */
export const GET = route('user', async ({ actor, services, config, server }) => {
  const [own, told] = await Promise.all([services.templates.list(actor), services.templates.lastTold(actor)]);
  return json({ templates: templatesDto({ own, told, reader: actor, publicUrl: config.publicUrl, now: server.clock() }) });
});
