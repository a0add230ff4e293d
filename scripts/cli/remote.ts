import { commandDto } from '@/lib/adapters/http/command-dto';
import { commandInput } from '@/lib/adapters/http/command-input';
import { COMMAND_ACTIONS } from '@/lib/domain/owntracks/commands';
import { systemClock } from '@/lib/services/clock';
import { CommandService } from '@/lib/services/commands';
import { SqliteCommandStore } from '@/lib/storage/sqlite/command-store';
import { SqliteRegionSyncStore } from '@/lib/storage/sqlite/region-sync-store';
import { type Command, UsageError } from './command';
import { withContext } from './context';

/** @throws UsageError when it is no JSON object */
function membersOf(text: string | undefined): object {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new UsageError(`--arguments is ${text}; it must be a JSON object, e.g. '{"mode":"move"}'`);
}

const deviceCommand: Command = {
  name: 'device command',
  help: 'tells a phone to do something, as soon as it is there',
  options: {
    user: { value: 'E', required: true, help: 'address of the owner' },
    device: { value: 'D', required: true, help: 'the last level of its topic, e.g. phone' },
    action: { value: 'A', required: true, help: COMMAND_ACTIONS.join(', ') },
    arguments: { value: 'JSON', help: 'as in the API, e.g. \'{"mode":"move"}\'' },
  },
  run: ({ user, device, action, arguments: given }) =>
    withContext(async ({ connection, devices, audit, userCalled }) => {
      const owner = await userCalled(user as string);
      const found = (await devices.list(owner, { user_id: owner.id })).find(
        (one) => one.user_id === owner.id && one.device.toLowerCase() === device?.toLowerCase(),
      );
      if (!found) throw new UsageError(`--device is ${device}; ${owner.email} has no such device`);
      const input = commandInput.safeParse({ ...membersOf(given), action });
      if (!input.success) throw new UsageError(input.error.issues[0]?.message ?? 'the command is not valid');
      const regions = new SqliteRegionSyncStore(connection);
      const store = new SqliteCommandStore(connection);
      const commands = new CommandService({ store, regions, devices, audit, clock: systemClock });
      const { id, state, expires_at } = commandDto(await commands.request(owner, found.id, input.data));
      return { json: { id, action, state, expires_at }, text: `Command ${id} waits for ${found.name} until ${expires_at}.` };
    }),
};

export const remoteCommands: Command[] = [deviceCommand];
