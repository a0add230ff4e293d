import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { choice, uuid } from '@/lib/adapters/http/params';
import { idOf, text } from '@/lib/adapters/http/schemas';
import { syncDto } from '@/lib/adapters/http/sync-dto';

type Params = { id: string };

const ACTIONS = ['push', 'remove', 'keep_phone', 'keep_zone', 'import', 'follow', 'unfollow', 'refresh'] as const;
const geofence_id = uuid('geofence_id').transform((id) => id.toLowerCase());
const key = text('key', 1, 300);

const body = z.discriminatedUnion(
  'action',
  [
    z.object({ action: z.enum(['push', 'remove', 'keep_phone', 'keep_zone']), geofence_id }),
    z.object({ action: z.literal('import'), key }),
    z.object({ action: z.enum(['follow', 'unfollow', 'refresh']) }),
  ],
  { error: () => `action must be ${ACTIONS.join(', ')}` },
);

/** The device's zones and the phone's regions side by side. */
export const GET = route<Params>('user', async ({ services, actor, params }) =>
  json(syncDto(await services.zoneSync.view(actor, idOf(params)))),
);

/** `key` is that of a region in the answer; the answer is as that of GET, after the action. */
export const POST = route<Params>('user', async ({ services, actor, params, request }) => {
  const [sync, id] = [services.zoneSync, idOf(params)];
  await services.devices.get(actor, id);
  const wish = await parseBody(request, z.looseObject({ action: choice('action', ACTIONS) }).pipe(body));
  switch (wish.action) {
    case 'push':
      return json(syncDto(await sync.push(actor, id, wish.geofence_id)));
    case 'remove':
      return json(syncDto(await sync.remove(actor, id, wish.geofence_id)));
    case 'keep_phone':
      return json(syncDto(await sync.keepPhone(actor, id, wish.geofence_id)));
    case 'keep_zone':
      return json(syncDto(await sync.keepZone(actor, id, wish.geofence_id)));
    case 'import':
      return json(syncDto(await sync.import(actor, id, wish.key)));
    case 'refresh':
      return json(syncDto(await sync.refresh(actor, id)));
    default:
      return json(syncDto(await sync.follow(actor, id, wish.action === 'follow')));
  }
});
