import type { Clock } from '@/lib/services/clock';
import type { CertificateFiles } from './certificate';
import { Listener, type ListenerOptions, type ListenerState, type OnIncoming } from './listener';
import { LiveCertificate } from './live-certificate';
import { tcpServer, tlsServer } from './plain';
import { type AddressOf, webSocketServer } from './web-socket';

export interface ListenersOptions {
  host: string;
  port: number;
  /** Null where it does not listen; those with TLS need `certificate`. */
  tlsPort?: number | null;
  wsPort?: number | null;
  wssPort?: number | null;
  certificate?: CertificateFiles | null;
  /** How often the certificate's files are looked at. */
  certificatePollMs?: number;
  /** Who is behind a proxy in front of the WebSockets. */
  addressOf?: AddressOf;
  onError?: (error: Error) => void;
  /** Something an operator should read, such as a certificate that has expired. */
  onNotice?: (line: string) => void;
}

/** What is told of the certificate: enough to see why phones refuse it. Times are epoch ms. */
export interface CertificateState {
  names: string;
  expires_at: number;
  is_self_signed: boolean;
}

export interface ListenersState {
  detail: string | null;
  listeners: ListenerState[];
  certificate: CertificateState | null;
}

/** All ports on which the embedded broker can be reached: MQTT bare and over TLS, over WebSockets, and over both. */
export class Listeners {
  private listeners: Listener[] = [];
  private readonly live: LiveCertificate | null;

  constructor(
    private readonly options: ListenersOptions,
    clock: Clock,
  ) {
    const { certificate: files, onNotice, certificatePollMs: pollMs } = options;
    this.live = files ? new LiveCertificate({ files, clock, onNotice, pollMs }) : null;
  }

  /** @throws Error that names the variable when a certificate is of no use or a port can't be listened on */
  async open(onIncoming: OnIncoming): Promise<void> {
    const certificate =
      (await this.live?.start((renewed) => {
        for (const listener of this.listeners) listener.renew(renewed);
      })) ?? null;
    const { port, tlsPort, wsPort, wssPort } = this.options;
    const addressOf: AddressOf = this.options.addressOf ?? ((peer) => peer ?? 'unknown');
    this.listeners = [new Listener(tcpServer(onIncoming), this.named('mqtt', 'MQTT_PORT', port))];
    if (tlsPort && certificate) {
      this.listeners.push(new Listener(tlsServer(certificate, onIncoming), this.named('mqtts', 'MQTT_TLS_PORT', tlsPort)));
    }
    if (wsPort) {
      this.listeners.push(new Listener(webSocketServer(null, addressOf, onIncoming), this.named('ws', 'MQTT_WS_PORT', wsPort)));
    }
    if (wssPort && certificate) {
      const server = webSocketServer(certificate, addressOf, onIncoming);
      this.listeners.push(new Listener(server, this.named('wss', 'MQTT_WSS_PORT', wssPort)));
    }
    for (const listener of this.listeners) await listener.open();
  }

  /** Takes nobody in any more. */
  close(): void {
    this.live?.stop();
    for (const listener of this.listeners) listener.close();
  }

  /** Ends all connections at once. */
  cut(): void {
    for (const listener of this.listeners) listener.cut();
  }

  state(): ListenersState {
    const certificate = this.live?.certificate;
    return {
      detail: this.live?.detail() ?? null,
      listeners: this.listeners.map((listener) => listener.state()),
      certificate: certificate
        ? { names: certificate.names, expires_at: certificate.expires_at, is_self_signed: certificate.is_self_signed }
        : null,
    };
  }

  private named(name: ListenerOptions['name'], variable: ListenerOptions['variable'], port: number): ListenerOptions {
    return { name, variable, port, host: this.options.host, onError: this.options.onError };
  }
}
