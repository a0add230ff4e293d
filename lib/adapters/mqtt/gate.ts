import type { AedesOptions, Client, Subscription } from 'aedes';
import { isFriendsFilter } from '@/lib/domain/owntracks/topic';
import type { Clock } from '@/lib/services/clock';
import type { DeviceDirectory } from '@/lib/services/device-directory';
import type { Ingest } from '@/lib/services/ingest';
import type { ReaderLogIn } from '@/lib/services/mqtt-publish-readers';
import type { DeviceIdentity } from '@/lib/storage/ports';
import { Connections } from './connections';
import { LogIn, type LogInLimits, SERVER_UNAVAILABLE } from './log-in';
import { ReaderHub } from './publish/reader-hub';

export interface GateOptions {
  ingest: Ingest;
  directory: DeviceDirectory;
  clock: Clock;
  limits?: LogInLimits;
  /** Who else may connect, to read what is published; nobody without it. */
  readers?: ReaderLogIn;
  /** A device whose password is still kept for its set-up has logged in: the password can be forgotten. */
  onFirstLogIn?: (device: DeviceIdentity) => void;
}

type Callback = (error?: Error | null) => void;

const MAX_DENIED_TOPIC = 255;
/** A topic on which nothing is ever published. */
const NOWHERE = '$fencepost/friends';

const elsewhere = (subscription: Subscription): Subscription => ({ ...subscription, topic: NOWHERE });

/** Every question that Aedes asks about a phone, answered: who it is, and what it may publish and read. */
export class Gate {
  readonly connections: Connections;
  readonly readers: ReaderHub | null;
  /** Once it is closed nothing is taken in any more, last wills included. */
  isClosed = false;
  private readonly logIn: LogIn;

  constructor(private readonly options: GateOptions) {
    this.connections = new Connections(options.ingest, options.directory, options.clock);
    this.readers = options.readers ? new ReaderHub(options.readers, options.directory) : null;
    const { readers } = this;
    const door = readers && ((handle: string, token: string) => readers.logIn(handle, token));
    this.logIn = new LogIn(options.directory, options.limits, () => (readers?.isOpen ? door : null));
  }

  hooks(): AedesOptions {
    return {
      preConnect: (client, packet, done) => {
        this.connections.prepare(client, packet);
        done(null, !this.isClosed);
      },
      authenticate: (client, username, password, done) => {
        this.authenticate(client, username, password?.toString()).then(
          () => done(null, true),
          (refusal) => done(refusal, false),
        );
      },
      authorizePublish: (client, packet, done) => this.publish(client, packet, done),
      authorizeSubscribe: (client, subscription, done) => done(null, this.subscription(client, subscription)),
      authorizeForward: (client, packet) => (this.mayUse(client, packet.topic) ? packet : null),
    };
  }

  private mayUse(client: Client, topic: string): boolean {
    return this.connections.sessionOf(client)?.mayUse(topic) ?? false;
  }

  /**
   * What Aedes may note of a subscription. Null instead of an error: the refusal is in the SUBACK (0x80) and the connection stays.
   * A friends' filter is granted, but in place of it Aedes gets one that no message matches: what friends share is sent to each
   * phone by itself, and their messages must not be looked at once for every phone. So it is with those who read what is published.
   */
  private subscription(client: Client, subscription: Subscription): Subscription | null {
    const reader = this.readers?.readerOf(client);
    if (reader) return this.readers?.grant(reader, subscription.topic, subscription.qos) ? elsewhere(subscription) : null;
    const session = this.connections.sessionOf(client);
    const isOwn = session?.mayUse(subscription.topic) ?? false;
    if (!session || !(isOwn || isFriendsFilter(subscription.topic))) return null;
    session.subscribe(subscription.topic, subscription.qos);
    return isOwn ? subscription : elsewhere(subscription);
  }

  /** @throws Error with the `returnCode` for the CONNACK */
  private async authenticate(client: Client, username: string | undefined, password: string | undefined): Promise<void> {
    const address = 'remoteAddress' in client.conn ? (client.conn.remoteAddress ?? '') : '';
    const result = await this.logIn.attempt(address, username, password).catch((error: Error) => {
      throw Object.assign(error, { returnCode: SERVER_UNAVAILABLE });
    });
    if ('code' in result) {
      if (username && result.examined) this.connections.refused(client, username);
      throw Object.assign(new Error(result.reason), { returnCode: result.code });
    }
    if ('reader' in result) {
      this.readers?.admit(client, result.reader);
      return;
    }
    this.connections.admit(client, result.device);
    if (result.device.has_provision_secret) this.options.onFirstLogIn?.(result.device);
  }

  /**
   * Aedes acknowledges when `done` is called, so calling it after the commit is what makes "acknowledged" mean "stored"; an error
   * ends the connection, and the phone comes again with what was not acknowledged. Aedes hands over all packets of one read
   * (up to 64 KB) before it waits, so hundreds of one phone's messages share a transaction.
   * What a reader says, and a message on a topic of somebody else or on that of commands, is acknowledged, lest the phone repeat it for ever, but it is not stored.
   */
  private publish(client: Client | null, packet: { topic: string; payload: string | Buffer }, done: Callback): void {
    if (client && this.readers?.readerOf(client)) {
      this.readers.heard(client, packet.topic, packet.payload.toString());
      done();
      return;
    }
    const session = client && this.connections.sessionOf(client);
    if (!session || this.isClosed) {
      done(new Error('nothing is taken in any more'));
      return;
    }
    const { device } = session;
    if (!session.mayPublish(packet.topic)) {
      const topic = packet.topic.slice(0, MAX_DENIED_TOPIC);
      const now = this.options.clock();
      this.options.ingest.note({ device_id: device.id, last_denied_at: now, last_denied_topic: topic }, done);
      return;
    }
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    // The flag on a publication is the phone's wish to have it retained; a replay never comes this way.
    this.options.ingest.accept({ topic: packet.topic, payload, retained: false, device, source: 'mqtt' }, done);
  }
}
