import type { Options } from 'csv-stringify/sync';

/** What a spreadsheet may take for a formula after leading white space; csv-stringify looks at the first character only. */
const SPACED_FORMULA = /^\s+[=+\-@＝＋－＠]/;

/** Comma-separated values that are safe to open in a spreadsheet. */
export const CSV: Options = {
  // Texts that begin like a formula get an apostrophe; numbers stay numbers.
  escape_formulas: true,
  cast: {
    string: (value) => (SPACED_FORMULA.test(value) ? `'${value}` : value),
    boolean: (value) => String(value),
    object: (value) => JSON.stringify(value),
  },
  record_delimiter: '\r\n',
};

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** As text of XML 1.0, which has no place for most control characters. */
export const xml = (text: string) =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!);

/** An answer that is made while it is sent: the next piece only when the client has taken the one before. */
export function streamed(pieces: AsyncIterable<string | Uint8Array>, headers: Record<string, string>): Response {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'cache-control': 'no-store', ...headers } });
}
