import type { DeviceReport, NewLocation, RejectedMessage } from '@/lib/domain/model';
import type { NewPhoneTransition } from '@/lib/domain/owntracks/message';
import type { ActivityPatch, IngestBatch, IngestResult, IngestStore } from '@/lib/storage/ports';
import type { Connection } from './connection';
import type { Statement } from './driver';
import { ExtrasWriter } from './extras-writer';
import { MediaWriter } from './media-writer';
import { RejectedWriter } from './rejected-writer';

/** The columns of a fix, in the order in which they are stored. */
export const COLUMNS = [
  ...['device_id', 'latitude', 'longitude', 'accuracy', 'altitude', 'vertical_accuracy', 'velocity', 'course'],
  ...['battery', 'battery_status', 'trigger', 'monitoring_mode', 'connection', 'ssid', 'bssid', 'pressure', 'tid'],
  ...['in_regions', 'tag', 'poi', 'occurred_at', 'created_at', 'received_at', 'extra'],
];

const INSERT_LOCATION = `INSERT INTO location (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`;

/** What was imported is history that decides nothing; the phone's own message of the same fix makes it news. */
const REMOVE_IMPORTED = `
  DELETE FROM location WHERE device_id = ? AND occurred_at = ? AND latitude = ? AND longitude = ? AND origin = 'import'`;

/** Not what decisions were made of (place, accuracy, speed, times): those stay as they were when the engine saw them. */
const COMPLETED = [
  ...['altitude', 'vertical_accuracy', 'course', 'battery', 'battery_status', 'monitoring_mode', 'connection'],
  ...['ssid', 'bssid', 'pressure', 'in_regions', 'tag', 'poi', 'created_at'],
] as const satisfies readonly (keyof NewLocation)[];

/** A transition comes first with the bare fix, then the same fix as a whole location: it adds what the first lacked. */
const COMPLETE_TRANSITION = `
  UPDATE location SET ${COMPLETED.map((column) => `${column} = coalesce(${column}, ?)`).join(', ')}
  WHERE device_id = ? AND occurred_at = ? AND latitude = ? AND longitude = ? AND json_type(extra, '$.event') IS NOT NULL`;

