import type { ImportedDevice } from '@/lib/domain/import/report';
import type { ImportSource, StoreDevice } from '@/lib/domain/import/source';
import type { User } from '@/lib/domain/model';
import type { DeviceRow } from '@/lib/storage/ports';
import type { DeviceService } from './devices';
import { ServiceError } from './errors';
import type { ResolveDevice } from './importer';

type Found = Pick<ImportedDevice, 'device_id' | 'name' | 'is_new'>;

const same = (a: string | null | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();
const pathOf = ({ user, device }: StoreDevice) => `${user}/${device ?? ''}`;
const listed = (devices: readonly StoreDevice[]) => devices.slice(0, 20).map(pathOf).join(', ');

const found = ({ id, name }: Pick<DeviceRow, 'id' | 'name'>, is_new = false): Found => ({ device_id: id, name, is_new });

const wrong = (message: string) => new ServiceError('VALIDATION_ERROR', message, { device_id: message });

/**
 * Everything goes to one device. Of a store with several devices, only what is of that name is taken, so that the ways of two
 * phones never become one; of several users' phones of that name, the owner's where it is among them.
 * @throws ServiceError VALIDATION_ERROR where none of several has the device's name
 */
export async function intoOne(source: ImportSource, device: DeviceRow): Promise<ResolveDevice> {
  const all = await source.devices();
  const called = all.filter((each) => same(each.device, device.device));
  if (all.length > 1 && called.length === 0) {
    throw wrong(`the store holds ${listed(all)}; none is called ${device.device}: choose one of these names, or go by the names`);
  }
  const own = called.filter(({ user }) => same(user, device.owner_handle));
  const taken = all.length <= 1 ? all : own.length > 0 ? own : called;
  return async (of) => {
    if (of === null) return found(device);
    const { user, device: name } = of;
    const ofUser = taken.filter((each) => same(each.user, user));
    const isTaken = name === null ? ofUser.length > 0 || taken.length === 0 : ofUser.some((each) => same(each.device, name));
    return isTaken ? found(device) : `it is of ${pathOf(of)}, not of ${device.device}`;
  };
}

/** What a topic can hold of a name of a folder. */
const topicName = (name: string) => name.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 64);

export interface ByName {
  owner: User;
  devices: DeviceService;
  /** Devices that are missing are made. */
  create: boolean;
}

/**
 * A Recorder's store by its own names. Of several users, the folder that is called like the owner's topics is taken.
 * @throws ServiceError VALIDATION_ERROR where nothing has a name, or no user is the owner
 */
export async function byName(source: ImportSource, { owner, devices, create }: ByName): Promise<ResolveDevice> {
  const all = await source.devices();
  if (all.length === 0) throw wrong('this is no Recorder store, so it does not say whose it is; choose a device');
  const users = [...new Set(all.map(({ user }) => user))];
  const user = users.length === 1 ? (users[0] as string) : users.find((each) => same(each, owner.handle));
  if (user === undefined) throw wrong(`the store holds ${listed(all)}; no user in it is called ${owner.handle}`);
  const known = new Map(
    (await devices.list(owner)).filter((row) => row.user_id === owner.id).map((row) => [row.device.toLowerCase(), found(row)]),
  );
  const named = async (folder: string): Promise<Found | string> => {
    const name = topicName(folder);
    const device = known.get(name.toLowerCase());
    if (device) return device;
    if (!create) return `there is no device ${name}`;
    const made = await devices.create(owner, { name: folder, device: name });
    const added = found(made.device, true);
    known.set(name.toLowerCase(), added);
    return added;
  };
  const folders = all.flatMap((each) => (each.user === user && each.device !== null ? [each.device] : []));
  return async (of) => {
    if (of === null) return 'it does not say of which device it is';
    if (of.user !== user) return `it is of ${of.user}, not of ${owner.handle}`;
    if (of.device !== null) return named(of.device);
    // A person's card is that of all their devices in the store.
    const theirs: Found[] = [];
    for (const folder of folders) {
      const device = await named(folder);
      if (typeof device !== 'string') theirs.push(device);
    }
    return theirs.length > 0 ? theirs : 'there is none of the devices of this person';
  };
}
