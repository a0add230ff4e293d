import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpLimits } from '@/lib/adapters/http/rate-limit';
import { RecorderSocket } from '@/lib/adapters/http/recorder-socket';
import { SharpTool } from '@/lib/adapters/pictures/sharp-tool';
import type { Config } from '@/lib/config';
import { AuditService } from '@/lib/services/audit';
import { BasicLogIn } from '@/lib/services/basic-log-in';
import { ChangeWatch } from '@/lib/services/change-watch';
import { systemClock as clock } from '@/lib/services/clock';
import { DeviceAccess } from '@/lib/services/device-access';
import { Faces } from '@/lib/services/faces';
import { RecorderService } from '@/lib/services/recorder';
import { RecorderFeed } from '@/lib/services/recorder-feed';
import { RecorderPictures } from '@/lib/services/recorder-pictures';
import { Renditions } from '@/lib/services/renditions';
import { ShareDirectory } from '@/lib/services/share-directory';
import { TokenService } from '@/lib/services/tokens';
import { UserService } from '@/lib/services/users';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import { Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteLiveStore } from '@/lib/storage/sqlite/live-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { SqliteMediaStore } from '@/lib/storage/sqlite/media-store';
import { SqliteRecorderStore } from '@/lib/storage/sqlite/recorder-store';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { logOf } from '../supervisor/log';

const log = logOf('web');

/** Whether the address is that of the Recorder's WebSocket. */
export const isLiveSocket = (url: string | undefined): boolean => /^\/ws\/last\/?(\?|$)/.test(url ?? '');

function buildSocket(connection: Connection, watcher: Connection, config: Config, authSecret: string): RecorderSocket {
  const users = new SqliteUserStore(connection);
  const devices = new SqliteDeviceStore(connection);
  const shares = new SqliteShareStore(connection);
  const store = new SqliteRecorderStore(connection);
  const media = new SqliteMediaStore(connection);
  const files = new FilePictures(config.mediaDir);
  const audit = new AuditService(new SqliteAuditStore(connection), clock);
  const recorder = new RecorderService({
    ...{ store, devices, users, audit },
    access: new DeviceAccess({ devices, shares, fixes: new SqliteLocationStore(connection), audit, clock }),
    faces: new Faces(media, new Renditions(files, new SharpTool())),
    pictures: new RecorderPictures(media, files),
  });
  const feed = new RecorderFeed({
    ...{ store, recorder, clock },
    watch: new ChangeWatch(new SqliteLiveStore(watcher)),
    locations: new SqliteLocationStore(connection),
    shares: new ShareDirectory(shares),
  });
  const services = {
    users: new UserService(users, audit, clock),
    tokens: new TokenService(new SqliteTokenStore(connection), audit, clock),
    basic: new BasicLogIn(users, shares, clock),
  };
  return new RecorderSocket({
    logIns: { config, authSecret, limits: new HttpLimits(), services },
    ...{ recorder, feed },
    onError: (error) => log('a live connection failed', error),
  });
}

/** The WebSocket of the web process, `/ws/last`, on connections of its own that are opened by the first who asks. */
export class LiveSocket {
  private opened: { socket: RecorderSocket; connections: Connection[] } | null = null;
  private isStopped = false;

  constructor(
    private readonly config: Config,
    private readonly authSecret: string,
  ) {}

  /** The request's headers must have been vouched for. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!this.isStopped) this.opened ??= this.open();
    if (!this.opened || this.isStopped) {
      socket.destroy();
      return;
    }
    void this.opened.socket.handle(request, socket, head);
  }

  /** Ends all connections. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.opened?.socket.stop();
    for (const connection of this.opened?.connections ?? []) connection.close();
    this.opened = null;
  }

  /** Null where the database can't be opened now: health tells of it, and the client comes again. */
  private open() {
    try {
      const connection = openDatabase(this.config.databaseFile);
      const watcher = new Connection(this.config.databaseFile);
      return { socket: buildSocket(connection, watcher, this.config, this.authSecret), connections: [connection, watcher] };
    } catch (error) {
      log('live connections', error);
      return null;
    }
  }
}
