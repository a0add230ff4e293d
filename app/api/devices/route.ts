import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseBody, parseQuery } from '@/lib/adapters/http/body';
import { deviceDto, seenDeviceDto } from '@/lib/adapters/http/dto';
import { identifier } from '@/lib/adapters/http/params';
import { color, deviceName, text } from '@/lib/adapters/http/schemas';

const filter = z.object({ user_id: identifier('user_id').optional() });

const newDevice = z.object({
  name: text('name', 1, 100),
  device: deviceName,
  color: color.optional(),
  user_id: identifier('user_id').optional(),
});

/** Own devices and those that are shared with the caller; all for an admin. `user_id`: only those of this person. */
export const GET = route('user', async ({ services, actor, url }) => {
  const { user_id } = parseQuery(url, filter);
  const devices = await services.access.visibleDevices(actor, user_id);
  return json({ devices: devices.map(seenDeviceDto) });
});

export const POST = route('user', async ({ services, actor, request }) => {
  const { device, ...credentials } = await services.devices.create(actor, await parseBody(request, newDevice));
  return json({ device: deviceDto(device), ...credentials }, 201);
});
