import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificate';

export type ListenerName = 'mqtt' | 'mqtts' | 'ws' | 'wss';

/** Somebody who wants to speak MQTT on `stream`. */
export interface Incoming {
  stream: Duplex;
  /** What carries the stream; its bytes are counted. The stream itself where nothing is between. */
  socket: Socket;
}

export type OnIncoming = (incoming: Incoming) => void;

export interface ListenerOptions {
  name: ListenerName;
  /** The environment's name for the port, for messages. */
  variable: 'MQTT_PORT' | 'MQTT_TLS_PORT' | 'MQTT_WS_PORT' | 'MQTT_WSS_PORT';
  port: number;
  host: string;
  onError?: (error: Error) => void;
}

export interface ListenerState {
  name: ListenerName;
  port: number;
  state: 'up' | 'down';
  /** Open sockets, also of those who have not logged in. */
  connections: number;
}

function listenError(error: NodeJS.ErrnoException, { variable, port, host }: ListenerOptions): Error {
  if (error.code === 'EADDRINUSE') return new Error(`${variable} is ${port}; another program already uses this port`);
  if (error.code === 'EACCES') return new Error(`${variable} is ${port}; this user may not listen on it`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new Error(`MQTT_HOST is ${host}; this machine has no such address`);
  }
  return new Error(`${variable} is ${port}; listening failed: ${error.message}`);
}

type TlsServer = Server & { setSecureContext(pair: { cert: Buffer; key: Buffer }): void };

/** One open port. What it accepts and how is the server's; this opens and closes it. */
export class Listener {
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly server: Server,
    private readonly options: ListenerOptions,
  ) {
    // Before TLS and HTTP: whoever has only opened a connection is in it, too.
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** @throws Error that names the variable of the port, or MQTT_HOST */
  async open(): Promise<void> {
    const { server, options } = this;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => {
          server.off('error', reject);
          resolve();
        });
      });
    } catch (error) {
      throw listenError(error as NodeJS.ErrnoException, options);
    }
    server.on('error', (error) => options.onError?.(error));
  }

  /** Takes nobody in any more. */
  close(): void {
    this.server.close();
  }

  /** Ends all connections at once. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** For those who come from now on; who is connected stays. Without effect on a listener without TLS. */
  renew({ cert, key }: Certificate): void {
    if ('setSecureContext' in this.server) (this.server as TlsServer).setSecureContext({ cert, key });
  }

  state(): ListenerState {
    const { name, port } = this.options;
    return { name, port, state: this.server.listening ? 'up' : 'down', connections: this.sockets.size };
  }
}
