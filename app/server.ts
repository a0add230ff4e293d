import { createRoute } from '@/lib/adapters/http/route';
import { type Config, loadConfig } from '@/lib/config';
import { ensureAuthSecret } from '@/lib/config/auth-secret';
import { AuditService } from '@/lib/services/audit';
import { type Clock, systemClock } from '@/lib/services/clock';
import { TokenService } from '@/lib/services/tokens';
import { UserService } from '@/lib/services/users';
import { SqliteAuditStore } from '@/lib/storage/sqlite/audit-store';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';

function buildServices(connection: Connection, clock: Clock) {
  const audit = new AuditService(new SqliteAuditStore(connection), clock);
  const users = new UserService(new SqliteUserStore(connection), audit, clock);
  const tokens = new TokenService(new SqliteTokenStore(connection), audit, clock);
  return { audit, users, tokens };
}

export type Services = ReturnType<typeof buildServices>;

/** The web process: its configuration, its database and the use cases on it. */
export interface Server {
  config: Config;
  authSecret: string;
  clock: Clock;
  connection: Connection;
  services: Services;
  close(): Promise<void>;
}

/** Opens the database of `config` and builds the services on it. The caller closes it. */
export function buildServer(config: Config, clock: Clock = systemClock): Server {
  const authSecret = ensureAuthSecret(config);
  const connection = openDatabase(config.databaseFile);
  return {
    config,
    authSecret,
    clock,
    connection,
    services: buildServices(connection, clock),
    close: async () => connection.close(),
  };
}

/** On globalThis, because Next's bundle and the custom server's each hold this module. */
const holder = globalThis as typeof globalThis & { fencepostServer?: Server | null };

/** The server of this process, built from the environment on first use. */
export function getServer(): Server {
  holder.fencepostServer ??= buildServer(loadConfig());
  return holder.fencepostServer;
}

/** Puts another server in its place, for a test; null: the next use builds one. */
export function setServer(server: Server | null): void {
  holder.fencepostServer = server;
}

/** Wraps a handler: session or token, role, errors (lib/adapters/http/route.ts). */
export const route = createRoute(getServer);
