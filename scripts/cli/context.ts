import { type Config, loadConfig } from '@/lib/config';
import { ensureAuthSecret } from '@/lib/config/auth-secret';
import { mailEnvironment } from '@/lib/config/mail';
import { judgeSilently } from '@/lib/domain/geofence';
import type { User } from '@/lib/domain/model';
import { AuditService } from '@/lib/services/audit';
import { systemClock } from '@/lib/services/clock';
import { DeviceService } from '@/lib/services/devices';
import { MailRoutes } from '@/lib/services/mail-settings';
import { hashPassword } from '@/lib/services/passwords';
import { SecretBox } from '@/lib/services/secret-box';
import { TokenService } from '@/lib/services/tokens';
import { publicUser, UserService } from '@/lib/services/users';
import { ZoneService } from '@/lib/services/zones';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { UsageError } from './command';

/** The use cases on the database of the environment's configuration. */
export interface Context {
  config: Config;
  connection: Connection;
  audit: AuditService;
  users: UserService;
  tokens: TokenService;
  devices: DeviceService;
  zones: ZoneService;
  mail: MailRoutes;
  findUser(email: string): Promise<User | null>;
  /** Ends the user's sessions, too. */
  setPassword(userId: number, password: string): Promise<void>;
  /** @throws UsageError when nobody has this address */
  userCalled(email: string): Promise<User>;
}

/** Opens the database, migrated, for the time of `work`. */
export async function withContext<T>(work: (context: Context) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const secrets = new SecretBox(ensureAuthSecret(config));
  const connection = openDatabase(config.databaseFile);
  const people = new SqliteUserStore(connection);
  const deviceStore = new SqliteDeviceStore(connection);
  const audit = new AuditService(new SqliteAuditStore(connection), systemClock);
  const findUser = async (email: string) => {
    const user = await people.findByEmail(email);
    return user && publicUser(user);
  };
  try {
    return await work({
      config,
      connection,
      audit,
      users: new UserService(people, audit, systemClock),
      tokens: new TokenService(new SqliteTokenStore(connection), audit, systemClock),
      devices: new DeviceService(deviceStore, people, audit, secrets, systemClock, judgeSilently),
      zones: new ZoneService({
        store: new SqliteGeofenceStore(connection),
        users: people,
        audit,
        judge: judgeSilently,
        clock: systemClock,
        maxZonesPerUser: config.maxZonesPerUser,
      }),
      mail: new MailRoutes(new SqliteSettingStore(connection), secrets, mailEnvironment(config)),
      findUser,
      setPassword: async (id, password) => {
        await people.update(id, { password_hash: await hashPassword(password) }, systemClock());
      },
      userCalled: async (email) => {
        const user = await findUser(email);
        if (!user) throw new UsageError(`--user is ${email}; nobody has this address`);
        return user;
      },
    });
  } finally {
    connection.close();
  }
}
