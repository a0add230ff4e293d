import fc from 'fast-check';
import { JsonSplitter } from '@/lib/adapters/import/json-elements';
import { linesOf, MAX_LINE_BYTES } from '@/lib/adapters/import/lines';

/** The bytes of a text in chunks of these lengths, over and over. */
function inChunks(text: string, lengths: number[]): Uint8Array[] {
  const bytes = Buffer.from(text);
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] as number;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

function elementsOf(text: string, sizes: number[]): { key: string; value: unknown }[] {
  const splitter = new JsonSplitter();
  const found = inChunks(text, sizes).flatMap((chunk) => splitter.push(chunk));
  expect(splitter.end()).toBeNull();
  expect(splitter.isWhole).toBe(true);
  return found.map(({ key, bytes }) => ({ key, value: JSON.parse(Buffer.from(bytes as Uint8Array).toString()) }));
}

describe('cutting JSON', () => {
  // As JSON knows them: −0 is written as 0.
  const value = fc.jsonValue().map((any) => JSON.parse(JSON.stringify(any)));
  const indent = fc.constantFrom(undefined, 1, '\t');

  test('finds the elements of the lists of an object, however deep they are and wherever chunks end', () => {
    const name = fc.stringMatching(/^[a-zA-Z]{1,12}$/);
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.oneof(fc.array(value), fc.string(), fc.object())),
        lengths,
        indent,
        (object, sizes, space) => {
          const plain = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
          const wanted = Object.entries(plain).flatMap(([key, list]) =>
            Array.isArray(list) ? list.map((each) => ({ key, value: each })) : [],
          );
          expect(elementsOf(JSON.stringify(plain, null, space), sizes)).toEqual(wanted);
        },
      ),
    );
  });

  test('finds the elements of a list', () => {
    fc.assert(
      fc.property(fc.array(value), lengths, indent, (list, sizes, space) => {
        expect(elementsOf(JSON.stringify(list, null, space), sizes)).toEqual(list.map((each) => ({ key: '', value: each })));
      }),
    );
  });

  test('says where an element begins', () => {
    const splitter = new JsonSplitter();
    const text = '{"a": [ {"x":1},\n 22 ]}';
    expect(splitter.push(Buffer.from(text)).map(({ at }) => at)).toEqual([text.indexOf('{"x"'), text.indexOf('22')]);
  });
});

describe('cutting lines', () => {
  test('gives what a split gives, with its numbers, wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-zä ]{0,12}$/)),
        fc.constantFrom('\n', '\r\n'),
        lengths,
        async (texts, end, sizes) => {
          async function* chunks() {
            yield* inChunks(texts.join(end), sizes);
          }
          const found: [number, string][] = [];
          for await (const lines of linesOf(chunks())) {
            for (const { number, bytes } of lines) found.push([number, Buffer.from(bytes as Uint8Array).toString()]);
          }
          expect(found).toEqual(texts.map((text, i) => [i + 1, text]).filter(([, text]) => text !== ''));
        },
      ),
    );
  });

  test('keeps nothing of a line that is too long, and goes on behind it', async () => {
    async function* chunks() {
      for (let i = 0; i < 6; i++) yield Buffer.alloc(MAX_LINE_BYTES / 4, 'x');
      yield Buffer.from('\nafter');
    }
    const found: (string | null)[] = [];
    for await (const lines of linesOf(chunks())) found.push(...lines.map(({ bytes }) => bytes && Buffer.from(bytes).toString()));
    expect(found).toEqual([null, 'after']);
  });
});
