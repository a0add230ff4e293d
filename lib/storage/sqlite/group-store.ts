import type { Geofence } from '@/lib/domain/model';
import type {
  ForeignZones,
  GeofenceFields,
  GeofenceRefusal,
  GroupChange,
  GroupRow,
  GroupStore,
  SilentJudge,
} from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { type Row, selectRows, toRow } from './geofence-store';
import { ZoneWriter } from './zone-writer';

/** Groups of zones, in SQLite. */
export class SqliteGroupStore<S> implements GroupStore<S> {
  private readonly writer: ZoneWriter<S>;

  constructor(private readonly connection: Connection) {
    this.writer = new ZoneWriter(connection);
  }

  async list(filter: { owner_id?: number }): Promise<GroupRow[]> {
    let select = selectRows().where('geofence.shape_type', '=', 'group').orderBy('geofence.name').orderBy('geofence.id');
    if (filter.owner_id !== undefined) select = select.where('geofence.owner_id', '=', filter.owner_id);
    const rows = this.connection.all<Row>(select);
    const members = this.writer.membersOf(rows.map(({ id }) => id));
    return rows.map((row) => ({ geofence: toRow(row), members: members.get(row.id) ?? [] }));
  }

  async find(id: string): Promise<GroupRow | null> {
    const group = selectRows().where('geofence.shape_type', '=', 'group').where('geofence.id', '=', id);
    const row = this.connection.get<Row>(group);
    return row ? { geofence: toRow(row), members: this.writer.members(id) } : null;
  }

  async create(
    fields: GeofenceFields,
    member_ids: readonly string[],
    limit: number | null,
    now: number,
    judge: SilentJudge<S>,
  ): Promise<Geofence | GeofenceRefusal | ForeignZones> {
    return this.connection.transaction(() => {
      if (limit !== null && this.writer.countOf(fields.owner_id, true) >= limit) return 'limit_reached';
      const refusal = this.refusal(fields, member_ids);
      return refusal ?? this.writer.insert(fields, member_ids, { judge, now });
    });
  }

  async update(
    id: string,
    change: (current: Geofence, members: readonly Geofence[]) => GroupChange,
    now: number,
    judge: SilentJudge<S>,
  ): Promise<Geofence | 'foreign_device' | 'not_found' | ForeignZones> {
    return this.connection.transaction(() => {
      const current = this.writer.read(id);
      if (current?.shape_type !== 'group') return 'not_found';
      const before = this.writer.members(id);
      const { fields, member_ids } = change(current, before);
      const refusal = this.refusal(fields, member_ids ?? []);
      if (refusal) return refusal;
      if (member_ids) this.writer.setMembers(id, member_ids);
      const reshaped = member_ids !== null && areaOf(before) !== areaOf(this.writer.members(id));
      return this.writer.update(current, { fields, reshaped }, { judge, now });
    });
  }

  /** Asked inside the transaction that writes. */
  private refusal(fields: GeofenceFields, member_ids: readonly string[]): 'foreign_device' | ForeignZones | null {
    if (!this.writer.isDeviceOf(fields)) return 'foreign_device';
    const own = query
      .selectFrom('geofence')
      .select('id')
      .where('id', 'in', member_ids.length > 0 ? [...member_ids] : [''])
      .where('owner_id', '=', fields.owner_id)
      .where('shape_type', '<>', 'group');
    const known = new Set(this.connection.all<{ id: string }>(own).map(({ id }) => id));
    const foreign_zones = member_ids.filter((id) => !known.has(id));
    return foreign_zones.length > 0 ? { foreign_zones } : null;
  }
}

/** Equal where the same zones make it up; those that are switched off don't. */
const areaOf = (members: readonly Geofence[]): string =>
  members
    .filter((member) => member.is_active)
    .map(({ id }) => id)
    .sort()
    .join();
