import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { targetDto } from '@/lib/adapters/http/target-dto';
import { targetInput, webhookEntries } from '@/lib/adapters/http/target-input';

/** The caller's own webhooks and browsers; never with what signs or logs in. */
export const GET = route('user', async ({ actor, services }) => {
  const targets = await services.targets.list(actor);
  return json({ targets: targets.map(targetDto) });
});

/** `secret`: what a signed webhook is signed with, shown this once; null for the others. */
export const POST = route('user', async ({ request, actor, services }) => {
  const { preset, name, ...entries } = await parseBody(request, targetInput);
  const { target, secret } = await services.targets.create(actor, preset, name, webhookEntries(entries));
  return json({ target: targetDto(target), secret }, 201);
});
