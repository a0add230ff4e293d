import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The machine's own Chromium, without a window. @throws Error where there is none */
export async function launchChromium(): Promise<Browser> {
  const executablePath = CANDIDATES.find((file) => existsSync(file));
  if (!executablePath) throw new Error(`no Chromium at ${CANDIDATES.join(', ')}; install it, e.g. apt-get install chromium`);
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, args });
}

/** Tiles that never load: a test must not need another server, and the map must not either. */
export const NO_TILES = 'http://127.0.0.1:9/{z}/{x}/{y}.png';
const isTile = (url: string) => url.startsWith('http://127.0.0.1:9/');

/** What the page complained of in its console, and requests that left the product's own address, but for `NO_TILES`. */
export function watch(page: Page, ownUrl: string): { complaints: string[]; foreign: string[] } {
  const seen = { complaints: [] as string[], foreign: [] as string[] };
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isTile(message.location().url)) seen.complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (/^https?:/.test(url) && !url.startsWith(ownUrl) && !isTile(url)) seen.foreign.push(url);
  });
  return seen;
}
