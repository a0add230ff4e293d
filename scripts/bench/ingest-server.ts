import { EmbeddedBroker } from '@/lib/adapters/mqtt/broker';
import { Subscriber } from '@/lib/adapters/mqtt/subscriber';
import { systemClock } from '@/lib/services/clock';
import { DeviceDirectory } from '@/lib/services/device-directory';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import { Ingest, type IngestOptions } from '@/lib/services/ingest';
import { ReaderLogIn } from '@/lib/services/mqtt-publish-readers';
import { SecretBox } from '@/lib/services/secret-box';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { publisherOn } from '../mqtt-publish';
import { CheckpointThread } from '../threads/checkpoint-thread';

export interface ServerSettings {
  file: string;
  port: number;
  broker: string | null;
  /** Also keeps what Home Assistant reads right, on the embedded broker. */
  publish: boolean;
  /** To compare other choices of the group commit than the product's own. */
  commit: Pick<IngestOptions, 'maxBatch' | 'maxDelayMs'>;
}

/** What the process under test says of itself. */
export interface ServerFigures {
  ready: boolean;
  counters: Record<string, number>;
  lag: number;
  /** Retained topics that are in order. */
  published: number;
  /** User and system time of the process so far, in microseconds. */
  cpu: number;
  /** Milliseconds from a fix's time to the commit of its event, of the events since the last report. */
  delays: number[];
}

/** Rows of events that were committed since it last looked, seen through a connection of its own. */
class EventWatch {
  private lastId = 0;
  private delays: number[] = [];

  constructor(private readonly connection: Connection) {}

  look(): void {
    const now = performance.timeOrigin + performance.now();
    const rows = this.connection.prepare('SELECT id, occurred_at FROM geofence_event WHERE id > ?').all(this.lastId);
    for (const { id, occurred_at } of rows as { id: number; occurred_at: number }[]) {
      this.lastId = id;
      this.delays.push(now - occurred_at);
    }
  }

  take(): number[] {
    return this.delays.splice(0);
  }
}

function messageSource(
  settings: ServerSettings,
  durable: Connection,
  ingest: Ingest,
  directory: DeviceDirectory,
): EmbeddedBroker | Subscriber {
  const onError = (error: Error) => process.stderr.write(`${error.message}\n`);
  const { broker: url, port } = settings;
  const readers = new ReaderLogIn(new SqliteTokenStore(durable), systemClock);
  if (url) return new Subscriber({ url, ingest, onError, clientId: 'fencepost-bench' });
  return new EmbeddedBroker({ port, host: '127.0.0.1', ingest, directory, clock: systemClock, onError, readers });
}

/** The worker's publisher, switched on. @returns how many topics are in order */
async function publishOn(
  settings: ServerSettings,
  durable: Connection,
  source: EmbeddedBroker | Subscriber,
): Promise<() => number> {
  if (!settings.publish || !(source instanceof EmbeddedBroker)) return () => 0;
  const setting = { is_enabled: true, base: 'fencepost', discovery_prefix: 'homeassistant', people: null, broker: null };
  await new SqliteSettingStore(durable).set('mqtt_publish', { ...setting, updated_at: 0 });
  const own = { mqttUrl: null, mqttUsername: null, mqttPassword: null };
  const { publisher } = publisherOn({
    config: { databaseFile: settings.file, publicUrl: 'http://localhost:3000', ...own },
    ...{ durable, secrets: new SecretBox('bench'), hub: () => source.readers },
    onError: (error) => process.stderr.write(`${(error as Error).message}\n`),
  });
  publisher.start();
  return () => publisher.state().topics;
}

/** The worker's way of a fix, without deliveries: broker or subscriber, ingest, engine. Answers each IPC message with its figures. */
export async function serveIngest(settings: ServerSettings): Promise<void> {
  const durable = new Connection(settings.file, { checkpoints: 'elsewhere' });
  const derived = new Connection(settings.file, { durability: 'normal', checkpoints: 'elsewhere' });
  const checkpoints = new CheckpointThread(settings.file, (error) => process.stderr.write(`${error.message}\n`));
  const watch = new EventWatch(new Connection(settings.file));
  const evaluator = new ZoneEvaluator(new SqliteEngineStore(derived), systemClock, { onEvents: () => watch.look() });
  const directory = new DeviceDirectory(new SqliteDeviceStore(durable), new SecretBox('bench'));
  const ingest = new Ingest(new SqliteIngestStore(durable), directory, systemClock, {
    ...settings.commit,
    onCommit: () => evaluator.wake(),
  });
  const source = messageSource(settings, durable, ingest, directory);
  let published = () => 0;
  const report = () => {
    const { user, system } = process.cpuUsage();
    const figures: ServerFigures = {
      ready: source.state().state === 'up',
      counters: ingest.counters(),
      lag: evaluator.state().lag,
      published: published(),
      cpu: user + system,
      delays: watch.take(),
    };
    process.send?.(figures);
  };
  process.on('message', report);
  process.once('SIGTERM', async () => {
    await source.stop();
    await ingest.stop();
    await evaluator.stop();
    await checkpoints.stop();
    process.exit(0);
  });
  checkpoints.start();
  evaluator.start();
  await source.start();
  published = await publishOn(settings, durable, source);
  report();
}
