import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { LatestPlace } from '@/lib/domain/geofence/silent';
import type { TrackState } from '@/lib/domain/geofence/track';
import type { Fix, Geofence, GeofenceStatus } from '@/lib/domain/model';
import type {
  GeofenceChange,
  GeofenceFields,
  GeofenceRefusal,
  GeofenceRow,
  GeofenceStatusRow,
  GeofenceStore,
  SilentJudge,
  SilentStatus,
} from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { geofenceRow, toGeofence } from './geofence-row';
import type { GeofenceStatusTable, GeofenceTable } from './schema';

/** Rows removed in one transaction: short enough that an ingesting connection hardly waits. */
const REMOVE_AT_ONCE = 2_000;

type Row = Selectable<GeofenceTable> & { owner_name: string; device_name: string | null };
type StatusRow = Selectable<GeofenceStatusTable> & {
  owner_id: number;
  device_name: string;
  geofence_name: string;
  last_checked_at: number | null;
};
type StatusFilter = Parameters<GeofenceStore<unknown>['statuses']>[0];

const FIX_COLUMNS = [
  'id',
  'device_id',
  'latitude',
  'longitude',
  'accuracy',
  'velocity',
  'in_regions',
  'occurred_at',
  'received_at',
] as const satisfies (keyof Fix)[];

type FixRow = Omit<Fix, 'in_regions'> & { in_regions: string | null; state: string | null };

const selectRows = () =>
  query
    .selectFrom('geofence')
    .innerJoin('user', 'user.id', 'geofence.owner_id')
    .leftJoin('device', 'device.id', 'geofence.device_id')
    .selectAll('geofence')
    .select(['user.name as owner_name', 'device.name as device_name']);

const toRow = (row: Row): GeofenceRow => ({ ...toGeofence(row), owner_name: row.owner_name, device_name: row.device_name });

/** Zones and where the devices stand towards them, in SQLite. `S` is the state of the fold, stored as JSON. */
export class SqliteGeofenceStore<S> implements GeofenceStore<S> {
  constructor(private readonly connection: Connection) {}

  async list(filter: { owner_id?: number; device_id?: number }): Promise<GeofenceRow[]> {
    let select = selectRows().orderBy('geofence.name').orderBy('geofence.created_at').orderBy('geofence.id');
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
    return this.connection.transaction(() => {
      const refusal = this.refusal(fields, limit);
      if (refusal) return refusal;
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
      if (geofence.is_active) this.setStatuses(geofence, judge, now);
      return geofence;
    });
  }

  async update(
    id: string,
    change: (current: Geofence) => GeofenceChange,
    limit: number | null,
    now: number,
    judge: SilentJudge<S>,
  ): Promise<Geofence | GeofenceRefusal | 'not_found'> {
    return this.connection.transaction(() => {
      const current = this.read(id);
      if (!current) return 'not_found';
      const { fields, reshaped } = change(current);
      const refusal = this.refusal(fields, fields.owner_id === current.owner_id ? null : limit);
      if (refusal) return refusal;
      const judgedAnew = fields.is_active && (reshaped || !current.is_active || watchesOthers(fields, current));
      const kept = {
        version: current.version + (reshaped ? 1 : 0),
        judged_after_location_id: judgedAnew ? this.newestLocationId() : current.judged_after_location_id,
        judged_since: judgedAnew ? now : current.judged_since,
        updated_at: now,
      };
      const geofence: Geofence = { ...current, ...fields, ...kept };
      this.connection.run(query.updateTable('geofence').set(geofenceRow(geofence)).where('id', '=', id));
      if (judgedAnew) this.setStatuses(geofence, judge, now);
      return geofence;
    });
  }

  /**
   * Switched off first, so that no event follows; then the events go in small transactions with a breath between them:
   * one for 100,000 events would keep ingestion waiting for the better part of a second.
   */
  async remove(id: string): Promise<boolean> {
    const { changes } = this.connection.run(query.updateTable('geofence').set({ is_active: 0 }).where('id', '=', id));
    if (changes === 0) return false;
    const events = query.selectFrom('geofence_event').select('id').where('geofence_id', '=', id).limit(REMOVE_AT_ONCE);
    while (this.connection.run(query.deleteFrom('geofence_event').where('id', 'in', events)).changes === REMOVE_AT_ONCE) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.connection.run(query.deleteFrom('geofence').where('id', '=', id)).changes > 0;
  }

  async countOf(owner_id: number): Promise<number> {
    return this.count(owner_id);
  }