const INSERT_TRANSITION = `
  INSERT INTO phone_transition (device_id, event, region, region_created_at, region_id, trigger, latitude, longitude, accuracy,
    occurred_at, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

export const UPSERT_REPORT = `
  INSERT INTO device_report (device_id, kind, key, occurred_at, received_at, payload) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET occurred_at = excluded.occurred_at, received_at = excluded.received_at, payload = excluded.payload
  WHERE excluded.occurred_at >= occurred_at`;

const REPLACED = [
  ...(['last_connect_at', 'last_disconnect_at', 'last_auth_failure_at', 'last_denied_at', 'last_denied_topic'] as const),
  ...(['last_decrypt_failure_at', 'last_decrypt_failure', 'last_decrypted_at'] as const),
  ...(['last_ping_at', 'ping_battery', 'ping_battery_status'] as const),
];
const UPSERT_ACTIVITY = `
  INSERT INTO device_activity (device_id, last_seen_at, ${REPLACED.join(', ')}) VALUES (?, ?${', ?'.repeat(REPLACED.length)})
  ON CONFLICT DO UPDATE SET
    last_seen_at = CASE WHEN excluded.last_seen_at > coalesce(last_seen_at, 0) THEN excluded.last_seen_at ELSE last_seen_at END,
    ${REPLACED.map((column) => `${column} = coalesce(excluded.${column}, ${column})`).join(', ')}`;

/** Whether the one row is to blame and not the database: then the others can still be stored. */
export function isFaultOfRow(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return true;
  return code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_TOOBIG' || code === 'SQLITE_MISMATCH';
}

export const jsonOrNull = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** Stores what was received, in SQLite. Prepared by hand: a query builder would cost more than the row itself. */
export class SqliteIngestStore implements IngestStore {
  private readonly insertLocation: Statement;
  private readonly removeImported: Statement;
  private readonly completeTransition: Statement;
  private readonly insertTransition: Statement;
  private readonly upsertReport: Statement;
  private readonly upsertActivity: Statement;
  private readonly extras: ExtrasWriter;
  private readonly media: MediaWriter;
  private readonly rejected: RejectedWriter;

  constructor(private readonly connection: Connection) {
    this.insertLocation = connection.prepare(INSERT_LOCATION);
    this.removeImported = connection.prepare(REMOVE_IMPORTED);
    this.completeTransition = connection.prepare(COMPLETE_TRANSITION);
    this.insertTransition = connection.prepare(INSERT_TRANSITION);
    this.upsertReport = connection.prepare(UPSERT_REPORT);
    this.upsertActivity = connection.prepare(UPSERT_ACTIVITY);
    this.extras = new ExtrasWriter(connection);
    this.media = new MediaWriter(connection);
    this.rejected = new RejectedWriter(connection);
  }

  commit(batch: IngestBatch): IngestResult {
    return this.connection.transaction(() => {
      const result = this.storeLocations(batch.locations);
      for (const transition of batch.transitions) this.unlessRefused(() => this.storeTransition(transition));
      for (const report of batch.reports) this.unlessRefused(() => this.storeReport(report));
      for (const message of batch.rejected) this.storeRejected(message);
      for (const steps of batch.steps) this.unlessRefused(() => this.extras.storeSteps(steps));
      for (const sighting of batch.sightings) this.unlessRefused(() => this.extras.storeSighting(sighting));
      for (const change of batch.media) this.unlessRefused(() => this.media.apply(change));
      for (const patch of batch.activity) this.unlessRefused(() => this.storeActivity(patch));
      this.rejected.trim();
      return result;
    });
  }

  private storeLocations(locations: readonly NewLocation[]): IngestResult {
    const result: IngestResult = { location_ids: [], refused: [] };
    for (let index = 0; index < locations.length; index++) {
      try {
        result.location_ids.push(this.storeLocation(locations[index] as NewLocation));
      } catch (error) {
        if (!isFaultOfRow(error)) throw error;
        result.location_ids.push(null);
        result.refused.push({ location_index: index, reason: (error as Error).message });
      }
    }
    return result;
  }

  private storeLocation(l: NewLocation): number | null {
    // One argument each: building a list of them for every row costs as much as a tenth of the row.
    // biome-ignore format: in the order of COLUMNS, as they stand there
    const { changes, lastInsertRowid } = this.insertLocation.run(
      l.device_id, l.latitude, l.longitude, l.accuracy, l.altitude, l.vertical_accuracy, l.velocity, l.course,
      l.battery, l.battery_status, l.trigger, l.monitoring_mode, l.connection, l.ssid, l.bssid, l.pressure, l.tid,
      jsonOrNull(l.in_regions), l.tag, l.poi, l.occurred_at, l.created_at, l.received_at, jsonOrNull(l.extra),
    );
    if (changes > 0) return lastInsertRowid as number;
    if (this.removeImported.run(l.device_id, l.occurred_at, l.latitude, l.longitude).changes > 0) return this.storeLocation(l);
    if (l.extra?.event === undefined) this.complete(l);
    return null;
  }

  private complete(l: NewLocation): void {
    const values = COMPLETED.map((column) => (column === 'in_regions' ? jsonOrNull(l.in_regions) : l[column]));
    this.completeTransition.run(...values, l.device_id, l.occurred_at, l.latitude, l.longitude);
  }

  private storeTransition(t: NewPhoneTransition): void {
    const region = [t.region, t.region_created_at, t.region_id, t.trigger];
    const place = [t.latitude, t.longitude, t.accuracy];
    this.insertTransition.run(t.device_id, t.event, ...region, ...place, t.occurred_at, t.received_at);
  }

  private storeReport(r: DeviceReport): void {
    this.upsertReport.run(r.device_id, r.kind, r.key, r.occurred_at, r.received_at, JSON.stringify(r.payload));
  }

  private storeRejected(m: Omit<RejectedMessage, 'id'>): void {
    try {
      this.rejected.store(m);
    } catch (error) {
      if (!isFaultOfRow(error)) throw error;
      // Its device was removed meanwhile.
      this.rejected.store({ ...m, device_id: null });
    }
  }

  private storeActivity(a: ActivityPatch): void {
    this.upsertActivity.run(a.device_id, a.last_seen_at ?? null, ...REPLACED.map((column) => a[column] ?? null));
  }

  /** For what has no meaning without its device, which may have been removed meanwhile. */
  private unlessRefused(store: () => void): void {
    try {
      store();
    } catch (error) {
      if (!isFaultOfRow(error)) throw error;
    }
  }
}
