import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorResponse } from '@/lib/adapters/http/errors';
import { PATH_HEADER, REMOTE_ADDRESS_HEADER } from '@/lib/adapters/http/origin';
import { clientAddress, isTrustedProxy } from '@/lib/adapters/http/remote-address';
import { notFound } from '@/lib/services/errors';

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'];

/**
 * Leaves only headers that the routes may believe: forwarded ones from a trusted proxy, and the client's address and
 * the path in headers of our own, whatever the client sent under their names.
 * @returns the client's address
 */
export function vouchForHeaders(request: IncomingMessage, hasPublicUrl: boolean): string {
  const { headers, socket } = request;
  const peer = socket.remoteAddress;
  const forwardedFor = headers['x-forwarded-for'];
  const address = clientAddress(peer, Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor, hasPublicUrl);
  if (!peer || !isTrustedProxy(peer, hasPublicUrl)) for (const name of FORWARDED) delete headers[name];
  headers[REMOTE_ADDRESS_HEADER] = address;
  headers[PATH_HEADER] = request.url ?? '/';
  return address;
}

/**
 * A link of a mail is a page where it is opened and an action where something is posted to it. Next has one or the other at
 * an address, so posts are brought to the route.
 */
export function bringLinkPosts(request: Pick<IncomingMessage, 'method' | 'url'>): void {
  if (request.method === 'POST' && /^\/n\/[^/]/.test(request.url ?? '')) request.url = `/api${request.url}`;
}

/** Whether the path is text in percent-encoding; Next answers 500 to one that is not. */
export function isReadable(url: string): boolean {
  try {
    return typeof decodeURIComponent(url.split('?', 1)[0] ?? '') === 'string';
  } catch {
    return false;
  }
}

/** Answers a request whose path `isReadable` denies. */
export async function refuseUnreadable(response: ServerResponse, now: number): Promise<void> {
  const answer = errorResponse(notFound('this address'), now);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}

/** The origin that tiles come from, as a policy names it: `{s}` stands for any subdomain. Null for tiles of our own. */
function tileOrigin(tileUrl: string): string | null {
  const found = /^(https?:\/\/)([^/]+)/i.exec(tileUrl);
  return found ? `${found[1]}${found[2]?.replace(/^[^.]*\{s\}[^.]*/, '*')}` : null;
}

/**
 * What pages may load: everything from here, pictures also from the tile server. Next writes its data into inline
 * scripts, and Mantine and Leaflet set styles, so those two stay allowed; in development Next also evaluates code.
 */
export function contentPolicy(tileUrl: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${tileOrigin(tileUrl) ?? ''}`.trim(),
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For every answer: no guessing of types, no framing by other sites. The referrer stays: tile servers ask for it. */
export function harden(response: ServerResponse, policy: string): void {
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
}
