import { randomUUID } from 'node:crypto';
import type { ImportFormat } from '@/lib/domain/import/item';
import type { User } from '@/lib/domain/model';
import type { DeviceStore, ImportJob, ImportJobStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';
import { UploadRoom } from './upload-room';

/** Earlier imports that are listed. */
const LISTED = 100;
/** Imports of one person that wait or run; each may be a file of gigabytes. */
const MAX_OPEN = 20;

/** Where uploaded files lie until they are imported. */
export interface UploadFiles {
  /**
   * Writes a file. @returns its length in bytes
   * @param take is told of each piece before it is written; what it throws ends the writing, and nothing stays
   * @throws ServiceError INTERNAL_ERROR where the disk is full
   */
  write(id: string, body: ReadableStream<Uint8Array> | null, take: (bytes: number) => void): Promise<number>;
  /** Also where it is not there. */
  remove(id: string): Promise<void>;
  /** Removes all but the wanted ones. */
  sweep(isWanted: (id: string) => Promise<boolean>): Promise<void>;
}

export interface NewImport {
  file_name: string;
  /** Null: a Recorder's store, by its own names. */
  device_id: number | null;
  format: ImportFormat | null;
  create_devices: boolean;
}

export interface ImportsDependencies {
  store: ImportJobStore;
  devices: Pick<DeviceStore, 'find'>;
  files: UploadFiles;
  audit: AuditService;
  clock: Clock;
  /** Of one file, and of all files of a person that wait to be imported, in bytes. */
  maxUploadBytes: number;
}

/** Histories that people bring along. The work is done elsewhere (see `ImportRunner`); here they are accepted, watched, ended. */
export class ImportService {
  private readonly room: UploadRoom;

  constructor(private readonly on: ImportsDependencies) {
    this.room = new UploadRoom(on.maxUploadBytes);
  }

  get maxUploadBytes(): number {
    return this.on.maxUploadBytes;
  }

  /** Own ones, newest first; an admin's list holds all, with whose they are. */
  async list(actor: User): Promise<ImportJob[]> {
    const jobs = await this.on.store.list(actor.role === 'admin' ? {} : { user_id: actor.id }, LISTED);
    await this.on.audit.noteRead(
      actor,
      'import',
      '*',
      jobs.map(({ user_id }) => user_id),
    );
    return jobs;
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async get(actor: User, id: string): Promise<ImportJob> {
    const job = await this.mustOwn(actor, id);
    await this.on.audit.noteRead(actor, 'import', id, [job.user_id]);
    return job;
  }

  /**
   * Takes a file in and puts it into the queue. An admin may import for the owner of any device.
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED, LIMIT_REACHED
   */
  async upload(actor: User, wanted: NewImport, body: ReadableStream<Uint8Array> | null): Promise<ImportJob> {
    const { store, files, audit, clock } = this.on;
    const user_id = await this.ownerOf(actor, wanted.device_id);
    const open = (await store.list({ user_id }, LISTED)).filter(isOpen);
    if (open.length >= MAX_OPEN) {
      throw new ServiceError('LIMIT_REACHED', `${open.length} imports wait or run; at most ${MAX_OPEN} can`);
    }
    const arrival = this.room.begin(
      user_id,
      open.reduce((bytes, { bytes_total }) => bytes + bytes_total, 0),
    );
    const id = randomUUID();
    const { file_name, device_id, format, create_devices } = wanted;
    let isKept = false;
    try {
      await store.create({
        ...{ id, user_id, device_id, file_name, format, state: 'uploading', bytes_total: 0, created_at: clock() },
        options: { format, create_devices },
      });
      const bytes_total = await files.write(id, body, arrival.take);
      isKept = await store.update(id, ['uploading'], { state: 'queued', bytes_total }, clock());
    } catch (error) {
      await files.remove(id);
      await store.remove(id);
      throw error;
    } finally {
      arrival.end(isKept);
    }
    await audit.record(actor, 'create', 'import', id, { user_id, device_id, file_name });
    return this.mustOwn(actor, id);
  }

  /** Ends one that waits or runs (what is imported stays), or takes one that has ended off the list. */
  async remove(actor: User, id: string): Promise<void> {
    const { store, files, audit, clock } = this.on;
    const job = await this.mustOwn(actor, id);
    const now = clock();
    const report = job.progress?.report ?? null;
    const isStopped = await store.update(id, ['queued', 'running'], { state: 'cancelled', report, finished_at: now }, now);
    if (!isStopped) await store.remove(id);
    await files.remove(id);
    await audit.record(actor, isStopped ? 'cancel' : 'delete', 'import', id, { user_id: job.user_id });
  }

  private async ownerOf(actor: User, device_id: number | null): Promise<number> {
    if (device_id === null) return actor.id;
    const device = await this.on.devices.find(device_id);
    if (!device) throw notFound(`device ${device_id}`);
    if (device.user_id !== actor.id && actor.role !== 'admin') throw accessDenied('this device belongs to somebody else');
    return device.user_id;
  }

  private async mustOwn(actor: User, id: string): Promise<ImportJob> {
    const job = await this.on.store.find(id);
    if (!job) throw notFound(`import ${id}`);
    if (job.user_id !== actor.id && actor.role !== 'admin') throw accessDenied('this import belongs to somebody else');
    return job;
  }
}

export const isOpen = ({ state }: Pick<ImportJob, 'state'>): boolean =>
  state === 'uploading' || state === 'queued' || state === 'running';
