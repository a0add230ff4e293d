import type { Location, User } from '@/lib/domain/model';
import type { Payload } from '@/lib/domain/owntracks/payload';
import {
  type RecorderDevice,
  recorderIdentity,
  recorderLast,
  recorderLocation,
  recorderName,
} from '@/lib/domain/owntracks/recorder';
import { type RecorderSpan, ZoneWriter } from '@/lib/domain/owntracks/recorder-time';
import { baseTopic } from '@/lib/domain/owntracks/topic';
import type { DeviceRow, DeviceStore, FixPlace, FixSpan, RecorderStore, UserStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import { type DeviceAccess, isShared, type SeenDevice } from './device-access';
import type { RecorderPictures } from './recorder-pictures';
import { sharedLocation } from './shared-view';

const PAGE = 2_000;
/** Fixes with pictures are shaped so few at a time: each may bring megabytes. */
const FEW = 10;

/** Names as a program gives them; letter case does not count. */
export interface RecorderNames {
  user: string | null;
  device: string | null;
}

export interface TrackWish {
  span: RecorderSpan;
  /** So many of the newest; null: all. */
  limit: number | null;
  /** Also with a limit, where the newest come first otherwise. */
  oldest_first: boolean;
}

export interface RecorderTrack {
  device_name: string;
  pages: AsyncIterable<Payload[]>;
}

export interface RecorderDependencies {
  store: RecorderStore;
  devices: Pick<DeviceStore, 'list'>;
  users: Pick<UserStore, 'find'>;
  access: Pick<DeviceAccess, 'visibleDevices'>;
  faces: { of(device_id: number): Promise<string | null> };
  pictures: RecorderPictures;
  audit: AuditService;
}

/** The names by which programs ask for a device. */
const namesOf = (device: DeviceRow) => ({ user: recorderName(device.owner_handle), device: recorderName(device.device) });

function isCalled(device: DeviceRow, { user, device: name }: RecorderNames): boolean {
  const names = namesOf(device);
  return (user === null || user === names.user) && (name === null || name === names.device);
}

/**
 * What the OwnTracks Recorder answers, from what is stored here: own devices and shared ones. An admin gets those of
 * somebody else by naming the person, and that is in the audit log.
 */
export class RecorderService {
  constructor(private readonly on: RecorderDependencies) {}

  /** The devices that these names mean for the actor; without a user's name all of the actor's and what is shared. */
  async devices(actor: User, names: RecorderNames): Promise<SeenDevice[]> {
    if (actor.role === 'admin' && names.user !== null && names.user !== recorderName(actor.handle)) {
      const named = (await this.on.devices.list({})).filter((device) => isCalled(device, names));
      await this.on.audit.noteRead(
        actor,
        'device',
        names.user,
        named.map((device) => device.user_id),
      );
      return named.map((device) => ({ device, access: 'admin', until: null }));
    }
    const seen = await this.on.access.visibleDevices({ id: actor.id, role: 'user' });
    return seen.filter(({ device }) => isCalled(device, names));
  }

  /** Users, a user's devices, or the files that the Recorder would have of a device. Null: the names mean nothing here. */
  async list(actor: User, names: RecorderNames): Promise<string[] | null> {
    const seen = await this.devices(actor, names);
    if (names.user === null) return [...new Set(seen.map(({ device }) => namesOf(device).user))].sort();
    if (seen.length === 0) return names.user === recorderName(actor.handle) && names.device === null ? [] : null;
    if (names.device === null) return seen.map(({ device }) => namesOf(device).device).sort();
    const files: string[] = [];
    for (const { device, access } of seen) {
      if (access === 'live') continue;
      const { user, device: name } = namesOf(device);
      for (const month of await this.on.store.months(device.id)) files.push(`rec/${user}/${name}/${month}.rec`);
    }
    return files;
  }

  /** The newest fix of each device that has one. */
  async last(actor: User, names: RecorderNames): Promise<Payload[]> {
    const answers: Payload[] = [];
    for (const { device } of await this.devices(actor, names)) {
      const { last_location } = device;
      if (!last_location) continue;
      answers.push(recorderLast(last_location, await this.described(device), await this.clockOf(device)));
    }
    return answers;
  }

  /** How messages of each device that the actor follows are marked, by the device's id. */
  async marks(actor: User): Promise<Map<number, Payload>> {
    const marks = new Map<number, Payload>();
    for (const { device } of await this.devices(actor, { user: null, device: null })) {
      const name = await this.nameOf(device);
      const identity = recorderIdentity({ handle: device.owner_handle, device: device.device });
      marks.set(device.id, { ...identity, name, _label: name });
    }
    return marks;
  }

  /** The fixes of one device; nothing of a device that the actor does not see, or sees only where it is now. */
  async track(actor: User, names: { user: string; device: string }, wish: TrackWish): Promise<RecorderTrack> {
    const seen = (await this.devices(actor, names)).find(({ access }) => access !== 'live');
    if (!seen) return { device_name: names.device, pages: nothing() };
    return { device_name: seen.device.name, pages: this.shaped(seen, wish, await this.clockOf(seen.device)) };
  }

  private async *shaped({ device, access }: SeenDevice, wish: TrackWish, clock: ZoneWriter): AsyncIterable<Payload[]> {
    const topic = baseTopic(device.owner_handle, device.device);
    // Whole seconds are compared, as phones count.
    const span = { device_id: device.id, from: (wish.span.after + 1) * 1000, to: wish.span.before * 1000 };
    for await (const page of this.pages(span, wish)) {
      if (isShared(access)) {
        yield page.map((location) => recorderLocation(sharedLocation(location), topic, clock));
        continue;
      }
      for (const some of page.every(({ poi }) => poi === null) ? [page] : portions(page)) {
        const pictures = await this.picturesOf(some);
        yield some.map((location) => Object.assign(recorderLocation(location, topic, clock), pictures.get(location.id)));
      }
    }
  }

  private async *pages(span: FixSpan, { limit, oldest_first }: TrackWish): AsyncIterable<Location[]> {
    const newest_first = limit !== null && !oldest_first;
    let after: FixPlace | undefined;
    if (limit !== null && oldest_first) after = (await this.on.store.before(span, limit)) ?? undefined;
    for (let left = newest_first ? limit : Number.POSITIVE_INFINITY; left > 0; ) {
      const wanted = Math.min(PAGE, left);
      const page = await this.on.store.page({ ...span, newest_first, limit: wanted, after });
      if (page.length > 0) yield page;
      if (page.length < wanted) return;
      const { occurred_at, id } = page[page.length - 1]!;
      after = { occurred_at, id };
      left -= page.length;
      // Other requests have their turn between two pages.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async picturesOf(page: Location[]): Promise<Map<number, Payload>> {
    const times = page.filter((location) => location.poi !== null).map((location) => location.occurred_at);
    if (times.length === 0) return new Map();
    return this.on.pictures.between(page[0]!.device_id, Math.min(...times), Math.max(...times));
  }

  private async described(device: DeviceRow): Promise<RecorderDevice> {
    const { owner_handle: handle, device: topic } = device;
    return { handle, device: topic, name: await this.nameOf(device), face: await this.on.faces.of(device.id) };
  }

  private async nameOf(device: DeviceRow): Promise<string> {
    return (await this.on.store.cardName(device.id)) ?? device.name;
  }

  /** Times are also told on the clock of the device's owner. */
  private async clockOf(device: DeviceRow): Promise<ZoneWriter> {
    return new ZoneWriter((await this.on.users.find(device.user_id))?.time_zone ?? 'UTC');
  }
}

function portions(page: Location[]): Location[][] {
  return Array.from({ length: Math.ceil(page.length / FEW) }, (_, at) => page.slice(at * FEW, (at + 1) * FEW));
}

async function* nothing(): AsyncIterable<Payload[]> {}
