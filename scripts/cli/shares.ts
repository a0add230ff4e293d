import { instant } from '@/lib/adapters/http/params';
import { systemClock } from '@/lib/services/clock';
import { ShareService, type ShareView } from '@/lib/services/shares';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';
import { type Command, UsageError } from './command';
import { type Context, withContext } from './context';

const ALL = 'all';

const user = { value: 'E', required: true, help: 'address of the owner of the devices' } as const;

const servicesOn = ({ connection, audit }: Context) => {
  const devices = new SqliteDeviceStore(connection);
  return { devices, shares: new ShareService({ store: new SqliteShareStore(connection), devices, audit, clock: systemClock }) };
};

function untilOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const parsed = instant('until').safeParse(text);
  if (!parsed.success) throw new UsageError(`--${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

function sentence({ id, owner_name, viewer_name, device_name, with_history, until, is_active }: ShareView): string {
  const what = device_name ?? `all devices of ${owner_name}`;
  const how = with_history ? 'with their past' : 'where they are now';
  const end = until === null ? '' : `, ${is_active ? 'until' : 'ended'} ${new Date(until).toISOString()}`;
  return `${id}  ${viewer_name} sees ${what} (${how}${end})`;
}

const shareCreate: Command = {
  name: 'share create',
  help: 'lets a person see devices of another one',
  options: {
    user,
    viewer: { value: 'V', required: true, help: 'address or user name of the person who may see them' },
    device: { value: 'D|all', required: true, help: 'the last level of the device’s topic, or all, also later ones' },
    history: { help: 'also where they were; without it only where they are now' },
    until: { value: 'TIME', help: 'when it ends, ISO 8601; without it: when somebody ends it' },
  },
  run: ({ user: email, viewer, device, until }, flags) =>
    withContext(async (context) => {
      const owner = await context.userCalled(email as string);
      const { devices, shares } = servicesOn(context);
      const own = await devices.list({ user_id: owner.id });
      const named = own.find((one) => one.device.toLowerCase() === device?.toLowerCase());
      if (device !== ALL && !named) throw new UsageError(`--device is ${device}; ${owner.name} has no such device`);
      const device_id = device === ALL ? null : (named?.id ?? null);
      const input = { viewer: viewer as string, device_id, with_history: flags.has('history'), until: untilOf(until) };
      const share = await shares.create(owner, input);
      return { json: { id: share.id }, text: sentence(share) };
    }),
};

const shareList: Command = {
  name: 'share list',
  help: 'what a person shares and is shared',
  options: { user: { ...user, help: 'address of the person' } },
  run: ({ user: email }) =>
    withContext(async (context) => {
      const list = await servicesOn(context).shares.list(await context.userCalled(email as string));
      return { json: { shares: list }, text: list.map(sentence).join('\n') || 'nothing is shared' };
    }),
};

const shareRemove: Command = {
  name: 'share remove',
  help: 'ends a share at once',
  options: { user, id: { value: 'ID', required: true, help: 'as share list shows it' } },
  run: ({ user: email, id }) =>
    withContext(async (context) => {
      await servicesOn(context).shares.remove(await context.userCalled(email as string), id as string);
      return { json: { success: true }, text: `${id} has ended` };
    }),
};

export const shareCommands: Command[] = [shareCreate, shareList, shareRemove];
