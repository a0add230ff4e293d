import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import type { Ingest } from '@/lib/services/ingest';
import type { PhoneLink, PhoneMessage } from '@/lib/services/phone-link';
import { Acknowledgements } from './acknowledgements';
import type { MqttState } from './state';

export interface SubscriberOptions {
  /** mqtt://, mqtts://, ws:// or wss:// */
  url: string;
  username?: string | null;
  password?: string | null;
  ingest: Ingest;
  /** The broker keeps this client's session, so it must stay the same; two servers on one broker need different ones. */
  clientId?: string;
  onError?: (error: Error) => void;
}

const CLIENT_ID = 'fencepost-worker';
/** The base topic and one level below it, where OwnTracks puts events, waypoints and status. */
const TOPICS = ['owntracks/+/+', 'owntracks/+/+/+'];
/** Some phones are set up with a leading slash, which makes a level more. A broker need not allow it. */
const SLASHED_TOPICS = TOPICS.map((topic) => `/${topic}`);
/** How many messages may wait for their acknowledgement; without this, Mosquitto sends 20 and waits. */
const IN_FLIGHT = 2_000;
/** Keep the session until we come again, however long that takes (MQTT 5, 3.1.2.11.2). */
const FOR_EVER = 0xffffffff;
/** MQTT 5, 3.3.1-10: do not replay retained messages for a subscription that the session already has. */
const RETAINED_ONLY_FOR_NEW = 1;
/** Reason codes of a CONNACK: unsupported protocol version, in 3.1.1 and in 5. */
const UNSUPPORTED_PROTOCOL = new Set<unknown>([0x01, 0x84]);
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that held so long was a good one: after it the pauses begin anew. */
const STABLE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
const STOP_MS = 1_000;
const ACKNOWLEDGED_WITHIN_MS = 30_000;
/** What the server itself says to phones comes back from a broker without MQTT 5, and is no sign of life of the phone. */
const COMMANDS = '/cmd';

/** Tells mqtt.js to go on without an acknowledgement; see `receive`. */
const ACKNOWLEDGED_LATER = new Error('acknowledged after the commit');

/**
 * Takes the messages of all phones from an external broker: persistent session, QoS 1, acknowledged after the commit. What was
 * not acknowledged the broker sends again, to this process or the next. Comes back with growing pauses when the broker goes.
 */
export class Subscriber implements PhoneLink {
  readonly keepsForAbsent = true;
  private client: MqttClient | null = null;
  /** Why the present connection fails, as far as it is known. */
  private failure: (Error & { code?: unknown }) | null = null;
  private upSince: number | null = null;
  private pauseMs = FIRST_PAUSE_MS;
  private retry: NodeJS.Timeout | null = null;
  /** MQTT 5 lets us say how many messages we take at once; a broker without it gets 3.1.1. */
  private protocolVersion: 4 | 5 = 5;
  private stopped = false;
  private current: MqttState = { state: 'starting', detail: null };

  constructor(private readonly options: SubscriberOptions) {}

  /** Begins to connect, and returns at once: the broker may come later. */
  async start(): Promise<void> {
    this.connect();
  }

  /** Acknowledges what is stored and disconnects; the broker keeps the rest. Takes about a second at most. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.retry) clearTimeout(this.retry);
    this.current = { state: 'down', detail: 'stopped' };
    const { client } = this;
    if (!client) return;
    this.options.ingest.flush();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        client.end(true);
        resolve();
      }, STOP_MS);
      client.end(false, {}, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  state(): MqttState {
    return this.current;
  }

  /** The broker does not tell who is connected; it keeps what it is given for phones with a persistent session. */
  isReachable(): boolean {
    return this.current.state === 'up';
  }

