import type { Selectable } from 'kysely';
import { DEFAULT_SETTINGS, type DeviceAlertSettings } from '@/lib/domain/notify/device-alert';
import type { Rhythm } from '@/lib/domain/notify/device-rhythm';
import type { DeviceAlertFilter, DeviceAlertRow, DeviceAlertStore } from '@/lib/storage/ports/device-alerts';
import { type Connection, query } from './connection';
import type { Database } from './schema';

type Row = Selectable<Database['device_alert']> & Pick<DeviceAlertRow, 'device_name' | 'owner_id'>;

/** Alerts about phones and what people want of them, in SQLite. */
export class SqliteDeviceAlertStore implements DeviceAlertStore {
  constructor(private readonly connection: Connection) {}

  async list({ owner_id, device_id, open }: DeviceAlertFilter, limit: number): Promise<DeviceAlertRow[]> {
    let select = query
      .selectFrom('device_alert as alert')
      .innerJoin('device', 'device.id', 'alert.device_id')
      .selectAll('alert')
      .select(['device.name as device_name', 'device.user_id as owner_id'])
      .orderBy('alert.raised_at', 'desc')
      .orderBy('alert.id', 'desc')
      .limit(limit);
    if (owner_id !== undefined) select = select.where('device.user_id', '=', owner_id);
    if (device_id !== undefined) select = select.where('alert.device_id', '=', device_id);
    if (open !== undefined) select = select.where('alert.resolved_at', open ? 'is' : 'is not', null);
    return this.connection.all<Row>(select).map((row) => ({ ...row, detail: JSON.parse(row.detail) }));
  }

  async settings(device_id: number): Promise<DeviceAlertSettings> {
    const row = this.connection.get<{ is_enabled: number; battery_percent: number }>(
      query.selectFrom('device_alert_setting').select(['is_enabled', 'battery_percent']).where('device_id', '=', device_id),
    );
    return row ? { ...row, is_enabled: row.is_enabled === 1 } : DEFAULT_SETTINGS;
  }

  async setSettings(device_id: number, { is_enabled, battery_percent }: DeviceAlertSettings): Promise<void> {
    const fields = { is_enabled: is_enabled ? (1 as const) : (0 as const), battery_percent };
    this.connection.run(
      query
        .insertInto('device_alert_setting')
        .values({ device_id, ...fields })
        .onConflict((conflict) => conflict.column('device_id').doUpdateSet(fields)),
    );
  }

  async rhythm(device_id: number): Promise<Rhythm | null> {
    const row = this.connection.get<{ rhythm: string }>(
      query.selectFrom('device_rhythm').select('rhythm').where('device_id', '=', device_id),
    );
    return row ? (JSON.parse(row.rhythm) as Rhythm) : null;
  }
}
