import type { Clock } from '@/lib/services/clock';
import type { Certificate, CertificateFiles } from './certificate';
import { Listener, type ListenerState, type OnIncoming } from './listener';
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
    this.listeners = this.build(certificate, onIncoming);
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

  private build(certificate: Certificate | null, onIncoming: OnIncoming): Listener[] {
    const { host, onError, port, tlsPort, wsPort, wssPort } = this.options;
    const addressOf: AddressOf = this.options.addressOf ?? ((peer) => peer ?? 'unknown');
    const built = [new Listener(tcpServer(onIncoming), { name: 'mqtt', variable: 'MQTT_PORT', port, host, onError })];
    if (tlsPort && certificate) {
      const options = { name: 'mqtts', variable: 'MQTT_TLS_PORT', port: tlsPort, host, onError } as const;
      built.push(new Listener(tlsServer(certificate, onIncoming), options));
    }
    if (wsPort) {
      const options = { name: 'ws', variable: 'MQTT_WS_PORT', port: wsPort, host, onError } as const;
      built.push(new Listener(webSocketServer(null, addressOf, onIncoming), options));
    }
    if (wssPort && certificate) {
      const options = { name: 'wss', variable: 'MQTT_WSS_PORT', port: wssPort, host, onError } as const;
      built.push(new Listener(webSocketServer(certificate, addressOf, onIncoming), options));
    }
    return built;
  }
}
