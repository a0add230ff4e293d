import { checkServerIdentity, type PeerCertificate } from 'node:tls';

/** How a phone can send: OwnTracks' two modes, and MQTT's four ways through a network. */
export const PROVISIONING_MODES = ['mqtt', 'mqtts', 'ws', 'wss', 'http'] as const;
export type ProvisioningMode = (typeof PROVISIONING_MODES)[number];
export type MqttMode = Exclude<ProvisioningMode, 'http'>;

/** What this installation listens on, and by which addresses it is known. */
export interface Reach {
  /** Fencepost's own way to the external broker, if there is one; null: the embedded broker on the ports below. */
  mqttUrl: string | null;
  mqttPort: number;
  mqttTlsPort: number | null;
  mqttWsPort: number | null;
  mqttWssPort: number | null;
  /** Where phones find the broker, if that is somewhere else. */
  mqttPublicUrls: readonly string[];
  /** This machine's address in the local network, used where the browser only knows it as localhost. */
  lanAddress: string | null;
}

/** The embedded broker's certificate, as the worker tells of it. */
export interface BrokerCertificate {
  /** As Node writes subject alternative names: `DNS:mqtt.example.org, IP Address:192.0.2.1`. */
  names: string;
  /** Epoch ms. */
  expires_at: number;
  is_self_signed: boolean;
}

export interface BrokerAddress {
  host: string;
  port: number;
  tls: boolean;
  ws: boolean;
}

/** What may keep phones from connecting although the way is offered. */
export type WayWarning = 'localhost' | 'internal_name' | 'self_signed' | 'other_name' | 'expired';

export interface Way {
  mode: ProvisioningMode;
  is_offered: boolean;
  /** For people: `mqtts://mqtt.example.org:8883`, `https://fencepost.example.org/pub`; null when it is not offered. */
  address: string | null;
  /** The variables that would offer it; empty when it is. */
  missing: string[];
  warnings: WayWarning[];
}

const LOCAL = new Set(['localhost', '127.0.0.1', '::1']);
const DEFAULT_PORT = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 } as const;
const EMBEDDED_PORT = { mqtt: 'mqttPort', mqtts: 'mqttTlsPort', ws: 'mqttWsPort', wss: 'mqttWssPort' } as const;
const PAIR = ['MQTT_TLS_CERT', 'MQTT_TLS_KEY'];
const MISSING: Record<MqttMode, string[]> = {
  mqtt: ['MQTT_PORT'],
  mqtts: PAIR,
  ws: ['MQTT_WS_PORT'],
  wss: ['MQTT_WSS_PORT', ...PAIR],
};

const withoutBrackets = (hostname: string) => hostname.replace(/^\[|\]$/g, '');
const withBrackets = (host: string) => (host.includes(':') ? `[${host}]` : host);
const usesTls = (mode: MqttMode) => mode === 'mqtts' || mode === 'wss';

/** mqtt.js also knows tcp: and ssl:. */
function modeOf(url: URL): MqttMode {
  const aliases: Record<string, MqttMode> = { 'tcp:': 'mqtt', 'ssl:': 'mqtts' };
  return aliases[url.protocol] ?? (url.protocol.slice(0, -1) as MqttMode);
}

const isFor = (host: string, names: string) =>
  checkServerIdentity(host, { subject: {}, subjectaltname: names } as unknown as PeerCertificate) === undefined;

/** Whether only phones in the same network, or a VPN, know the name or address. */
const isHomeName = (host: string): boolean =>
  /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::1$|fe80:|f[cd][0-9a-f]{2}:)/i.test(host) ||
  !/[.:]/.test(host) ||
  /\.(local|lan|home|internal|localdomain|home\.arpa)$/i.test(host);

/** The first name of a certificate by which phones could find the server. */
function firstName(names: string): string | null {
  const all = names.split(', ').flatMap((name) => (name.startsWith('DNS:') ? [name.slice(4)] : []));
  return all.find((name) => !name.startsWith('*') && name.includes('.') && !/\.(local|localhost|internal)$/.test(name)) ?? null;
}

/** In which ways phones can send to this installation, and where to. */
export class Ways {
  private readonly hostname: string;

  /**
   * @param origin where the browser sees this server, e.g. `http://192.168.1.5:3000`
   * @param certificate null when there is none, or nothing is known of it
   */
  constructor(
    private readonly reach: Reach,
    private readonly origin: string,
    private readonly certificate: BrokerCertificate | null,
    private readonly now: number,
  ) {
    this.hostname = this.reachable(withoutBrackets(new URL(origin).hostname));
  }

  all(): Way[] {
    return PROVISIONING_MODES.map((mode) => (mode === 'http' ? this.http() : this.mqtt(mode)));
  }

