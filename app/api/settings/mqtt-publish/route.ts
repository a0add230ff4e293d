import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { publishDto, publishInput } from '@/lib/adapters/http/mqtt-publish';

/** What is published over MQTT and where to, and how that is doing; never with the password. */
export const GET = route('admin', async ({ services }) =>
  json(publishDto(await services.publishSettings.view(), services.publishStatus.state())),
);

export const PUT = route('admin', async ({ services, actor, request }) => {
  const input = await parseBody(request, publishInput);
  return json(publishDto(await services.publishSettings.save(actor, input), services.publishStatus.state()));
});
