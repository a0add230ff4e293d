import { type Held, heldServer, holdServer } from '@/lib/adapters/http/held-server';
import { HttpLimits } from '@/lib/adapters/http/rate-limit';
import { createRecorderRoute } from '@/lib/adapters/http/recorder-route';
import { createRoute } from '@/lib/adapters/http/route';
import { type Config, loadConfig } from '@/lib/config';
import { ensureAuthSecret } from '@/lib/config/auth-secret';
import { type Clock, systemClock } from '@/lib/services/clock';
import { Connection, openDatabase } from '@/lib/storage/sqlite/connection';

import { buildData } from './composition/data';
import { buildHands, buildPublishing, buildTargets } from './composition/notifications';
import { buildPeople } from './composition/people';

function buildServices(connection: Connection, watcher: Connection, config: Config, authSecret: string, clock: Clock) {
  const people = buildPeople(connection, config, authSecret, clock);
  const hands = buildHands(connection, config, people.audit, authSecret, clock);
  const targets = buildTargets(connection, people.audit, authSecret, clock);
  const publishing = buildPublishing(connection, config, people.audit, authSecret, clock);
  return { ...people, ...hands, ...targets, ...publishing, ...buildData(connection, watcher, config, people, clock) };
}

export type Services = ReturnType<typeof buildServices>;

/** The web process: its configuration, its database and the use cases on it. */
export interface Server extends Held {
  config: Config;
  authSecret: string;
  clock: Clock;
  connection: Connection;
  limits: HttpLimits;
  services: Services;
}

/** Opens the database of `config` and builds the services on it. The caller closes it. */
export function buildServer(config: Config, clock: Clock = systemClock): Server {
  const authSecret = ensureAuthSecret(config);
  const connection = openDatabase(config.databaseFile);
  const watcher = new Connection(config.databaseFile);
  const services = buildServices(connection, watcher, config, authSecret, clock);
  return {
    config,
    authSecret,
    clock,
    connection,
    limits: new HttpLimits(),
    services,
    endStreams: () => services.live.stop(),
    close: async () => {
      services.live.stop();
      watcher.close();
      connection.close();
    },
  };
}

/** The server of this process, built from the environment on first use. */
export function getServer(): Server {
  const held = heldServer<Server>();
  if (held) return held;
  const server = buildServer(loadConfig());
  holdServer(server);
  return server;
}

/** Wraps a handler: session or token, role, errors (lib/adapters/http/route.ts). */
export const route = createRoute(getServer);

/** Wraps a handler below /api/0: the Recorder's parameters and log-ins (lib/adapters/http/recorder-route.ts). */
export const recorderRoute = createRecorderRoute(getServer);
