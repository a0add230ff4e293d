import type { Client } from 'aedes';
import { birthTopic, matches, mayFilter, type PublishNames, scopeOf } from '@/lib/domain/notify/home-assistant-topics';
import type { DeviceDirectory } from '@/lib/services/device-directory';
import type { LinkListener, LinkState, Publication, PublishLink } from '@/lib/services/mqtt-publish-link';
import type { MqttReader, ReaderLogIn } from '@/lib/services/mqtt-publish-readers';
import { Reader } from './reader';

/** How often it is looked whether those who are connected still may be. */
const REVIEW_MS = 2_000;
/** A program that says over and over that it has started is answered once in so long. */
const BORN_EVERY_MS = 5_000;
const MAX_READERS_OF_A_PERSON = 20;

const READER = Symbol('reader');
type Known = Client & { [READER]?: Reader };

interface Kept {
  payload: string;
  /** Whose device a discovery message is about: who was told of it must be told that it is gone, too. */
  user_id: number | null;
}

/**
 * The readers of the embedded broker, and what is retained for them. Aedes knows them as connections only: what they read is written
 * to each by itself, after looking whether that person may see it.
 */
export class ReaderHub {
  private readonly readers = new Set<Reader>();
  private readonly kept = new Map<string, Kept>();
  private readonly bornAt = new Map<Reader, number>();
  private names: PublishNames | null = null;
  private reviewedAt = 0;
  private reviewing: Promise<void> | null = null;

  constructor(
    private readonly logIns: ReaderLogIn,
    private readonly directory: Pick<DeviceDirectory, 'ofId' | 'refreshIfChanged'>,
  ) {}

  /** Publishing is switched on, and goes to this broker. */
  get isOpen(): boolean {
    return this.names !== null;
  }

  get count(): number {
    return this.readers.size;
  }

  logIn(handle: string, token: string): Promise<MqttReader | null> {
    return this.logIns.logIn(handle, token);
  }

  admit(client: Client, who: MqttReader): void {
    (client as Known)[READER] = new Reader(client, who);
  }

  readerOf(client: Client): Reader | undefined {
    return (client as Known)[READER];
  }

  opened(client: Client): void {
    const reader = this.readerOf(client);
    if (!reader) return;
    const ofPerson = [...this.readers].filter(({ who }) => who.user.id === reader.who.user.id);
    if (!this.names || ofPerson.length >= MAX_READERS_OF_A_PERSON) client.close();
    else this.readers.add(reader);
  }

  closed(client: Client): void {
    const reader = this.readerOf(client);
    if (!reader) return;
    this.readers.delete(reader);
    this.bornAt.delete(reader);
    reader.ended();
  }

  /** Notes what a reader wants to read. @returns whether it may */
  grant(reader: Reader, filter: string, qos: number): boolean {
    const { user } = reader.who;
    const isAllowed = this.names !== null && mayFilter(this.names, filter, user.handle, user.role === 'admin');
    return isAllowed && reader.subscribe(filter, qos);
  }

  /** Those that were granted get what is retained for them. */
  subscribed(client: Client, filters: readonly string[]): void {
    const reader = this.readerOf(client);
    for (const filter of filters) if (reader?.has(filter)) this.tellKept(reader, filter);
  }

  unsubscribed(client: Client, filters: readonly string[]): void {
    for (const filter of filters) this.readerOf(client)?.unsubscribe(filter);
  }

  /** Readers publish nothing; but one that says it has started is told all once more. */
  heard(client: Client, topic: string, payload: string): void {
    const reader = this.readerOf(client);
    if (!reader || !this.names || topic !== birthTopic(this.names) || payload !== 'online') return;
    const now = performance.now();
    if (now - (this.bornAt.get(reader) ?? Number.NEGATIVE_INFINITY) < BORN_EVERY_MS) return;
    this.bornAt.set(reader, now);
    this.tellKept(reader, '#');
  }

  /** Ends the connections whose token is gone, or whose person is another one now. */
  review(): void {
    if (this.readers.size === 0 || this.reviewing || performance.now() - this.reviewedAt < REVIEW_MS) return;
    this.reviewedAt = performance.now();
    this.reviewing = this.reviewAll()
      .catch(() => {})
      .finally(() => (this.reviewing = null));
  }

  /** The publisher's way to the readers. */
  link(names: PublishNames, listener: LinkListener): PublishLink {
    const state = (): LinkState => ({ state: this.names === names ? 'up' : 'connecting', detail: null, readers: this.count });
    return {
      start: () => {
        this.names = names;
        listener.onReady();
      },
      stop: async (last) => {
        if (this.names !== names) return;
        if (last) await this.publish(last);
        this.names = null;
        this.kept.clear();
        for (const { client } of this.readers) client.close();
      },
      state,
      publish: (publication) => this.publish(publication),
    };
  }

  private async publish(publication: Publication): Promise<string> {
    const { topic, payload, retain } = publication;
    const user_id = this.ownerOf(topic) ?? this.kept.get(topic)?.user_id ?? null;
    const reading = [...this.readers].filter((reader) => this.maySee(reader, topic, user_id));
    if (retain) {
      if (payload === '') this.kept.delete(topic);
      else this.kept.set(topic, { payload, user_id });
      for (const reader of reading) reader.tell({ ...publication, retain: false }, reader.qosOf(topic) ?? 0);
      return `retained for ${topic}`;
    }
    return this.bring(publication, reading);
  }

  private async bring(publication: Publication, reading: readonly Reader[]): Promise<string> {
    const { topic } = publication;
    if (reading.length === 0) return `no program is connected that reads ${topic}`;
    const results = await Promise.allSettled(reading.map((reader) => reader.bring(publication, reader.qosOf(topic) ?? 0)));
    const taken = results.filter(({ status }) => status === 'fulfilled').length;
    if (taken === 0) throw (results[0] as PromiseRejectedResult).reason;
    return `taken by ${taken} of ${reading.length} programs that read ${topic}`;
  }

  private tellKept(reader: Reader, filter: string): void {
    const one = this.kept.get(filter);
    const kept = one ? [[filter, one] as const] : this.kept;
    for (const [topic, { payload, user_id }] of kept) {
      if (matches(filter, topic) && this.maySee(reader, topic, user_id)) {
        reader.tell({ topic, payload, retain: true }, reader.qosOf(topic) ?? 0);
      }
    }
  }

  /** Looked at for each message, whatever was granted before. */
  private maySee(reader: Reader, topic: string, user_id: number | null): boolean {
    if (!this.names || reader.qosOf(topic) === null) return false;
    const { user } = reader.who;
    const scope = scopeOf(this.names, topic);
    if (!scope) return false;
    if (scope.kind === 'public' || user.role === 'admin') return true;
    return scope.kind === 'person' ? scope.handle === user.handle : user_id === user.id;
  }

  private ownerOf(topic: string): number | null {
    const scope = this.names && scopeOf(this.names, topic);
    if (scope?.kind !== 'device') return null;
    const known = this.directory.ofId(scope.device_id);
    if (known) return known.user_id;
    this.directory.refreshIfChanged();
    return this.directory.ofId(scope.device_id)?.user_id ?? null;
  }

  private async reviewAll(): Promise<void> {
    for (const reader of [...this.readers]) {
      const now = await this.logIns.current(reader.who);
      if (now?.user.id === reader.who.user.id) reader.who = now;
      else reader.client.close();
    }
  }
}
