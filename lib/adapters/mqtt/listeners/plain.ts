import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Certificate } from './certificate';
import type { OnIncoming } from './listener';

/** How long a phone may take to agree on keys. */
const HANDSHAKE_MS = 10_000;

/** Small answers must not wait for company: a phone counts the milliseconds its radio is on. */
const noDelay = true;

/** MQTT on a bare connection. */
export function tcpServer(onIncoming: OnIncoming): Server {
  return createServer({ noDelay }, (socket) => onIncoming({ stream: socket, socket }));
}

/** MQTT over TLS. Who does not get through the handshake is gone without a word. */
export function tlsServer({ cert, key }: Certificate, onIncoming: OnIncoming): Server {
  return createTlsServer({ noDelay, handshakeTimeout: HANDSHAKE_MS, cert, key }, (socket) =>
    onIncoming({ stream: socket, socket }),
  );
}
