import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { openSource } from '@/lib/adapters/import/source';
import type { ImportFormat } from '@/lib/domain/import/item';
import { emptyReport, type ImportReport } from '@/lib/domain/import/report';
import { Importer, type ResolveDevice } from '@/lib/services/importer';
import { PictureIntake } from '@/lib/services/picture-intake';
import type { PictureFiles } from '@/lib/storage/ports';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteImportStore } from '@/lib/storage/sqlite/import-store';
import { toLocation } from '@/lib/storage/sqlite/location-row';
import { temporaryFolder } from './database';

/** When tests import: later than all that they import. */
export const IMPORTED_AT = Date.UTC(2026, 5, 1);

/** Writes files below a new folder. @returns the folder */
export function filesIn(files: Record<string, string | Uint8Array>, folder = temporaryFolder()): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** Writes one file. @returns its path */
export const fileWith = (name: string, content: string | Uint8Array): string => path.join(filesIn({ [name]: content }), name);

export interface ImportInput {
  connection: Connection;
  device_id: number;
  file: string;
  format?: ImportFormat;
  resolve?: ResolveDevice;
  now?: number;
  /** Where pictures go; without it they are left out. */
  pictures?: PictureFiles;
}

/** Imports a file or folder into a device of the database. */
export async function importFile(input: ImportInput): Promise<ImportReport> {
  const { connection, device_id, file, format, resolve, now, pictures } = input;
  const intake = pictures ? new PictureIntake(pictures) : null;
  const importer = new Importer(new SqliteImportStore(connection, () => IMPORTED_AT), intake);
  const progress = { files: 0, items: 0, report: emptyReport(), begun_at: now ?? IMPORTED_AT };
  const into: ResolveDevice = async () => ({ device_id, name: 'phone', is_new: false });
  const source = await openSource(file, format ?? null);
  return importer.run({ source, resolve: resolve ?? into, job_id: null, progress });
}

/** What is stored of a device, in the order of its times. */
export const storedLocations = (connection: Connection, device_id: number) =>
  (connection.raw.prepare('SELECT * FROM location WHERE device_id = ? ORDER BY occurred_at, id').all(device_id) as never[]).map(
    toLocation,
  );

export interface TarMember {
  name: string;
  content?: string;
  /** '0' file, '2' symbolic link, '5' folder. */
  type?: string;
}

/** A tar archive, as POSIX has it. */
export function tar(members: TarMember[]): Buffer {
  const parts = members.flatMap(({ name, content = '', type = '0' }) => {
    const header = Buffer.alloc(512);
    const bytes = Buffer.from(content);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(type, 156);
    header.write('ustar\0', 257);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

export interface ZipMember {
  name: string;
  content: string | Uint8Array;
  /** Of the file, as Unix has it: 0o120777 is a link. */
  mode?: number;
  isStored?: boolean;
}

/** A ZIP archive, by hand, so that it can also be a bad one. */
export function zip(members: ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, mode = 0o100644, isStored = false } of members) {
    const bytes = Buffer.from(content as string);
    const packed = isStored ? bytes : deflateRawSync(bytes);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(isStored ? 0 : 8, 8);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(isStored ? 0 : 8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(bytes.length, 24);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, list, end]);
}
