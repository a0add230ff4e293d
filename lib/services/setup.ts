import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Language, Location, RejectedMessage, User } from '@/lib/domain/model';
import type { DeviceRow, RejectedStore, SettingStore, UserStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import type { DeviceService } from './devices';
import { accessDenied, ServiceError } from './errors';
import { hashToken } from './tokens';
import { newUserRow } from './users';

const TOKEN_KEY = 'setup_token_hash';

export interface FirstAdminInput {
  setup_token: string;
  email: string;
  name: string;
  password: string;
  language?: Language;
  time_zone?: string;
}

const alreadySetUp = () => new ServiceError('LIMIT_REACHED', 'Fencepost is set up already; sign in');

/** The first admin, made once: with the token of the setup link, or from the environment. */
export class SetupService {
  constructor(
    private readonly settings: SettingStore,
    private readonly users: Pick<UserStore, 'count' | 'createFirst'>,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Whether there is no user yet. */
  async isNeeded(): Promise<boolean> {
    return (await this.users.count()) === 0;
  }

  /**
   * A new one-time token for the setup link while there is no user; null afterwards. Only its hash is kept, so each
   * call makes a new one and ends the one before.
   */
  async ensureSetupToken(): Promise<string | null> {
    if (!(await this.isNeeded())) return null;
    const token = randomBytes(32).toString('base64url');
    await this.settings.set(TOKEN_KEY, hashToken(token));
    return token;
  }

  /** Whether the token opens the setup. */
  async isValidToken(token: string): Promise<boolean> {
    const expected = await this.settings.get<string>(TOKEN_KEY);
    return expected !== null && timingSafeEqual(Buffer.from(expected), Buffer.from(hashToken(token)));
  }

  /**
   * Creates the first admin; of two at once, one.
   * @throws ServiceError LIMIT_REACHED when there is a user, ACCESS_DENIED for a wrong token
   */
  async createFirstAdmin(input: FirstAdminInput): Promise<User> {
    if (!(await this.isNeeded())) throw alreadySetUp();
    if (!(await this.isValidToken(input.setup_token))) {
      throw accessDenied('setup_token is not right; open the setup link that "npm start" printed last');
    }
    const user = await this.insertFirst(input);
    if (!user) throw alreadySetUp();
    return user;
  }

  /** The admin of ADMIN_EMAIL and ADMIN_PASSWORD, made only while there is no user; null otherwise. */
  async ensureAdmin(email: string, password: string): Promise<User | null> {
    if (!(await this.isNeeded())) return null;
    return this.insertFirst({ email, password, name: email.split('@')[0] ?? email });
  }

  private async insertFirst(input: Omit<FirstAdminInput, 'setup_token'>): Promise<User | null> {
    const user = await this.users.createFirst(await newUserRow({ ...input, role: 'admin' }), this.clock());
    if (!user) return null;
    await this.settings.remove(TOKEN_KEY);
    await this.audit.record(null, 'create', 'user', user.id, { email: user.email, role: user.role });
    return user;
  }
}

export type SetupStep = 'no_connection' | 'wrong_password' | 'wrong_topic' | 'no_fix' | 'done';

export interface SetupProgress {
  step: SetupStep;
  /** The refused topic of `wrong_topic`, why the last message was no fix of `no_fix`; else null. */
  detail: string | null;
  last_location: Location | null;
}

/**
 * What keeps a device's first fix from arriving: the newest trouble counts, success clears it.
 * @param rejection the newest message of the device that was no fix; it, too, shows that the phone got through
 */
export function progressOf(device: DeviceRow, rejection: Pick<RejectedMessage, 'reason' | 'received_at'> | null): SetupProgress {
  const { activity, last_location_imported } = device;
  // What was imported shows nothing of the phone's set-up.
  const last_location = last_location_imported ? null : device.last_location;
  const at = (time: number | null) => time ?? Number.NEGATIVE_INFINITY;
  const step = (name: SetupStep, detail: string | null = null) => ({ step: name, detail, last_location });
  if (last_location) return step('done');
  const heard = Math.max(at(activity.last_connect_at), at(activity.last_seen_at), at(rejection?.received_at ?? null));
  const [refused, denied] = [at(activity.last_auth_failure_at), at(activity.last_denied_at)];
  const newest = Math.max(heard, refused, denied);
  if (newest === Number.NEGATIVE_INFINITY) return step('no_connection');
  if (newest === denied) return step('wrong_topic', activity.last_denied_topic);
  if (newest === refused) return step('wrong_password');
  return step('no_fix', rejection?.reason ?? null);
}

/** How far the set-up of a phone has come. */
export class SetupProgressService {
  constructor(
    private readonly devices: DeviceService,
    private readonly store: RejectedStore,
  ) {}

  /** Of the device, or of the actor's newest one. */
  async of(actor: User, deviceId?: number): Promise<SetupProgress> {
    const device = deviceId === undefined ? await this.newest(actor) : await this.devices.get(actor, deviceId);
    if (!device) return { step: 'no_connection', detail: null, last_location: null };
    const [rejection] = await this.store.list({ device_id: device.id }, 1);
    return progressOf(device, rejection ?? null);
  }

  private async newest(actor: User): Promise<DeviceRow | null> {
    const own = (await this.devices.list(actor, { user_id: actor.id })).sort((a, b) => b.id - a.id);
    return own[0] ?? null;
  }
}
