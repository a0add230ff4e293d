import type { Selectable } from 'kysely';
import type { Geofence, ShapeType } from '@/lib/domain/model';
import type {
  GeofenceChange,
  GeofenceFields,
  GeofenceRefusal,
  GeofenceRow,
  GeofenceStatusRow,
  GeofenceStore,
  SilentJudge,
} from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toGeofence } from './geofence-row';
import { reconstructedSince } from './reconstructed-since';
import type { GeofenceStatusTable, GeofenceTable } from './schema';
import { ZoneWriter } from './zone-writer';

/** Rows removed in one transaction: short enough that an ingesting connection hardly waits. */
const REMOVE_AT_ONCE = 2_000;

export type Row = Selectable<GeofenceTable> & { owner_name: string; device_name: string | null };
type StatusRow = Selectable<GeofenceStatusTable> & {
  owner_id: number;
  device_name: string;
  geofence_name: string;
  shape_type: ShapeType;
  last_checked_at: number | null;
};
type StatusFilter = Parameters<GeofenceStore<unknown>['statuses']>[0];

/** Zones and groups with the names that people read. */
export const selectRows = () =>
  query
    .selectFrom('geofence')
    .innerJoin('user', 'user.id', 'geofence.owner_id')
    .leftJoin('device', 'device.id', 'geofence.device_id')
    .selectAll('geofence')
    .select(['user.name as owner_name', 'device.name as device_name']);

export const toRow = (row: Row): GeofenceRow => ({
  ...toGeofence(row),
  owner_name: row.owner_name,
  device_name: row.device_name,
});

/** Zones and where the devices stand towards them, in SQLite. `S` is the state of the fold, stored as JSON. */
export class SqliteGeofenceStore<S> implements GeofenceStore<S> {
  private readonly writer: ZoneWriter<S>;

  constructor(private readonly connection: Connection) {
    this.writer = new ZoneWriter(connection);
  }

  async list(filter: { owner_id?: number; device_id?: number }): Promise<GeofenceRow[]> {
    let select = selectRows().where('geofence.shape_type', '<>', 'group');
    select = select.orderBy('geofence.name').orderBy('geofence.created_at').orderBy('geofence.id');
    if (filter.owner_id !== undefined) select = select.where('geofence.owner_id', '=', filter.owner_id);
    const { device_id } = filter;
    if (device_id !== undefined) {
      const owner = query.selectFrom('device').select('user_id').where('id', '=', device_id);
      select = select.where((eb) =>
        eb.or([
          eb('geofence.device_id', '=', device_id),
          eb.and([eb('geofence.device_id', 'is', null), eb('geofence.owner_id', '=', owner)]),
        ]),
      );
    }
    return this.connection.all<Row>(select).map(toRow);
  }

  async find(id: string): Promise<GeofenceRow | null> {
    const row = this.connection.get<Row>(selectRows().where('geofence.id', '=', id));
    return row ? toRow(row) : null;
  }

  async create(
    fields: GeofenceFields,
    limit: number | null,
    now: number,
    judge: SilentJudge<S>,
  ): Promise<Geofence | GeofenceRefusal> {
    return this.connection.transaction(() => this.refusal(fields, limit) ?? this.writer.insert(fields, [], { judge, now }));
  }

  async update(
    id: string,
    change: (current: Geofence) => GeofenceChange,
    limit: number | null,
    now: number,
    judge: SilentJudge<S>,
  ): Promise<Geofence | GeofenceRefusal | 'not_found'> {
    return this.connection.transaction(() => {
      const current = this.writer.read(id);
      if (!current) return 'not_found';
      const changed = change(current);
      const givenAway = changed.fields.owner_id !== current.owner_id;
      const refusal = this.refusal(changed.fields, givenAway ? limit : null);
      if (refusal) return refusal;
      const geofence = this.writer.update(current, changed, { judge, now });
      const areaChanged = current.is_active !== geofence.is_active || (geofence.is_active && changed.reshaped);
      if (areaChanged || givenAway) this.writer.groupsChanged(id, givenAway, { judge, now });
      return geofence;
    });
  }

  /**
   * Switched off first, so that no event follows; then the events go in small transactions with a breath between them:
   * one for 100,000 events would keep ingestion waiting for the better part of a second.
   */
  async remove(id: string, now: number, judge: SilentJudge<S>): Promise<boolean> {
    const found = this.connection.transaction(() => {
      const { changes } = this.connection.run(query.updateTable('geofence').set({ is_active: 0 }).where('id', '=', id));
      if (changes > 0) this.writer.groupsChanged(id, true, { judge, now });
      return changes > 0;
    });
    if (!found) return false;
    const events = query.selectFrom('geofence_event').select('id').where('geofence_id', '=', id).limit(REMOVE_AT_ONCE);
    while (this.connection.run(query.deleteFrom('geofence_event').where('id', 'in', events)).changes === REMOVE_AT_ONCE) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.connection.run(query.deleteFrom('geofence').where('id', '=', id)).changes > 0;
  }

  async countOf(owner_id: number): Promise<number> {
    return this.writer.countOf(owner_id, false);
  }

  async statuses(filter: StatusFilter): Promise<GeofenceStatusRow<S>[]> {
    let select = query
      .selectFrom('geofence_status')
      .innerJoin('geofence', 'geofence.id', 'geofence_status.geofence_id')
      .innerJoin('device', 'device.id', 'geofence_status.device_id')
      .leftJoin('location', 'location.id', 'geofence_status.last_location_id')
      .selectAll('geofence_status')
      .select(['geofence.owner_id', 'device.name as device_name', 'geofence.name as geofence_name', 'geofence.shape_type'])
      .select('location.occurred_at as last_checked_at')
      .where('geofence.is_active', '=', 1)
      .orderBy('geofence.name')
      .orderBy('geofence.id')
      .orderBy('device.name')
      .orderBy('device.id');
    if (filter.owner_id !== undefined) select = select.where('geofence.owner_id', '=', filter.owner_id);
    if (filter.geofence_id !== undefined) select = select.where('geofence.id', '=', filter.geofence_id);
    if (filter.device_id !== undefined) select = select.where('device.id', '=', filter.device_id);
    return this.connection.all<StatusRow>(select).map(({ shape_type, ...row }) => ({
      ...row,
      ...reconstructedSince(this.connection, { ...row, is_inside: row.is_inside === 1 }),
      kind: shape_type === 'group' ? ('group' as const) : ('zone' as const),
      is_inside: row.is_inside === 1,
      state: JSON.parse(row.state) as S,
    }));
  }

  /** Asked inside the transaction that writes: BEGIN IMMEDIATE lets nobody else write in between. */
  private refusal(fields: GeofenceFields, limit: number | null): GeofenceRefusal | null {
    if (limit !== null && this.writer.countOf(fields.owner_id, false) >= limit) return 'limit_reached';
    return this.writer.isDeviceOf(fields) ? null : 'foreign_device';
  }
}
