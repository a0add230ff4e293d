import type { ImportItem } from '@/lib/domain/import/item';
import { readTime } from '@/lib/domain/import/time';
import { type Line, linesOf, MAX_LINE_BYTES } from './lines';

const BRACE = '{'.charCodeAt(0);
/** `2025-07-09T18:20:05Z` */
const STAMP_LENGTH = 20;

const decoder = new TextDecoder();

function itemOf({ bytes, number: at }: Line): ImportItem {
  if (bytes === null) return { kind: 'fault', reason: `a line longer than ${MAX_LINE_BYTES} bytes`, at };
  // Between the time and the message lie a topic and white space; old and copied files have spaces for tabs.
  const brace = bytes.indexOf(BRACE, STAMP_LENGTH);
  if (brace < 0) return { kind: 'fault', reason: 'a line without a message in JSON', at };
  const filed_at = readTime(decoder.decode(bytes.subarray(0, STAMP_LENGTH)));
  return { kind: 'message', payload: bytes.subarray(brace), filed_at, at };
}

/** A file of the Recorder's store: `TIME <tab> relative topic <tab> JSON` in each line. What a line is, its message says. */
export async function* readRecorder(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ImportItem[]> {
  for await (const lines of linesOf(chunks)) yield lines.map(itemOf);
}

/** A file that is one message, such as a waypoint or a card of the Recorder's store; longer ones are refused. */
export async function* readMessage(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ImportItem[]> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > MAX_LINE_BYTES) {
      yield [{ kind: 'fault', reason: `a message longer than ${MAX_LINE_BYTES} bytes`, at: 0 }];
      return;
    }
    parts.push(chunk);
  }
  // Of no known time: what the device said itself is newer.
  yield [{ kind: 'message', payload: Buffer.concat(parts), filed_at: 1, at: 0 }];
}
