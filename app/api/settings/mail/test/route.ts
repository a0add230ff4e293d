import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { mailProbeInput, probeLines } from '@/lib/adapters/http/mail-settings';

/** Goes the whole way of a mail, step by step, and sends a real one; line by line for who accepts application/x-ndjson. */
export const POST = route('admin', async ({ services, actor, request }) => {
  const { settings, to } = await parseBody(request, mailProbeInput);
  const run = await services.mailProbe.prepare(actor, settings ?? null, to ?? actor.email);
  if (!request.headers.get('accept')?.includes('application/x-ndjson')) return json(await run());
  return probeLines(run, (error) => console.error('the test of the mail server failed:', error));
});
