import { pipeline, Readable } from 'node:stream';
import { type Options, parse } from 'csv-parse';
import { fieldOf, fromFields, isHeader } from '@/lib/domain/import/columns';
import { type ImportItem, itemOf } from '@/lib/domain/import/item';

const DELIMITERS = [',', ';', '\t', '|'];

/** The delimiter that occurs most in the first line. */
export function delimiterOf(head: string): string {
  const line = head.split(/\r?\n/, 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] as string;
}

/** The names in the first line of a table. */
export const headerOf = (head: string): string[] =>
  (head.split(/\r?\n/, 1)[0] ?? '').split(delimiterOf(head)).map((name) => name.trim().replace(/^"|"$/g, ''));

export const isTable = (head: string): boolean => isHeader(headerOf(head));

/** An apostrophe that keeps spreadsheets from computing what follows (see the export). */
const GUARDED = /^'(?=\s*[=+\-@＝＋－＠\t\r])/;

/** Where numbers have a decimal comma, the columns are separated by something else. */
const COMMA_NUMBER = /^-?\d+,\d+$/;

function cleaner(delimiter: string) {
  return (value: string): string => {
    if (value.startsWith("'")) return value.replace(GUARDED, '');
    return delimiter !== ',' && COMMA_NUMBER.test(value) ? value.replace(',', '.') : value;
  };
}

interface Row {
  record: string[];
  info: { lines: number };
}

/** Rows handed on at once. */
const AT_ONCE = 500;

const faultOf = (error: unknown): ImportItem => {
  const { message, lines } = error as Error & { lines?: number };
  return { kind: 'fault', reason: message, at: lines ?? 0 };
};

/** The rows as they are read; what can't be read of one goes to `onFault`, and the next is read. */
function rowsOf(chunks: AsyncIterable<Uint8Array>, delimiter: string, onFault: (error: unknown) => void): AsyncIterable<Row> {
  const options: Options = {
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
    skip_records_with_error: true,
    on_skip: (error) => {
      onFault(error);
      return undefined;
    },
  };
  return pipeline(Readable.from(chunks, { objectMode: false }), parse(options), () => {
    // Whoever reads the rows is told, too.
  }) as AsyncIterable<Row>;
}

/**
 * A table with a header: our own export, or columns whose names say what they are. Commas, semicolons, tabs.
 * @param head the begin of the file, with its first line
 */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>, head: string): AsyncGenerator<ImportItem[]> {
  const delimiter = delimiterOf(head);
  const clean = cleaner(delimiter);
  let items: ImportItem[] = [];
  let fields: ReturnType<typeof fieldOf>[] | null = null;
  try {
    for await (const { record, info } of rowsOf(chunks, delimiter, (error) => items.push(faultOf(error)))) {
      if (fields === null) fields = record.map(fieldOf);
      else items.push(itemOf(fromFields(fields, record.map(clean)), info.lines));
      if (items.length < AT_ONCE) continue;
      yield items;
      items = [];
    }
  } catch (error) {
    items.push(faultOf(error));
  }
  yield items;
}
