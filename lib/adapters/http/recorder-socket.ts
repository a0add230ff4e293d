import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { recorderLabelled } from '@/lib/domain/owntracks/recorder';
import type { RecorderService } from '@/lib/services/recorder';
import type { RecorderFeed } from '@/lib/services/recorder-feed';
import { isServiceError } from './errors';
import { isForeign, type RecorderLogIn, type RecorderLogInServer, recorderLogIn } from './recorder-log-in';
import { CHALLENGE } from './recorder-route';

/** Clients say `LAST` and nothing else. */
const MAX_INCOMING_BYTES = 1_024;
/** Browsers with many tabs have fewer. */
const MAX_PER_PERSON = 50;
/** Whoever does not take one frame in so long is gone. */
const SEND_MS = 30_000;
const GOODBYE_MS = 1_000;
/** Pings without an answer, one at each heartbeat, until a client counts as gone. */
const MAX_UNANSWERED = 2;

const CLOSE = { stopping: 1001, ended: 1008, failed: 1011 } as const;

const REFUSALS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

export interface RecorderSocketOptions {
  logIns: RecorderLogInServer;
  recorder: Pick<RecorderService, 'last'>;
  feed: RecorderFeed;
  onError(error: unknown): void;
}

/** Answers a handshake without opening a socket. */
function refuse(socket: Duplex, status: number, headers: Record<string, string> = {}): void {
  const lines = Object.entries({ ...headers, 'content-length': '0', connection: 'close' }).map(([k, v]) => `${k}: ${v}\r\n`);
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${REFUSALS[status]}\r\n${lines.join('')}\r\n`);
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Resolves when the frame has left this process: at most one waits for a slow reader, the rest stays in the database. */
function send(client: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => client.terminate(), SEND_MS);
    client.send(text, (error) => {
      clearTimeout(limit);
      if (error) reject(error);
      else resolve();
    });
  });
}

/**
 * The Recorder's WebSocket: what phones say as it comes, one JSON object in each text frame; empty frames keep the connection
 * open; `LAST` asks for the newest fix of each device. Log-ins are those of /api/0. No token is taken from the address, where
 * logs and histories would keep it.
 */
export class RecorderSocket {
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: MAX_INCOMING_BYTES, perMessageDeflate: false });
  private readonly connected = new Map<number, number>();
  /** What is read from the database for connections. */
  private readonly reading = new Set<Promise<void>>();

  constructor(private readonly options: RecorderSocketOptions) {}

  /** Takes over the connection of a request to upgrade. The request's headers must have been vouched for. */
  async handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const hurt = () => socket.destroy();
    socket.on('error', hurt);
    try {
      const headers = headersOf(request);
      const logIn = await this.logInOf(headers, socket);
      if (!logIn || socket.destroyed) return;
      if ((this.connected.get(logIn.actor.id) ?? 0) >= MAX_PER_PERSON) return refuse(socket, 429);
      socket.off('error', hurt);
      this.server.handleUpgrade(request, socket, head, (client) => this.track(this.serve(client, logIn)));
    } catch (error) {
      this.fail(socket, error);
    }
  }

  /** Ends all connections; those that do not say goodbye are cut. New ones end at once. Nothing is read when it resolves. */
  async stop(): Promise<void> {
    this.options.feed.stop();
    const cut = () => {
      for (const client of this.server.clients) client.terminate();
    };
    setTimeout(cut, GOODBYE_MS).unref();
    await Promise.allSettled(this.reading);
  }

  private async logInOf(headers: Headers, socket: Duplex): Promise<RecorderLogIn | null> {
    const { logIns } = this.options;
    // A page can't set a header for a WebSocket, so whatever log-in comes with a foreign origin is the browser's own.
    if (isForeign(logIns.config, headers)) {
      refuse(socket, 403);
      return null;
    }
    const logIn = await recorderLogIn(logIns, headers);
    if (!logIn) refuse(socket, 401, { 'www-authenticate': CHALLENGE });
    return logIn;
  }

  private fail(socket: Duplex, error: unknown): void {
    if (isServiceError(error) && error.code === 'RATE_LIMITED') {
      refuse(socket, 429, { 'retry-after': String(error.details.retry_after_seconds) });
      return;
    }
    this.options.onError(error);
    refuse(socket, 500);
  }

  private async serve(client: WebSocket, { actor, again }: RecorderLogIn): Promise<void> {
    const left = new AbortController();
    let unanswered = 0;
    client.on('error', () => client.terminate());
    client.on('close', () => left.abort());
    client.on('pong', () => {
      unanswered = 0;
    });
    this.count(actor.id, 1);
    const answer = this.answering(client, actor);
    client.on('message', (data) => answer(data.toString()));
    const isStillAllowed = async () => {
      if (unanswered >= MAX_UNANSWERED) client.terminate();
      unanswered += 1;
      client.ping();
      return (await again())?.id === actor.id;
    };
    try {
      for await (const step of await this.options.feed.open(actor, { signal: left.signal, isStillAllowed })) {
        if (step.length === 0) await send(client, '');
        for (const frame of step) await send(client, JSON.stringify(frame));
        // Who is behind with reading answers a ping late.
        if (step.length > 0) unanswered = 0;
      }
      const isStopping = this.options.feed.isStopped;
      client.close(isStopping ? CLOSE.stopping : CLOSE.ended, isStopping ? 'the server is stopping' : 'the log-in has ended');
    } catch (error) {
      this.drop(client, error);
    } finally {
      this.count(actor.id, -1);
    }
  }

  /** One `LAST` at a time, and one more that came meanwhile. */
  private answering(client: WebSocket, actor: RecorderLogIn['actor']): (text: string) => void {
    let isBusy = false;
    let isAsked = false;
    const run = async () => {
      isBusy = true;
      while (isAsked) {
        isAsked = false;
        for (const one of await this.options.recorder.last(actor, { user: null, device: null })) {
          await send(client, JSON.stringify(recorderLabelled(one)));
        }
        await send(client, 'LAST');
      }
      isBusy = false;
    };
    return (text) => {
      if (text.trim() !== 'LAST') return;
      isAsked = true;
      if (isBusy) return;
      this.track(run().catch((error) => this.drop(client, error)));
    };
  }

  /** Whoever has gone in the middle of a frame is no fault of ours. */
  private drop(client: WebSocket, error: unknown): void {
    if (client.readyState === client.OPEN) this.options.onError(error);
    client.close(CLOSE.failed);
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.reading.delete(tracked));
    this.reading.add(tracked);
  }

  private count(user_id: number, by: number): void {
    const now = (this.connected.get(user_id) ?? 0) + by;
    if (now > 0) this.connected.set(user_id, now);
    else this.connected.delete(user_id);
  }
}
