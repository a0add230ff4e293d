import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { FOLDER_MODE, ORIGINAL } from './picture-files';

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** The originals below a folder of pictures, as paths within it; drawings are made again when they are asked for. */
function originalsIn(folder: string): string[] {
  return namesIn(folder).flatMap((part) => {
    if (!/^[0-9a-f]{2}$/.test(part)) return [];
    return namesIn(path.join(folder, part)).flatMap((name) => (ORIGINAL.test(name) ? [path.join(part, name)] : []));
  });
}

/** A second name where the file system can, because a picture is never changed; else a copy that appears when it is whole. */
function copy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    // Removed by the daily sweep a moment ago: nothing names it any more.
    if (!existsSync(source)) return;
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    copyFileSync(source, `${target}.part`);
    renameSync(`${target}.part`, target);
  }
}

/**
 * Puts the pictures below `from` that are not yet below `to` there as well. A picture's name is the hash of its content, so one
 * that is there is the same.
 * @returns how many pictures are below `from`
 * @throws Error of the file system
 */
export function addPictures(from: string, to: string): number {
  const originals = originalsIn(from);
  for (const name of originals) {
    const target = path.join(to, name);
    if (existsSync(target)) continue;
    mkdirSync(path.dirname(target), { recursive: true, mode: FOLDER_MODE });
    copy(path.join(from, name), target);
  }
  return originals.length;
}

/** As `addPictures`, and removes below `to` what is no longer below `from`: what a person deleted leaves the next backup, too. */
export function mirrorPictures(from: string, to: string): number {
  const count = addPictures(from, to);
  for (const name of originalsIn(to)) {
    if (!existsSync(path.join(from, name))) rmSync(path.join(to, name), { force: true });
  }
  return count;
}
