import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { idOf } from '@/lib/adapters/http/schemas';

type Params = { id: string; commandId: string };

/** Takes back a command that still waits. */
export const DELETE = route<Params>('user', async ({ services, actor, params }) => {
  await services.commands.withdraw(actor, idOf(params), idOf({ id: params.commandId }));
  return json({ success: true });
});
