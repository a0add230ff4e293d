import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { rememberRule } from '@/lib/domain/geofence/rule';
import type { Geofence } from '@/lib/domain/model';
import type { GeofenceChange, GeofenceFields, SilentJudge } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { geofenceRow, toGeofence } from './geofence-row';
import { idList } from './id-list';
import type { GeofenceTable } from './schema';
import { SilentStatuses } from './silent-status';

/** How a zone was judged until it changed, and how it is from now on. */
interface Judging<S> {
  judge: SilentJudge<S>;
  now: number;
}

/** Writes zones and groups of zones with what follows from it. All inside the caller's transaction. */
export class ZoneWriter<S> {
  private readonly statuses: SilentStatuses<S>;

  constructor(private readonly connection: Connection) {
    this.statuses = new SilentStatuses(connection);
  }

  read(id: string): Geofence | null {
    const row = this.connection.get<Selectable<GeofenceTable>>(query.selectFrom('geofence').selectAll().where('id', '=', id));
    return row ? toGeofence(row) : null;
  }

  isDeviceOf({ device_id, owner_id }: Pick<GeofenceFields, 'device_id' | 'owner_id'>): boolean {
    if (device_id === null) return true;
    const device = query.selectFrom('device').select('id').where('id', '=', device_id).where('user_id', '=', owner_id);
    return this.connection.get(device) !== undefined;
  }

  /** Zones (`isGroup` false) or groups of a user. */
  countOf(owner_id: number, isGroup: boolean): number {
    const count = query
      .selectFrom('geofence')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('owner_id', '=', owner_id)
      .where('shape_type', isGroup ? '=' : '<>', 'group');
    return this.connection.get<{ count: number }>(count)?.count ?? 0;
  }

  /** @param member_ids of a group */
  insert(fields: GeofenceFields, member_ids: readonly string[], { judge, now }: Judging<S>): Geofence {
    const geofence: Geofence = {
      ...fields,
      id: randomUUID(),
      version: 1,
      judged_after_location_id: this.newestLocationId(),
      judged_since: now,
      earlier_rules: null,
      created_at: now,
      updated_at: now,
    };
    this.connection.run(query.insertInto('geofence').values(geofenceRow(geofence)));
    for (const id of member_ids) this.join(geofence.id, id);
    if (geofence.is_active) this.statuses.set(geofence, this.activeMembers(geofence), judge, now);
    return geofence;
  }

  /** Zones that are reshaped, become active or watch other devices than before are judged anew, silently. */
  update(current: Geofence, { fields, reshaped }: GeofenceChange, { judge, now }: Judging<S>): Geofence {
    const judgedAnew = fields.is_active && (reshaped || !current.is_active || watchesOthers(fields, current));
    const newest = this.newestLocationId();
    const geofence: Geofence = {
      ...current,
      ...fields,
      version: current.version + (reshaped ? 1 : 0),
      judged_after_location_id: judgedAnew ? newest : current.judged_after_location_id,
      judged_since: judgedAnew ? now : current.judged_since,
      earlier_rules: judgedAnew ? null : rememberRule(current, fields, newest),
      updated_at: now,
    };
    this.connection.run(query.updateTable('geofence').set(geofenceRow(geofence)).where('id', '=', current.id));
    if (judgedAnew) this.statuses.set(geofence, this.activeMembers(geofence), judge, now);
    return geofence;
  }

  /** The groups that a zone is in have another area, because the zone has changed or is leaving them. */
  groupsChanged(zone_id: string, isLeaving: boolean, judging: Judging<S>): void {
    const rows = this.connection.all(
      query.selectFrom('geofence_group_member').select('group_id').where('geofence_id', '=', zone_id),
    );
    if (isLeaving) this.connection.run(query.deleteFrom('geofence_group_member').where('geofence_id', '=', zone_id));
    for (const { group_id } of rows) {
      const group = this.read(group_id);
      if (!group) continue;
      const is_active = group.is_active && this.members(group_id).length > 0;
      this.update(group, { fields: { ...group, is_active }, reshaped: true }, judging);
    }
  }

  /** By name. */
  members(group_id: string): Geofence[] {
    return this.membersOf([group_id]).get(group_id) ?? [];
  }

  /** Of several groups in one query; each by name. Groups without zones are not in it. */
  membersOf(group_ids: readonly string[]): Map<string, Geofence[]> {
    const rows = this.connection.all<Selectable<GeofenceTable> & { group_id: string }>(
      query
        .selectFrom('geofence')
        .innerJoin('geofence_group_member as member', 'member.geofence_id', 'geofence.id')
        .selectAll('geofence')
        .select('member.group_id')
        .where('member.group_id', 'in', idList(group_ids))
        .orderBy('geofence.name')
        .orderBy('geofence.id'),
    );
    const members = new Map<string, Geofence[]>();
    for (const { group_id, ...row } of rows) {
      const known = members.get(group_id);
      if (known) known.push(toGeofence(row));
      else members.set(group_id, [toGeofence(row)]);
    }
    return members;
  }

  setMembers(group_id: string, member_ids: readonly string[]): void {
    this.connection.run(query.deleteFrom('geofence_group_member').where('group_id', '=', group_id));
    for (const id of member_ids) this.join(group_id, id);
  }

  private join(group_id: string, geofence_id: string): void {
    this.connection.run(query.insertInto('geofence_group_member').values({ group_id, geofence_id }));
  }

  private activeMembers({ id, shape_type }: Geofence): Geofence[] {
    return shape_type === 'group' ? this.members(id).filter((member) => member.is_active) : [];
  }

  private newestLocationId(): number {
    const newest = query.selectFrom('location').select(({ fn }) => fn.max('id').as('id'));
    return this.connection.get<{ id: number | null }>(newest)?.id ?? 0;
  }
}

export const watchesOthers = (fields: GeofenceFields, current: Geofence): boolean =>
  fields.owner_id !== current.owner_id || fields.device_id !== current.device_id;
