import { route, type Server } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { templateDto } from '@/lib/adapters/http/template-dto';
import { type KindParams, kindOf, templateBody } from '@/lib/adapters/http/template-input';
import type { ToldKind, User } from '@/lib/domain/model';

async function answer({ services, config, clock }: Server, actor: User, kind: ToldKind): Promise<Response> {
  const [own, told] = await Promise.all([services.templates.list(actor), services.templates.lastTold(actor)]);
  return json({ template: templateDto(kind, { own, told, reader: actor, publicUrl: config.publicUrl, now: clock() }) });
}

export const GET = route<KindParams>('user', async ({ params, actor, server }) => answer(server, actor, kindOf(params)));

/** The caller's own words for a kind, in place of those before. */
export const PUT = route<KindParams>('user', async ({ request, params, actor, services, server }) => {
  const kind = kindOf(params);
  await services.templates.save(actor, kind, await parseBody(request, templateBody));
  return answer(server, actor, kind);
});

/** Back to our words. */
export const DELETE = route<KindParams>('user', async ({ params, actor, services, server }) => {
  const kind = kindOf(params);
  await services.templates.reset(actor, kind);
  return answer(server, actor, kind);
});
