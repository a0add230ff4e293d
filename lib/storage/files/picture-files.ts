import { createHash } from 'node:crypto';
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { PictureType } from '@/lib/domain/model';
import type { PictureFiles, Rendition } from '@/lib/storage/ports/media';

/** For the owner alone, as all of the data folder. */
export const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

const EXTENSION: Record<PictureType, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };
/** Names of pictures as they came; all else is drawn from them. */
export const ORIGINAL = /^([0-9a-f]{64})\.(jpg|png|webp)$/;
const RENDITION = /^([0-9a-f]{64})\.(thumb|full|card)$/;
const PART = '.part';
const GOING = '.going';

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** A new name in a folder is on the disk only when the folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Pictures below `folder`, as `ab/abcd….jpg`: the same picture is kept once. A file appears under its name only when it is whole
 * and on the disk, so a process that is killed leaves at most a part that the next sweep removes.
 */
export class FilePictures implements PictureFiles {
  private parts = 0;

  constructor(private readonly folder: string) {}

  async keep(bytes: Uint8Array, type: PictureType): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = this.fileOf(sha256, EXTENSION[type]);
    // As new as if it were written now: a sweep must not take it before the transaction that refers to it.
    if (!(await this.refresh(file))) await this.write(file, bytes, true);
    return sha256;
  }

  read(sha256: string, type: PictureType): Promise<Buffer | null> {
    return readIfThere(this.fileOf(sha256, EXTENSION[type]));
  }

  readRendition(sha256: string, rendition: Rendition): Promise<Buffer | null> {
    return readIfThere(this.fileOf(sha256, rendition));
  }

  keepRendition(sha256: string, rendition: Rendition, bytes: Uint8Array): Promise<void> {
    return this.write(this.fileOf(sha256, rendition), bytes, false);
  }

  async sweep(isUsed: (sha256: string) => boolean, before: number): Promise<number> {
    let removed = 0;
    for (const name of this.namesIn(this.folder)) {
      const folder = path.join(this.folder, name);
      for (const file of this.namesIn(folder)) removed += this.sweepFile(path.join(folder, file), isUsed, before);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return removed;
  }

  /** @returns 1 for an original that went */
  private sweepFile(file: string, isUsed: (sha256: string) => boolean, before: number): number {
    const name = path.basename(file);
    const original = ORIGINAL.exec(name);
    const sha256 = original?.[1] ?? RENDITION.exec(name)?.[1];
    if (sha256 && isUsed(sha256)) return 0;
    // Out of the way first: whoever asks for it to be kept from now on finds it gone and writes it anew.
    const going = name.endsWith(GOING) ? file : `${file}${GOING}`;
    try {
      if (statSync(file).mtimeMs >= before) return 0;
      renameSync(file, going);
      if (statSync(going).mtimeMs >= before) renameSync(going, file);
      else rmSync(going);
    } catch (error) {
      if (isMissing(error)) return 0;
      throw error;
    }
    return original ? 1 : 0;
  }

  private namesIn(folder: string): string[] {
    try {
      return readdirSync(folder).sort();
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  }

  private fileOf(sha256: string, extension: string): string {
    // Known only when the server runs: a bundler that followed it would take the whole project along.
    return path.join(/* turbopackIgnore: true */ this.folder, sha256.slice(0, 2), `${sha256}.${extension}`);
  }

  /** @returns whether it is there */
  private async refresh(file: string): Promise<boolean> {
    const now = new Date();
    try {
      await utimes(file, now, now);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  private async write(file: string, bytes: Uint8Array, durably: boolean): Promise<void> {
    const folder = path.dirname(file);
    const isNew = (await mkdir(folder, { recursive: true, mode: FOLDER_MODE })) !== undefined;
    this.parts += 1;
    const part = `${file}.${process.pid}-${this.parts}${PART}`;
    try {
      const handle = await open(part, 'wx', FILE_MODE);
      try {
        await handle.writeFile(bytes);
        if (durably) await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    if (durably) await flushFolder(folder);
    if (durably && isNew) await flushFolder(this.folder);
  }
}
