import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a receiver does with a request once it was read. */
export type Reaction = (request: Received, response: ServerResponse, socket: IncomingMessage['socket']) => void;

export interface Receiver {
  url: string;
  port: number;
  received: Received[];
  /** Connections so far, those without a request among them. */
  connections: number;
  /** What it does from now on. */
  react: Reaction;
}

const open: Server[] = [];

/** Answers with a status, a body and headers. */
export const answers =
  (status: number, body = '', headers: Record<string, string> = {}): Reaction =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

/** A real HTTP server on loopback that keeps what it gets. With `tls` it speaks HTTPS. Closed after the test. */
export async function receiver(react: Reaction = answers(200, 'ok'), tls?: ServerOptions): Promise<Receiver> {
  const result: Receiver = { url: '', port: 0, received: [], connections: 0, react };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers, socket } = request;
    const received = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
    result.received.push(received);
    result.react(received, response, socket);
  };
  // A request that is cut off while it is read is the test's own doing.
  const onRequest = (request: IncomingMessage, response: ServerResponse) => void handle(request, response).catch(() => {});
  const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  server.on('connection', () => {
    result.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  result.port = (server.address() as AddressInfo).port;
  result.url = `${tls ? 'https' : 'http'}://127.0.0.1:${result.port}`;
  return result;
}

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
