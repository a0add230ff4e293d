import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { birthTopic, type PublishNames } from '@/lib/domain/notify/home-assistant-topics';
import type { LinkListener, LinkState, Publication, PublishLink, PublishTarget } from '@/lib/services/mqtt-publish-link';

export type BrokerTarget = Extract<PublishTarget, { kind: 'broker' }>;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that held so long was a good one: after it the pauses begin anew. */
const STABLE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** The broker notices within one and a half of it that we are gone, and says our will. */
const KEEPALIVE_SECONDS = 20;
const ACKNOWLEDGED_WITHIN_MS = 30_000;
const STOP_MS = 1_000;

/** What both the link and the test of a broker connect with. */
export function clientOptions({ username, password }: BrokerTarget, clientId: string): IClientOptions {
  return {
    clientId,
    clean: true,
    protocolVersion: 4,
    username: username ?? undefined,
    password: password ?? undefined,
    keepalive: KEEPALIVE_SECONDS,
    reconnectPeriod: 0,
    resubscribe: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
  };
}

/** The words of an error; those of the system's have a code at least. */
export const wordsOf = (error: (Error & { code?: unknown }) | null): string =>
  error?.message || String(error?.code ?? 'the broker closed the connection');

/** Publishes on somebody's broker. Comes back with growing pauses when the broker goes. */
export class BrokerLink implements PublishLink {
  private client: MqttClient | null = null;
  /** Why the present connection fails, as far as it is known. */
  private failure: Error | null = null;
  private upSince: number | null = null;
  private pauseMs = FIRST_PAUSE_MS;
  private retry: NodeJS.Timeout | null = null;
  private isStopped = false;
  private current: LinkState = { state: 'connecting', detail: null, readers: null };

  constructor(
    private readonly target: BrokerTarget,
    private readonly names: PublishNames,
    private readonly will: Publication,
    private readonly listener: LinkListener,
  ) {}

  start(): void {
    const clientId = `fencepost-publisher-${this.names.installation}`;
    const client = connect(this.target.url, {
      ...clientOptions(this.target, clientId),
      will: { ...this.will, payload: Buffer.from(this.will.payload), qos: 1 },
    });
    this.client = client;
    this.failure = null;
    this.upSince = null;
    client.on('connect', () => this.connected(client));
    client.on('error', (error) => {
      if (client === this.client) this.failure ??= error;
    });
    client.on('message', (topic, payload, { retain }) => {
      const isBirth = topic === birthTopic(this.names) && payload.toString() === 'online';
      if (isBirth && !retain && client === this.client) this.listener.onBirth();
    });
    client.once('close', () => this.lost(client));
  }

  async stop(last: Publication | null): Promise<void> {
    this.isStopped = true;
    if (this.retry) clearTimeout(this.retry);
    const { client } = this;
    if (!client) return;
    if (last && this.current.state === 'up') await within(STOP_MS, this.publish(last)).catch(() => {});
    this.client = null;
    this.current = { state: 'down', detail: 'stopped', readers: null };
    await within(STOP_MS, client.endAsync()).catch(() => client.end(true));
  }

  state(): LinkState {
    return this.current;
  }

  async publish({ topic, payload, retain }: Publication): Promise<string> {
    const { client } = this;
    if (!client || this.current.state !== 'up') throw new Error(this.current.detail ?? 'there is no connection to the broker');
    await within(ACKNOWLEDGED_WITHIN_MS, client.publishAsync(topic, payload, { qos: 1, retain }));
    return `PUBACK for ${topic}`;
  }

  private connected(client: MqttClient): void {
    if (client !== this.client || this.isStopped) return;
    this.upSince = performance.now();
    this.current = { state: 'up', detail: null, readers: null };
    // A broker that lets nobody read there is told of by the test; what we publish is retained all the same.
    client.subscribe(birthTopic(this.names), { qos: 1 }, () => undefined);
    this.listener.onReady();
  }

  private lost(client: MqttClient): void {
    // Ends what waits for its acknowledgement, too.
    client.end(true);
    if (client !== this.client || this.isStopped) return;
    this.client = null;
    this.current = { state: 'down', detail: wordsOf(this.failure), readers: null };
    if (this.upSince !== null && performance.now() - this.upSince > STABLE_MS) this.pauseMs = FIRST_PAUSE_MS;
    this.retry = setTimeout(() => this.start(), this.pauseMs * (0.8 + 0.4 * Math.random()));
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

/** @throws Error when it takes longer */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the broker did not acknowledge in time')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
