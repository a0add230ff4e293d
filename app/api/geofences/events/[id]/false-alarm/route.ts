import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { idOf } from '@/lib/adapters/http/schemas';
import { eventDto } from '@/lib/adapters/http/zone-dto';

/** The event was a false alarm, the caller says. */
export const POST = route<{ id: string }>('user', async ({ params, actor, services }) =>
  json({ event: eventDto(await services.falseAlarms.mark(actor, idOf(params))) }),
);

/** It was none after all. */
export const DELETE = route<{ id: string }>('user', async ({ params, actor, services }) =>
  json({ event: eventDto(await services.falseAlarms.unmark(actor, idOf(params))) }),
);
