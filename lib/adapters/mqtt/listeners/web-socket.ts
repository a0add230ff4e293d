import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import { MAX_PACKET } from '../incoming-limit';
import type { Certificate } from './certificate';
import type { OnIncoming } from './listener';

/** OwnTracks has no setting for it. */
const PATH = '/mqtt';
const SUBPROTOCOLS = ['mqtt', 'mqttv3.1'];
/** How long somebody may take to ask for a WebSocket. */
const REQUEST_MS = 10_000;
/** MQTT's header beside the largest packet; whoever sends a packet in pieces may use any smaller frames. */
const MAX_FRAME = MAX_PACKET + 1_024;

/** The client's address when the peer is a proxy that may be believed; the peer's own otherwise. */
export type AddressOf = (peer: string | undefined, forwardedFor: string | undefined) => string;

const isOurs = (url: string | undefined) => (url ?? '').split('?', 1)[0] === PATH;

/** Nothing but WebSockets is to be had here. */
const answerPlainRequests: RequestListener = (request, response) => {
  const status = isOurs(request.url) ? 426 : 404;
  response.writeHead(status, { connection: 'close', ...(status === 426 ? { upgrade: 'websocket' } : {}) });
  response.end();
};

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

function offeredProtocols(request: IncomingMessage): string[] {
  const header = request.headers['sec-websocket-protocol'] ?? '';
  return header
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** The frames' bytes as one stream. MQTT counts in bytes, not in frames; what is written at once leaves as one frame. */
function streamOf(socket: WebSocket, address: string): Duplex {
  // MQTT is binary; a text is from somebody who speaks something else (MQTT 3.1.1, 6).
  socket.on('message', (_data, isBinary) => {
    if (!isBinary) stream.destroy();
  });
  const stream = createWebSocketStream(socket, {
    writev: (chunks: { chunk: Buffer }[], done: (error?: Error | null) => void) =>
      socket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done),
  });
  return Object.assign(stream, { remoteAddress: address });
}

/**
 * MQTT over WebSockets at /mqtt, on TLS when there is a certificate. Any web page may open a WebSocket to here, but without a
 * device's password it gets nothing: no cookie is read.
 */
export function webSocketServer(certificate: Certificate | null, addressOf: AddressOf, onIncoming: OnIncoming): Server {
  const timeouts = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, connectionsCheckingInterval: REQUEST_MS / 2 };
  const server = certificate
    ? createTlsServer(
        { ...timeouts, handshakeTimeout: REQUEST_MS, cert: certificate.cert, key: certificate.key },
        answerPlainRequests,
      )
    : createServer(timeouts, answerPlainRequests);
  const upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME,
    handleProtocols: (offered) => SUBPROTOCOLS.find((name) => offered.has(name)) ?? false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const offered = offeredProtocols(request);
    if (!isOurs(request.url)) refuse(socket, '404 Not Found');
    else if (offered.length > 0 && !offered.some((name) => SUBPROTOCOLS.includes(name))) refuse(socket, '400 Bad Request');
    else {
      upgrades.handleUpgrade(request, socket, head, (webSocket) => {
        const forwardedFor = request.headers['x-forwarded-for'];
        const address = addressOf(socket.remoteAddress, Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor);
        onIncoming({ stream: streamOf(webSocket, address), socket });
      });
    }
  });
  return server;
}
