import { createServer, type Server } from 'node:http';
import { heldServer } from '@/lib/adapters/http/held-server';
import { type Config, ConfigError, loadConfig } from '@/lib/config';
import { ensureAuthSecret } from '@/lib/config/auth-secret';
import { sodiumReady } from '@/lib/domain/owntracks/encryption';
import { SecretBox } from '@/lib/services/secret-box';
import { endGracefully, reportReady } from './supervisor/child';
import { bringLinkPosts, contentPolicy, harden, isReadable, refuseUnreadable, vouchForHeaders } from './web/front';
import { isLiveSocket, LiveSocket } from './web/live-socket';
import { Phones } from './web/phones';

/** For requests under way when the process ends; then their connections are cut. */
const PATIENCE_MS = 4_000;
/** A history of gigabytes may take this long to arrive. */
const REQUEST_MS = 6 * 60 * 60_000;
/** Longer than a reverse proxy keeps its connections, so that it never writes into one that we are closing. */
const KEEP_ALIVE_MS = 75_000;

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'another program uses that port' : error.message;
      reject(new ConfigError('PORT', `PORT is ${config.port}; ${reason}. Set PORT to a free port`));
    });
    server.listen(config.port, config.host, resolve);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    // A connection that was answering when the closing began is idle afterwards, and kept alive.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(limit);
      clearInterval(sweep);
      resolve();
    });
  });
}

const isPub = (url: string | undefined): boolean => /^\/pub\/?(\?|$)/.test(url ?? '');

async function main(): Promise<void> {
  const dev = process.env.FENCEPOST_DEV === '1';
  // React and Next read these while they are loaded. Nobody is told that Fencepost runs here.
  const NODE_ENV = process.env.NODE_ENV || (dev ? 'development' : 'production');
  Object.assign(process.env, { NODE_ENV, NEXT_TELEMETRY_DISABLED: '1' });
  const config = loadConfig();
  const authSecret = ensureAuthSecret(config);
  const secrets = new SecretBox(authSecret);
  await sodiumReady;
  const phones = new Phones(config, secrets);
  const policy = contentPolicy(config.tileUrl, dev);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS }, (request, response) => {
    const address = vouchForHeaders(request, config.publicUrlIsConfigured);
    harden(response, policy);
    bringLinkPosts(request);
    if (isPub(request.url)) phones.pub.handle(request, response, address);
    else if (!isReadable(request.url ?? '')) void refuseUnreadable(response, Date.now());
    else loading.then((app) => app.handle(request, response)).catch(() => response.destroy());
  });
  const liveSocket = new LiveSocket(config, authSecret);
  server.on('upgrade', (request, socket, head) => {
    vouchForHeaders(request, config.publicUrlIsConfigured);
    if (isLiveSocket(request.url)) liveSocket.handle(request, socket, head);
    // While one works on the pages they have a WebSocket of their own.
    else if (!dev) socket.destroy();
  });
  // The port first: when it is taken, that is said before Next is loaded. Requests that come early wait.
  const loading = listen(server, config).then(async () => {
    const { loadNext } = await import('./web/next-app');
    return loadNext(server, config, dev);
  });
  const app = await loading;
  phones.start();
  endGracefully(async () => {
    heldServer()?.endStreams();
    await Promise.all([liveSocket.stop(), closeServer(server)]);
    await phones.stop();
    await app.close();
    await heldServer()?.close();
  });
  reportReady();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
