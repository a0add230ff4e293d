import { type Socket, connect as tcpConnect } from 'node:net';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { EmbeddedBroker } from '@/lib/adapters/mqtt/broker';
import type { ListenersOptions } from '@/lib/adapters/mqtt/listeners';
import type { LogInLimits } from '@/lib/adapters/mqtt/log-in';
import { Ingest, type IngestOptions } from '@/lib/services/ingest';
import { ReaderLogIn } from '@/lib/services/mqtt-publish-readers';
import type { DeviceIdentity, IngestStore } from '@/lib/storage/ports';
import type { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { endsBeforeDatabases } from './database';
import { directoryOf, passwordOf } from './ingest';
import { freePort } from './product';

const running: { broker: EmbeddedBroker; ingest: Ingest }[] = [];
const phones: MqttClient[] = [];
const sockets: Socket[] = [];

export interface RunningBroker {
  broker: EmbeddedBroker;
  ingest: Ingest;
  port: number;
}

/** An embedded broker on a free port, in front of a real database; stopped after the test. */
export async function startBroker(
  connection: Connection,
  options: {
    limits?: LogInLimits;
    store?: IngestStore;
    ingest?: IngestOptions;
    onFirstLogIn?: (device: DeviceIdentity) => void;
    port?: number;
    listeners?: Partial<ListenersOptions>;
  } = {},
): Promise<RunningBroker> {
  const directory = directoryOf(connection);
  const ingest = new Ingest(options.store ?? new SqliteIngestStore(connection), directory, Date.now, options.ingest);
  const port = options.port ?? (await freePort());
  const { limits, onFirstLogIn } = options;
  const readers = new ReaderLogIn(new SqliteTokenStore(connection), Date.now);
  const common = { port, host: '127.0.0.1', ingest, directory, clock: Date.now, limits, onFirstLogIn, readers };
  const broker = new EmbeddedBroker({ ...common, ...options.listeners });
  await broker.start();
  running.push({ broker, ingest });
  return { broker, ingest, port };
}

/** A phone of the device that `addDevice` made; `options` override. Rejects when the broker refuses it. */
export function connectPhone(
  port: number,
  handle: string,
  device: string,
  options: Partial<IClientOptions> = {},
): Promise<MqttClient> {
  const credentials = { username: handle, password: passwordOf(handle, device), clientId: `${handle}${device}` };
  const phone = connect({
    host: '127.0.0.1',
    port,
    protocol: 'mqtt',
    reconnectPeriod: 0,
    protocolVersion: 4,
    ...credentials,
    ...options,
  });
  phones.push(phone);
  return new Promise((resolve, reject) => {
    phone.once('connect', () => {
      phone.on('error', () => {});
      resolve(phone);
    });
    phone.once('error', reject);
  });
}

/** A bare TCP connection to the broker. */
export function connectSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tcpConnect({ port, host: '127.0.0.1' }, () => resolve(socket));
    socket.once('error', reject);
    sockets.push(socket);
  });
}

endsBeforeDatabases(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const phone of phones.splice(0)) await phone.endAsync(true);
  for (const { broker, ingest } of running.splice(0)) {
    await broker.stop();
    await ingest.stop();
  }
});
