import type { IncomingMessage, ServerResponse } from 'node:http';
import { PATH_HEADER, REMOTE_ADDRESS_HEADER } from '@/lib/adapters/http/origin';
import { clientAddress, isTrustedProxy } from '@/lib/adapters/http/remote-address';

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

/** For every answer: no guessing of types, no framing by other sites. The referrer stays: tile servers ask for it. */
export function harden(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
}
