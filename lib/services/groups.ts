import { type LatLon, shapeOf, UnionShape } from '@/lib/domain/geo';
import { changeGroup, type GroupPatch, readGroupPatch, readNewGroup } from '@/lib/domain/geofence/group-input';
import type { Geofence, User } from '@/lib/domain/model';
import type {
  ForeignZones,
  GeofenceRow,
  GeofenceStore,
  GroupChange,
  GroupRow,
  GroupStore,
  SilentJudge,
  UserStore,
} from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { notFound, ServiceError } from './errors';
import { foreignDevice, invalid, mustBeOwn, ownerFor, scopeOf } from './zone-access';

/** Groups that a user may have; admins may have any number. */
export const MAX_GROUPS_PER_USER = 20;

/** A group with the names of its owner and device and its area: that of its active zones, null where none is active. */
export type GroupView = GeofenceRow & { member_ids: string[]; area_square_meters: number; center: LatLon | null };

export interface GroupDependencies {
  store: GroupStore<unknown>;
  zones: Pick<GeofenceStore<unknown>, 'remove'>;
  users: Pick<UserStore, 'find'>;
  audit: AuditService;
  judge: SilentJudge<unknown>;
  clock: Clock;
}

function view({ geofence, members }: GroupRow): GroupView {
  const shapes = members.filter((member) => member.is_active).map(shapeOf);
  const member_ids = members.map(({ id }) => id);
  if (shapes.length === 0) return { ...geofence, member_ids, area_square_meters: 0, center: null };
  const { area_square_meters, center } = new UnionShape(shapes);
  return { ...geofence, member_ids, area_square_meters, center: { latitude: center.latitude, longitude: center.longitude } };
}

/** Several zones that count as one area. Users manage their own groups, up to a limit; admins manage all. */
export class GroupService {
  constructor(private readonly the: GroupDependencies) {}

  /** By name. */
  async list(actor: User, filter: { ownerId?: number } = {}): Promise<GroupView[]> {
    const rows = await this.the.store.list({ owner_id: filter.ownerId, ...scopeOf(actor) });
    const groups = rows.map(({ geofence }) => geofence);
    await this.the.audit.noteReadOf(actor, 'geofence_group', '*', groups);
    return rows.map(view);
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's group */
  async get(actor: User, id: string): Promise<GroupView> {
    const row = await this.mustFind(actor, id);
    await this.the.audit.noteRead(actor, 'geofence_group', id, [row.geofence.owner_id]);
    return view(row);
  }

  /**
   * Adds a group and sets where the devices stand, silently.
   * @param input as sent; lib/domain/geofence/group-input.ts says what is allowed
   * @throws ServiceError VALIDATION_ERROR by field, LIMIT_REACHED, ACCESS_DENIED for a user who names another owner
   */
  async create(actor: User, input: unknown): Promise<GroupView> {
    const read = readNewGroup(input, actor.id);
    if ('problems' in read) throw invalid(read.problems);
    const { fields, member_ids } = read;
    const owner = await ownerFor(actor, fields.owner_id, this.the.users);
    const limit = owner.role === 'admin' ? null : MAX_GROUPS_PER_USER;
    const created = await this.the.store.create(fields, member_ids, limit, this.the.clock(), this.the.judge);
    if (created === 'limit_reached') throw limitReached();
    const group = accepted(created, fields.device_id);
    await this.note(actor, 'create', group, { zones: member_ids.length });
    return view(await this.mustFind(actor, group.id));
  }

  /**
   * Changes the given fields. A group of another area, one that is switched on and one for other devices is judged anew, silently.
   * @throws ServiceError VALIDATION_ERROR by field, NOT_FOUND, ACCESS_DENIED
   */
  async update(actor: User, id: string, input: unknown): Promise<GroupView> {
    await this.mustFind(actor, id);
    const read = readGroupPatch(input);
    if ('problems' in read) throw invalid(read.problems);
    const { patch } = read;
    const change = (current: Geofence, members: readonly Geofence[]) => changed(actor, current, members, patch);
    const updated = await this.the.store.update(id, change, this.the.clock(), this.the.judge);
    if (updated === 'not_found') throw notFound(`group ${id}`);
    await this.note(actor, 'update', accepted(updated, patch.device_id ?? null), { fields: Object.keys(patch) });
    return view(await this.mustFind(actor, id));
  }

  /** Removes the group with its status and events; its zones stay. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async remove(actor: User, id: string): Promise<void> {
    const { geofence } = await this.mustFind(actor, id);
    if (!(await this.the.zones.remove(id, this.the.clock(), this.the.judge))) throw notFound(`group ${id}`);
    await this.note(actor, 'delete', geofence);
  }

  private async mustFind(actor: User, id: string): Promise<GroupRow> {
    const row = await this.the.store.find(id);
    if (!row) throw notFound(`group ${id}`);
    mustBeOwn(actor, row.geofence);
    return row;
  }

  private note(actor: User, action: string, { id, owner_id, name }: Geofence, detail: object = {}): Promise<void> {
    return this.the.audit.record(actor, action, 'geofence_group', id, { owner_id, name, ...detail });
  }
}

/** Called inside the transaction, with the group as it is then. */
function changed(actor: User, current: Geofence, members: readonly Geofence[], patch: GroupPatch): GroupChange {
  mustBeOwn(actor, current);
  const ids = members.map(({ id }) => id);
  const answer = changeGroup(current, ids, patch);
  if ('problems' in answer) throw invalid(answer.problems);
  return answer;
}

function limitReached(): ServiceError {
  const limit = MAX_GROUPS_PER_USER;
  return new ServiceError('LIMIT_REACHED', `a user can have ${limit} groups; remove one to make room`, { limit });
}

function accepted(answer: Geofence | 'foreign_device' | ForeignZones, device_id: number | null): Geofence {
  if (answer === 'foreign_device') throw foreignDevice(device_id);
  if (!('foreign_zones' in answer)) return answer;
  const [first] = answer.foreign_zones;
  throw invalid({ member_ids: `member_ids has ${first}; each must be a zone of the group's owner` });
}
