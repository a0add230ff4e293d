import { existsSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import path from 'node:path';
import next from 'next';
import type { Config } from '@/lib/config';

export interface NextApp {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** Next tells the console how long it took to read its configuration; the output of a start is for people. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

/**
 * Loads what `next build` has made, or compiles while one works on it.
 * @throws Error when there is no build
 */
export async function loadNext(server: Server, config: Config, dev: boolean): Promise<NextApp> {
  const dir = process.cwd();
  const distDir = process.env.NEXT_DIST_DIR || '.next';
  if (!dev && !existsSync(path.join(dir, distDir, 'BUILD_ID'))) {
    throw new Error(`the web interface is not built (no ${distDir}/BUILD_ID); run "npm start" or "npm run build"`);
  }
  const app = next({ dev, dir, hostname: config.host, port: config.port, httpServer: server });
  await (dev ? app.prepare() : quietly(() => app.prepare()));
  const handle = app.getRequestHandler();
  return { handle: (request, response) => handle(request, response), close: () => app.close() };
}
