import type { User } from '@/lib/domain/model';
import type { DeviceRow, DeviceStore, LocationStore, ShareStore, VisibleDevice } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound } from './errors';
import { sharedView } from './shared-view';

/** Why a person may see a device: it is the own one, an admin sees all, or it is shared, with its past or without. */
export type Access = 'own' | 'admin' | 'history' | 'live';

/** A device with the right by which it is seen; what the right does not cover is left out of it. */
export interface SeenDevice {
  device: DeviceRow;
  access: Access;
  /** When the share ends (epoch ms); null: it does not, or there is none. */
  until: number | null;
}

export interface AccessDependencies {
  devices: Pick<DeviceStore, 'find' | 'list'>;
  shares: Pick<ShareStore, 'visibleTo'>;
  fixes: Pick<LocationStore, 'newestOf'>;
  audit: AuditService;
  clock: Clock;
}

/** Whether a shared device is seen: read-only, without what the phone told its owner only. */
export const isShared = (access: Access): access is 'history' | 'live' => access === 'history' || access === 'live';

/** Who sees which devices at this moment; for everything that only reads. What is written stays the owner's. */
export class DeviceAccess {
  constructor(private readonly the: AccessDependencies) {}

  /** Null: neither own nor shared, or no such device. */
  async canSee(actor: Pick<User, 'id' | 'role'>, device_id: number): Promise<Access | null> {
    return (await this.see(actor, device_id))?.access ?? null;
  }

  /**
   * What an admin sees of others is in the audit log.
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED, the latter also where the past is asked for and only the present is shared
   */
  async mustSee(actor: Pick<User, 'id' | 'role'>, device_id: number, what: 'live' | 'history'): Promise<SeenDevice> {
    const seen = await this.see(actor, device_id);
    if (!seen) throw (await this.the.devices.find(device_id)) ? accessDenied() : notFound(`device ${device_id}`);
    if (what === 'history' && seen.access === 'live') throw accessDenied('only where this device is now is shared with you');
    await this.the.audit.noteRead(actor, what === 'history' ? 'device_history' : 'device', device_id, [seen.device.user_id]);
    return seen;
  }

  /** Own ones, then shared ones, all for an admin; by name. @param owner_id only those of this person */
  async visibleDevices(actor: Pick<User, 'id' | 'role'>, owner_id?: number): Promise<SeenDevice[]> {
    const all = actor.role === 'admin' ? await this.all(actor) : await this.ownAndShared(actor);
    const seen = owner_id === undefined ? all : all.filter(({ device }) => device.user_id === owner_id);
    const owners = seen.map(({ device }) => device.user_id);
    await this.the.audit.noteRead(actor, 'device', '*', owners);
    return seen;
  }

  private async all(actor: Pick<User, 'id'>): Promise<SeenDevice[]> {
    return (await this.the.devices.list({})).map((device) => this.own(actor, device));
  }

  private async ownAndShared(actor: Pick<User, 'id'>): Promise<SeenDevice[]> {
    const own = (await this.the.devices.list({ user_id: actor.id })).map((device) => this.own(actor, device));
    const shared: SeenDevice[] = [];
    for (const grant of await this.the.shares.visibleTo(actor.id, this.the.clock())) {
      const device = await this.the.devices.find(grant.device_id);
      if (device) shared.push(await this.seenBy(grant, device));
    }
    shared.sort((a, b) => a.device.name.localeCompare(b.device.name) || a.device.id - b.device.id);
    return [...own, ...shared];
  }

  private async see(actor: Pick<User, 'id' | 'role'>, device_id: number): Promise<SeenDevice | null> {
    const device = await this.the.devices.find(device_id);
    if (!device) return null;
    if (device.user_id === actor.id || actor.role === 'admin') return this.own(actor, device);
    const grants = await this.the.shares.visibleTo(actor.id, this.the.clock());
    const grant = grants.find((it) => it.device_id === device_id);
    return grant ? this.seenBy(grant, device) : null;
  }

  private own(actor: Pick<User, 'id'>, device: DeviceRow): SeenDevice {
    return { device, access: device.user_id === actor.id ? 'own' : 'admin', until: null };
  }

  /** Without its past a device is where its phone said last; what an archive says is past. */
  private async seenBy({ device_id, with_history, until }: VisibleDevice, device: DeviceRow): Promise<SeenDevice> {
    if (with_history) return { device: sharedView(device), access: 'history', until };
    const last_location = (await this.the.fixes.newestOf([device_id]))[0] ?? null;
    return { device: sharedView({ ...device, last_location, last_location_imported: false }), access: 'live', until };
  }
}
