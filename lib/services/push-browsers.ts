import type { NotificationTarget, User } from '@/lib/domain/model';
import { browserName, browserWords } from '@/lib/domain/notify/browser-name';
import { isGone } from '@/lib/domain/notify/gone-browser';
import type { SealedTarget, UserStore } from '@/lib/storage/ports';
import type { BrowserStore } from '@/lib/storage/ports/push';
import type { TargetStore } from '@/lib/storage/ports/targets';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, ServiceError } from './errors';
import type { PushKeys } from './push-keys';
import {
  endpointHash,
  type KeptSubscription,
  openSubscription,
  type PushSubscription,
  sealSubscription,
} from './push-subscription';
import type { SecretBox } from './secret-box';

/** Of one person; far more than anybody looks at. */
export const MOST_BROWSERS = 20;

export interface PushOverview {
  /** What browsers subscribe with. */
  public_key: string;
  /** `keys_unreadable`: AUTH_SECRET has changed, so that nothing can be signed. */
  problem: 'keys_unreadable' | null;
  browsers: NotificationTarget[];
}

export interface RegisterInput extends PushSubscription {
  /** Of the subscription that the browser had before, where it knows. */
  old_endpoint: string | null;
  /** The browser only tells that it is still there; what the person has removed elsewhere does not come back by it. */
  is_kept: boolean;
  user_agent: string;
}

export interface Registration {
  /** Null: the person removed this browser, so that it should end its subscription. */
  browser: NotificationTarget | null;
  /** The browser should subscribe anew: its endpoint is dead, or what waits there was meant for somebody else. */
  renew: boolean;
  /** What it should be subscribed with; with another key it should subscribe anew, too. */
  public_key: string;
}

export interface PushBrowsersOptions {
  store: BrowserStore & TargetStore;
  users: Pick<UserStore, 'find'>;
  keys: PushKeys;
  secrets: SecretBox;
  audit: AuditService;
  clock: Clock;
}

/** The browsers that a person gets pushes on. */
export class PushBrowsers {
  constructor(private readonly options: PushBrowsersOptions) {}

  /** The person's own browsers, and what is needed to add one. */
  async overview(actor: User): Promise<PushOverview> {
    const { public_key, private_key } = await this.options.keys.pair();
    const browsers = await this.options.store.list(actor.id, 'push');
    return { public_key, problem: private_key === null ? 'keys_unreadable' : null, browsers: browsers.map(shown) };
  }

  /** @throws ServiceError LIMIT_REACHED where the person has too many browsers */
  async register(actor: User, input: RegisterInput): Promise<Registration> {
    const { secrets, keys } = this.options;
    const { public_key } = await keys.pair();
    const kept = await this.keptOf(actor, input);
    const known = await this.known(input);
    if (input.is_kept && known === null) return { browser: null, renew: false, public_key };
    const isOwn = known?.user_id === actor.id;
    if (isOwn && input.is_kept && isTurnedOff(known)) return { browser: shown(known), renew: false, public_key };
    const before = isOwn ? openSubscription(secrets, known.secrets) : null;
    const isSame = before !== null && JSON.stringify(before) === JSON.stringify(kept);
    if (isOwn && isSame && known.is_active && (input.is_kept || known.paused_at === null)) {
      return { browser: shown(known), renew: false, public_key };
    }
    const browser = await this.keep(actor, input, kept);
    // What ended a row that nothing has changed of is the push service's word that the endpoint is gone.
    const isDead = isSame && known?.is_active === false;
    const isOthers = known !== null && !isOwn && known.settings.endpoint_hash === endpointHash(input.endpoint);
    return { browser, renew: isDead || isOthers, public_key };
  }

  /** Ends what this browser gets; of another person's browser nothing happens. @returns whether there was something to end */
  async forget(actor: User, endpoint: string): Promise<boolean> {
    const { store, audit, clock } = this.options;
    const found = await store.findByEndpoint(endpointHash(endpoint));
    if (found?.user_id !== actor.id || !(await store.remove(found.id, clock()))) return false;
    await audit.record(actor, 'delete', 'notification_target', found.id, { kind: 'push', name: found.name });
    return true;
  }

  /**
   * New keys where those that there were can't be read any more. All browsers subscribe anew when their people come by next.
   * @throws ServiceError LIMIT_REACHED when the keys are well, ACCESS_DENIED for anyone but an admin
   */
  async renewKeys(actor: User): Promise<PushOverview> {
    if (actor.role !== 'admin') throw accessDenied('only an admin may make new keys');
    if (!(await this.options.keys.replaceUnreadable())) {
      throw new ServiceError('LIMIT_REACHED', 'the keys are in order; new ones would end the pushes of all browsers');
    }
    await this.options.audit.record(actor, 'update', 'setting', 'push_keys');
    return this.overview(actor);
  }

  private async keptOf(actor: User, { endpoint, p256dh, auth }: PushSubscription): Promise<KeptSubscription> {
    const user = await this.options.users.find(actor.id);
    if (!user) throw new ServiceError('UNAUTHORIZED', 'this user is gone');
    return { endpoint, p256dh, auth, session_version: user.session_version };
  }

  private async known({ endpoint, old_endpoint }: RegisterInput): Promise<SealedTarget | null> {
    const { store } = this.options;
    const found = await store.findByEndpoint(endpointHash(endpoint));
    return found ?? (old_endpoint === null ? null : store.findByEndpoint(endpointHash(old_endpoint)));
  }

  /** So that a person's two phones of the same make can be told apart: `Chrome · Android`, `Chrome · Android (2)`. */
  private async freeName(actor: User, name: string): Promise<string> {
    const taken = new Set((await this.options.store.list(actor.id, 'push')).map((browser) => browser.name));
    const numbered = (number: number) => (number === 1 ? name : `${name} (${number})`);
    let number = 1;
    while (taken.has(numbered(number))) number += 1;
    return numbered(number);
  }

  private async keep(actor: User, input: RegisterInput, kept: KeptSubscription): Promise<NotificationTarget> {
    const { store, secrets, audit, clock } = this.options;
    const words = browserWords(input.user_agent);
    const settings = { endpoint_origin: new URL(kept.endpoint).origin, endpoint_hash: endpointHash(kept.endpoint), ...words };
    const name = await this.freeName(actor, browserName(words));
    const row = { user_id: actor.id, kind: 'push' as const, preset: 'browser' as const, name, coalesces: true };
    const sealed = sealSubscription(secrets, kept);
    const old = input.old_endpoint === null ? null : endpointHash(input.old_endpoint);
    const kept_now = await store.register({ ...row, settings, secrets: sealed }, old, MOST_BROWSERS, clock());
    if (!kept_now) {
      throw new ServiceError(
        'LIMIT_REACHED',
        `there are ${MOST_BROWSERS} browsers already; remove one that is not used any more`,
      );
    }
    const { browser, is_new } = kept_now;
    if (is_new) await audit.record(actor, 'create', 'notification_target', browser.id, { kind: 'push', name: browser.name });
    return shown(browser);
  }
}

const shown = ({ secrets: _secrets, ...target }: SealedTarget): NotificationTarget => target;

/** By the person, not by what a push service said. */
const isTurnedOff = (browser: NotificationTarget) => !browser.is_active && !isGone(browser);
