import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { type ArchiveEntry, ArchiveError, guarded, MAX_ENTRIES, nameProblem } from './archive';

/** Signatures and sizes of APPNOTE.TXT, 4.3. */
const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const MAX_COMMENT = 65_535;
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;

const STORED = 0;
const DEFLATED = 8;
const IS_ENCRYPTED = 1;
/** The file type in the upper half of the attributes, as Unix has it. */
const TYPE_MASK = 0o170000;
const LINK = 0o120000;

interface Directory {
  at: number;
  length: number;
  count: number;
}

async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  if (bytesRead < length) throw new ArchiveError('the archive was cut off');
  return buffer;
}

async function findDirectory(file: FileHandle, size: number): Promise<Directory> {
  const length = Math.min(size, END_BYTES + MAX_COMMENT);
  const tail = await read(file, size - length, length);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new ArchiveError('the archive has no directory at its end; it was cut off');
  const locator = end - 20;
  if (locator >= 0 && tail.readUInt32LE(locator) === END64_LOCATOR) {
    const record = await read(file, Number(tail.readBigUInt64LE(locator + 8)), 56);
    const [count, bytes, at] = [32, 40, 48].map((offset) => Number(record.readBigUInt64LE(offset)));
    return { count: count as number, length: bytes as number, at: at as number };
  }
  return { count: tail.readUInt16LE(end + 10), length: tail.readUInt32LE(end + 12), at: tail.readUInt32LE(end + 16) };
}

/** The sizes and the offset that did not fit into 32 bits, from the extra field 1. */
function wide(entry: { size: number; packed: number; at: number }, extra: Buffer): void {
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2)) {
    if (extra.readUInt16LE(i) !== 1) continue;
    let offset = i + 4;
    for (const name of ['size', 'packed', 'at'] as const) {
      if (entry[name] !== 0xffff_ffff || offset + 8 > extra.length) continue;
      entry[name] = Number(extra.readBigUInt64LE(offset));
      offset += 8;
    }
  }
}

interface ZipEntry {
  path: string;
  method: number;
  flags: number;
  attributes: number;
  size: number;
  packed: number;
  at: number;
}

function parseDirectory(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let i = 0; i + CENTRAL_BYTES <= directory.length && directory.readUInt32LE(i) === CENTRAL; ) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => directory.readUInt16LE(i + offset)) as [
      number,
      number,
      number,
    ];
    const nameAt = i + CENTRAL_BYTES;
    const entry = {
      path: directory.toString('utf8', nameAt, nameAt + nameLength),
      flags: directory.readUInt16LE(i + 8),
      method: directory.readUInt16LE(i + 10),
      packed: directory.readUInt32LE(i + 20),
      size: directory.readUInt32LE(i + 24),
      attributes: directory.readUInt32LE(i + 38),
      at: directory.readUInt32LE(i + 42),
    };
    wide(entry, directory.subarray(nameAt + nameLength, nameAt + nameLength + extraLength));
    entries.push(entry);
    i = nameAt + nameLength + extraLength + commentLength;
  }
  return entries;
}

function problemOf({ path, attributes, flags, method }: ZipEntry): string | null {
  if (((attributes >>> 16) & TYPE_MASK) === LINK) return 'it is a link';
  if (flags & IS_ENCRYPTED) return 'it is encrypted';
  if (method !== STORED && method !== DEFLATED) return `it is packed by method ${method}, which is not known`;
  return nameProblem(path);
}

async function* unpack(fileName: string, { at, packed, method }: ZipEntry): AsyncGenerator<Uint8Array> {
  const file = await open(fileName);
  let header: Buffer;
  try {
    header = await read(file, at, LOCAL_BYTES);
  } finally {
    await file.close();
  }
  const start = at + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (packed === 0) return;
  const raw = createReadStream(fileName, { start, end: start + packed - 1, highWaterMark: 256 * 1024 });
  if (method === STORED) {
    yield* raw;
    return;
  }
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
  raw.on('error', (error) => inflate.destroy(error));
  yield* raw.pipe(inflate);
}

/** The files of a ZIP archive, by its directory; ZIP64 too. @throws ArchiveError for what is no whole archive */
export async function zipEntries(fileName: string): Promise<(ArchiveEntry & { packed: number })[]> {
  const file = await open(fileName);
  try {
    const { size } = await file.stat();
    const { at, length, count } = await findDirectory(file, size);
    if (length > MAX_DIRECTORY_BYTES || count > MAX_ENTRIES) throw new ArchiveError(`it holds more than ${MAX_ENTRIES} files`);
    const entries = parseDirectory(await read(file, at, length));
    return entries
      .filter(({ path }) => !path.endsWith('/'))
      .map((entry) => ({
        path: entry.path,
        packed: entry.packed,
        refused: problemOf(entry),
        chunks: () => guarded(unpack(fileName, entry), () => entry.packed),
      }));
  } finally {
    await file.close();
  }
}
