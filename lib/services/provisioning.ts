import type { User } from '@/lib/domain/model';
import type { DeviceRow, DeviceStore } from '@/lib/storage/ports';
import { type DeviceService, PROVISION_PURPOSE } from './devices';
import type { SecretBox } from './secret-box';

export type ProvisioningMode = 'mqtt' | 'http';

/** How a phone reaches this installation. */
export interface Reach {
  /** Of the external broker, if there is one; null: the embedded broker on `mqttPort`. */
  mqttUrl: string | null;
  mqttPort: number;
  /** This machine's address in the local network, used where the browser only knows it as localhost. */
  lanAddress: string | null;
}

export interface Provisioning {
  /** Opens the OwnTracks app and sets it up; also the content of the QR code. */
  link: string;
  configuration: Record<string, unknown>;
}

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/** OwnTracks' own codes. */
const MODE = { mqtt: 0, http: 3 } as const;

/**
 * `owntracks:///config?inline=…`: standard base64 of the JSON, with `+ / =` percent-encoded, because Android
 * form-decodes the value.
 */
export function provisioningLink(configuration: Record<string, unknown>): string {
  const base64 = Buffer.from(JSON.stringify(configuration)).toString('base64');
  return `owntracks:///config?inline=${encodeURIComponent(base64)}`;
}

/** OwnTracks' two characters for the device: the last letters or digits of its name. */
const tidOf = (device: string): string => device.replace(/[^A-Za-z0-9]/g, '').slice(-2) || device.slice(-2);

/** Sets up a phone: the OwnTracks configuration of a device, as an object and as a link. */
export class ProvisioningService {
  constructor(
    private readonly devices: DeviceService,
    private readonly store: Pick<DeviceStore, 'provisionSecret'>,
    private readonly secrets: SecretBox,
    private readonly reach: Reach,
  ) {}

  /**
   * @param origin where the browser sees this server, e.g. `http://192.168.1.5:3000`
   * The password is in it only until the phone has used it.
   */
  async of(actor: User, deviceId: number, mode: ProvisioningMode, origin: string): Promise<Provisioning> {
    const device = await this.devices.get(actor, deviceId);
    const sealed = await this.store.provisionSecret(deviceId);
    const password = sealed === null ? null : this.secrets.open(PROVISION_PURPOSE, sealed);
    const configuration = {
      _type: 'configuration',
      mode: MODE[mode],
      ...(mode === 'mqtt' ? this.broker(origin) : { url: `${this.reachable(origin)}/pub` }),
      ...credentials(device, password),
      deviceId: device.device,
      tid: tidOf(device.device),
      pubTopicBase: 'owntracks/%u/%d',
      // Commands from the server, and what makes a fix worth more: battery, connection, trigger.
      cmd: true,
      remoteConfiguration: true,
      extendedData: true,
    };
    return { link: provisioningLink(configuration), configuration };
  }

  private broker(origin: string): Record<string, unknown> {
    const qos = { pubQos: 1, cleanSession: false, mqttProtocolLevel: 4 };
    if (!this.reach.mqttUrl) {
      const { hostname } = new URL(this.reachable(origin));
      return { host: hostname.replace(/^\[|\]$/g, ''), port: this.reach.mqttPort, tls: false, ws: false, ...qos };
    }
    const url = new URL(this.reach.mqttUrl);
    const tls = /^(mqtts|wss|ssl):$/.test(url.protocol);
    const ws = /^wss?:$/.test(url.protocol);
    const defaultPort = ws ? (tls ? 443 : 80) : tls ? 8883 : 1883;
    return { host: url.hostname, port: Number(url.port) || defaultPort, tls, ws, ...qos };
  }

  /** A phone can't reach this machine as localhost. */
  private reachable(origin: string): string {
    const url = new URL(origin);
    if (LOCAL.has(url.hostname) && this.reach.lanAddress) url.hostname = this.reach.lanAddress;
    return url.origin;
  }
}

function credentials(device: DeviceRow, password: string | null): Record<string, unknown> {
  const known = { auth: true, usePassword: true, username: device.owner_handle };
  return password === null ? known : { ...known, password };
}
