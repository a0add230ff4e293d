import { GET } from '@/app/api/live/route';
import type { Person } from './api';

export interface LiveMessage {
  id: string;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: every kind of message has another shape.
  data: any;
}

/** Reads a stream of server-sent events as a browser does. */
export class LiveStream {
  readonly messages: LiveMessage[] = [];
  raw = '';
  ended = false;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly decoder = new TextDecoder();

  constructor(
    readonly response: Response,
    private readonly leaving: AbortController,
  ) {
    this.reader = response.body!.getReader();
  }

  async readOn(): Promise<void> {
    const { done, value } = await this.reader.read();
    if (done) this.ended = true;
    else this.take(this.decoder.decode(value));
  }

  /** Reads until there are so many messages of this kind. */
  async until(event: string, count: number): Promise<LiveMessage[]> {
    while (this.of(event).length < count && !this.ended) await this.readOn();
    return this.of(event);
  }

  of(event: string): LiveMessage[] {
    return this.messages.filter((message) => message.event === event);
  }

  async leave(): Promise<void> {
    this.leaving.abort();
    await this.reader.cancel();
  }

  private take(text: string): void {
    this.raw += text;
    for (const block of text.split('\n\n')) {
      const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, 'm'))?.[1];
      const data = field('data');
      if (data !== undefined) this.messages.push({ id: field('id') ?? '', event: field('event') ?? '', data: JSON.parse(data) });
    }
  }
}

const streams: LiveStream[] = [];

/** `GET /api/live` of somebody, from an id or from now on; left after the test. */
export async function openLive(as?: Person, lastEventId?: string, search = ''): Promise<LiveStream> {
  const leaving = new AbortController();
  const headers = new Headers(as && { authorization: `Bearer ${as.token}` });
  if (lastEventId !== undefined) headers.set('last-event-id', lastEventId);
  const request = new Request(`http://localhost:3000/api/live${search}`, { headers, signal: leaving.signal });
  const response = await GET(request, { params: Promise.resolve({}) });
  if (response.status !== 200) return { response } as LiveStream;
  const stream = new LiveStream(response, leaving);
  streams.push(stream);
  await stream.readOn();
  return stream;
}

afterEach(async () => {
  await Promise.all(streams.splice(0).map((stream) => stream.leave()));
});
