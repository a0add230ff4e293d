import { createServer, type Server, type Socket } from 'node:net';
import type { Client } from 'aedes';
import type { PhoneLink, PhoneMessage, SubscribedListener } from '@/lib/services/phone-link';
import { Gate, type GateOptions } from './gate';
import { limitIncoming } from './incoming-limit';
import { PhoneBroker } from './phone-broker';
import { PhoneSender } from './phone-sender';
import type { MqttState } from './state';

export interface BrokerOptions extends GateOptions {
  port: number;
  host: string;
  onError?: (error: Error) => void;
}

/** A socket has so long to send its CONNECT. */
const CONNECT_TIMEOUT_MS = 10_000;
/** MQTT 3.1 allows 23 characters, and phones send more. */
const MAX_CLIENT_ID = 65_535;
const REVIEW_MS = 1_000;
const STOP_MS = 2_000;

function listenError(error: NodeJS.ErrnoException, { port, host }: BrokerOptions): Error {
  if (error.code === 'EADDRINUSE') return new Error(`MQTT_PORT is ${port}; another program already uses this port`);
  if (error.code === 'EACCES') return new Error(`MQTT_PORT is ${port}; this user may not listen on it`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new Error(`MQTT_HOST is ${host}; this machine has no such address`);
  }
  return new Error(`MQTT_PORT is ${port}; listening failed: ${error.message}`);
}

/**
 * The embedded MQTT broker (3.1 and 3.1.1). Phones log in with their handle and their own password, publish at and below
 * their own topic, and get their acknowledgement when the message is on the disk.
 */
export class EmbeddedBroker implements PhoneLink {
  private readonly gate: Gate;
  private readonly sender: PhoneSender;
  private readonly sockets = new Set<Socket>();
  private aedes: PhoneBroker | null = null;
  private server: Server | null = null;
  private review: NodeJS.Timeout | null = null;
  private current: MqttState = { state: 'starting', detail: null };

  constructor(private readonly options: BrokerOptions) {
    this.gate = new Gate(options);
    this.sender = new PhoneSender(this.gate.connections);
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

  /** @throws Error that names MQTT_PORT or MQTT_HOST when it can't listen there */
  async start(): Promise<void> {
    const { connections } = this.gate;
    const aedes = new PhoneBroker(
      { ...this.gate.hooks(), connectTimeout: CONNECT_TIMEOUT_MS, maxClientsIdLength: MAX_CLIENT_ID },
      (client, topic) => connections.hasReader(client, topic),
    );
    aedes.on('client', (client) => connections.opened(client));
    aedes.on('clientReady', (client) => this.tellOfSubscriptions(client));
    aedes.on('clientDisconnect', (client) => {
      connections.closed(client);
      this.sender.closed(client);
    });
    aedes.on('subscribe', (subscriptions, client) => {
      connections.subscribed(client, subscriptions);
      this.tellOfSubscriptions(client);
    });
    aedes.on('unsubscribe', (filters, client) => connections.unsubscribed(client, filters));
    (aedes as NodeJS.EventEmitter).on('error', (error: Error) => this.options.onError?.(error));
    this.aedes = aedes;
    await aedes.listen();
    await this.listen(aedes);
    this.review = setInterval(() => connections.closeRevoked(), REVIEW_MS);
    this.current = { state: 'up', detail: null };
  }

  /** Sends the acknowledgements of what is stored, then ends all connections; takes some two seconds at most. */
  async stop(): Promise<void> {
    if (this.gate.isClosed) return;
    this.gate.isClosed = true;
    this.current = { state: 'down', detail: 'stopped' };
    if (this.review) clearInterval(this.review);
    this.server?.close();
    this.options.ingest.flush();
    // Acknowledgements leave with the next turns of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 10));
    await this.closeAedes();
    for (const socket of this.sockets) socket.destroy();
  }

  state(): MqttState & { connections: number } {
    return { ...this.current, connections: this.gate.connections.count };
  }

  /** After a SUBSCRIBE, and when a phone comes back to a session whose subscriptions were kept. */
  private tellOfSubscriptions(client: Client): void {
    const session = this.gate.connections.sessionOf(client);
    if (session) this.sender.subscribed(session.device, session.subscriptions);
  }

  private async listen(aedes: PhoneBroker): Promise<void> {
    // Small answers must not wait for company: a phone counts the milliseconds its radio is on.
    const server = createServer({ noDelay: true }, (socket) => this.accept(socket, aedes));
    this.server = server;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(this.options.port, this.options.host, resolve);
      });
    } catch (error) {
      await this.closeAedes();
      const reason = listenError(error as NodeJS.ErrnoException, this.options);
      this.current = { state: 'down', detail: reason.message };
      throw reason;
    }
    server.on('error', (error) => this.options.onError?.(error));
  }

  private accept(socket: Socket, aedes: PhoneBroker): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    const client: Client = aedes.handle(socket);
    limitIncoming(client, socket, () => this.gate.connections.sessionOf(client) !== undefined);
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
