import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { idOf } from '@/lib/adapters/http/schemas';

export const POST = route<{ id: string }>('user', async ({ services, actor, params }) =>
  json(await services.devices.rotatePassword(actor, idOf(params))),
);
