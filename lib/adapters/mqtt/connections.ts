import type { Client, ConnectPacket, Subscription } from 'aedes';
import type { Clock } from '@/lib/services/clock';
import type { DeviceDirectory } from '@/lib/services/device-directory';
import type { Ingest } from '@/lib/services/ingest';
import { looksLikeToken } from '@/lib/services/mqtt-publish-readers';
import type { DeviceIdentity } from '@/lib/storage/ports';
import { Session } from './session';

/** Persistent MQTT sessions of one person; each keeps a little memory until the server restarts. */
const MAX_KEPT_SESSIONS = 32;

const lettersAndDigits = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Both are looked up for every message; as properties of the client they cost nothing, and go when it goes. */
const SESSION = Symbol('session');
const CLIENT_ID = Symbol('client id as the phone gave it');
type Known = Client & { [SESSION]?: Session; [CLIENT_ID]?: string };

/** A connection that reads a topic: how it spells the topic, and with which QoS. */
export interface Reader {
  client: Client;
  topic: string;
  qos: number;
}

/** Who is connected, and what that tells of their devices. */
export class Connections {
  private readonly byDevice = new Map<number, Set<Client>>();
  private readonly kept = new Map<string, Set<string>>();
  /** Devices of which a connection reads more than its commands. */
  private readonly readers = new Set<number>();
  private total = 0;
  /** The directory's version at the last review of the connections. */
  private reviewed: number | null = null;

  constructor(
    private readonly ingest: Ingest,
    private readonly directory: DeviceDirectory,
    private readonly clock: Clock,
  ) {}

  get count(): number {
    return this.total;
  }

  /**
   * Gives each person a space of client ids of their own, before the log-in: nobody can end another's connection or take
   * over another's session by using the same id.
   */
  prepare(client: Client, packet: ConnectPacket): void {
    const { clientId } = packet;
    const handle = (packet.username ?? '').toLowerCase();
    (client as Known)[CLIENT_ID] = clientId;
    // A program that reads never takes the place of a phone, and gets anew what is retained instead of a kept session.
    const isReader = looksLikeToken(packet.password?.toString() ?? '');
    if (clientId !== '') packet.clientId = `${handle}${isReader ? '//' : '/'}${clientId}`;
    const kept = this.kept.get(handle);
    const isFull = (kept?.size ?? 0) >= MAX_KEPT_SESSIONS && !kept?.has(packet.clientId);
    if (clientId === '' || isFull || isReader) packet.clean = true;
  }

  admit(client: Client, device: DeviceIdentity): void {
    (client as Known)[SESSION] = new Session(device);
    const handle = device.handle.toLowerCase();
    const kept = this.kept.get(handle) ?? new Set();
    if (client.clean) kept.delete(client.id);
    else kept.add(client.id);
    this.kept.set(handle, kept);
  }

  sessionOf(client: Client): Session | undefined {
    return (client as Known)[SESSION];
  }

  /** A wrong log-in is noted at the device that the client id points to, else at all devices of that person. */
  refused(client: Client, username: string): void {
    const devices = this.directory.ofHandle(username);
    const clientId = lettersAndDigits((client as Known)[CLIENT_ID] ?? '');
    const named = devices.map(({ id, device }) => ({ id, name: lettersAndDigits(device) }));
    const found = named.filter(({ name }) => clientId.includes(name));
    // "annaphone2" is not about "phone".
    const meant = found.filter(({ name }) => !found.some((other) => other.name !== name && other.name.includes(name)));
    for (const { id } of meant.length > 0 ? meant : devices) {
      this.ingest.note({ device_id: id, last_auth_failure_at: this.clock() });
    }
  }

  opened(client: Client): void {
    const session = this.sessionOf(client);
    if (!session) return;
    const { id } = session.device;
    const clients = this.byDevice.get(id) ?? new Set();
    if (!clients.has(client)) this.total += 1;
    clients.add(client);
    this.byDevice.set(id, clients);
    this.ingest.note({ device_id: id, last_connect_at: this.clock() });
  }

  /** The device is gone when the last of its connections is. */
  closed(client: Client): void {
    const session = this.sessionOf(client);
    const clients = session && this.byDevice.get(session.device.id);
    if (!session || !clients?.delete(client)) return;
    this.total -= 1;
    if (clients.size > 0) return;
    this.byDevice.delete(session.device.id);
    this.readers.delete(session.device.id);
    this.ingest.note({ device_id: session.device.id, last_disconnect_at: this.clock() });
  }

  subscribed(client: Client, subscriptions: readonly Subscription[]): void {
    const session = this.sessionOf(client);
    if (!session) return;
    const isReader = subscriptions.some(({ topic }) => session.mayUse(topic) && !/\/cmd$/i.test(topic));
    if (isReader) this.readers.add(session.device.id);
  }

  unsubscribed(client: Client, filters: readonly string[]): void {
    for (const filter of filters) this.sessionOf(client)?.unsubscribe(filter);
  }

  /** Whether a connection of the same device may want to read what this one publishes. */
  hasReader(client: Client, topic: string): boolean {
    const session = this.sessionOf(client);
    return session !== undefined && this.readers.has(session.device.id) && session.mayPublish(topic);
  }

  /** The connections of a device that read `topic`; without one, those that read anything. */
  readersOf(deviceId: number, topic?: string): Reader[] {
    const readers: Reader[] = [];
    for (const client of this.byDevice.get(deviceId) ?? []) {
      const session = this.sessionOf(client);
      const asked = topic ?? session?.subscriptions[0];
      const read = asked === undefined ? null : session?.reads(asked);
      if (read && !client.closed) readers.push({ client, ...read });
    }
    return readers;
  }

  /** Ends the connections whose log-in no longer stands: the device is gone or has another password. */
  closeRevoked(): void {
    this.directory.refreshIfChanged();
    if (this.reviewed === this.directory.version) return;
    this.reviewed = this.directory.version;
    for (const [deviceId, clients] of this.byDevice) {
      const current = this.directory.ofId(deviceId);
      for (const client of clients) {
        if (!this.sessionOf(client)?.isValidFor(current)) client.close();
      }
    }
  }
}
