import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { idOf } from '@/lib/adapters/http/schemas';

export const DELETE = route<{ id: string }>('user', async ({ services, actor, params }) => {
  await services.tokens.remove(actor, idOf(params));
  return json({ success: true });
});
