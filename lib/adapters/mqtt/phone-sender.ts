import type { Client } from 'aedes';
import type { PhoneLink, PhoneMessage, SubscribedListener } from '@/lib/services/phone-link';
import type { DeviceIdentity } from '@/lib/storage/ports';
import type { Connections, Reader } from './connections';
import { publishPacket } from './publish-packet';

const ACKNOWLEDGED_WITHIN_MS = 30_000;
/** A phone that acknowledges nothing must not fill the memory. */
const MAX_IN_FLIGHT = 1_000;
const MAX_MESSAGE_ID = 65_535;

interface Waiting {
  resolve: () => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** Aedes keeps its parser to itself, and tells of an acknowledgement only when the message is in its own queue. */
type WithParser = { _parser: { on(event: 'packet', listener: (packet: { cmd: string; messageId?: number }) => void): void } };

/** What one connection was sent and has not acknowledged. */
class InFlight {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(client: Client) {
    (client as unknown as WithParser)._parser.on('packet', ({ cmd, messageId }) => {
      if (cmd === 'puback' && messageId !== undefined) this.take(messageId)?.resolve();
    });
  }

  /** Resolves when the phone acknowledges the message that `write` sends with the given id. */
  add(write: (messageId: number) => void): Promise<void> {
    if (this.waiting.size >= MAX_IN_FLIGHT) return Promise.reject(new Error('the phone acknowledges nothing'));
    const id = this.freeId();
    return new Promise((resolve, reject) => {
      const late = () => this.take(id)?.reject(new Error('the phone did not acknowledge in time'));
      this.waiting.set(id, { resolve, reject, timer: setTimeout(late, ACKNOWLEDGED_WITHIN_MS) });
      write(id);
    });
  }

  end(): void {
    for (const id of [...this.waiting.keys()]) this.take(id)?.reject(new Error('the connection ended'));
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting) clearTimeout(waiting.timer);
    return waiting;
  }

  private freeId(): number {
    do this.lastId = (this.lastId % MAX_MESSAGE_ID) + 1;
    while (this.waiting.has(this.lastId));
    return this.lastId;
  }
}

/**
 * Says something to the connections of one device only. Aedes would hand a message to whoever subscribed, and would keep a queue
 * for persistent sessions in memory; here nothing is kept for a phone that is away, since the caller knows what is still to be said.
 */
export class PhoneSender implements PhoneLink {
  readonly keepsForAbsent = false;
  private readonly inFlight = new Map<Client, InFlight>();
  private readonly listeners: SubscribedListener[] = [];

  constructor(private readonly connections: Pick<Connections, 'readersOf'>) {}

  isReachable(deviceId: number, topic?: string): boolean {
    return this.connections.readersOf(deviceId, topic).length > 0;
  }

  async send(deviceId: number, message: PhoneMessage): Promise<void> {
    const readers = this.connections.readersOf(deviceId, message.topic);
    if (readers.length === 0) throw new Error(`no connection of the phone reads ${message.topic}`);
    try {
      // An old connection of the same phone may linger until its keep-alive ends: one acknowledgement is enough.
      await Promise.any(readers.map((reader) => this.deliver(reader, message)));
    } catch (error) {
      throw (error as AggregateError).errors[0];
    }
  }

  onSubscribed(listener: SubscribedListener): void {
    this.listeners.push(listener);
  }

  subscribed(device: DeviceIdentity, filters: string[]): void {
    if (filters.length > 0) for (const listener of this.listeners) listener(device, filters);
  }

  closed(client: Client): void {
    this.inFlight.get(client)?.end();
    this.inFlight.delete(client);
  }

  private async deliver({ client, topic, qos }: Reader, { payload, retain = false }: PhoneMessage): Promise<void> {
    const write = (messageId: number | null) => client.conn.write(publishPacket({ topic, payload, retain, messageId }));
    if (qos === 0) {
      write(null);
      return;
    }
    const inFlight = this.inFlight.get(client) ?? new InFlight(client);
    this.inFlight.set(client, inFlight);
    await inFlight.add(write);
  }
}
