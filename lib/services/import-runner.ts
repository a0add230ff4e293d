import type { ImportFormat } from '@/lib/domain/import/item';
import { emptyReport } from '@/lib/domain/import/report';
import type { ImportSource } from '@/lib/domain/import/source';
import type { DeviceStore, ImportJob, ImportJobStore, UserStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import type { DeviceService } from './devices';
import { byName, intoOne } from './import-devices';
import { ImportCancelled, type Importer, type ResolveDevice } from './importer';
import { isOpen, type UploadFiles } from './imports';
import { publicUser } from './users';

/** Longer than the web waits for a request. */
const LONGEST_UPLOAD_MS = 12 * 3_600_000;
const MOST_JOBS = 1_000;

export interface ImportRunnerDependencies {
  jobs: ImportJobStore;
  importer: () => Importer;
  devices: DeviceService;
  deviceStore: Pick<DeviceStore, 'find'>;
  users: Pick<UserStore, 'find'>;
  files: Pick<UploadFiles, 'remove' | 'sweep'>;
  open: (job_id: string, format: ImportFormat | null, name: string) => Promise<ImportSource>;
  clock: Clock;
}

/** Does the work of imports that wait, in a process of its own; takes up one whose process ended before it did. */
export class ImportRunner {
  constructor(private readonly on: ImportRunnerDependencies) {}

  /**
   * Runs one to its end. What went wrong is the job's error; the file goes in any case, since nothing could be done with it.
   * @throws Error of the database only, which leaves the job as it is: it is tried again
   */
  async run(id: string): Promise<void> {
    const { jobs, files, clock } = this.on;
    const job = await jobs.find(id);
    if (!job || !(await jobs.update(id, ['queued', 'running'], { state: 'running' }, clock()))) return;
    try {
      await this.work(job);
    } catch (error) {
      if (isOfDatabase(error)) throw error;
      if (!(error instanceof ImportCancelled)) {
        const report = (await jobs.find(id))?.progress?.report ?? null;
        const failed = { state: 'failed', error: (error as Error).message, report, finished_at: clock() } as const;
        await jobs.update(id, ['running'], failed, clock());
      }
    }
    await files.remove(id);
  }

  /** Ends uploads whose web process ended before them, and removes the files of what is no longer wanted. */
  async tidy(): Promise<void> {
    const { jobs, files, clock } = this.on;
    const now = clock();
    for (const { id, state, created_at } of await jobs.list({}, MOST_JOBS)) {
      if (state !== 'uploading' || created_at > now - LONGEST_UPLOAD_MS) continue;
      await jobs.update(id, ['uploading'], { state: 'failed', error: 'the file did not arrive', finished_at: now }, now);
    }
    await files.sweep(async (id) => {
      const job = await jobs.find(id);
      return job !== null && isOpen(job);
    });
  }

  private async work(job: ImportJob): Promise<void> {
    const { jobs, importer, open, clock } = this.on;
    const source = await open(job.id, job.options.format, job.file_name);
    await jobs.update(job.id, ['running'], { bytes_total: source.bytes_total }, clock());
    const resolve = await this.resolver(job, source);
    const progress = job.progress ?? { files: 0, items: 0, report: emptyReport(), begun_at: clock() };
    const report = await importer().run({ source, resolve, job_id: job.id, progress });
    const format = report.formats.join(', ') || null;
    const done = { state: 'done', report, format, bytes_done: source.bytes_total, finished_at: clock() } as const;
    await jobs.update(job.id, ['running'], done, clock());
  }

  private async resolver({ device_id, user_id, options }: ImportJob, source: ImportSource): Promise<ResolveDevice> {
    const { devices, deviceStore, users } = this.on;
    const owner = await users.find(user_id);
    const device = device_id === null ? null : await deviceStore.find(device_id);
    if (!owner || (device_id !== null && !device)) throw new ImportCancelled();
    return device
      ? intoOne(source, device)
      : byName(source, { owner: publicUser(owner), devices, create: options.create_devices });
  }
}

const isOfDatabase = (error: unknown): boolean => String((error as { code?: unknown }).code ?? '').startsWith('SQLITE_');
