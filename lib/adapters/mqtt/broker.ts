import type { Client } from 'aedes';
import type { PhoneLink, PhoneMessage, SubscribedListener } from '@/lib/services/phone-link';
import { Gate, type GateOptions } from './gate';
import { limitIncoming } from './incoming-limit';
import { Listeners, type ListenersOptions, type ListenersState } from './listeners';
import type { Incoming } from './listeners/listener';
import { PhoneBroker } from './phone-broker';
import { PhoneSender } from './phone-sender';
import type { ReaderHub } from './publish/reader-hub';
import type { MqttState } from './state';

export type BrokerOptions = GateOptions & ListenersOptions;

/** A socket has so long to send its CONNECT. */
const CONNECT_TIMEOUT_MS = 10_000;
/** MQTT 3.1 allows 23 characters, and phones send more. */
const MAX_CLIENT_ID = 65_535;
const REVIEW_MS = 1_000;
const STOP_MS = 2_000;

/**
 * The embedded MQTT broker (3.1 and 3.1.1), on bare connections, TLS and WebSockets alike. Phones log in with their handle and their own password, publish at and below
 * their own topic, and get their acknowledgement when the message is on the disk. Programs log in with a handle and an API token, and
 * read what is published; see `ReaderHub`.
 */
export class EmbeddedBroker implements PhoneLink {
  readonly keepsForAbsent = false;
  private readonly gate: Gate;
  private readonly sender: PhoneSender;
  private readonly listeners: Listeners;
  private aedes: PhoneBroker | null = null;
  private review: NodeJS.Timeout | null = null;
  private current: MqttState = { state: 'starting', detail: null };

  constructor(private readonly options: BrokerOptions) {
    this.gate = new Gate(options);
    this.sender = new PhoneSender(this.gate.connections);
    this.listeners = new Listeners(options, options.clock);
  }

  isReachable(deviceId: number, topic?: string): boolean {
    return this.sender.isReachable(deviceId, topic);
  }

  send(deviceId: number, message: PhoneMessage): Promise<void> {
    return this.sender.send(deviceId, message);
  }

  onSubscribed(listener: SubscribedListener): void {
    this.sender.onSubscribed(listener);
  }

  /** Those who read what is published; null when nobody may. */
  get readers(): ReaderHub | null {
    return this.gate.readers;
  }

  /** @throws Error that names the variable when it can't listen or a certificate is of no use */
  async start(): Promise<void> {
    const { connections, readers } = this.gate;
    const aedes = new PhoneBroker(
      { ...this.gate.hooks(), connectTimeout: CONNECT_TIMEOUT_MS, maxClientsIdLength: MAX_CLIENT_ID },
      (client, topic) => connections.hasReader(client, topic),
    );
    aedes.on('client', (client) => {
      connections.opened(client);
      readers?.opened(client);
    });
    aedes.on('clientReady', (client) => this.tellOfSubscriptions(client));
    aedes.on('clientDisconnect', (client) => {
      connections.closed(client);
      readers?.closed(client);
      this.sender.closed(client);
    });
    aedes.on('subscribe', (subscriptions, client) => {
      connections.subscribed(client, subscriptions);
      readers?.subscribed(
        client,
        subscriptions.map(({ topic }) => topic),
      );
      this.tellOfSubscriptions(client);
    });
    aedes.on('unsubscribe', (filters, client) => {
      connections.unsubscribed(client, filters);
      readers?.unsubscribed(client, filters);
    });
    (aedes as NodeJS.EventEmitter).on('error', (error: Error) => this.options.onError?.(error));
    this.aedes = aedes;
    await aedes.listen();
    await this.listen(aedes);
    this.review = setInterval(() => {
      connections.closeRevoked();
      readers?.review();
    }, REVIEW_MS);
    this.current = { state: 'up', detail: null };
  }

  /** Sends the acknowledgements of what is stored, then ends all connections; takes some two seconds at most. */
  async stop(): Promise<void> {
    if (this.gate.isClosed) return;
    this.gate.isClosed = true;
    this.current = { state: 'down', detail: 'stopped' };
    if (this.review) clearInterval(this.review);
    this.listeners.close();
    this.options.ingest.flush();
    // Acknowledgements leave with the next turns of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 10));
    await this.closeAedes();
    this.listeners.cut();
  }

  /** `connections` are those that have logged in. */
  state(): MqttState & { connections: number } & Omit<ListenersState, 'detail'> {
    const { detail, ...listeners } = this.listeners.state();
    return { ...this.current, detail: this.current.detail ?? detail, connections: this.gate.connections.count, ...listeners };
  }

  /** After a SUBSCRIBE, and when a phone comes back to a session whose subscriptions were kept. */
  private tellOfSubscriptions(client: Client): void {
    const session = this.gate.connections.sessionOf(client);
    if (session) this.sender.subscribed(session.device, session.subscriptions);
  }

  private async listen(aedes: PhoneBroker): Promise<void> {
    try {
      await this.listeners.open((incoming) => this.accept(incoming, aedes));
    } catch (error) {
      this.current = { state: 'down', detail: (error as Error).message };
      this.listeners.close();
      await this.closeAedes();
      this.listeners.cut();
      throw error;
    }
  }

  private accept(incoming: Incoming, aedes: PhoneBroker): void {
    const client: Client = aedes.handle(incoming.stream);
    const { connections, readers } = this.gate;
    const isKnown = () => connections.sessionOf(client) !== undefined || readers?.readerOf(client) !== undefined;
    limitIncoming(client, incoming, isKnown);
  }

  private closeAedes(): Promise<void> {
    const { aedes } = this;
    if (!aedes) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, STOP_MS);
      aedes.close(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
