import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientOptions, WebSocket, type WebSocketServer } from 'ws';
import { RecorderSocket } from '@/lib/adapters/http/recorder-socket';
import { ChangeWatch } from '@/lib/services/change-watch';
import { RecorderFeed } from '@/lib/services/recorder-feed';
import { ShareDirectory } from '@/lib/services/share-directory';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteLiveStore } from '@/lib/storage/sqlite/live-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { SqliteRecorderStore } from '@/lib/storage/sqlite/recorder-store';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';
import type { TestApi } from './api';

const HEARTBEAT_MS = 300;

interface Open {
  http: HttpServer;
  socket: RecorderSocket;
  watcher: Connection;
}

const open: Open[] = [];
export const faults: unknown[] = [];

/** The socket of a test server, on a port of its own. @returns its address */
export async function startLiveSocket({ server, services }: TestApi): Promise<string> {
  const { connection, config, clock } = server;
  const watcher = new Connection(config.databaseFile);
  const feed = new RecorderFeed(
    {
      watch: new ChangeWatch(new SqliteLiveStore(watcher), 10),
      store: new SqliteRecorderStore(connection),
      locations: new SqliteLocationStore(connection),
      shares: new ShareDirectory(new SqliteShareStore(connection)),
      recorder: services.recorder,
      clock,
    },
    HEARTBEAT_MS,
  );
  const { recorder } = services;
  const socket = new RecorderSocket({ logIns: server, recorder, feed, onError: (error) => faults.push(error) });
  const http = createServer();
  http.on('upgrade', (request, stream, head) => void socket.handle(request, stream, head));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  open.push({ http, socket, watcher });
  // They read from the test's database: they end before it is closed.
  const { close } = server;
  server.close = async () => {
    await stopLiveSockets();
    await close();
  };
  return `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws/last`;
}

/** Ends all sockets. */
export async function stopLiveSockets(): Promise<void> {
  for (const { http, socket, watcher } of open.splice(0)) {
    await socket.stop();
    await new Promise((resolve) => http.close(resolve));
    watcher.close();
  }
}

/** What the server holds for its clients because they do not take it. */
export function heldBytes(): number {
  const clients = open.flatMap(({ socket }) => [...(socket as unknown as { server: WebSocketServer }).server.clients]);
  return clients.reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0);
}

type Frame = Record<string, unknown>;

/** A client that keeps what it hears. */
export class Listener {
  /** Messages, as objects. */
  readonly frames: Frame[] = [];
  /** Frames that are no JSON; empty ones are pings. */
  readonly texts: string[] = [];
  closed: { code: number; reason: string } | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data, isBinary) => this.take(data.toString(), isBinary));
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
  }

  /** @throws Error that names the status when the server refuses */
  static async open(url: string, headers: Record<string, string>, options: ClientOptions = {}): Promise<Listener> {
    const listener = new Listener(new WebSocket(url, { headers, ...options }));
    await new Promise((resolve, reject) => {
      listener.socket.once('open', resolve);
      listener.socket.once('error', reject);
    });
    return listener;
  }

  /** `_type` and device of all messages. */
  get heard(): string[] {
    return this.frames.map(({ _type, device }) => `${_type} ${device}`);
  }

  private take(text: string, isBinary: boolean): void {
    if (isBinary) throw new Error('a binary frame');
    if (text.startsWith('{')) this.frames.push(JSON.parse(text) as Frame);
    else this.texts.push(text);
  }
}
