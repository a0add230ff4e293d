import { clientAddress } from '@/lib/adapters/http/remote-address';
import type { DailyJob } from '@/lib/adapters/jobs/daily-job';
import { ConfiguredMailer, MapPictures } from '@/lib/adapters/mail';
import { EmbeddedBroker } from '@/lib/adapters/mqtt/broker';
import type { ListenersOptions } from '@/lib/adapters/mqtt/listeners';
import { Subscriber } from '@/lib/adapters/mqtt/subscriber';
import { SharpTool } from '@/lib/adapters/pictures/sharp-tool';
import { type Config, loadConfig } from '@/lib/config';
import { ensureAuthSecret } from '@/lib/config/auth-secret';
import { mailEnvironment } from '@/lib/config/mail';
import type { PublishState } from '@/lib/domain/notify/mqtt-publish';
import { sodiumReady } from '@/lib/domain/owntracks/encryption';
import { systemClock } from '@/lib/services/clock';
import { DeviceDirectory } from '@/lib/services/device-directory';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import { ZoneFollower } from '@/lib/services/follow-zones';
import { FriendCourier } from '@/lib/services/friend-courier';
import { Ingest } from '@/lib/services/ingest';
import { MailRoutes } from '@/lib/services/mail-settings';
import { ReaderLogIn } from '@/lib/services/mqtt-publish-readers';
import { PushKeys } from '@/lib/services/push-keys';
import { SecretBox } from '@/lib/services/secret-box';
import { CommandSender } from '@/lib/services/send-commands';
import { SignedLinks } from '@/lib/services/signed-links';
import { DeviceWatcher } from '@/lib/services/watch-devices';
import { ExpectationWatcher } from '@/lib/services/watch-expectations';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { SqliteCommandStore } from '@/lib/storage/sqlite/command-store';
import { Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteDeviceWatchStore } from '@/lib/storage/sqlite/device-watch-store';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteExpectationWatchStore } from '@/lib/storage/sqlite/expectation-watch-store';
import { SqliteImportJobStore } from '@/lib/storage/sqlite/import-job-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { SqliteRegionSyncStore } from '@/lib/storage/sqlite/region-sync-store';
import { SqliteSceneStore } from '@/lib/storage/sqlite/scene-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import type { Channels } from './channels';
import { dailyJobOf } from './daily';
import { friendsOn } from './friends';
import { publisherOn } from './mqtt-publish';
import { endGracefully, reportReady } from './supervisor/child';
import { logOf } from './supervisor/log';
import { CheckpointThread } from './threads/checkpoint-thread';
import { ImportProcess } from './threads/import-process';
import { channelsOf } from './worker-channels';

const BEAT_MS = 2_000;

const log = logOf('worker');

/** Where the embedded broker listens. */
function listenersOf(config: Config): ListenersOptions {
  const { mqttTlsCert: cert, mqttTlsKey: key, publicUrlIsConfigured } = config;
  return {
    host: config.mqttHost,
    port: config.mqttPort,
    tlsPort: config.mqttTlsPort,
    wsPort: config.mqttWsPort,
    wssPort: config.mqttWssPort,
    certificate: cert && key ? { cert, key } : null,
    addressOf: (peer, forwardedFor) => clientAddress(peer, forwardedFor, publicUrlIsConfigured),
  };
}

/** A broker of others that is away is no fault of this process. */
const partOf = ({ link, detail }: PublishState) => ({
  state: 'up',
  detail: link === 'up' ? null : `no connection to the broker: ${detail ?? link}`,
});