  async statuses(filter: StatusFilter): Promise<GeofenceStatusRow<S>[]> {
    let select = query
      .selectFrom('geofence_status')
      .innerJoin('geofence', 'geofence.id', 'geofence_status.geofence_id')
      .innerJoin('device', 'device.id', 'geofence_status.device_id')
      .leftJoin('location', 'location.id', 'geofence_status.last_location_id')
      .selectAll('geofence_status')
      .select(['geofence.owner_id', 'device.name as device_name', 'geofence.name as geofence_name'])
      .select('location.occurred_at as last_checked_at')
      .where('geofence.is_active', '=', 1)
      .orderBy('geofence.name')
      .orderBy('geofence.id')
      .orderBy('device.name')
      .orderBy('device.id');
    if (filter.owner_id !== undefined) select = select.where('geofence.owner_id', '=', filter.owner_id);
    if (filter.geofence_id !== undefined) select = select.where('geofence.id', '=', filter.geofence_id);
    if (filter.device_id !== undefined) select = select.where('device.id', '=', filter.device_id);
    return this.connection
      .all<StatusRow>(select)
      .map((row) => ({ ...row, is_inside: row.is_inside === 1, state: JSON.parse(row.state) as S }));
  }

  private read(id: string): Geofence | null {
    const row = this.connection.get<Selectable<GeofenceTable>>(query.selectFrom('geofence').selectAll().where('id', '=', id));
    return row ? toGeofence(row) : null;
  }

  private count(owner_id: number): number {
    const count = query
      .selectFrom('geofence')
      .select(({ fn }) => fn.countAll<number>().as('zones'))
      .where('owner_id', '=', owner_id);
    return this.connection.get<{ zones: number }>(count)?.zones ?? 0;
  }

  /** Asked inside the transaction that writes: BEGIN IMMEDIATE lets nobody else write in between. */
  private refusal(fields: GeofenceFields, limit: number | null): GeofenceRefusal | null {
    if (limit !== null && this.count(fields.owner_id) >= limit) return 'limit_reached';
    if (fields.device_id === null) return null;
    const device = query
      .selectFrom('device')
      .select('id')
      .where('id', '=', fields.device_id)
      .where('user_id', '=', fields.owner_id);
    return this.connection.get(device) ? null : 'foreign_device';
  }

  private newestLocationId(): number {
    const newest = query.selectFrom('location').select(({ fn }) => fn.max('id').as('id'));
    return this.connection.get<{ id: number | null }>(newest)?.id ?? 0;
  }

  /** Replaces the zone's status rows; the times of earlier events stay with those devices that are still watched. */
  private setStatuses(geofence: Geofence, judge: SilentJudge<S>, now: number): void {
    const before = this.connection.all<Pick<GeofenceStatus, 'device_id' | 'last_enter_time' | 'last_exit_time'>>(
      query
        .selectFrom('geofence_status')
        .select(['device_id', 'last_enter_time', 'last_exit_time'])
        .where('geofence_id', '=', geofence.id),
    );
    const known = new Map(before.map((row) => [row.device_id, row]));
    this.connection.run(query.deleteFrom('geofence_status').where('geofence_id', '=', geofence.id));
    for (const status of judge(geofence, this.latestPlaces(geofence), [])) {
      this.insertStatus(geofence, status, known.get(status.device_id), now);
    }
  }

  private insertStatus(
    geofence: Geofence,
    status: SilentStatus<S>,
    before: Pick<GeofenceStatus, 'last_enter_time' | 'last_exit_time'> | undefined,
    now: number,
  ): void {
    this.connection.run(
      query.insertInto('geofence_status').values({
        device_id: status.device_id,
        geofence_id: geofence.id,
        is_inside: status.is_inside ? 1 : 0,
        since: status.since,
        last_enter_time: before?.last_enter_time ?? null,
        last_exit_time: before?.last_exit_time ?? null,
        last_location_id: status.last_location_id,
        geofence_version: geofence.version,
        fire_at: null,
        state: JSON.stringify(status.state),
        updated_at: now,
      }),
    );
  }

  /** One step in the index per device, however long the histories are. */
  private latestPlaces(geofence: Geofence): LatestPlace[] {
    let devices = query.selectFrom('device').select('id').where('user_id', '=', geofence.owner_id).orderBy('id');
    if (geofence.device_id !== null) devices = devices.where('id', '=', geofence.device_id);
    return this.connection
      .all<{ id: number }>(devices)
      .flatMap(({ id }) =>
        this.connection.all<FixRow>(
          query
            .selectFrom('location')
            .leftJoin('device_track', 'device_track.device_id', 'location.device_id')
            .select(FIX_COLUMNS.map((column) => `location.${column}` as const))
            .select('device_track.state')
            .where('location.device_id', '=', id)
            .orderBy('occurred_at', 'desc')
            .orderBy('id', 'desc')
            .limit(1),
        ),
      )
      .map(toPlace);
  }
}

function toPlace({ state, in_regions, ...fix }: FixRow): LatestPlace {
  return {
    fix: { ...fix, in_regions: in_regions === null ? null : (JSON.parse(in_regions) as string[]) },
    track: state === null ? null : ((JSON.parse(state) as { track?: TrackState | null }).track ?? null),
  };
}

const watchesOthers = (fields: GeofenceFields, current: Geofence): boolean =>
  fields.owner_id !== current.owner_id || fields.device_id !== current.device_id;
