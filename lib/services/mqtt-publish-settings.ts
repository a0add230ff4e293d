import { randomBytes } from 'node:crypto';
import type { User } from '@/lib/domain/model';
import type { PublishNames } from '@/lib/domain/notify/home-assistant-topics';
import type { PublishView } from '@/lib/domain/notify/mqtt-publish';
import type { SettingStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { ServiceError } from './errors';
import type { PublishTarget } from './mqtt-publish-link';
import type { SecretBox } from './secret-box';

const KEY = 'mqtt_publish';
const INSTALLATION_KEY = 'mqtt_installation';
const PURPOSE = 'mqtt publish password';
const DEFAULTS = { is_enabled: false, base: 'fencepost', discovery_prefix: 'homeassistant', people: null, broker: null };
/** Names our own broker among the others. */
export const EMBEDDED = 'embedded';
const UNREADABLE = 'the stored password of the broker can not be read, because AUTH_SECRET has changed; enter it again';

interface Stored {
  is_enabled: boolean;
  base: string;
  discovery_prefix: string;
  /** Whose devices are published; null: everybody's. */
  people: number[] | null;
  /** Null: our own. `password` is sealed. */
  broker: { url: string; username: string; password: string | null } | null;
  updated_at: number;
}

/** Our own broker: the embedded one, or the one of MQTT_URL. */
export interface OwnBroker {
  mqttUrl: string | null;
  mqttUsername: string | null;
  mqttPassword: string | null;
}

export interface PublishInput {
  is_enabled: boolean;
  base: string;
  discovery_prefix: string;
  people: number[] | null;
  /** `password` left out: the one that is kept, if it is for the same address and user. */
  broker: { url: string; username: string; password?: string } | null;
}

/** What is published, and where to. */
export interface PublishRoute {
  isEnabled: boolean;
  names: PublishNames;
  /** Whose devices; null: everybody's. */
  people: readonly number[] | null;
  /** Null: it can't be used. */
  target: PublishTarget | null;
  /** Names the broker, for what it was given to retain. */
  broker: string;
  problem: string | null;
  /** Another text after each change. */
  version: string;
}

/** Where states and events are published. Each question reads one row, so that a change counts at once. */
export class PublishRoutes {
  private installation: string | null = null;

  constructor(
    protected readonly store: SettingStore,
    protected readonly secrets: SecretBox,
    protected readonly own: OwnBroker,
  ) {}

  async route(): Promise<PublishRoute> {
    const stored = await this.stored();
    const { is_enabled, base, discovery_prefix: prefix, people = null, broker } = stored ?? DEFAULTS;
    const target = this.targetOf(broker);
    return {
      isEnabled: is_enabled,
      names: { base, prefix, installation: await this.installationName() },
      people,
      target,
      broker: target?.kind === 'embedded' ? EMBEDDED : shownUrl(broker?.url ?? this.own.mqttUrl ?? 'mqtt://unknown'),
      problem: target ? null : UNREADABLE,
      version: JSON.stringify([stored, target]),
    };
  }

  protected stored(): Promise<Stored | null> {
    return this.store.get<Stored>(KEY);
  }

  protected get ownTarget(): PublishTarget {
    const { mqttUrl, mqttUsername, mqttPassword } = this.own;
    if (mqttUrl === null) return { kind: 'embedded' };
    return { kind: 'broker', url: mqttUrl, username: mqttUsername, password: mqttPassword };
  }

  protected open(sealed: string): string | null {
    return this.secrets.open(PURPOSE, sealed);
  }

  private targetOf(broker: Stored['broker']): PublishTarget | null {
    if (!broker) return this.ownTarget;
    const password = broker.password === null ? null : this.open(broker.password);
    if (broker.password !== null && password === null) return null;
    return { kind: 'broker', url: broker.url, username: broker.username || null, password };
  }

  private async installationName(): Promise<string> {
    this.installation ??= await this.store.keep(INSTALLATION_KEY, randomBytes(4).toString('hex'));
    return this.installation;
  }
}

/** The admins' side of it. */
export class PublishSettings extends PublishRoutes {
  constructor(
    store: SettingStore,
    secrets: SecretBox,
    own: OwnBroker,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    super(store, secrets, own);
  }

  async view(): Promise<PublishView> {
    const stored = await this.stored();
    const { problem } = await this.route();
    const { is_enabled, base, discovery_prefix, people = null, broker } = stored ?? DEFAULTS;
    return {
      is_enabled,
      base,
      discovery_prefix,
      people,
      broker: broker && {
        url: broker.url,
        username: broker.username,
        has_password: broker.password !== null && problem === null,
      },
      own_broker: this.own.mqttUrl === null ? null : shownUrl(this.own.mqttUrl),
      problem,
      updated_at: stored?.updated_at ?? null,
    };
  }

  /** @throws ServiceError VALIDATION_ERROR when the kept password is for another broker */
  async save(actor: User, input: PublishInput): Promise<PublishView> {
    const before = await this.stored();
    const { is_enabled, base, discovery_prefix, people } = input;
    const password = await this.passwordFor(input.broker, before);
    const broker = input.broker && {
      url: input.broker.url,
      username: input.broker.username,
      password: password === null ? null : this.secrets.seal(PURPOSE, password),
    };
    const fields = { is_enabled, base, discovery_prefix, people };
    await this.store.set(KEY, { ...fields, broker, updated_at: this.clock() } satisfies Stored);
    const detail = { ...fields, broker: broker?.url ?? null, password_changed: Boolean(input.broker?.password) };
    await this.audit.record(actor, before ? 'update' : 'create', 'setting', KEY, detail);
    return this.view();
  }

  /**
   * Where a draft would publish to, or (null) what is saved.
   * @throws ServiceError VALIDATION_ERROR when the kept password is for another broker, or can't be read
   */
  async routeFor(draft: PublishInput | null): Promise<Pick<PublishRoute, 'names'> & { target: PublishTarget }> {
    const { names, target, problem } = await this.route();
    if (!draft) {
      if (target) return { names, target };
      throw new ServiceError('VALIDATION_ERROR', problem ?? '', { password: problem ?? '' });
    }
    const drafted = { ...names, base: draft.base, prefix: draft.discovery_prefix };
    if (!draft.broker) return { names: drafted, target: this.ownTarget };
    const { url, username } = draft.broker;
    const password = await this.passwordFor(draft.broker, await this.stored());
    return { names: drafted, target: { kind: 'broker', url, username: username || null, password } };
  }

  /** A kept password goes to the broker that it was given for, and nowhere else. */
  private async passwordFor(broker: PublishInput['broker'], stored: Stored | null): Promise<string | null> {
    if (!broker || broker.username === '') return null;
    if (broker.password) return broker.password;
    const kept = stored?.broker;
    if (!kept?.password) return null;
    const isSame = kept.url === broker.url && kept.username === broker.username;
    const password = isSame ? this.open(kept.password) : null;
    if (password !== null) return password;
    const message = 'password must be given again for this broker and user';
    throw new ServiceError('VALIDATION_ERROR', message, { 'broker.password': message });
  }
}

/** Without user, password and what else may be in an address. */
export function shownUrl(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
