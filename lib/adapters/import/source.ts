import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ImportFormat, ImportItem } from '@/lib/domain/import/item';
import type { ImportFile, ImportSource, StoreDevice } from '@/lib/domain/import/source';
import { isPassedOver, storeDeviceOf } from '@/lib/domain/import/store-path';
import type { ArchiveEntry } from './archive';
import { detect, readerOf } from './detect';
import { gunzipped, headOf, kindOf, Meter, peek } from './streams';
import { tarEntries } from './tar';
import { zipEntries } from './zip';

const NOT_UNDERSTOOD = 'it is none of the formats that are understood';

const skippedFile = (name: string, skipped: string): ImportFile => ({
  path: name,
  format: null,
  skipped,
  unit: 'line',
  device: null,
  items: async function* () {},
  close: async () => {},
});

/** What is known of all files beside each other. */
interface Surroundings {
  format: ImportFormat | null;
  /** A Recorder's store is among them. */
  isStore: boolean;
}

const ALONE = { isStore: false };

/** A file as what it holds. @param within the path that tells of whom it is */
async function fileOf(entry: ArchiveEntry, { format, isStore }: Surroundings, within: string): Promise<ImportFile> {
  if (entry.refused !== null) return skippedFile(entry.path, entry.refused);
  if (isPassedOver(within) || (isStore && storeDeviceOf(within) === null)) {
    return skippedFile(entry.path, 'of a store, only rec, waypoints and cards are read');
  }
  const peeked = await peek(entry.chunks()).catch((error: Error) => error.message);
  if (typeof peeked === 'string') return skippedFile(entry.path, peeked);
  const { head, all, close } = peeked;
  const begin = head.toString('utf8');
  const reader = format ? readerOf(format, begin) : detect(begin);
  if (kindOf(head) !== 'plain' || !reader) {
    await close();
    return skippedFile(entry.path, reader ? 'an archive in an archive is not opened' : NOT_UNDERSTOOD);
  }
  async function* items(): AsyncGenerator<ImportItem[]> {
    try {
      yield* (reader as NonNullable<typeof reader>).read(all, begin);
    } catch (error) {
      // What could be read before counts.
      yield [{ kind: 'fault', reason: (error as Error).message, at: 0 }];
    }
  }
  return {
    path: entry.path,
    format: reader.format,
    skipped: null,
    unit: reader.unit,
    device: storeDeviceOf(within),
    items,
    close,
  };
}

const unique = (devices: (StoreDevice | null)[]): StoreDevice[] => [
  ...new Map(
    devices.flatMap((device) => (device?.device ? [[`${device.user}/${device.device}`, device] as const] : [])),
  ).values(),
];

interface Opening {
  file: string;
  /** How the file was called by whoever gave it. */
  name: string;
  size: number;
  format: ImportFormat | null;
}

function plainSource({ file, name, size, format }: Opening, isPacked: boolean): ImportSource {
  const meter = new Meter();
  const chunks = () => (isPacked ? gunzipped(meter.open(file)) : meter.open(file));
  return {
    bytes_total: size,
    bytesDone: () => meter.done(),
    // The name of a file alone says nothing of a device.
    devices: async () => [],
    files: async function* (skip) {
      if (skip === 0) yield await fileOf({ path: name, refused: null, chunks }, { format, ...ALONE }, name);
    },
  };
}

function tarSource({ file, size, format }: Opening, isPacked: boolean): ImportSource {
  const meter = new Meter();
  const entries = (from: Meter) => tarEntries(isPacked ? gunzipped(from.open(file)) : from.open(file));
  const devices = async () => {
    const found: (StoreDevice | null)[] = [];
    try {
      for await (const entry of entries(new Meter())) found.push(storeDeviceOf(entry.path));
    } catch (error) {
      // Reading it says so in its place.
      if (found.length === 0) throw error;
    }
    return unique(found);
  };
  return {
    bytes_total: size,
    bytesDone: () => meter.done(),
    devices,
    files: async function* (skip) {
      const surroundings = { format, isStore: (await devices()).length > 0 };
      let index = 0;
      try {
        for await (const entry of entries(meter)) {
          if (index >= skip) yield await fileOf(entry, surroundings, entry.path);
          index += 1;
        }
      } catch (error) {
        if (index < skip) return;
        yield skippedFile('the rest of the archive', (error as Error).message);
      }
    },
  };
}

const devicesOf = (entries: readonly Pick<ArchiveEntry, 'path'>[]) => unique(entries.map(({ path }) => storeDeviceOf(path)));

function zipSource({ file, size, format }: Opening): ImportSource {
  const meter = new Meter();
  return {
    bytes_total: size,
    bytesDone: () => meter.done(),
    devices: async () => devicesOf(await zipEntries(file)),
    files: async function* (skip) {
      const all = await zipEntries(file);
      const surroundings = { format, isStore: devicesOf(all).length > 0 };
      for (const [index, entry] of all.entries()) {
        if (index >= skip) yield await fileOf(entry, surroundings, entry.path);
        meter.add(entry.packed);
      }
    },
  };
}

async function filesBelow(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // Links are not followed: they may lead anywhere.
  return entries
    .filter((entry) => entry.isFile())
    .sort((a, b) => (path.join(a.parentPath, a.name) < path.join(b.parentPath, b.name) ? -1 : 1));
}

async function folderSource(folder: string, format: ImportFormat | null): Promise<ImportSource> {
  const files = (await filesBelow(folder)).map(({ parentPath, name }) => path.join(parentPath, name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const meter = new Meter();
  const slashed = (file: string) => file.split(path.sep).join('/');
  const relative = (file: string) => slashed(path.relative(folder, file));
  // Within a store all folders above count, so that any part of it can be given.
  const within = (file: string) =>
    /\/rec\/[^/]+\/[^/]+\/\d{4}-\d{2}\.rec$/.test(slashed(file)) ? slashed(file) : relative(file);
  const devices = unique(files.map((file) => storeDeviceOf(within(file))));
  const surroundings = { format, isStore: devices.length > 0 };
  return {
    bytes_total: sizes.reduce((sum, size) => sum + size, 0),
    bytesDone: () => meter.done(),
    devices: async () => devices,
    files: async function* (skip) {
      for (const [index, file] of files.entries()) {
        if (index < skip) {
          meter.add(sizes[index] as number);
          continue;
        }
        const entry = { path: relative(file), refused: null, chunks: () => meter.open(file) };
        yield await fileOf(entry, surroundings, within(file));
      }
    },
  };
}

/**
 * Opens what is to be imported: a folder, an archive (ZIP, KMZ, tar, packed with gzip or not), or a single file.
 * @param name what to call it, if not as it lies on the disk
 * @throws ArchiveError for an archive that can't be opened, Error of the file system
 */
export async function openSource(file: string, format: ImportFormat | null, name = path.basename(file)): Promise<ImportSource> {
  const found = await stat(file);
  if (found.isDirectory()) return folderSource(path.resolve(file), format);
  const opening = { file, name, size: found.size, format };
  const kind = kindOf(await headOf(file));
  if (kind === 'zip') return zipSource(opening);
  if (kind === 'tar') return tarSource(opening, false);
  if (kind === 'plain') return plainSource(opening, false);
  const { head, close } = await peek(gunzipped(createReadStream(file)));
  await close();
  return kindOf(head) === 'tar' ? tarSource(opening, true) : plainSource(opening, true);
}
