import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '@/lib/services/errors';
import type { UploadFiles } from '@/lib/services/imports';

/** Ids are ours; nothing else becomes part of a path. */
const ID = /^[0-9a-f-]{36}$/;

async function* counted(body: ReadableStream<Uint8Array>, take: (bytes: number) => void) {
  for await (const chunk of Readable.fromWeb(body as never) as AsyncIterable<Uint8Array>) {
    take(chunk.length);
    yield chunk;
  }
}

function asServiceError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ServiceError('INTERNAL_ERROR', 'the disk is full; the file could not be kept. Nothing was imported');
  }
  return error;
}

/** Uploaded files below a folder of the data directory, each until it is imported. */
export class UploadFolder implements UploadFiles {
  constructor(private readonly folder: string) {}

  pathOf(id: string): string {
    if (!ID.test(id)) throw new Error(`${JSON.stringify(id)} is no id of an import`);
    return path.join(this.folder, id);
  }

  async write(id: string, body: ReadableStream<Uint8Array> | null, take: (bytes: number) => void): Promise<number> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = this.pathOf(id);
    let length = 0;
    try {
      const count = (bytes: number) => {
        take(bytes);
        length += bytes;
      };
      const content = body ? counted(body, count) : Readable.from([]);
      await pipeline(content, createWriteStream(file, { mode: 0o600, flush: true }));
    } catch (error) {
      rmSync(file, { force: true });
      throw asServiceError(error);
    }
    return length;
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  async sweep(isWanted: (id: string) => Promise<boolean>): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) if (ID.test(name) && !(await isWanted(name))) await this.remove(name);
  }
}
