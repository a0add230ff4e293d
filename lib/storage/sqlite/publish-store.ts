import {
  type PublishedDevice,
  type PublishedFix,
  type PublishedStatus,
  type PublishedZone,
  publishedZone,
} from '@/lib/domain/notify/home-assistant-snapshot';
import type { PublishStore, RetainedStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';
import { toGeofence } from './geofence-row';

type Row = Omit<PublishedDevice, 'fix' | 'battery' | 'statuses'>;
type FixRow = PublishedFix & { battery: number | null; origin: string | null };

/** Some messages have no battery, and history from an archive may be newer than the phone's last word; so far back we look. */
const LOOK_BACK = 50;

const FIXES = `
  SELECT latitude, longitude, accuracy, altitude, velocity, course, occurred_at, battery, origin
  FROM location WHERE device_id = ? ORDER BY occurred_at DESC LIMIT ?`;

const STATUSES = `
  SELECT device_id, geofence_id, is_inside, since FROM geofence_status WHERE device_id >= ? AND device_id <= ?`;

/** What is published of devices and zones, from SQLite. Needs a connection of its own: `version` does not see what the same one writes. */
export class SqlitePublishStore implements PublishStore {
  constructor(private readonly connection: Connection) {}

  version(): number {
    return this.connection.dataVersion();
  }

  zonesRevision(): number {
    const select = query.selectFrom('revision').select('value').where('name', '=', 'geofence');
    return this.connection.get<{ value: number }>(select)?.value ?? 0;
  }

  async zones(): Promise<PublishedZone[]> {
    const active = query.selectFrom('geofence').selectAll().where('is_active', '=', 1).orderBy('name').orderBy('id');
    return this.connection.all<Parameters<typeof toGeofence>[0]>(active).map((row) => publishedZone(toGeofence(row)));
  }

  async devicesAfter(id: number, limit: number): Promise<PublishedDevice[]> {
    const devices = this.connection.all<Row>(
      query
        .selectFrom('device')
        .innerJoin('user', 'user.id', 'device.user_id')
        .select(['device.id', 'device.user_id', 'device.name', 'device.device', 'user.handle', 'user.name as owner_name'])
        .where('device.id', '>', id)
        .orderBy('device.id')
        .limit(limit),
    );
    const [first, last] = [devices[0], devices.at(-1)];
    if (!first || !last) return [];
    const statuses = this.statusesBetween(first.id, last.id);
    return devices.map((device) => ({ ...device, ...this.lastWord(device.id), statuses: statuses.get(device.id) ?? [] }));
  }

  private statusesBetween(first: number, last: number): Map<number, PublishedStatus[]> {
    const byDevice = new Map<number, PublishedStatus[]>();
    const rows = this.connection.prepare(STATUSES).all(first, last) as {
      device_id: number;
      geofence_id: string;
      is_inside: number;
      since: number | null;
    }[];
    for (const { device_id, is_inside, ...row } of rows) {
      const known = byDevice.get(device_id) ?? [];
      known.push({ ...row, is_inside: is_inside === 1 });
      byDevice.set(device_id, known);
    }
    return byDevice;
  }

  /** Mostly one step in the index; more only where the newest fix does not tell all. */
  private lastWord(device_id: number): Pick<PublishedDevice, 'fix' | 'battery'> {
    const [newest] = this.fixes(device_id, 1);
    if (!newest) return { fix: null, battery: null };
    const rows = newest.origin === null && newest.battery !== null ? [newest] : this.fixes(device_id, LOOK_BACK);
    const own = rows.filter(({ origin }) => origin === null);
    if (!own[0]) return { fix: null, battery: null };
    const { battery: _battery, origin: _origin, ...fix } = own[0];
    return { fix, battery: own.find(({ battery }) => battery !== null)?.battery ?? null };
  }

  private fixes(device_id: number, limit: number): FixRow[] {
    return this.connection.prepare(FIXES).all(device_id, limit) as FixRow[];
  }
}

/** What brokers retain for us, in SQLite. */
export class SqliteRetainedStore implements RetainedStore {
  constructor(private readonly connection: Connection) {}

  async topics(broker: string): Promise<string[]> {
    const select = query.selectFrom('mqtt_retained').select('topic').where('broker', '=', broker).orderBy('topic');
    return this.connection.all<{ topic: string }>(select).map(({ topic }) => topic);
  }

  async add(broker: string, topics: readonly string[]): Promise<void> {
    this.connection.transaction(() => {
      for (const topic of topics) {
        this.connection.run(
          query
            .insertInto('mqtt_retained')
            .values({ broker, topic })
            .onConflict((conflict) => conflict.doNothing()),
        );
      }
    });
  }

  async remove(broker: string, topics: readonly string[]): Promise<void> {
    this.connection.transaction(() => {
      const rows = query.deleteFrom('mqtt_retained').where('broker', '=', broker);
      for (const topic of topics) this.connection.run(rows.where('topic', '=', topic));
    });
  }
}
