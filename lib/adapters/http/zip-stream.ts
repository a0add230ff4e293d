import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** Well packed, and a page of fixes costs the event loop some milliseconds. */
const LEVEL = 4;

type Entry = ZipDeflate | ZipPassThrough;

/** A ZIP archive that is taken off in pieces while it is written: one file after the other, each of any length. */
export class ZipStream {
  private readonly encoder = new TextEncoder();
  private ready: Uint8Array[] = [];
  private entry: Entry | null = null;
  private readonly zip = new Zip((error, piece) => {
    if (error) throw error;
    this.ready.push(piece);
  });

  /** @param mtime epoch milliseconds, for all files */
  constructor(private readonly mtime: number) {}

  /** Begins a file; what was begun before it has ended. `packed`: its bytes are as small as they get. */
  begin(path: string, kind: 'text' | 'packed' = 'text'): void {
    this.end();
    this.entry = kind === 'text' ? new ZipDeflate(path, { level: LEVEL }) : new ZipPassThrough(path);
    this.entry.mtime = this.mtime;
    this.zip.add(this.entry);
  }

  write(content: string | Uint8Array): void {
    this.entry?.push(typeof content === 'string' ? this.encoder.encode(content) : content);
  }

  file(path: string, content: string | Uint8Array): void {
    this.begin(path, typeof content === 'string' ? 'text' : 'packed');
    this.write(content);
    this.end();
  }

  json(path: string, value: unknown): void {
    this.file(path, `${JSON.stringify(value, null, 2)}\n`);
  }

  private end(): void {
    this.entry?.push(new Uint8Array(0), true);
    this.entry = null;
  }

  finish(): void {
    this.end();
    this.zip.end();
  }

  /** What was written since the last time. */
  *take(): Iterable<Uint8Array> {
    const { ready } = this;
    this.ready = [];
    yield* ready;
  }
}
