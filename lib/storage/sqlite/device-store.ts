import type { Selectable } from 'kysely';
import type { Device, DeviceActivity, DeviceReport } from '@/lib/domain/model';
import type { DeviceRow, DeviceStore, SilentJudge, StoredIdentity } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toLocation } from './location-row';
import type { LocationTable } from './schema';
import { ZoneWriter } from './zone-writer';

type NewDevice = Parameters<DeviceStore['create']>[0];
type DevicePatch = Parameters<DeviceStore['update']>[1];
type Base = Pick<DeviceRow, keyof Device | 'owner_name' | 'owner_handle' | 'face_id'> & { is_encrypted: number };

const COLUMNS = [
  'device.id',
  'device.user_id',
  'device.name',
  'device.device',
  'device.color',
  'device.created_at',
  'device.updated_at',
] as const;

const noActivity = (device_id: number): DeviceActivity => ({
  device_id,
  last_seen_at: null,
  last_connect_at: null,
  last_disconnect_at: null,
  last_auth_failure_at: null,
  last_denied_at: null,
  last_denied_topic: null,
  last_decrypt_failure_at: null,
  last_decrypt_failure: null,
  last_decrypted_at: null,
  last_ping_at: null,
  ping_battery: null,
  ping_battery_status: null,
});

const selectBase = () =>
  query
    .selectFrom('device')
    .innerJoin('user', 'user.id', 'device.user_id')
    .select([...COLUMNS, 'user.name as owner_name', 'user.handle as owner_handle'])
    .select(({ eb }) => eb('device.encryption_key', 'is not', null).as('is_encrypted'))
    .select(({ selectFrom }) =>
      selectFrom('media')
        .select('media.id')
        .whereRef('media.device_id', '=', 'device.id')
        .where('media.kind', '=', 'face')
        .orderBy('media.occurred_at', 'desc')
        .limit(1)
        .as('face_id'),
    );

/** Devices, their secrets and what was heard of them, in SQLite. */
export class SqliteDeviceStore implements DeviceStore {
  constructor(private readonly connection: Connection) {}

  async list(filter: { user_id?: number }): Promise<DeviceRow[]> {
    let select = selectBase().orderBy('device.name').orderBy('device.id');
    if (filter.user_id !== undefined) select = select.where('device.user_id', '=', filter.user_id);
    return this.connection.all<Base>(select).map((base) => this.complete(base));
  }

  async find(id: number): Promise<DeviceRow | null> {
    const base = this.connection.get<Base>(selectBase().where('device.id', '=', id));
    return base ? this.complete(base) : null;
  }

  async create(fields: NewDevice, now: number): Promise<Device | null> {
    return this.connection.transaction(() => {
      const taken = query
        .selectFrom('device')
        .select('id')
        .where('user_id', '=', fields.user_id)
        .where('device', '=', fields.device);
      if (this.connection.get(taken)) return null;
      const { secret_hash: _hash, provision_secret: _secret, ...shown } = fields;
      const { lastInsertRowid } = this.connection.run(
        query.insertInto('device').values({ ...fields, created_at: now, updated_at: now }),
      );
      return { ...shown, id: lastInsertRowid, created_at: now, updated_at: now };
    });
  }

  async update(id: number, fields: DevicePatch, now: number): Promise<boolean> {
    return this.connection.transaction(() => {
      if (fields.encryption_key !== undefined) this.forgetDecryption(id);
      const change = query.updateTable('device').set({ ...fields, updated_at: now });
      return this.connection.run(change.where('id', '=', id)).changes > 0;
    });
  }

  /** What was found with another key says nothing about this one. */
  private forgetDecryption(device_id: number): void {
    const nothing = { last_decrypt_failure: null, last_decrypt_failure_at: null, last_decrypted_at: null };
    this.connection.run(query.updateTable('device_activity').set(nothing).where('device_id', '=', device_id));
  }

  async remove(id: number, now: number, judge: SilentJudge<unknown>): Promise<boolean> {
    return this.connection.transaction(() => {
      const writer = new ZoneWriter(this.connection);
      const zones = this.connection.all(query.selectFrom('geofence').select('id').where('device_id', '=', id));
      for (const zone of zones) writer.groupsChanged(zone.id, true, { judge, now });
      return this.connection.run(query.deleteFrom('device').where('id', '=', id)).changes > 0;
    });
  }

  identities(): StoredIdentity[] {
    return this.connection
      .all<Omit<StoredIdentity, 'has_provision_secret'> & { has_provision_secret: number }>(
        query
          .selectFrom('device')
          .innerJoin('user', 'user.id', 'device.user_id')
          .select(['device.id', 'device.user_id', 'user.handle', 'device.device', 'device.secret_hash'])
          .select('device.encryption_key as sealed_encryption_key')
          .select(({ eb }) => eb('device.provision_secret', 'is not', null).as('has_provision_secret')),
      )
      .map((row) => ({ ...row, has_provision_secret: Boolean(row.has_provision_secret) }));
  }

  revision(): number {
    const row = this.connection.get<{ value: number }>(query.selectFrom('revision').select('value').where('name', '=', 'device'));
    return row?.value ?? 0;
  }

  async provisionSecret(id: number): Promise<string | null> {
    const select = query.selectFrom('device').select('provision_secret').where('id', '=', id);
    return this.connection.get<{ provision_secret: string | null }>(select)?.provision_secret ?? null;
  }

  async reports(device_id: number): Promise<DeviceReport[]> {
    return this.connection
      .all<Omit<DeviceReport, 'payload'> & { payload: string }>(
        query.selectFrom('device_report').selectAll().where('device_id', '=', device_id).orderBy('kind').orderBy('key'),
      )
      .map((row) => ({ ...row, payload: JSON.parse(row.payload) as Record<string, unknown> }));
  }

  private complete(base: Base): DeviceRow {
    const activity = this.connection.get<DeviceActivity>(
      query.selectFrom('device_activity').selectAll().where('device_id', '=', base.id),
    );
    return {
      ...base,
      is_encrypted: Boolean(base.is_encrypted),
      activity: activity ?? noActivity(base.id),
      status: this.statusOf(base.id),
      open_alerts: this.openAlertsOf(base.id),
      ...this.newestFix(base.id),
    };
  }

  private statusOf(device_id: number): DeviceRow['status'] {
    const report = query.selectFrom('device_report').select(['received_at', 'payload']).where('device_id', '=', device_id);
    const row = this.connection.get<{ received_at: number; payload: string }>(report.where('kind', '=', 'status'));
    return row ? { received_at: row.received_at, payload: JSON.parse(row.payload) } : null;
  }

  private openAlertsOf(device_id: number): DeviceRow['open_alerts'] {
    const open = query.selectFrom('device_alert').select('kind').where('device_id', '=', device_id);
    return this.connection.all(open.where('resolved_at', 'is', null).orderBy('kind')).map(({ kind }) => kind);
  }

  /** One step in the index (device_id, occurred_at, …), however long the history is. */
  private newestFix(device_id: number): Pick<DeviceRow, 'last_location' | 'last_location_imported'> {
    const row = this.connection.get<Selectable<LocationTable>>(
      query
        .selectFrom('location')
        .selectAll()
        .where('device_id', '=', device_id)
        .orderBy('occurred_at', 'desc')
        // Of the same moment what the phone itself sent comes first.
        .orderBy(({ eb }) => eb('origin', 'is', null), 'desc')
        .orderBy('id', 'desc')
        .limit(1),
    );
    return { last_location: row ? toLocation(row) : null, last_location_imported: row?.origin === 'import' };
  }
}
