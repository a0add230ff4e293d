import type { DeviceActivity, DeviceReport, Location } from '@/lib/domain/model';
import { DeviceWatcher, type DeviceWatcherOptions } from '@/lib/services/watch-devices';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceWatchStore } from '@/lib/storage/sqlite/device-watch-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { household } from './deliveries';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Monday, 12 January 2026, 08:00 in Berlin. */
export const MORNING = Date.UTC(2026, 0, 12, 7);

const SILENT = { locations: [], transitions: [], reports: [], rejected: [], activity: [], steps: [], sightings: [], media: [] };

/** Anna with a phone, watched over with a clock in the test's hands. */
export function watchedPhone(connection: Connection, options: DeviceWatcherOptions = {}) {
  const home = household(connection);
  const time = { now: MORNING };
  const restart = () => new DeviceWatcher(new SqliteDeviceWatchStore(connection), () => time.now, options);
  const watcher = restart();
  watcher.runOnce();
  return { connection, home, time, restart, watcher };
}

/** For ten days the phone was heard every so many minutes, day and night. */
export function hasRhythm({ connection, home }: Pick<WatchedPhone, 'connection' | 'home'>, minutes: number): void {
  const today = Math.floor(MORNING / DAY);
  const days = Array.from({ length: 10 }, (_, i) => ({
    day: today - 10 + i,
    source: 'signs' as const,
    longest: { rest: [minutes, minutes] as const },
  }));
  new SqliteDeviceWatchStore(connection).saveRhythms(new Map([[home.device_id, { v: 1, days }]]));
}

export type WatchedPhone = ReturnType<typeof watchedPhone>;

/** Looks once a minute until `now`, or every `step`. */
export function pass(world: WatchedPhone, now: number, step = MINUTE): void {
  while (world.time.now < now) {
    world.time.now = Math.min(now, world.time.now + step);
    world.watcher.runOnce();
  }
}

export function note({ connection, home }: WatchedPhone, activity: Partial<DeviceActivity>, device_id = home.device_id): void {
  new SqliteIngestStore(connection).commit({ ...SILENT, activity: [{ ...activity, device_id }] });
}

/** A fix of the phone, stored and noted as ingest does it. */
export function says(world: WatchedPhone, fields: Partial<Location> = {}): void {
  const { connection, home, time } = world;
  const received_at = fields.received_at ?? time.now;
  const fix = {
    ...{ device_id: home.device_id, latitude: 52.52, longitude: 13.405, accuracy: 12, altitude: null, vertical_accuracy: null },
    ...{ velocity: 0, course: null, battery: 80, battery_status: 1, trigger: null, monitoring_mode: 1, connection: 'w' },
    ...{ ssid: null, bssid: null, pressure: null, tid: null, in_regions: null, tag: null, poi: null, extra: null },
    ...{ occurred_at: received_at, created_at: null, ...fields, received_at },
  };
  const activity = [{ device_id: home.device_id, last_seen_at: Math.min(fix.created_at ?? received_at, received_at) }];
  new SqliteIngestStore(connection).commit({ ...SILENT, locations: [fix], activity });
}

/** The phone reports every `every` until `now`, and is looked at in between. */
export function live(world: WatchedPhone, now: number, every: number): void {
  while (world.time.now + every <= now) {
    pass(world, world.time.now + every, 5 * MINUTE);
    says(world);
    world.watcher.runOnce();
  }
}

export function reports(
  { connection, home, time }: WatchedPhone,
  kind: DeviceReport['kind'],
  payload: Record<string, unknown>,
  fields: Partial<DeviceReport> = {},
): void {
  const at = { occurred_at: time.now, received_at: time.now };
  const report = { device_id: home.device_id, kind, key: '', payload, ...at, ...fields };
  new SqliteIngestStore(connection).commit({ ...SILENT, reports: [report] });
  note({ connection, home, time } as WatchedPhone, { last_seen_at: time.now });
}

export function deviceAlerts(connection: Connection) {
  const rows = connection.all(query.selectFrom('device_alert').selectAll().orderBy('id'));
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
}

export function deviceAlertDeliveries(connection: Connection) {
  return connection.all(query.selectFrom('delivery').selectAll().where('device_alert_id', 'is not', null).orderBy('id'));
}
