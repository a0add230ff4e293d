import type { ImportFormat } from '@/lib/domain/import/item';
import type { ImportReport } from '@/lib/domain/import/report';
import type { DeviceReport, NewLocation, StepCount } from '@/lib/domain/model';
import type { MediaChange } from './media';

/** `uploading`: the file is not all here; it ends there only if the web process did. */
export type ImportState = 'uploading' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface ImportOptions {
  /** Null: found out by what the file holds. */
  format: ImportFormat | null;
  /** A Recorder's store is filed by its own names where no device is given; those that are missing are made. */
  create_devices: boolean;
}

/** How far an import has come, kept in the transaction that stores what it read. */
export interface ImportProgress {
  /** Files that are done, and items of the next one. */
  files: number;
  items: number;
  report: ImportReport;
  /** When the import began: what it stores is of that time, however often it is taken up again. */
  begun_at: number;
}

export interface ImportJob {
  id: string;
  user_id: number;
  /** Null: by the names in the store. */
  device_id: number | null;
  file_name: string;
  format: string | null;
  state: ImportState;
  options: ImportOptions;
  bytes_total: number;
  bytes_done: number;
  progress: ImportProgress | null;
  /** Once it has ended, as far as it came. */
  report: ImportReport | null;
  error: string | null;
  created_at: number;
  updated_at: number;
  finished_at: number | null;
}

/** What is stored together. */
export interface FoundBatch {
  locations: readonly NewLocation[];
  reports: readonly DeviceReport[];
  steps: readonly StepCount[];
  media: readonly MediaChange[];
}

/** How far the job has come with a batch. */
export interface ImportStep {
  job_id: string;
  bytes_done: number;
  progress: ImportProgress;
}

export interface ImportStore {
  /**
   * Durable when it returns. Stores a batch as history that decides nothing about zones, and with it how far its job has come, in one transaction.
   * Synchronous. A fix that is known changes nothing.
   * @param settle gets, for each location, whether it is new; answers null for an import without a job
   * @returns false, and nothing is stored, when the job was cancelled or removed
   */
  write(batch: FoundBatch, job_id: string | null, settle: (is_new: boolean[]) => Omit<ImportStep, 'job_id'>): boolean;
}

export interface ImportJobStore {
  create(job: Omit<ImportJob, 'updated_at' | 'finished_at' | 'progress' | 'report' | 'error' | 'bytes_done'>): Promise<void>;
  find(id: string): Promise<ImportJob | null>;
  /** Newest first; of all users where none is named. */
  list(filter: { user_id?: number }, limit: number): Promise<ImportJob[]>;
  /** Changes a job that is in one of the states `from`. @returns whether it was */
  update(
    id: string,
    from: readonly ImportState[],
    fields: Partial<Pick<ImportJob, 'state' | 'format' | 'bytes_total' | 'bytes_done' | 'report' | 'error' | 'finished_at'>>,
    now: number,
  ): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** The oldest job that is queued, or was running when its process ended. */
  next(): { id: string; user_id: number; state: ImportState } | null;
}
