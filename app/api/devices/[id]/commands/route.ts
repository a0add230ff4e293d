import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { commandDto } from '@/lib/adapters/http/command-dto';
import { commandInput } from '@/lib/adapters/http/command-input';
import { idOf } from '@/lib/adapters/http/schemas';

type Params = { id: string };

/** Newest first; `platform` is the app that the phone runs, as far as it is known. */
export const GET = route<Params>('user', async ({ services, actor, params }) => {
  const { commands, platform } = await services.commands.list(actor, idOf(params));
  return json({ commands: commands.map(commandDto), platform });
});

export const POST = route<Params>('user', async ({ services, actor, params, request }) => {
  const id = idOf(params);
  await services.devices.get(actor, id);
  const command = await services.commands.request(actor, id, await parseBody(request, commandInput));
  return json({ command: commandDto(command) }, 201);
});
