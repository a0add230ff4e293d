import { performance } from 'node:perf_hooks';
import type { ImportItem } from '@/lib/domain/import/item';
import { type ImportedDevice, type ImportReport, noteFault, noteSkipped, noteStored } from '@/lib/domain/import/report';
import type { ImportFile, ImportSource, StoreDevice } from '@/lib/domain/import/source';
import { type Taken, take } from '@/lib/domain/import/take';
import type { DeviceReport, NewLocation, StepCount } from '@/lib/domain/model';
import type { ImportProgress, ImportStore, MediaChange } from '@/lib/storage/ports';
import { hasPicture, type PictureIntake } from './picture-intake';

/**
 * What live ingest may have to wait for, in milliseconds: the longest time that one transaction should hold the database, and how long
 * it is left alone after each. A writer that waits asks again every few milliseconds, so without that pause it could ask in vain for long.
 */
const TRANSACTION_MS = 15;
const PAUSE_MS = 4;
const FIRST_BATCH = 500;
const LARGEST_BATCH = 10_000;
/** Messages besides fixes, which cost more each. */
const MOST_OTHERS = 500;

export class ImportCancelled extends Error {
  constructor() {
    super('the import was cancelled');
    this.name = 'ImportCancelled';
  }
}

/** The message names the first file and what is wrong with it. */
export class NothingRead extends Error {
  constructor({ skipped: [first] }: ImportReport) {
    super(first ? `nothing could be read: ${first.file}: ${first.reason}` : 'there is no file in it');
    this.name = 'NothingRead';
  }
}

type Found = Pick<ImportedDevice, 'device_id' | 'name' | 'is_new'>;

/** Whose a file is: of one device, or of several; as text, why it is nobody's. */
export type ResolveDevice = (of: StoreDevice | null) => Promise<Found | Found[] | string>;

export interface ImportRun {
  source: ImportSource;
  resolve: ResolveDevice;
  /** Null: nothing is kept of how far it came, as for the command line. */
  job_id: string | null;
  /** Where an earlier run came to; changed as this one goes on. */
  progress: ImportProgress;
  onStep?: (report: ImportReport, bytesDone: number) => void;
}

class Batch {
  readonly locations: NewLocation[] = [];
  readonly reports: DeviceReport[] = [];
  readonly steps: StepCount[] = [];
  readonly media: MediaChange[] = [];

  get others(): number {
    return this.reports.length + this.steps.length + this.media.length;
  }
}

interface Span {
  count: number;
  added: number;
  first_at: number;
  last_at: number;
}

/** What was stored of a batch, by device. */
function spansOf(locations: readonly NewLocation[], isNew: readonly boolean[]): Map<number, Span> {
  const spans = new Map<number, Span>();
  locations.forEach(({ device_id, occurred_at }, index) => {
    let span = spans.get(device_id);
    if (!span) {
      span = { count: 0, added: 0, first_at: occurred_at, last_at: occurred_at };
      spans.set(device_id, span);
    }
    span.count += 1;
    if (isNew[index]) span.added += 1;
    span.first_at = Math.min(span.first_at, occurred_at);
    span.last_at = Math.max(span.last_at, occurred_at);
  });
  return spans;
}

/** What is of a person gives way to what is of the device itself, whichever is read first. */
const older = (item: ImportItem): ImportItem => (item.kind === 'message' ? { ...item, filed_at: 0 } : item);

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, PAUSE_MS));

/**
 * Reads a source into the history of devices, in transactions that are short enough for live ingest beside it. How far it came is
 * stored with what it stored, so that a run that ended at any instant is taken up where it was; and what is stored twice is
 * stored once.
 */
export class Importer {
  private batch = new Batch();
  private size = FIRST_BATCH;

  constructor(
    private readonly store: ImportStore,
    private readonly pictures: Pick<PictureIntake, 'keep'> | null,
  ) {}

