import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { deviceDto, seenDeviceDto } from '@/lib/adapters/http/dto';
import { color, encryptionKey, idOf, text } from '@/lib/adapters/http/schemas';

type Params = { id: string };

const patch = z.object({ name: text('name', 1, 100), color, encryption_key: encryptionKey.nullable() }).partial();

export const GET = route<Params>('user', async ({ services, actor, params }) =>
  json({ device: seenDeviceDto(await services.access.mustSee(actor, idOf(params), 'live')) }),
);

export const PATCH = route<Params>('user', async ({ services, actor, params, request }) => {
  const device = await services.devices.update(actor, idOf(params), await parseBody(request, patch));
  return json({ device: deviceDto(device) });
});

export const DELETE = route<Params>('user', async ({ services, actor, params }) => {
  await services.devices.remove(actor, idOf(params));
  return json({ success: true });
});
