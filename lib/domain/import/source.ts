import type { ImportFormat, ImportItem } from './item';

/** A device as a Recorder's store names it; a card may be of a user, without a device. */
export interface StoreDevice {
  user: string;
  device: string | null;
}

/** One file of what is imported, to be read in its turn. */
export interface ImportFile {
  /** Within the folder or archive; the file's name where it stands alone. */
  path: string;
  /** Null: it is not read, for `skipped`. */
  format: ImportFormat | null;
  skipped: string | null;
  /** What `at` counts in its items. */
  unit: 'line' | 'byte';
  /** Of whom it is, where its place in a store says so. */
  device: StoreDevice | null;
  items(): AsyncIterable<ImportItem[]>;
  /** For a file whose items are not asked for. */
  close(): Promise<void>;
}

/** A file, a folder or an archive that is imported. The order of files and items is the same each time it is read. */
export interface ImportSource {
  bytes_total: number;
  /** How far it has been read. */
  bytesDone(): number;
  /** Of which devices a Recorder's store in it is; none for other files. */
  devices(): Promise<StoreDevice[]>;
  /** @param skip so many are left out, as if they had been read */
  files(skip: number): AsyncIterable<ImportFile>;
}