/** The worker: broker or subscriber, ingest, geofence engine, deliveries and the daily job on one database. */
class Worker {
  private readonly startedAt = systemClock();
  /** Flushed with each commit: fixes, claims of deliveries, beats. */
  private readonly durable: Connection;
  /** Flushed with the next commit of `durable` (docs/adr/0005). */
  private readonly derived: Connection;
  private readonly checkpoints: CheckpointThread;
  private readonly deviceStore: SqliteDeviceStore;
  private readonly pictures: FilePictures;
  private readonly ingest: Ingest;
  private readonly messages: EmbeddedBroker | Subscriber;
  /** None with an external broker: it hands friends' messages on by itself, by its own rules. */
  private readonly friends: FriendCourier | null;
  private readonly publishing: ReturnType<typeof publisherOn>;
  private readonly commands: CommandSender;
  private readonly zoneFollower: ZoneFollower;
  private readonly evaluator: ZoneEvaluator;
  private readonly mailer: ConfiguredMailer;
  private readonly pushKeys: PushKeys;
  private readonly deliveries: Channels;
  private readonly expectations: ExpectationWatcher;
  private readonly phones: DeviceWatcher;
  private readonly daily: DailyJob;
  private readonly imports: ImportProcess;
  private beating: NodeJS.Timeout | null = null;

  constructor(config: Config) {
    this.durable = openDatabase(config.databaseFile, { checkpoints: 'elsewhere' });
    this.derived = new Connection(config.databaseFile, { durability: 'normal', checkpoints: 'elsewhere' });
    this.checkpoints = new CheckpointThread(config.databaseFile, (error) => log('checkpoints', error));
    this.deviceStore = new SqliteDeviceStore(this.durable);
    this.pictures = new FilePictures(config.mediaDir);
    const authSecret = ensureAuthSecret(config);
    const secrets = new SecretBox(authSecret);
    const routes = new MailRoutes(new SqliteSettingStore(this.durable), secrets, mailEnvironment(config));
    this.mailer = new ConfiguredMailer(routes, {
      publicUrl: config.publicUrl,
      links: new SignedLinks(authSecret, config.publicUrl),
      pictures: new MapPictures(new SqliteSceneStore(this.durable), new SharpTool()),
    });
    this.pushKeys = new PushKeys(new SqliteSettingStore(this.durable), secrets, systemClock);
    const directory = new DeviceDirectory(this.deviceStore, secrets);
    this.publishing = publisherOn({
      ...{ config, secrets, durable: this.durable, onError: (error) => log('mqtt publishing', error) },
      hub: () => (this.messages instanceof EmbeddedBroker ? this.messages.readers : null),
    });
    this.deliveries = channelsOf({
      ...{ config, durable: this.durable, secrets, routes, directory, mailer: this.mailer, pushKeys: this.pushKeys },
      publisher: this.publishing.publisher,
      onError: (error) => log('deliveries', error),
    });
    this.evaluator = new ZoneEvaluator(new SqliteEngineStore(this.derived), systemClock, {
      onEvents: () => {
        this.deliveries.wake();
        this.expectations.wake();
      },
      onError: (error) => log('engine', error),
    });
    this.expectations = new ExpectationWatcher(new SqliteExpectationWatchStore(this.durable), systemClock, {
      onAlerts: () => this.deliveries.wake(),
      onError: (error) => log('expectations', error),
    });
    this.ingest = new Ingest(new SqliteIngestStore(this.durable), directory, systemClock, {
      pictures: this.pictures,
      onCommit: () => this.evaluator.wake(),
      onError: (error) => log('ingest', error),
    });
    this.messages = this.makeMessages(config, directory);
    this.phones = new DeviceWatcher(new SqliteDeviceWatchStore(this.durable), systemClock, {
      isListening: () => this.messages.state().state !== 'down',
      onAlerts: () => this.deliveries.wake(),
      onError: (error) => log('phones', error),
    });
    this.friends = this.makeFriends(this.messages, directory);
    this.commands = new CommandSender(new SqliteCommandStore(this.durable), this.messages, directory, systemClock, {
      onError: (error) => log('commands', error),
    });
    this.zoneFollower = new ZoneFollower(new SqliteRegionSyncStore(this.durable), systemClock, {
      onError: (error) => log('zones on phones', error),
    });
    this.daily = dailyJobOf(config, this.durable, this.pictures, (error) => log('daily job', error));
    const imports = new SqliteImportJobStore(this.durable);
    this.imports = new ImportProcess(imports, { clock: systemClock, onError: (error) => log('imports', error) });
  }