  /**
   * What to begin with: encrypted if phones will get through, MQTT in a home network, and else HTTP, where a proxy does the
   * encryption. An external broker's own way comes first: somebody has set it up for phones.
   */
  recommended(): ProvisioningMode {
    const { mqttUrl } = this.reach;
    const sound = this.all().filter(({ is_offered, warnings }) => is_offered && warnings.length === 0);
    const offers = (mode: ProvisioningMode) => sound.some((way) => way.mode === mode);
    const encrypted = (['mqtts', 'wss'] as const).find(offers);
    if (encrypted) return encrypted;
    if (mqttUrl) return this.brokerIn('mqtt') ? 'mqtt' : modeOf(new URL(mqttUrl));
    return this.origin.startsWith('https:') && !isHomeName(this.hostname) ? 'http' : 'mqtt';
  }

  /** Where OwnTracks' HTTP mode posts to. */
  get url(): string {
    const url = new URL(this.origin);
    url.hostname = withBrackets(this.hostname);
    return `${url.origin}/pub`;
  }

  /** Null when this installation does not offer it. `mqtt` is an external broker's own way, whichever that is. */
  broker(mode: MqttMode): BrokerAddress | null {
    const own = this.brokerIn(mode);
    if (own || mode !== 'mqtt' || !this.reach.mqttUrl) return own;
    return this.brokerIn(modeOf(new URL(this.reach.mqttUrl)));
  }

  missing(mode: MqttMode): string[] {
    if (this.reach.mqttUrl) return ['MQTT_PUBLIC_URL'];
    return this.reach.mqttTlsPort === null ? MISSING[mode] : MISSING[mode].filter((name) => !PAIR.includes(name));
  }

  private brokerIn(mode: MqttMode): BrokerAddress | null {
    const { mqttUrl, mqttPublicUrls } = this.reach;
    const announced = mqttPublicUrls.map((text) => new URL(text)).find((url) => modeOf(url) === mode);
    if (announced) return this.address(mode, announced);
    if (mqttUrl) return modeOf(new URL(mqttUrl)) === mode ? this.address(mode, new URL(mqttUrl)) : null;
    const port = this.reach[EMBEDDED_PORT[mode]];
    if (port === null) return null;
    return { host: this.embeddedHost(mode), port, tls: usesTls(mode), ws: mode === 'ws' || mode === 'wss' };
  }

  private address(mode: MqttMode, url: URL): BrokerAddress {
    const given = withoutBrackets(url.hostname);
    const host = LOCAL.has(given) ? this.hostname : given;
    // A scheme that the URL standard does not know keeps its default port; ws and wss lose it.
    return { host, port: Number(url.port) || DEFAULT_PORT[mode], tls: usesTls(mode), ws: mode === 'ws' || mode === 'wss' };
  }

  /** A phone compares the host with the certificate: if only one of its names will do, that is the one to use. */
  private embeddedHost(mode: MqttMode): string {
    const { certificate, hostname } = this;
    if (!usesTls(mode) || !certificate || isFor(hostname, certificate.names)) return hostname;
    return firstName(certificate.names) ?? hostname;
  }

  private mqtt(mode: MqttMode): Way {
    const address = this.brokerIn(mode);
    if (!address) return { mode, is_offered: false, address: null, missing: this.missing(mode), warnings: [] };
    const { host, port, ws } = address;
    const text = `${mode}://${withBrackets(host)}:${port}${ws ? '/mqtt' : ''}`;
    return { mode, is_offered: true, address: text, missing: [], warnings: this.warnings(mode, host) };
  }

  private http(): Way {
    const warnings: WayWarning[] = LOCAL.has(this.hostname) ? ['localhost'] : [];
    return { mode: 'http', is_offered: true, address: this.url, missing: [], warnings };
  }

  private warnings(mode: MqttMode, host: string): WayWarning[] {
    const found: WayWarning[] = LOCAL.has(host) ? ['localhost'] : [];
    // As containers call each other.
    if (this.reach.mqttUrl && !LOCAL.has(host) && !/[.:]/.test(host)) found.push('internal_name');
    // Behind a proxy and at an external broker, phones see another certificate.
    const isOurs = !this.reach.mqttUrl && !this.reach.mqttPublicUrls.some((url) => url.startsWith(`${mode}:`));
    if (!usesTls(mode) || !isOurs || !this.certificate) return found;
    const { names, expires_at, is_self_signed } = this.certificate;
    if (is_self_signed) found.push('self_signed');
    if (!isFor(host, names)) found.push('other_name');
    if (this.now >= expires_at) found.push('expired');
    return found;
  }

  /** A phone can't reach this machine as localhost. */
  private reachable(hostname: string): string {
    return LOCAL.has(hostname) && this.reach.lanAddress ? this.reach.lanAddress : hostname;
  }
}
