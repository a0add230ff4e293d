import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';

/** Sends a real mail to the actor's own address, now; answers with what the mail server said. */
export const POST = route('user', async ({ actor, services }) =>
  json({ success: true, smtp: await services.mailTest.sendTestNotification(actor) }),
);
