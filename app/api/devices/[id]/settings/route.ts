import { route } from '@/app/server';
import { json } from '@/lib/adapters/http/body';
import { settingsDto } from '@/lib/adapters/http/extras-dto';
import { idOf } from '@/lib/adapters/http/schemas';

/** The settings of OwnTracks as the phone last told them, secrets masked; null before it was asked. */
export const GET = route<{ id: string }>('user', async ({ services, actor, params }) =>
  json({ configuration: settingsDto(await services.extras.settings(actor, idOf(params))) }),
);
