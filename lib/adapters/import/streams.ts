import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { guarded } from './archive';

const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;

export type Kind = 'zip' | 'gzip' | 'tar' | 'plain';

/** What a file is packed as, by its first bytes. */
export function kindOf(head: Uint8Array): Kind {
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return 'zip';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return Buffer.from(head.subarray(257, 262)).toString() === 'ustar' ? 'tar' : 'plain';
}

/** The begin of what is read, and all of it again. */
export async function peek(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ head: Buffer; all: AsyncIterable<Uint8Array>; close(): Promise<void> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const { done, value } = await iterator.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  async function* all() {
    try {
      yield* first.splice(0);
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) yield step.value;
    } finally {
      await iterator.return?.();
    }
  }
  const close = async () => void (await iterator.return?.());
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), all: all(), close };
}

/** Counts what is read of files on the disk. */
export class Meter {
  private before = 0;
  private stream: ReadStream | null = null;

  open(file: string): ReadStream {
    this.before = this.done();
    this.stream = createReadStream(file, { highWaterMark: CHUNK_BYTES });
    return this.stream;
  }

  add(bytes: number): void {
    this.before += bytes;
  }

  done(): number {
    return this.before + (this.stream?.bytesRead ?? 0);
  }
}

export function gunzipped(raw: ReadStream): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('error', (error) => gunzip.destroy(error));
  return guarded(raw.pipe(gunzip), () => raw.bytesRead);
}

/** Enough of a file to tell its kind. */
export async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(1024);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
