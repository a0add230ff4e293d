import type { DeviceReport, NewLocation } from '@/lib/domain/model';
import type { FoundBatch, ImportStep, ImportStore } from '@/lib/storage/ports';
import type { Connection } from './connection';
import type { Statement } from './driver';
import { ExtrasWriter } from './extras-writer';
import { COLUMNS, isFaultOfRow, jsonOrNull, UPSERT_REPORT } from './ingest-store';
import { MediaWriter } from './media-writer';

const INSERT = `INSERT INTO location (${COLUMNS.join(', ')}, origin)
  VALUES (${COLUMNS.map(() => '?').join(', ')}, 'import') ON CONFLICT DO NOTHING`;

const STEP = "UPDATE import_job SET bytes_done = ?, progress = ?, updated_at = ? WHERE id = ? AND state = 'running'";
const IS_WANTED = "SELECT 1 FROM import_job WHERE id = ? AND state = 'running'";

/** Stores what was read of archives, in SQLite. Prepared by hand, for millions of rows. */
export class SqliteImportStore implements ImportStore {
  private readonly insert: Statement;
  private readonly upsertReport: Statement;
  private readonly step: Statement;
  private readonly isWanted: Statement;
  private readonly extras: ExtrasWriter;
  private readonly media: MediaWriter;

  constructor(
    private readonly connection: Connection,
    private readonly clock: () => number,
  ) {
    this.insert = connection.prepare(INSERT);
    this.upsertReport = connection.prepare(UPSERT_REPORT);
    this.step = connection.prepare(STEP);
    this.isWanted = connection.prepare(IS_WANTED);
    this.extras = new ExtrasWriter(connection);
    this.media = new MediaWriter(connection);
  }

  write(batch: FoundBatch, job_id: string | null, settle: (is_new: boolean[]) => Omit<ImportStep, 'job_id'>): boolean {
    return this.connection.transaction(() => {
      if (job_id !== null && !this.isWanted.get(job_id)) return false;
      const isNew = batch.locations.map((location) => this.store(location));
      for (const report of batch.reports) this.unlessRefused(() => this.storeReport(report));
      for (const steps of batch.steps) this.unlessRefused(() => this.extras.storeSteps(steps));
      for (const change of batch.media) this.unlessRefused(() => this.media.apply(change));
      const { bytes_done, progress } = settle(isNew);
      if (job_id !== null) this.step.run(bytes_done, JSON.stringify(progress), this.clock(), job_id);
      return true;
    });
  }

  /** @throws Error of the database, also for a device that was removed meanwhile: then nothing of it can be imported */
  private store(l: NewLocation): boolean {
    // biome-ignore format: in the order of COLUMNS, as they stand there
    const { changes } = this.insert.run(
      l.device_id, l.latitude, l.longitude, l.accuracy, l.altitude, l.vertical_accuracy, l.velocity, l.course,
      l.battery, l.battery_status, l.trigger, l.monitoring_mode, l.connection, l.ssid, l.bssid, l.pressure, l.tid,
      jsonOrNull(l.in_regions), l.tag, l.poi, l.occurred_at, l.created_at, l.received_at, jsonOrNull(l.extra),
    );
    return changes > 0;
  }

  private storeReport(r: DeviceReport): void {
    this.upsertReport.run(r.device_id, r.kind, r.key, r.occurred_at, r.received_at, JSON.stringify(r.payload));
  }

  private unlessRefused(store: () => void): void {
    try {
      store();
    } catch (error) {
      if (!isFaultOfRow(error)) throw error;
    }
  }
}