  /** @throws ImportCancelled, NothingRead, Error of the file system or the database */
  async run(run: ImportRun): Promise<ImportReport> {
    const { progress, source } = run;
    for await (const file of source.files(progress.files)) {
      await this.readFile(run, file);
      progress.files += 1;
      progress.items = 0;
    }
    this.write(run);
    if (progress.report.files_read === 0) throw new NothingRead(progress.report);
    return progress.report;
  }

  private async readFile(run: ImportRun, file: ImportFile): Promise<void> {
    const { report } = run.progress;
    const found = file.format === null ? null : await run.resolve(file.device);
    if (found === null || typeof found === 'string') {
      await file.close();
      noteSkipped(report, file.path, found ?? file.skipped ?? '');
      return;
    }
    const devices = [found].flat();
    for (const device of devices) {
      if (report.devices.some(({ device_id }) => device_id === device.device_id)) continue;
      report.devices.push({ ...device, read: 0, added: 0, known: 0, first_at: null, last_at: null });
    }
    if (file.format && !report.formats.includes(file.format)) report.formats.push(file.format);
    await this.readItems(run, file, devices);
    report.files_read += 1;
  }

  private async readItems(run: ImportRun, file: ImportFile, devices: readonly Found[]): Promise<void> {
    const { progress } = run;
    const done = progress.items;
    let index = 0;
    for await (const items of file.items()) {
      for (const item of items) {
        index += 1;
        // An earlier run had it.
        if (index <= done) continue;
        for (const { device_id } of devices) {
          const picture = this.take(run, file, item, device_id);
          if (picture) await picture;
        }
        progress.items = index;
        if (this.batch.locations.length >= this.size || this.batch.others >= MOST_OTHERS) {
          this.write(run);
          await pause();
        }
      }
    }
  }

  private take({ progress: { report, begun_at } }: ImportRun, file: ImportFile, item: ImportItem, device_id: number) {
    const taken = take(file.device?.device === null ? older(item) : item, device_id, begun_at);
    if (typeof taken === 'string') {
      noteFault(report, { file: file.path, unit: file.unit, at: item.at, reason: taken });
      return undefined;
    }
    if (taken.location) this.batch.locations.push(taken.location);
    else if (taken.reports.length === 0 && !taken.steps) report.other += 1;
    for (const found of taken.reports) this.takeReport(report, found);
    if (taken.steps) this.batch.steps.push(taken.steps);
    return taken.pictured && hasPicture(taken.pictured) ? this.takePicture(taken, device_id, begun_at) : undefined;
  }

  private takeReport(report: ImportReport, found: DeviceReport): void {
    this.batch.reports.push(found);
    if (found.kind === 'waypoint') report.waypoints += 1;
    else if (found.kind === 'card') report.cards += 1;
    else report.other += 1;
  }

  private async takePicture({ pictured }: Taken, device_id: number, now: number): Promise<void> {
    if (!this.pictures || !pictured || !hasPicture(pictured)) return;
    this.batch.media.push(await this.pictures.keep(pictured, { id: device_id }, now));
  }

  /** @throws ImportCancelled */
  private write({ job_id, progress, source, onStep }: ImportRun): void {
    const { batch } = this;
    const begunAt = performance.now();
    const bytes_done = source.bytesDone();
    const isWanted = this.store.write(batch, job_id, (isNew) => {
      for (const [device_id, span] of spansOf(batch.locations, isNew)) {
        const device = progress.report.devices.find((each) => each.device_id === device_id);
        if (device) noteStored(progress.report, device, span);
      }
      return { bytes_done, progress };
    });
    if (!isWanted) throw new ImportCancelled();
    this.adapt(performance.now() - begunAt);
    this.batch = new Batch();
    onStep?.(progress.report, bytes_done);
  }

  /** As many fixes as fit into the time that a transaction may take. */
  private adapt(tookMs: number): void {
    const { length } = this.batch.locations;
    if (length < this.size / 2) return;
    const fitting = (this.size * TRANSACTION_MS) / Math.max(tookMs, 1);
    this.size = Math.round(Math.min(Math.max(fitting, this.size / 4, 100), this.size * 1.5, LARGEST_BATCH));
  }
}
