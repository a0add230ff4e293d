import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { deliveryDto } from '@/lib/adapters/http/delivery-dto';
import { idOf } from '@/lib/adapters/http/schemas';

/** Lets a delivery that ended go out once more. */
export const POST = route<{ id: string }>('user', async ({ params, actor, services, server }) => {
  const id = idOf(params);
  await server.limits.resends.take(String(actor.id));
  return json({ delivery: deliveryDto(await services.deliveries.resend(actor, id)) });
});
