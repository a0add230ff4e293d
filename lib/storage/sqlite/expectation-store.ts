import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Expectation } from '@/lib/domain/model';
import type { ExpectationFields } from '@/lib/domain/notify/expectation-input';
import type { AlertFilter, AlertRow, ExpectationRefusal, ExpectationRow, ExpectationStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { expectationColumns, toExpectation } from './expectation-row';

type Owned = ExpectationFields & { owner_id: number };

/** Expectations and their alerts in SQLite, as people manage them. */
export class SqliteExpectationStore implements ExpectationStore {
  constructor(private readonly connection: Connection) {}

  async list({ owner_id }: { owner_id?: number }): Promise<ExpectationRow[]> {
    const all = rows().orderBy(sql`expectation.name COLLATE NOCASE`).orderBy('expectation.id');
    return this.connection.all(owner_id === undefined ? all : all.where('expectation.owner_id', '=', owner_id)).map(toRow);
  }

  async find(id: string): Promise<ExpectationRow | null> {
    const row = this.connection.get(rows().where('expectation.id', '=', id));
    return row ? toRow(row) : null;
  }

  async create(fields: Owned, limit: number, now: number): Promise<Expectation | ExpectationRefusal> {
    const expectation: Expectation = { ...fields, id: randomUUID(), created_at: now, updated_at: now };
    return this.connection.transaction(() => {
      if (this.countOf(fields.owner_id) >= limit) return 'limit_reached';
      if (!this.isWatched(fields)) return 'foreign_device';
      this.connection.run(query.insertInto('expectation').values({ ...expectation, ...expectationColumns(expectation) }));
      this.beginAnew(expectation.id, now);
      return expectation;
    });
  }

  async update(id: string, fields: Owned, now: number): Promise<ExpectationRefusal | 'updated' | 'not_found'> {
    return this.connection.transaction(() => {
      if (!this.isWatched(fields)) return 'foreign_device';
      const change = query
        .updateTable('expectation')
        .set({ ...expectationColumns(fields), updated_at: now })
        .where('id', '=', id);
      if (this.connection.run(change).changes === 0) return 'not_found';
      this.beginAnew(id, now);
      return 'updated';
    });
  }

  async remove(id: string): Promise<boolean> {
    return this.connection.run(query.deleteFrom('expectation').where('id', '=', id)).changes > 0;
  }

  async alerts({ owner_id, expectation_id, open }: AlertFilter, limit: number): Promise<AlertRow[]> {
    let select = alertRows().orderBy('alert.due_at', 'desc').orderBy('alert.id', 'desc').limit(limit);
    if (owner_id !== undefined)
      select = select.where('expectation.owner_id', '=', owner_id).where('device.user_id', '=', owner_id);
    if (expectation_id !== undefined) select = select.where('alert.expectation_id', '=', expectation_id);
    if (open !== undefined) select = select.where('alert.resolved_at', open ? 'is' : 'is not', null);
    return this.connection.all(select);
  }

  private countOf(owner_id: number): number {
    const count = query
      .selectFrom('expectation')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('owner_id', '=', owner_id);
    return this.connection.get(count)?.count ?? 0;
  }

  /** Whether the zone is the owner's and watches the device. */
  private isWatched({ geofence_id, device_id, owner_id }: Owned): boolean {
    const zone = this.connection.get(
      query.selectFrom('geofence').select('device_id').where('id', '=', geofence_id).where('owner_id', '=', owner_id),
    );
    if (!zone) return false;
    if (device_id === null) return true;
    if (zone.device_id !== null) return zone.device_id === device_id;
    const device = query.selectFrom('device').select('id').where('id', '=', device_id).where('user_id', '=', owner_id);
    return this.connection.get(device) !== undefined;
  }

  /** What ended before now is of no concern to it. */
  private beginAnew(expectation_id: string, now: number): void {
    this.connection.run(
      query
        .insertInto('expectation_progress')
        .values({ expectation_id, checked_until: now })
        .onConflict((conflict) => conflict.column('expectation_id').doUpdateSet({ checked_until: now })),
    );
  }
}

function rows() {
  return query
    .selectFrom('expectation')
    .innerJoin('user', 'user.id', 'expectation.owner_id')
    .innerJoin('geofence', 'geofence.id', 'expectation.geofence_id')
    .leftJoin('device', 'device.id', 'expectation.device_id')
    .leftJoin('expectation_progress as progress', 'progress.expectation_id', 'expectation.id')
    .selectAll('expectation')
    .select([
      'user.name as owner_name',
      'geofence.name as geofence_name',
      'geofence.color as geofence_color',
      'geofence.is_active as zone_is_active',
      'device.name as device_name',
      'progress.checked_until',
    ])
    .select((e) =>
      e
        .selectFrom('expectation_alert as alert')
        .select((a) => a.fn.max('alert.window_start').as('newest'))
        .whereRef('alert.expectation_id', '=', 'expectation.id')
        .where('alert.resolved_at', 'is', null)
        .as('last_unmet_window'),
    );
}

function toRow({ zone_is_active, ...row }: NonNullable<ReturnType<typeof readType>>): ExpectationRow {
  const { owner_name, geofence_name, geofence_color, device_name, checked_until, last_unmet_window, ...columns } = row;
  const more = { owner_name, geofence_name, geofence_color, device_name, checked_until, last_unmet_window };
  return { ...toExpectation(columns), ...more, geofence_is_active: zone_is_active === 1 };
}

/** For its type only. */
const readType = (connection: Connection) => connection.get(rows());

function alertRows() {
  return query
    .selectFrom('expectation_alert as alert')
    .innerJoin('expectation', 'expectation.id', 'alert.expectation_id')
    .innerJoin('geofence', 'geofence.id', 'expectation.geofence_id')
    .innerJoin('device', 'device.id', 'alert.device_id')
    .selectAll('alert')
    .select([
      'expectation.name as expectation_name',
      'expectation.kind',
      'expectation.start',
      'expectation.end',
      'expectation.owner_id',
      'expectation.geofence_id',
      'geofence.name as geofence_name',
      'geofence.color as geofence_color',
      'device.name as device_name',
    ])
    .select((e) =>
      e
        .selectFrom('location')
        .select('location.occurred_at')
        .whereRef('location.device_id', '=', 'alert.device_id')
        .whereRef('location.occurred_at', '<=', 'alert.raised_at')
        .whereRef('location.received_at', '<=', 'alert.raised_at')
        .orderBy('location.occurred_at', 'desc')
        .limit(1)
        .as('last_fix_at'),
    );
}
