import { type ArchiveEntry, ArchiveError, MAX_ENTRIES, nameProblem } from './archive';

const BLOCK = 512;
/** Names and attributes of a single file; a whole file is never held. */
const MAX_ATTRIBUTES = 1024 * 1024;

/** Bytes in pieces of the wanted length, from chunks of any length. */
class Blocks {
  private rest: Uint8Array = new Uint8Array(0);
  private readonly iterator: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.iterator = chunks[Symbol.asyncIterator]();
  }

  /** Up to `most` bytes, none at the end. */
  async some(most: number): Promise<Uint8Array | null> {
    while (this.rest.length === 0) {
      const { done, value } = await this.iterator.next();
      if (done) return null;
      this.rest = value;
    }
    const piece = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(piece.length);
    return piece;
  }

  /** @throws ArchiveError where the archive ends before */
  async exactly(length: number): Promise<Buffer | null> {
    const parts: Uint8Array[] = [];
    for (let left = length; left > 0; ) {
      const piece = await this.some(left);
      if (!piece) {
        if (left === length) return null;
        throw new ArchiveError('the archive was cut off');
      }
      parts.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(parts);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      const piece = await this.some(left);
      if (!piece) return;
      left -= piece.length;
    }
  }

  async close(): Promise<void> {
    await this.iterator.return?.();
  }
}

const textOf = (header: Buffer, at: number, length: number) => {
  const end = header.indexOf(0, at);
  return header.toString('utf8', at, end < 0 ? at + length : Math.min(end, at + length));
};

/** In octal digits, or, where the first bit is set, as a number of 8 bytes (GNU). */
function sizeOf(header: Buffer): number {
  if ((header[124] as number) & 0x80) return Number(header.readBigUInt64BE(128));
  return Number.parseInt(textOf(header, 124, 12).trim() || '0', 8);
}

/** `path` of an extended header (POSIX pax): lines like `22 path=…`. */
const paxPath = (text: string): string | null => /(?:^|\n)\d+ path=([^\n]*)/.exec(text)?.[1] ?? null;

const paddingOf = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK;

const REGULAR = new Set(['0', '\0', '7']);
const LONG_NAME = 'L';
const EXTENDED = 'x';
/** Of no interest: folders, attributes of the whole archive. */
const PASSED = new Set(['5', 'g', 'K']);

/**
 * The files of a tar archive in their order. Each must be read (or left) before the next is asked for.
 * @throws ArchiveError where it was cut off or holds too many
 */
export async function* tarEntries(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const blocks = new Blocks(chunks);
  let longName: string | null = null;
  try {
    for (let count = 0; count < MAX_ENTRIES; count += 1) {
      const header = await blocks.exactly(BLOCK);
      if (!header || header.every((byte) => byte === 0)) return;
      const size = sizeOf(header);
      if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveError('the archive is damaged');
      const type = String.fromCharCode(header[156] as number);
      if (type === LONG_NAME || type === EXTENDED) {
        if (size > MAX_ATTRIBUTES) throw new ArchiveError('a name in the archive is too long');
        const text = ((await blocks.exactly(size)) ?? Buffer.alloc(0)).toString('utf8');
        longName = type === LONG_NAME ? text.replace(/\0.*$/s, '') : (paxPath(text) ?? longName);
        await blocks.skip(paddingOf(size));
        continue;
      }
      const isUstar = textOf(header, 257, 5) === 'ustar';
      const prefix = isUstar ? textOf(header, 345, 155) : '';
      const path: string = longName ?? (prefix ? `${prefix}/` : '') + textOf(header, 0, 100);
      longName = null;
      let left = size;
      async function* content(): AsyncGenerator<Uint8Array> {
        while (left > 0) {
          const piece = await blocks.some(left);
          if (!piece) throw new ArchiveError('the archive was cut off');
          left -= piece.length;
          yield piece;
        }
      }
      if (!PASSED.has(type)) {
        const refused = REGULAR.has(type) ? nameProblem(path) : 'it is a link or a special file';
        yield { path: path.replace(/^\.\//, ''), refused, chunks: content };
      }
      await blocks.skip(left + paddingOf(size));
    }
    throw new ArchiveError(`it holds more than ${MAX_ENTRIES} files`);
  } finally {
    await blocks.close();
  }
}
