import { createServer } from 'node:net';
import path from 'node:path';
import { type Config, ConfigError } from '@/lib/config';
import { ensureFolder } from '@/lib/config/folder';

/** How long a port may stay taken by a predecessor that is just ending. */
const PORT_PATIENCE_MS = 1_000;

/** What listening on an address that is not this machine's, or is none, fails with. */
const NO_ADDRESS = new Set(['ENOTFOUND', 'EADDRNOTAVAIL', 'EAI_AGAIN', 'EINVAL']);

function tryPort(port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error as NodeJS.ErrnoException));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** @param prefix of the variables that say where to listen, `MQTT_` or nothing */
async function checkPort(prefix: '' | 'MQTT_', port: number, host: string): Promise<void> {
  const deadline = Date.now() + PORT_PATIENCE_MS;
  for (;;) {
    const error = await tryPort(port, host);
    if (!error) return;
    if (error.code !== 'EADDRINUSE' || Date.now() > deadline) {
      if (NO_ADDRESS.has(error.code ?? '')) {
        throw new ConfigError(`${prefix}HOST`, `${prefix}HOST is ${host}; this machine has no such address`);
      }
      const reason = error.code === 'EADDRINUSE' ? 'another program uses that port' : error.message;
      throw new ConfigError(`${prefix}PORT`, `${prefix}PORT is ${port}; ${reason}. Set ${prefix}PORT to a free port`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function checkFolder(variable: 'DATA_DIR' | 'DATABASE_URL', folder: string): void {
  try {
    ensureFolder(folder);
  } catch (error) {
    throw new ConfigError(variable, `${variable} is ${folder}; it can't be written: ${(error as Error).message}`);
  }
}

/**
 * What can be known to fail before anything is started.
 * @throws ConfigError naming the variable
 */
export async function preflight(config: Config): Promise<void> {
  checkFolder('DATA_DIR', config.dataDir);
  checkFolder('DATABASE_URL', path.dirname(config.databaseFile));
  await checkPort('', config.port, config.host);
  if (!config.mqttUrl) await checkPort('MQTT_', config.mqttPort, config.mqttHost);
}
