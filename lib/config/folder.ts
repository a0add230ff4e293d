import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** For the owner alone: it holds where people were. */
const MODE = 0o700;

function make(folder: string): void {
  try {
    mkdirSync(folder, { mode: MODE });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    const parent = path.dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    make(parent);
    mkdirSync(folder, { mode: MODE });
  }
}

/**
 * Makes a folder with all above it, for its owner only, unless it is there, and checks that it can be written.
 * (Node's recursive mkdir never returns where the system says of each attempt that something is missing, as in /proc.)
 * @throws Error of the file system
 */
export function ensureFolder(folder: string): void {
  make(path.resolve(folder));
  accessSync(folder, constants.W_OK);
}
