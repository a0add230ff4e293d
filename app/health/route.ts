import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/**
 * 200 when all parts are up, else 503. What a part says of itself may name hosts, so only people who are signed in see it, as
 * they see whether there is a mail server.
 */
export const GET = route('public', async ({ services, actor }) => {
  const { status, parts } = services.health.report();
  const shown = Object.entries(parts).map(([name, { detail, ...part }]) => [name, actor && detail ? { ...part, detail } : part]);
  const mail = actor ? { mail: await services.mailSettings.source() } : {};
  return json({ status, parts: Object.fromEntries(shown), ...mail }, status === 'ok' ? 200 : 503);
});