  async send(_deviceId: number, { topic, payload, retain = false }: PhoneMessage): Promise<void> {
    const { client } = this;
    if (!client || this.current.state !== 'up') throw new Error('there is no connection to the broker');
    await new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error('the broker did not acknowledge in time'));
      const timer = setTimeout(late, ACKNOWLEDGED_WITHIN_MS);
      client.publish(topic, payload, { qos: 1, retain }, (error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** The broker does not tell who subscribes. */
  onSubscribed(): void {}

  /** A client for one connection; the next connection gets a new one, so nothing of the old can linger. */
  private connect(): void {
    const client = connect(this.options.url, this.clientOptions());
    let greeted = false;
    this.client = client;
    this.failure = null;
    this.upSince = null;
    client.on('connect', () => {
      greeted = true;
      this.subscribe(client);
    });
    client.on('error', (error) => {
      if (client === this.client) this.failure ??= error;
    });
    client.once('close', () => this.lost(client, greeted));
    this.receive(client);
  }

  private clientOptions(): IClientOptions {
    const { clientId, username, password } = this.options;
    const session = { sessionExpiryInterval: FOR_EVER, receiveMaximum: IN_FLIGHT };
    return {
      clientId: clientId ?? CLIENT_ID,
      clean: false,
      protocolVersion: this.protocolVersion,
      properties: this.protocolVersion === 5 ? session : undefined,
      username: username ?? undefined,
      password: password ?? undefined,
      reconnectPeriod: 0,
      resubscribe: false,
      connectTimeout: CONNECT_TIMEOUT_MS,
    };
  }

  private subscribe(client: MqttClient): void {
    const options = this.protocolVersion === 5 ? { qos: 1 as const, rh: RETAINED_ONLY_FOR_NEW, nl: true } : { qos: 1 as const };
    client.subscribe(TOPICS, options, (error) => {
      if (client !== this.client || this.stopped) return;
      if (error) {
        this.drop(client, new Error(`the broker refuses the subscription to ${TOPICS.join(' and ')}: ${error.message}`));
        return;
      }
      this.upSince = performance.now();
      this.current = { state: 'up', detail: null };
      client.subscribe(SLASHED_TOPICS, options, () => undefined);
    });
  }

  /**
   * mqtt.js takes one packet after the other: it calls `handleMessage` and, once that is done, sends PUBACK and takes the next.
   * Waiting in it for the commit would mean one message per transaction. So `handleMessage` answers at once with an error, upon
   * which mqtt.js goes on to the next packet without a PUBACK (handlers/publish.js), and the PUBACK is written after the commit.
   */
  private receive(client: MqttClient): void {
    let acknowledgements: Acknowledgements | null = null;
    client.handleMessage = (packet: IPublishPacket, next) => {
      acknowledgements ??= new Acknowledgements(client.stream);
      const { messageId, qos } = packet;
      this.accept(client, packet, qos === 0 || messageId === undefined ? null : acknowledgements);
      next(qos === 0 ? undefined : ACKNOWLEDGED_LATER);
    };
  }

  private accept(client: MqttClient, packet: IPublishPacket, acknowledgements: Acknowledgements | null): void {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    if (packet.topic.endsWith(COMMANDS)) {
      acknowledgements?.send(packet.messageId as number);
      return;
    }
    const retained = packet.retain === true;
    this.options.ingest.accept({ topic: packet.topic, payload, retained, source: 'mqtt' }, (error) => {
      if (error) this.drop(client, error);
      else acknowledgements?.send(packet.messageId as number);
    });
  }

  /** Ends the connection, so that the broker sends again what was not acknowledged. */
  private drop(client: MqttClient, reason: Error): void {
    if (client !== this.client || this.stopped) return;
    this.failure ??= reason;
    client.end(true);
  }

  private lost(client: MqttClient, greeted: boolean): void {
    if (client !== this.client || this.stopped) return;
    this.client = null;
    client.end(true);
    if (!greeted && this.knowsOnlyOlder()) {
      this.protocolVersion = 4;
      this.connect();
      return;
    }
    // It may be another broker next time, or it only hung up because it was ending.
    this.protocolVersion = 5;
    const detail = this.failure?.message || String(this.failure?.code ?? 'the broker closed the connection');
    // Once is enough: the same failure comes again with every attempt.
    if (detail !== this.current.detail) this.options.onError?.(new Error(`MQTT_URL is ${this.shownUrl()}; ${detail}`));
    this.current = { state: 'down', detail };
    if (this.upSince !== null && performance.now() - this.upSince > STABLE_MS) this.pauseMs = FIRST_PAUSE_MS;
    this.retry = setTimeout(() => this.connect(), this.pauseMs * (0.8 + 0.4 * Math.random()));
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** A broker without MQTT 5 says so, or hangs up, or answers what can't be read as MQTT 5; a broker that is away has an error code. */
  private knowsOnlyOlder(): boolean {
    const code = this.failure?.code;
    return this.protocolVersion === 5 && (code === undefined || UNSUPPORTED_PROTOCOL.has(code));
  }

  /** The address without user and password. */
  private shownUrl(): string {
    const url = new URL(this.options.url);
    return `${url.protocol}//${url.host}`;
  }
}
