/** Longer than any message with a picture in it. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;

const LF = 10;
const CR = 13;

export interface Line {
  /** Without its end; null where it is longer than `MAX_LINE_BYTES`. */
  bytes: Uint8Array | null;
  /** From 1. */
  number: number;
}

const withoutCr = (bytes: Uint8Array) => (bytes[bytes.length - 1] === CR ? bytes.subarray(0, -1) : bytes);

/** The lines of a file, all that end in one chunk at a time; empty ones are left out. A last line needs no end. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let rest: Uint8Array[] = [];
  let length = 0;
  let number = 0;
  const finish = (tail: Uint8Array): Line | null => {
    number += 1;
    const isTooLong = length + tail.length > MAX_LINE_BYTES;
    const bytes = isTooLong ? null : withoutCr(rest.length === 0 ? tail : Buffer.concat([...rest, tail]));
    rest = [];
    length = 0;
    return bytes?.length === 0 ? null : { bytes, number };
  };
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      const line = finish(chunk.subarray(start, end));
      if (line) lines.push(line);
      start = end + 1;
    }
    if (start < chunk.length) {
      const tail = chunk.subarray(start);
      length += tail.length;
      // What is too long is counted, not kept.
      if (length <= MAX_LINE_BYTES) rest.push(tail);
    }
    yield lines;
  }
  const last = length > 0 ? finish(new Uint8Array(0)) : null;
  if (last) yield [last];
}
