import type { DeviceActivity, DeviceAlertKind } from '@/lib/domain/model';
import { type AlertStanding, DEFAULT_SETTINGS, type DeviceAlertAction } from '@/lib/domain/notify/device-alert';
import { contextOf, type PhoneFacts, type SignFix } from '@/lib/domain/notify/device-condition';
import type { Rhythm } from '@/lib/domain/notify/device-rhythm';
import type { DeviceWatchStore, WatchedPhone } from '@/lib/storage/ports/device-alerts';
import type { Connection } from './connection';
import { DeviceAlertWriter } from './device-alert-writer';

const WATCH = 'SELECT first_at, since, until FROM device_watch WHERE id = 1';
const SET_WATCH = 'INSERT OR REPLACE INTO device_watch (id, first_at, since, until) VALUES (1, ?, ?, ?)';
const PHONES = `SELECT activity.*, device.user_id, user.time_zone, ifnull(setting.is_enabled, ${Number(DEFAULT_SETTINGS.is_enabled)}) AS is_enabled,
    ifnull(setting.battery_percent, ${DEFAULT_SETTINGS.battery_percent}) AS battery_percent
  FROM device_activity AS activity JOIN device ON device.id = activity.device_id JOIN user ON user.id = device.user_id
  LEFT JOIN device_alert_setting AS setting ON setting.device_id = activity.device_id`;
const FIX = 'battery, battery_status, velocity, monitoring_mode, occurred_at, created_at, received_at';
const NEWEST = `SELECT ${FIX} FROM location WHERE device_id = ? AND origin IS NULL ORDER BY occurred_at DESC LIMIT 12`;
const NEXT = `SELECT ${FIX} FROM location WHERE device_id = ? AND occurred_at > ? AND origin IS NULL ORDER BY occurred_at LIMIT 1`;
const RESTING = "SELECT json_extract(state, '$.resting') AS resting FROM device_track WHERE device_id = ?";
const REPORT = 'SELECT occurred_at, received_at, payload FROM device_report WHERE device_id = ? AND kind = ?';
const OPEN = 'SELECT id, kind, occurred_at FROM device_alert WHERE device_id = ? AND resolved_at IS NULL';
const RESOLVED =
  'SELECT kind, max(resolved_at) AS at FROM device_alert WHERE device_id = ? AND resolved_at IS NOT NULL GROUP BY kind';
const RHYTHM = 'SELECT rhythm FROM device_rhythm WHERE device_id = ?';
const SET_RHYTHM = 'INSERT OR REPLACE INTO device_rhythm (device_id, rhythm) SELECT id, ? FROM device WHERE id = ?';
/** A fix that came later than this was kept on the phone, and tells nothing of when the phone was heard. */
const LATE_MS = 3_600_000;
const UNSEEN = { is_resting: null, activity: { last_ping_at: null } };

type WatchRow = { first_at: number; since: number; until: number };
type ReportRow = { occurred_at: number; received_at: number; payload: string };

/** What the worker reads and writes to watch over phones. Needs a connection whose commits are durable: messages follow from them. */
export class SqliteDeviceWatchStore implements DeviceWatchStore {
  private readonly writer: DeviceAlertWriter;

  constructor(private readonly connection: Connection) {
    this.writer = new DeviceAlertWriter(connection);
  }

  listen(now: number, pause_ms: number): { since: number; first_at: number } {
    return this.connection.transaction(() => {
      const known = this.connection.prepare(WATCH).get() as WatchRow | undefined;
      const isUnbroken = known !== undefined && now - known.until <= pause_ms && now >= known.since;
      const since = isUnbroken ? known.since : now;
      const first_at = Math.min(known?.first_at ?? now, now);
      this.connection.prepare(SET_WATCH).run(first_at, since, now);
      return { since, first_at };
    });
  }

  phones(): WatchedPhone[] {
    const rows = this.connection.prepare(PHONES).all() as (Omit<WatchedPhone, 'is_enabled'> & { is_enabled: 0 | 1 })[];
    return rows.map((row) => ({ ...row, is_enabled: row.is_enabled === 1 }));
  }

  facts(activity: DeviceActivity): PhoneFacts {
    const { device_id } = activity;
    const track = this.connection.prepare(RESTING).get(device_id) as { resting: 0 | 1 | null } | undefined;
    const status = this.report(device_id, 'status');
    return {
      activity,
      fixes: this.connection.prepare(NEWEST).all(device_id) as SignFix[],
      is_resting: track === undefined || track.resting === null ? null : track.resting === 1,
      status: status ? { ...status, payload: JSON.parse(status.payload) as Record<string, unknown> } : null,
      lwt_at: this.report(device_id, 'lwt')?.received_at ?? null,
    };
  }

  standing(device_id: number): AlertStanding {
    const resolved = this.connection.prepare(RESOLVED).all(device_id) as { kind: DeviceAlertKind; at: number }[];
    return {
      open: this.connection.prepare(OPEN).all(device_id) as AlertStanding['open'][number][],
      resolved: Object.fromEntries(resolved.map(({ kind, at }) => [kind, at])),
    };
  }

  rhythm(device_id: number): Rhythm | null {
    const row = this.connection.prepare(RHYTHM).get(device_id) as { rhythm: string } | undefined;
    return row ? (JSON.parse(row.rhythm) as Rhythm) : null;
  }

  saveRhythms(rhythms: ReadonlyMap<number, Rhythm>): void {
    if (rhythms.size === 0) return;
    const save = this.connection.prepare(SET_RHYTHM);
    this.connection.transaction(() => {
      for (const [device_id, rhythm] of rhythms) save.run(JSON.stringify(rhythm), device_id);
    });
  }

  heard(device_id: number, from: number, step_ms: number): ReturnType<DeviceWatchStore['heard']> {
    const next = this.connection.prepare(NEXT);
    const heard: ReturnType<DeviceWatchStore['heard']> = [];
    for (let at = from; ; ) {
      const fix = next.get(device_id, at) as SignFix | undefined;
      if (!fix) break;
      at = fix.occurred_at + step_ms;
      const isInOrder = fix.received_at > (heard.at(-1)?.at ?? 0);
      if (!isInOrder || fix.received_at - fix.occurred_at > LATE_MS) continue;
      heard.push({ at: fix.received_at, context: contextOf({ ...UNSEEN, fixes: [fix] }) });
    }
    return heard;
  }

  act(phone: Pick<WatchedPhone, 'device_id' | 'user_id'>, actions: readonly DeviceAlertAction[], now: number): void {
    this.connection.transaction(() => {
      for (const action of actions) this.writer.act(phone, action, now);
    });
  }

  private report(device_id: number, kind: 'status' | 'lwt'): ReportRow | undefined {
    return this.connection.prepare(REPORT).get(device_id, kind) as ReportRow | undefined;
  }
}
