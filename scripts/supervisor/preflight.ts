import { createServer } from 'node:net';
import path from 'node:path';
import { CertificateError, readCertificate } from '@/lib/adapters/mqtt/listeners/certificate';
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

type PortVariable = 'PORT' | 'MQTT_PORT' | 'MQTT_TLS_PORT' | 'MQTT_WS_PORT' | 'MQTT_WSS_PORT';

/** @throws ConfigError naming the variable of the port, or HOST or MQTT_HOST */
async function checkPort(variable: PortVariable, port: number, host: string): Promise<void> {
  const deadline = Date.now() + PORT_PATIENCE_MS;
  for (;;) {
    const error = await tryPort(port, host);
    if (!error) return;
    if (error.code !== 'EADDRINUSE' || Date.now() > deadline) {
      if (NO_ADDRESS.has(error.code ?? '')) {
        const name = variable === 'PORT' ? 'HOST' : 'MQTT_HOST';
        throw new ConfigError(name, `${name} is ${host}; this machine has no such address`);
      }
      const reason = error.code === 'EADDRINUSE' ? 'another program uses that port' : error.message;
      throw new ConfigError(variable, `${variable} is ${port}; ${reason}. Set ${variable} to a free port`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function checkCertificate({ mqttTlsCert: cert, mqttTlsKey: key }: Config): Promise<void> {
  if (!cert || !key) return;
  try {
    await readCertificate({ cert, key });
  } catch (error) {
    if (error instanceof CertificateError) throw new ConfigError(error.variable, error.message);
    throw error;
  }
}

async function checkBroker(config: Config): Promise<void> {
  await checkCertificate(config);
  const ports: [PortVariable, number | null][] = [
    ['MQTT_PORT', config.mqttPort],
    ['MQTT_TLS_PORT', config.mqttTlsPort],
    ['MQTT_WS_PORT', config.mqttWsPort],
    ['MQTT_WSS_PORT', config.mqttWssPort],
  ];
  for (const [variable, port] of ports) if (port !== null) await checkPort(variable, port, config.mqttHost);
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
  await checkPort('PORT', config.port, config.host);
  if (!config.mqttUrl) await checkBroker(config);
}
