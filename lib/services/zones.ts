import { type LatLon, measure } from '@/lib/domain/geo';
import { changeZone, readNewZone, readZoneCopy, readZonePatch, type ZonePatch } from '@/lib/domain/geofence/zone-input';
import type { DrawnShape, Geofence, User } from '@/lib/domain/model';
import type {
  GeofenceChange,
  GeofenceRefusal,
  GeofenceRow,
  GeofenceStatusRow,
  GeofenceStore,
  SilentJudge,
  UserStore,
} from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { notFound, ServiceError } from './errors';
import { foreignDevice, invalid, mustBeOwn, ownerFor, scopeOf } from './zone-access';

/** A zone with the names of its owner and device and the size of its area. */
export type ZoneView = GeofenceRow & { shape_type: DrawnShape; area_square_meters: number; center: LatLon };

export interface ZoneFilter {
  /** The zones that watch this device, those for all devices of its owner included. */
  deviceId?: number;
  /** Of whom; a user sees only own zones in any case. */
  ownerId?: number;
}

export interface ZoneDependencies {
  store: GeofenceStore<unknown>;
  users: Pick<UserStore, 'find'>;
  audit: AuditService;
  /** Where the devices stand towards a new or changed zone (lib/domain/geofence). */
  judge: SilentJudge<unknown>;
  clock: Clock;
  /** Zones that a user may have; admins may have any number. */
  maxZonesPerUser: number;
}

function view(row: GeofenceRow): ZoneView {
  const { area_square_meters, center } = measure(row);
  return { ...row, shape_type: row.shape_type as DrawnShape, area_square_meters, center };
}

/** Zones: users manage their own, up to a limit; admins manage all. */
export class ZoneService {
  constructor(private readonly the: ZoneDependencies) {}

  /** By name. */
  async list(actor: User, filter: ZoneFilter = {}): Promise<ZoneView[]> {
    const rows = await this.the.store.list({ device_id: filter.deviceId, owner_id: filter.ownerId, ...scopeOf(actor) });
    await this.the.audit.noteReadOf(actor, 'geofence', '*', rows);
    return rows.map(view);
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's zone */
  async get(actor: User, id: string): Promise<ZoneView> {
    const row = await this.mustFind(actor, id);
    await this.the.audit.noteReadOf(actor, 'geofence', id, [row]);
    return view(row);
  }

  /** How many zones the actor has, and may have (null: any number). */
  async quota(actor: User): Promise<{ zones: number; limit: number | null }> {
    return { zones: await this.the.store.countOf(actor.id), limit: this.limitOf(actor) };
  }

  /**
   * Adds a zone and sets where the devices stand, silently.
   * @param input as sent; lib/domain/geofence/zone-input.ts says what is allowed
   * @throws ServiceError VALIDATION_ERROR by field, LIMIT_REACHED, ACCESS_DENIED for a user who names another owner
   */
  async create(actor: User, input: unknown): Promise<ZoneView> {
    const read = readNewZone(input, actor.id);
    if ('problems' in read) throw invalid(read.problems);
    const owner = await ownerFor(actor, read.fields.owner_id, this.the.users);
    const created = await this.the.store.create(read.fields, this.limitOf(owner), this.the.clock(), this.the.judge);
    if (typeof created === 'string') throw this.refused(created, read.fields.device_id);
    await this.the.audit.record(actor, 'create', 'geofence', created.id, { owner_id: created.owner_id, name: created.name });
    return view(await this.mustFind(actor, created.id));
  }

  /**
   * Changes the given fields. A zone of another area, one that is switched on and one for other devices is judged anew, silently.
   * @throws ServiceError VALIDATION_ERROR by field, NOT_FOUND, ACCESS_DENIED, LIMIT_REACHED of a new owner
   */
  async update(actor: User, id: string, input: unknown): Promise<ZoneView> {
    await this.mustFind(actor, id);
    const read = readZonePatch(input);
    if ('problems' in read) throw invalid(read.problems);
    const { patch } = read;
    const newOwner = patch.owner_id === undefined ? null : await ownerFor(actor, patch.owner_id, this.the.users);
    const limit = newOwner && this.limitOf(newOwner);
    const change = (current: Geofence) => changed(actor, current, patch);
    const updated = await this.the.store.update(id, change, limit, this.the.clock(), this.the.judge);
    if (updated === 'not_found') throw notFound(`zone ${id}`);
    if (typeof updated === 'string') throw this.refused(updated, patch.device_id ?? null);
    const detail = { owner_id: updated.owner_id, name: updated.name, fields: Object.keys(patch) };
    await this.the.audit.record(actor, 'update', 'geofence', id, detail);
    return view(await this.mustFind(actor, id));
  }

  /**
   * A new zone with another's shape and settings, for all devices of its owner; the silent status is its own.
   * @param input `owner_id`, and `name` where it is to have another
   * @throws ServiceError VALIDATION_ERROR by field, NOT_FOUND, ACCESS_DENIED for somebody else's zone or owner, LIMIT_REACHED
   */
  async clone(actor: User, id: string, input: unknown): Promise<ZoneView> {
    const source = await this.mustFind(actor, id);
    const read = readZoneCopy(source, input);
    if ('problems' in read) throw invalid(read.problems);
    const owner = await ownerFor(actor, read.fields.owner_id, this.the.users);
    const created = await this.the.store.create(read.fields, this.limitOf(owner), this.the.clock(), this.the.judge);
    if (typeof created === 'string') throw this.refused(created, null);
    const detail = { owner_id: created.owner_id, name: created.name, from: id, from_owner_id: source.owner_id };
    await this.the.audit.record(actor, 'clone', 'geofence', created.id, detail);
    return view(await this.mustFind(actor, created.id));
  }

  /** Removes the zone with its status and events. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async remove(actor: User, id: string): Promise<void> {
    const { owner_id, name } = await this.mustFind(actor, id);
    if (!(await this.the.store.remove(id, this.the.clock(), this.the.judge))) throw notFound(`zone ${id}`);
    await this.the.audit.record(actor, 'delete', 'geofence', id, { owner_id, name });
  }

  /** Where the devices stand towards the active zones now. */
  async statuses(actor: User, filter: { geofenceId?: string; deviceId?: number } = {}): Promise<GeofenceStatusRow<unknown>[]> {
    const rows = await this.the.store.statuses({ geofence_id: filter.geofenceId, device_id: filter.deviceId, ...scopeOf(actor) });
    await this.the.audit.noteReadOf(actor, 'geofence_status', '*', rows);
    return rows;
  }

  private async mustFind(actor: User, id: string): Promise<GeofenceRow> {
    const row = await this.the.store.find(id);
    if (!row || row.shape_type === 'group') throw notFound(`zone ${id}`);
    mustBeOwn(actor, row);
    return row;
  }

  private limitOf(owner: Pick<User, 'role'>): number | null {
    return owner.role === 'admin' ? null : this.the.maxZonesPerUser;
  }

  private refused(why: GeofenceRefusal, device_id: number | null): ServiceError {
    if (why === 'foreign_device') return foreignDevice(device_id);
    const limit = this.the.maxZonesPerUser;
    return new ServiceError('LIMIT_REACHED', `a user can have ${limit} zones; remove one to make room`, { limit });
  }
}

/** Called inside the transaction, with the zone as it is then. */
function changed(actor: User, current: Geofence, patch: ZonePatch): GeofenceChange {
  mustBeOwn(actor, current);
  const answer = changeZone(current, patch);
  if ('problems' in answer) throw invalid(answer.problems);
  return answer;
}
