import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server';

// The first mail of a file loads the templates and their renderer, which takes seconds on a busy machine.
jest.setTimeout(30_000);

export interface MailServer {
  url: string;
  port: number;
  mails: Email[];
  /** The sizes of the conversations: how many mails came over each connection. */
  connections: number;
  close(): Promise<void>;
}

const open: { close(): Promise<void> }[] = [];

/** A reply that refuses: `reply(450, 'try later')`. */
export const reply = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

const fixture = (name: string) => readFileSync(path.join(__dirname, '../fixtures/tls', name));

async function textOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export interface MailServerOptions extends SMTPServerOptions {
  /** 0: any free port. */
  port?: number;
  /** Offers STARTTLS with a certificate that nobody signed, made for these tests. */
  startTls?: boolean;
  /** Before the final reply to a mail; what it throws is the reply, and the mail does not count. */
  onMail?: (mail: Email) => void | Promise<void>;
}

/** A real SMTP server on loopback; keeps and parses what it gets. Closed after the test. */
export async function mailServer({ port = 0, startTls, onMail, ...options }: MailServerOptions = {}): Promise<MailServer> {
  const mails: Email[] = [];
  const result = { mails, connections: 0 };
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 50,
    ...(startTls ? { key: fixture('self-signed.key'), cert: fixture('self-signed.crt') } : { hideSTARTTLS: true }),
    ...options,
    onConnect(session, callback) {
      result.connections += 1;
      if (options.onConnect) options.onConnect(session, callback);
      else callback();
    },
    onData(stream, _session, callback) {
      (async () => {
        const mail = await PostalMime.parse(await textOf(stream));
        await onMail?.(mail);
        mails.push(mail);
      })().then(() => callback(null, 'OK: kept'), callback);
    },
  });
  // Connections that a test breaks on purpose end here.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.server.address() as AddressInfo).port;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  open.push({ close });
  return Object.assign(result, { url: `smtp://127.0.0.1:${bound}`, port: bound, close });
}

/** A bare TCP server for what no honest mail server does. Closed after the test. */
export async function tcpServer(onSocket: (socket: Socket) => void): Promise<{ url: string; port: number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
  const { port } = server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, port };
}

/** Speaks SMTP up to DATA and then does what `onBody` says with the first bytes of the mail. */
export const breakingServer = (onBody: (socket: Socket) => void) =>
  tcpServer((socket) => {
    let inData = false;
    socket.write('220 loopback ESMTP\r\n');
    socket.on('data', (bytes) => {
      if (inData) return onBody(socket);
      for (const line of bytes.toString().split('\r\n').filter(Boolean)) {
        inData = /^DATA/i.test(line);
        socket.write(inData ? '354 go on\r\n' : '250 ok\r\n');
      }
    });
  });

export interface SmtpScript {
  /** What is done instead of the usual reply to a command; `greeting` too. */
  on?: Partial<Record<string, (socket: Socket) => void>>;
  /** What is done once the whole mail is there. */
  afterDot?: (socket: Socket) => void;
}

/** Speaks SMTP as it is told; keeps each mail that came to its end. */
export async function smtpScript({ on = {}, afterDot }: SmtpScript): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = await tcpServer((socket) => {
    let body: string | null = null;
    let rest = '';
    const answer = (verb: string, usual: string) => {
      const own = on[verb];
      if (own) own(socket);
      else socket.write(`${usual}\r\n`);
      if (verb === 'DATA' && !own) body = '';
    };
    answer('greeting', '220 loopback ESMTP');
    socket.on('data', (bytes) => {
      rest += bytes.toString();
      if (body === null) {
        const lines = rest.split('\r\n');
        rest = lines.pop() ?? '';
        for (const line of lines) answer(line.slice(0, 4).toUpperCase(), line === 'DATA' ? '354 go on' : '250 ok');
        return;
      }
      body += rest;
      rest = '';
      if (!body.endsWith('\r\n.\r\n')) return;
      bodies.push(body);
      body = null;
      if (afterDot) afterDot(socket);
      else socket.write('250 kept\r\n');
    });
  });
  return { url: server.url, bodies };
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
