import type { Client } from 'aedes';
import { matches } from '@/lib/domain/notify/home-assistant-topics';
import type { Publication } from '@/lib/services/mqtt-publish-link';
import type { MqttReader } from '@/lib/services/mqtt-publish-readers';
import { publishPacket } from '../publish-packet';

const ACKNOWLEDGED_WITHIN_MS = 10_000;
const MAX_MESSAGE_ID = 65_535;
/** News that wait for a program that takes nothing; what is retained is kept once for each topic. */
const MAX_WAITING_NEWS = 1_000;
const MAX_FILTERS = 20_000;
const MAX_WILDCARDS = 200;

/** Aedes keeps its parser to itself, and tells of an acknowledgement only when the message is in its own queue. */
type WithParser = { _parser: { on(event: 'packet', listener: (packet: { cmd: string; messageId?: number }) => void): void } };

interface Waiting {
  message: Publication;
  qos: number;
  /** Told when it was taken, or why not. */
  done: ((error?: Error) => void) | null;
  /** Null before it was written, and with QoS 0. */
  messageId: number | null;
}

/**
 * One connection that reads: its filters, and what waits for it. A slow one waits for itself only, and of what is retained it gets
 * the newest, so its memory is bounded by the number of topics.
 */
export class Reader {
  private readonly exact = new Map<string, number>();
  private readonly wildcards = new Map<string, number>();
  /** Retained messages by topic, news by number; in the order of their coming. */
  private readonly queue = new Map<string | number, Waiting>();
  private readonly unacknowledged = new Map<number, (error?: Error) => void>();
  private news = 0;
  private lastId = 0;
  private isBlocked = false;

  constructor(
    readonly client: Client,
    public who: MqttReader,
  ) {
    (client as unknown as WithParser)._parser.on('packet', ({ cmd, messageId }) => {
      if (cmd === 'puback' && messageId !== undefined) this.settle(messageId);
    });
    client.conn.on('drain', () => {
      this.isBlocked = false;
      this.pump();
    });
  }

  /** @returns false when it has too many */
  subscribe(filter: string, qos: number): boolean {
    const isWildcard = /[+#]/.test(filter);
    const [filters, most] = isWildcard ? [this.wildcards, MAX_WILDCARDS] : [this.exact, MAX_FILTERS];
    if (!filters.has(filter) && filters.size >= most) return false;
    filters.set(filter, Math.min(qos, 1));
    return true;
  }

  unsubscribe(filter: string): void {
    this.exact.delete(filter);
    this.wildcards.delete(filter);
  }

  has(filter: string): boolean {
    return this.exact.has(filter) || this.wildcards.has(filter);
  }

  /** With which QoS it reads a topic; null: it does not. */
  qosOf(topic: string): number | null {
    let best = this.exact.get(topic) ?? null;
    for (const [filter, qos] of this.wildcards) {
      if ((best === null || qos > best) && matches(filter, topic)) best = qos;
    }
    return best;
  }

  /** What a topic says; only the last word counts. `retain`: it was said before the subscription. */
  tell(message: Publication, qos: number): void {
    this.queue.delete(message.topic);
    this.queue.set(message.topic, { message, qos, done: null, messageId: null });
    this.pump();
  }

  /** @throws Error when it is not acknowledged, or with QoS 0 not written */
  bring(message: Publication, qos: number): Promise<void> {
    const unwritten = [...this.queue.values()].filter(({ done }) => done).length;
    if (unwritten >= MAX_WAITING_NEWS) return Promise.reject(new Error('the reader takes nothing'));
    return new Promise((resolve, reject) => {
      this.news += 1;
      const key = this.news;
      const done = (error?: Error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      };
      const waiting: Waiting = { message, qos, done, messageId: null };
      const timer = setTimeout(() => this.giveUp(key, waiting), ACKNOWLEDGED_WITHIN_MS);
      this.queue.set(key, waiting);
      this.pump();
    });
  }

  /** It is not written any more, and its number is free again. */
  private giveUp(key: number, { done, messageId }: Waiting): void {
    this.queue.delete(key);
    if (messageId !== null) this.unacknowledged.delete(messageId);
    done?.(new Error('the reader did not acknowledge in time'));
  }

  ended(): void {
    for (const { done } of this.queue.values()) done?.(new Error('the connection ended'));
    for (const done of this.unacknowledged.values()) done(new Error('the connection ended'));
    this.queue.clear();
    this.unacknowledged.clear();
  }

  private pump(): void {
    for (const [key, waiting] of this.queue) {
      if (this.isBlocked || this.client.closed) return;
      this.queue.delete(key);
      this.write(waiting);
    }
  }

  private write(waiting: Waiting): void {
    const { message, qos, done } = waiting;
    const { topic, payload, retain } = message;
    const messageId = qos === 0 ? null : this.nextId();
    waiting.messageId = messageId;
    if (messageId !== null && done) this.unacknowledged.set(messageId, done);
    const packet = publishPacket({ topic, payload: Buffer.from(payload), retain, messageId });
    this.isBlocked = !this.client.conn.write(packet);
    if (messageId === null) done?.();
  }

  private nextId(): number {
    do this.lastId = (this.lastId % MAX_MESSAGE_ID) + 1;
    while (this.unacknowledged.has(this.lastId));
    return this.lastId;
  }

  private settle(messageId: number): void {
    const done = this.unacknowledged.get(messageId);
    this.unacknowledged.delete(messageId);
    done?.();
  }
}
