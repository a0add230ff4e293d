import { Pub } from '@/lib/adapters/http/pub';
import { AttemptLimit } from '@/lib/adapters/http/rate-limit';
import type { Config } from '@/lib/config';
import { systemClock } from '@/lib/services/clock';
import { DeviceDirectory } from '@/lib/services/device-directory';
import { HttpCommands } from '@/lib/services/http-commands';
import { HttpReplies } from '@/lib/services/http-replies';
import { Ingest } from '@/lib/services/ingest';
import type { SecretBox } from '@/lib/services/secret-box';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { SqliteCommandStore } from '@/lib/storage/sqlite/command-store';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { friendsOn } from '../friends';
import { logOf } from '../supervisor/log';

const BEAT_MS = 2_000;
const FAILURES = { points: 20, seconds: 60 };

const log = logOf('web');

/** The phones' side of the web process: `POST /pub` with its own connection, so that the live streams notice what it stores. */
export class Phones {
  readonly pub: Pub;
  private readonly connection;
  private readonly ingest: Ingest;
  private readonly commands: HttpCommands;
  private readonly processes: SqliteProcessStore;
  private readonly startedAt = systemClock();
  private said = '';
  private timer: NodeJS.Timeout | null = null;

  constructor(config: Pick<Config, 'databaseFile' | 'mediaDir'>, secrets: SecretBox) {
    this.connection = openDatabase(config.databaseFile);
    const devices = new SqliteDeviceStore(this.connection);
    const directory = new DeviceDirectory(devices, secrets);
    this.processes = new SqliteProcessStore(this.connection);
    this.commands = new HttpCommands(new SqliteCommandStore(this.connection), systemClock, (error) => log('commands', error));
    const pictures = new FilePictures(config.mediaDir);
    const { friends } = friendsOn(this.connection, directory, pictures, systemClock);
    this.ingest = new Ingest(new SqliteIngestStore(this.connection), directory, systemClock, {
      pictures,
      onError: (error) => log('a transaction failed', error),
    });
    this.pub = new Pub({
      ingest: this.ingest,
      directory,
      forgetPassword: ({ id }) => {
        devices.update(id, { provision_secret: null }, systemClock()).catch((error) => log('a password was not cleared', error));
      },
      replies: new HttpReplies({
        friends,
        commands: this.commands,
        clock: systemClock,
        onError: (error) => log('a reply', error),
      }),
      failures: new AttemptLimit('wrong device passwords', FAILURES.points, FAILURES.seconds),
      clock: systemClock,
    });
  }

  start(): void {
    this.beat();
    this.timer = setInterval(() => this.beat(), BEAT_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.ingest.stop();
    this.commands.flush();
    this.beat();
    this.connection.close();
  }

  /** Written only when there is news: whoever asks this process for its health sees that it lives. */
  private beat(): void {
    const counters = this.ingest.counters();
    const news = JSON.stringify(counters);
    if (news === this.said) return;
    this.said = news;
    const beat_at = systemClock();
    const state = { counters };
    try {
      this.processes.beat({ name: 'web', pid: process.pid, started_at: this.startedAt, beat_at, restarts: 0, state });
    } catch (error) {
      log('beat', error);
    }
  }
}
