import type { User } from '@/lib/domain/model';
import type { DeviceRow, DeviceStore, SilentJudge, UserStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { generateDevicePassword, hashDevicePassword } from './device-password';
import { accessDenied, notFound, ServiceError } from './errors';
import type { SecretBox } from './secret-box';

/** Given to a new device that chooses none; told apart well on light and dark maps. */
const PALETTE = ['#0ca678', '#1c7ed6', '#e8590c', '#9c36b5', '#f08c00', '#e03131', '#3b5bdb', '#66a80f', '#c2255c', '#0c8599'];
/** One level of a topic, safe in every broker's access list. */
const DEVICE_NAME = /^[A-Za-z0-9._-]{1,64}$/;
/** The longest key of libsodium's secretbox (docs: protocol sheet, encryption). */
const MAX_KEY_BYTES = 32;

export const PROVISION_PURPOSE = 'device password';
export const ENCRYPTION_KEY_PURPOSE = 'device encryption key';

export interface NewDeviceInput {
  name: string;
  /** The last level of the topic. */
  device: string;
  color?: string;
  /** Whose device it is; only an admin may name somebody else. */
  user_id?: number;
}

export interface DevicePatch {
  name?: string;
  color?: string;
  /** Passphrase of the phone's payload encryption; null turns it off. */
  encryption_key?: string | null;
}

export interface DeviceCredentials {
  mqtt_username: string;
  /** In clear, shown this once. */
  mqtt_password: string;
}

export const topicOf = (device: { owner_handle: string; device: string }): string =>
  `owntracks/${device.owner_handle}/${device.device}`;

const wrong = (field: string, message: string) => new ServiceError('VALIDATION_ERROR', message, { [field]: message });

/** What is wrong with the last level of a topic, or null. */
export function deviceNameProblem(device: string): string | null {
  if (DEVICE_NAME.test(device)) return null;
  return `device is ${JSON.stringify(device)}; it must be 1–64 letters, digits, ".", "_" or "-"`;
}

/** What is wrong with the passphrase of a phone's payload encryption, or null. */
export function encryptionKeyProblem(key: string): string | null {
  const bytes = Buffer.byteLength(key);
  if (bytes >= 1 && bytes <= MAX_KEY_BYTES) return null;
  return `encryption_key has ${bytes} bytes; it must have 1–${MAX_KEY_BYTES}`;
}

function mustBeSound(field: string, problem: string | null): void {
  if (problem !== null) throw wrong(field, problem);
}

/** Phones and trackers: users manage their own, admins all. */
export class DeviceService {
  constructor(
    private readonly store: DeviceStore,
    private readonly users: Pick<UserStore, 'find'>,
    private readonly audit: AuditService,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly judge: SilentJudge<unknown>,
  ) {}

  /** Own devices; all for an admin, or those of `user_id`. */
  async list(actor: User, filter: { user_id?: number } = {}): Promise<DeviceRow[]> {
    const user_id = actor.role === 'admin' ? filter.user_id : actor.id;
    const rows = await this.store.list(user_id === undefined ? {} : { user_id });
    await this.audit.noteRead(
      actor,
      'device',
      '*',
      rows.map((row) => row.user_id),
    );
    return rows;
  }

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's device */
  async get(actor: User, id: number): Promise<DeviceRow> {
    const row = await this.mustOwn(actor, id);
    await this.audit.noteRead(actor, 'device', id, [row.user_id]);
    return row;
  }

  /** @throws ServiceError VALIDATION_ERROR for a name that is taken or can't be part of a topic */
  async create(actor: User, input: NewDeviceInput): Promise<{ device: DeviceRow; topic: string } & DeviceCredentials> {
    const user_id = input.user_id ?? actor.id;
    if (user_id !== actor.id && actor.role !== 'admin') throw accessDenied('only an admin may add a device for somebody else');
    if (!(await this.users.find(user_id))) throw notFound(`user ${user_id}`);
    mustBeSound('device', deviceNameProblem(input.device));
    const password = generateDevicePassword();
    const created = await this.store.create(
      {
        user_id,
        name: input.name.trim(),
        device: input.device,
        color: input.color ?? (await this.freeColor(user_id)),
        ...this.sealed(password),
      },
      this.clock(),
    );
    if (!created) throw wrong('device', `device ${input.device} exists already`);
    await this.audit.record(actor, 'create', 'device', created.id, { user_id, device: created.device });
    const device = await this.mustOwn(actor, created.id);
    return { device, topic: topicOf(device), mqtt_username: device.owner_handle, mqtt_password: password };
  }

  /** The encryption key is kept sealed and never shown again. */
  async update(actor: User, id: number, patch: DevicePatch): Promise<DeviceRow> {
    await this.mustOwn(actor, id);
    const { encryption_key, ...fields } = patch;
    if (typeof encryption_key === 'string') mustBeSound('encryption_key', encryptionKeyProblem(encryption_key));
    const key = typeof encryption_key === 'string' ? this.secrets.seal(ENCRYPTION_KEY_PURPOSE, encryption_key) : encryption_key;
    await this.store.update(id, { ...fields, ...(key === undefined ? {} : { encryption_key: key }) }, this.clock());
    await this.audit.record(actor, 'update', 'device', id, { fields: Object.keys(patch) });
    return this.mustOwn(actor, id);
  }

  /** A new password; the old one is refused from the phone's next log-in on. */
  async rotatePassword(actor: User, id: number): Promise<DeviceCredentials> {
    const row = await this.mustOwn(actor, id);
    const password = generateDevicePassword();
    await this.store.update(id, this.sealed(password), this.clock());
    await this.audit.record(actor, 'rotate_password', 'device', id);
    return { mqtt_username: row.owner_handle, mqtt_password: password };
  }

  /** Removes the device with its fixes, events and its own zones, which their groups go on without. */
  async remove(actor: User, id: number): Promise<void> {
    const row = await this.mustOwn(actor, id);
    await this.store.remove(id, this.clock(), this.judge);
    await this.audit.record(actor, 'delete', 'device', id, { user_id: row.user_id, device: row.device });
  }

  private async mustOwn(actor: User, id: number): Promise<DeviceRow> {
    const row = await this.store.find(id);
    if (!row) throw notFound(`device ${id}`);
    if (row.user_id !== actor.id && actor.role !== 'admin') throw accessDenied();
    return row;
  }

  private sealed(password: string): { secret_hash: string; provision_secret: string } {
    return {
      secret_hash: hashDevicePassword(password),
      provision_secret: this.secrets.seal(PROVISION_PURPOSE, password),
    };
  }

  private async freeColor(user_id: number): Promise<string> {
    const used = (await this.store.list({ user_id })).map((row) => row.color);
    return PALETTE.find((color) => !used.includes(color)) ?? (PALETTE[used.length % PALETTE.length] as string);
  }
}
