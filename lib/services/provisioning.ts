import type { User } from '@/lib/domain/model';
import type { DeviceRow, ProcessStore, ProvisioningStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { type DeviceService, ENCRYPTION_KEY_PURPOSE, PROVISION_PURPOSE } from './devices';
import { accessDenied, ServiceError } from './errors';
import type { SecretBox } from './secret-box';
import { type BrokerCertificate, type ProvisioningMode, type Reach, type Way, Ways } from './ways';

export interface Provisioning {
  /** Opens the OwnTracks app and sets it up; also the content of the QR code. */
  link: string;
  configuration: Record<string, unknown>;
}

export interface ProvisioningRequest {
  mode: ProvisioningMode;
  /** Where the browser sees this server, e.g. `http://192.168.1.5:3000`. */
  origin: string;
  /** Whether the passphrase of the payload encryption is to be in it. */
  withEncryptionKey?: boolean;
}

/** What there is to choose from when a phone is set up. */
export interface ProvisioningChoices {
  ways: Way[];
  recommended: ProvisioningMode;
  is_encrypted: boolean;
  /** Whether the actor may have the key put into link and file. */
  may_include_key: boolean;
}

export interface ProvisioningParts {
  devices: DeviceService;
  store: ProvisioningStore;
  processes: Pick<ProcessStore, 'list'>;
  audit: AuditService;
  secrets: SecretBox;
  clock: Clock;
  reach: Reach;
}

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

/** OwnTracks' two characters for a device: the last letters or digits of its name, filled up from its owner's. */
function tidOf({ owner_handle, device }: DeviceRow): string {
  const short = (text: string) => text.replace(/[^A-Za-z0-9]/g, '');
  return `${short(owner_handle)}${short(device)}`.slice(-2) || device.slice(-2);
}

/** Sets up a phone: the OwnTracks configuration of a device, as an object and as a link, for each way to send. */
export class ProvisioningService {
  constructor(private readonly parts: ProvisioningParts) {}

  /**
   * The password is in it only until the phone has used it. The encryption key is in it on request, for its owner alone, and each
   * time that is in the audit log: whoever has the file can read along.
   * @throws ServiceError VALIDATION_ERROR for a way that this installation does not offer; ACCESS_DENIED to an admin who asks for
   * somebody else's key
   */
  async of(
    actor: User,
    deviceId: number,
    { mode, origin, withEncryptionKey = false }: ProvisioningRequest,
  ): Promise<Provisioning> {
    const device = await this.parts.devices.get(actor, deviceId);
    const target = targetOf(mode, this.ways(origin));
    const key = withEncryptionKey ? await this.encryptionKey(actor, device, mode) : null;
    const { provision_secret } = await this.parts.store.secretsOf(deviceId);
    const password = provision_secret === null ? null : this.parts.secrets.open(PROVISION_PURPOSE, provision_secret);
    const configuration = {
      _type: 'configuration',
      ...target,
      ...credentials(device, password),
      deviceId: device.device,
      tid: tidOf(device),
      pubTopicBase: 'owntracks/%u/%d',
      // Commands from the server, and what makes a fix worth more: battery, connection, trigger.
      cmd: true,
      remoteConfiguration: true,
      extendedData: true,
      ...(key === null ? {} : { encryptionKey: key }),
    };
    return { link: provisioningLink(configuration), configuration };
  }

  /** What OwnTracks would be called on the phone's disk: `jane-phone.otrc`. */
  async fileName(actor: User, deviceId: number): Promise<string> {
    const { owner_handle, device } = await this.parts.devices.get(actor, deviceId);
    return `${owner_handle}-${device}.otrc`.replace(/[^A-Za-z0-9._-]/g, '-');
  }

  async choices(actor: User, deviceId: number, origin: string): Promise<ProvisioningChoices> {
    const device = await this.parts.devices.get(actor, deviceId);
    const { encryption_key } = await this.parts.store.secretsOf(deviceId);
    const ways = this.ways(origin);
    return {
      ways: ways.all(),
      recommended: ways.recommended(),
      is_encrypted: encryption_key !== null,
      may_include_key: device.user_id === actor.id,
    };
  }

  private ways(origin: string): Ways {
    return new Ways(this.parts.reach, origin, this.certificate(), this.parts.clock());
  }

  /** Of the embedded broker, from what the worker last said. */
  private certificate(): BrokerCertificate | null {
    const worker = this.parts.processes.list().find(({ name }) => name === 'worker');
    const said = worker?.state.parts as { broker?: { certificate?: BrokerCertificate | null } } | undefined;
    return said?.broker?.certificate ?? null;
  }

  private async encryptionKey(actor: User, device: DeviceRow, mode: ProvisioningMode): Promise<string | null> {
    if (device.user_id !== actor.id) throw accessDenied('only its owner may have the encryption key of a device');
    const { encryption_key: sealed } = await this.parts.store.secretsOf(device.id);
    if (sealed === null) return null;
    const key = this.parts.secrets.open(ENCRYPTION_KEY_PURPOSE, sealed);
    if (key === null) {
      const message = 'the encryption key was sealed with another AUTH_SECRET; set it anew';
      throw new ServiceError('VALIDATION_ERROR', message, { encryption: message });
    }
    await this.parts.audit.record(actor, 'show_encryption_key', 'device', device.id, { mode });
    return key;
  }
}

/** MQTT 3.1.1 by name: iPhones may be set to 5, which the embedded broker does not speak. */
const MQTT_SETTINGS = { pubQos: 1, sub: true, subQos: 1, cleanSession: false, mqttProtocolLevel: 4 };

function targetOf(mode: ProvisioningMode, ways: Ways): Record<string, unknown> {
  if (mode === 'http') return { mode: MODE.http, url: ways.url };
  const broker = ways.broker(mode);
  if (broker) return { mode: MODE.mqtt, ...broker, ...MQTT_SETTINGS };
  const message = `mode is ${mode}; this installation does not offer it: set ${ways.missing(mode).join(' and ')}`;
  throw new ServiceError('VALIDATION_ERROR', message, { mode: message });
}

function credentials(device: DeviceRow, password: string | null): Record<string, unknown> {
  const known = { auth: true, usePassword: true, username: device.owner_handle };
  return password === null ? known : { ...known, password };
}
