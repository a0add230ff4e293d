/** A file in an archive. Nothing of an archive is ever written to the disk under a name it chose. */
export interface ArchiveEntry {
  path: string;
  /** Why it is not read: a dangerous name, a link. Null: it may be. */
  refused: string | null;
  /** What it holds, unpacked while it is read. */
  chunks(): AsyncIterable<Uint8Array>;
}

export class ArchiveError extends Error {}

/** More than any export of a life; a directory of that many names still fits into memory. */
export const MAX_ENTRIES = 200_000;
/** Tables of positions shrink to a twentieth; what grows a hundredfold beyond this is made to fill memory or time. */
const FREE_BYTES = 100 * 1024 * 1024;
const MAX_RATIO = 100;

/** Why a name is not to be trusted, or null. */
export function nameProblem(path: string): string | null {
  if (path.includes('\0') || path.includes('\\')) return 'its name is not a plain path';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'its name is an absolute path';
  if (path.split('/').includes('..')) return 'its name leads out of the archive';
  return null;
}

/**
 * Passes chunks on until they are far more than what they were packed into.
 * @param packed bytes read of the archive so far
 * @throws ArchiveError
 */
export async function* guarded(chunks: AsyncIterable<Uint8Array>, packed: () => number): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > FREE_BYTES && length > packed() * MAX_RATIO) {
      throw new ArchiveError(`it grows more than ${MAX_RATIO}-fold when unpacked`);
    }
    yield chunk;
  }
}
