import sax from 'sax';
import type { ImportItem } from '@/lib/domain/import/item';

/** What is done with the elements of an XML file, by their names without prefix. */
export interface XmlHandler {
  open(name: string, attributes: Record<string, string>, line: number): void;
  /** @param text what stands right in the element, trimmed */
  close(name: string, text: string, line: number): ImportItem | ImportItem[] | null;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

/** More text in one element than any value has: a list of coordinates, or an attempt to fill the memory. */
const MAX_TEXT = 32 * 1024 * 1024;

/** Follows an XML file through a handler. A fault of the XML is an item, and reading goes on behind it where it can. */
export async function* readXml(chunks: AsyncIterable<Uint8Array>, handler: XmlHandler): AsyncGenerator<ImportItem[]> {
  const parser = sax.parser(true, { position: true, trim: false });
  let items: ImportItem[] = [];
  let text = '';
  let faults = 0;
  parser.onopentag = ({ name, attributes }) => {
    text = '';
    handler.open(localName(name), attributes as Record<string, string>, parser.line + 1);
  };
  const addText = (more: string) => {
    if (text.length + more.length <= MAX_TEXT) text += more;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = (name) => {
    const found = handler.close(localName(name), text.trim(), parser.line + 1);
    text = '';
    if (Array.isArray(found)) items.push(...found);
    else if (found) items.push(found);
  };
  parser.onerror = (error) => {
    faults += 1;
    // The parser counts lines from 0 and says more than the reason in further lines.
    if (faults === 1) items.push({ kind: 'fault', reason: (error.message.split('\n')[0] as string).trim(), at: parser.line + 1 });
    parser.resume();
  };
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    const ready = items;
    items = [];
    yield ready;
  }
  parser.write(decoder.decode()).close();
  yield items;
}