  private makeMessages(config: Config, directory: DeviceDirectory): EmbeddedBroker | Subscriber {
    const shared = { ingest: this.ingest, directory, clock: systemClock, onError: (error: Error) => log('mqtt', error) };
    if (config.mqttUrl) {
      return new Subscriber({ ...shared, url: config.mqttUrl, username: config.mqttUsername, password: config.mqttPassword });
    }
    return new EmbeddedBroker({
      ...shared,
      ...listenersOf(config),
      readers: new ReaderLogIn(new SqliteTokenStore(this.durable), systemClock),
      onNotice: (line: string) => log(`mqtt: ${line}`),
      onFirstLogIn: ({ id }) => {
        // Kept a little longer if the database can't be written now: the next log-in tries again.
        this.deviceStore.update(id, { provision_secret: null }, systemClock()).catch((error) => log('devices', error));
      },
    });
  }

  private makeFriends(link: EmbeddedBroker | Subscriber, directory: DeviceDirectory): FriendCourier | null {
    if (!(link instanceof EmbeddedBroker)) return null;
    const known = friendsOn(this.durable, directory, this.pictures, systemClock);
    const onError = (error: unknown) => log('friends', error);
    return new FriendCourier({ ...known, link, directory, clock: systemClock }, { onError });
  }

  /** @throws Error when the broker can't listen */
  async start(): Promise<void> {
    this.checkpoints.start();
    // The first start makes them.
    await this.pushKeys.pair();
    this.evaluator.start();
    this.deliveries.start();
    this.expectations.start();
    this.phones.start();
    this.daily.start();
    this.imports.start();
    this.friends?.start();
    this.commands.start();
    this.zoneFollower.start();
    await this.messages.start();
    this.publishing.publisher.start();
    this.beat();
    this.beating = setInterval(() => this.beat(), BEAT_MS);
  }

  /** Tells the other processes how each part is (process_state). */
  private beat(): void {
    const engine = this.evaluator.state();
    const deliveries = this.deliveries.state();
    const expectations = this.expectations.state();
    const phones = this.phones.state();
    const commands = this.commands.state();
    const publishing = this.publishing.publisher.state();
    const parts = {
      broker: this.messages.state(),
      engine: { state: engine.lastError ? 'down' : 'up', detail: engine.lastError, ...engine },
      deliveries: { ...deliveries, state: deliveries.state === 'up' ? 'up' : 'down' },
      commands: { ...commands, state: commands.last_error ? 'down' : 'up', detail: commands.last_error },
      expectations: { ...expectations, state: expectations.last_error ? 'down' : 'up', detail: expectations.last_error },
      phones: { ...phones, state: phones.last_error ? 'down' : 'up', detail: phones.last_error },
      ...(publishing.link === 'off' ? {} : { publishing: partOf(publishing) }),
    };
    try {
      new SqliteProcessStore(this.durable).beat({
        name: 'worker',
        pid: process.pid,
        started_at: this.startedAt,
        beat_at: systemClock(),
        restarts: 0,
        state: { parts, publishing, counters: this.ingest.counters() },
      });
    } catch (error) {
      log('beat', error);
    }
  }

  /** First what brings work, then what does it, then the database. */
  async stop(): Promise<void> {
    if (this.beating) clearInterval(this.beating);
    this.friends?.stop();
    await this.zoneFollower.stop();
    await this.publishing.publisher.stop();
    await this.messages.stop();
    await this.commands.stop();
    await this.ingest.stop();
    await this.evaluator.stop();
    this.expectations.stop();
    this.phones.stop();
    await Promise.all([this.deliveries.stop(), this.daily.stop(), this.imports.stop()]);
    await Promise.all([this.mailer.close(), this.checkpoints.stop()]);
    this.publishing.close();
    this.derived.close();
    this.durable.close();
  }
}

async function main(): Promise<void> {
  await sodiumReady;
  const worker = new Worker(loadConfig());
  await worker.start();
  endGracefully(() => worker.stop());
  reportReady();
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
