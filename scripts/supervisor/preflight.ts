import { accessSync, constants, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type Config, ConfigError } from '@/lib/config';

/** How long a port may stay taken by a predecessor that is just ending. */
const PORT_PATIENCE_MS = 1_000;

function tryPort(port: number, host: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error as NodeJS.ErrnoException));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

async function checkPort(variable: 'PORT' | 'MQTT_PORT', port: number, host: string): Promise<void> {
  const deadline = Date.now() + PORT_PATIENCE_MS;
  for (;;) {
    const error = await tryPort(port, host);
    if (!error) return;
    if (error.code !== 'EADDRINUSE' || Date.now() > deadline) {
      const reason = error.code === 'EADDRINUSE' ? 'another program uses that port' : error.message;
      throw new ConfigError(variable, `${variable} is ${port}; ${reason}. Set ${variable} to a free port`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function checkFolder(variable: 'DATA_DIR' | 'DATABASE_URL', folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
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
  await checkPort('PORT', config.port, config.host);
  if (!config.mqttUrl) await checkPort('MQTT_PORT', config.mqttPort, config.mqttHost);
}
