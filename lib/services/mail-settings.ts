import type { User } from '@/lib/domain/model';
import type { MailSecurity, MailView } from '@/lib/domain/notify/mail-server';
import type { SettingStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { ServiceError } from './errors';
import type { SecretBox } from './secret-box';

const KEY = 'mail';
const PURPOSE = 'smtp password';

/** As SMTP_URL and SMTP_FROM gave it; null where they did not. */
export interface MailEnvironment {
  smtpUrl: string | null;
  smtpFrom: string | null;
}

export interface MailServerInput {
  host: string;
  port: number;
  security: MailSecurity;
  /** Empty: the server wants no log-in. */
  user: string;
  /** Left out: the one that is kept, if it is for the same server and user. */
  password?: string;
  from_address: string;
  from_name: string;
}

interface StoredMail extends Omit<MailServerInput, 'password'> {
  /** Sealed. */
  password: string | null;
  updated_at: number;
}

/** Where mails go out now. */
export interface MailRoute {
  /** Null: nowhere. */
  smtpUrl: string | null;
  /** `Name <address>` */
  from: string;
  /** Why a mail server that was set up can't be used; null when there is none or all is well. */
  problem: string | null;
}

const DEFAULT_FROM = 'Fencepost <fencepost@localhost>';
const UNREADABLE = 'the stored SMTP password can not be read, because AUTH_SECRET has changed; enter it again';

/** Where mails go out: the environment, else what an admin has set. Each question reads one row, so that a change counts at once. */
export class MailRoutes {
  constructor(
    protected readonly store: SettingStore,
    protected readonly secrets: SecretBox,
    protected readonly environment: MailEnvironment,
  ) {}

  async route(): Promise<MailRoute> {
    const { smtpUrl, smtpFrom } = this.environment;
    if (smtpUrl !== null) return { smtpUrl, from: smtpFrom ?? DEFAULT_FROM, problem: null };
    const stored = await this.stored();
    if (!stored) return { smtpUrl: null, from: smtpFrom ?? DEFAULT_FROM, problem: null };
    const password = this.open(stored);
    if (stored.password !== null && password === null) return { smtpUrl: null, from: this.from(stored), problem: UNREADABLE };
    return { smtpUrl: smtpUrlOf(stored, password), from: this.from(stored), problem: null };
  }

  protected stored(): Promise<StoredMail | null> {
    return this.store.get<StoredMail>(KEY);
  }

  protected open(stored: StoredMail): string | null {
    return stored.password === null ? null : this.secrets.open(PURPOSE, stored.password);
  }

  protected from({ from_name, from_address }: Pick<MailServerInput, 'from_name' | 'from_address'>): string {
    return this.environment.smtpFrom ?? senderOf(from_name, from_address);
  }
}

/** The admins' side of it. */
export class MailSettings extends MailRoutes {
  constructor(
    store: SettingStore,
    secrets: SecretBox,
    environment: MailEnvironment,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    super(store, secrets, environment);
  }

  /** Whether there is a mail server to send with, and who said so. */
  async source(): Promise<MailView['source']> {
    const { smtpUrl } = await this.route();
    if (smtpUrl === null) return 'none';
    return this.environment.smtpUrl === null ? 'settings' : 'environment';
  }

  async view(): Promise<MailView> {
    const { smtpUrl, smtpFrom } = this.environment;
    const locked = { server: smtpUrl !== null, from: smtpUrl !== null || smtpFrom !== null };
    const { from, problem } = await this.route();
    const sender = senderParts(from);
    if (smtpUrl !== null) {
      return { source: 'environment', locked, ...serverOf(smtpUrl), ...sender, problem, updated_at: null };
    }
    const stored = await this.stored();
    if (!stored) {
      const empty = { host: '', port: 587, security: 'starttls' as const, user: '', has_password: false };
      const none = smtpFrom === null ? { from_address: '', from_name: 'Fencepost' } : sender;
      return { source: 'none', locked, ...empty, ...none, problem, updated_at: null };
    }
    const { host, port, security, user, updated_at } = stored;
    const has_password = stored.password !== null && problem === null;
    return { source: 'settings', locked, host, port, security, user, has_password, ...sender, problem, updated_at };
  }

  /** @throws ServiceError LIMIT_REACHED where SMTP_URL decides, VALIDATION_ERROR when the kept password is for another server */
  async save(actor: User, input: MailServerInput): Promise<MailView> {
    this.mustBeOpen();
    const before = await this.stored();
    const password = await this.passwordFor(input, before);
    const { host, port, security, user, from_address, from_name } = input;
    const sealed = password === null ? null : this.secrets.seal(PURPOSE, password);
    const fields = { host, port, security, user, from_address, from_name };
    await this.store.set(KEY, { ...fields, password: sealed, updated_at: this.clock() } satisfies StoredMail);
    const password_changed = Boolean(input.password);
    await this.audit.record(actor, before ? 'update' : 'create', 'setting', KEY, { ...fields, password_changed });
    return this.view();
  }

  /** Forgets the mail server; nothing happens when there is none. @throws ServiceError LIMIT_REACHED where SMTP_URL decides */
  async remove(actor: User): Promise<MailView> {
    this.mustBeOpen();
    const before = await this.stored();
    if (before) {
      await this.store.remove(KEY);
      await this.audit.record(actor, 'delete', 'setting', KEY, { host: before.host });
    }
    return this.view();
  }

  /**
   * What would be used if the draft was saved; without a draft, what is used.
   * @throws ServiceError VALIDATION_ERROR when nothing is set up, or the kept password is for another server
   */
  async routeFor(draft: MailServerInput | null): Promise<{ smtpUrl: string; from: string }> {
    if (draft && this.environment.smtpUrl === null) {
      const password = await this.passwordFor(draft, await this.stored());
      return { smtpUrl: smtpUrlOf(draft, password), from: this.from(draft) };
    }
    const { smtpUrl, from, problem } = await this.route();
    if (smtpUrl !== null) return { smtpUrl, from };
    const message = problem ?? 'no mail server is set up; give host, port and security';
    throw new ServiceError('VALIDATION_ERROR', message, problem ? { password: message } : { host: message });
  }

  private mustBeOpen(): void {
    if (this.environment.smtpUrl === null) return;
    throw new ServiceError('LIMIT_REACHED', 'SMTP_URL sets the mail server; change it there, or remove it to use this page');
  }

  /** A kept password goes to the server that it was given for, over the same encryption, and nowhere else. */
  private async passwordFor(input: MailServerInput, stored: StoredMail | null): Promise<string | null> {
    if (input.user === '') return null;
    if (input.password) return input.password;
    const isSame =
      stored?.password &&
      input.host.toLowerCase() === stored.host.toLowerCase() &&
      input.user === stored.user &&
      (input.security !== 'none' || stored.security === 'none');
    const kept = isSame ? this.open(stored) : null;
    if (kept !== null) return kept;
    const message = stored?.password ? 'password must be given again for this server and user' : 'password is missing';
    throw new ServiceError('VALIDATION_ERROR', message, { password: message });
  }
}

/** RFC 5322 quoting, so that a name may hold commas and brackets. */
const senderOf = (name: string, address: string) => (name === '' ? address : `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`);

function senderParts(from: string): { from_address: string; from_name: string } {
  const [, name = '', address = from] = /^(.*)<([^<>]*)>\s*$/.exec(from) ?? [];
  const plain = name
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/\\(.)/g, '$1');
  return { from_address: address.trim(), from_name: plain };
}

const QUERY = { none: '?ignoreTLS=true', starttls: '?requireTLS=true&tls.rejectUnauthorized=true', tls: '' };

function smtpUrlOf({ host, port, security, user }: Omit<MailServerInput, 'password'>, password: string | null): string {
  const logIn = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}@`;
  const name = host.includes(':') ? `[${host}]` : host;
  return `${security === 'tls' ? 'smtps' : 'smtp'}://${logIn}${name}:${port}${QUERY[security]}`;
}

/** A percent sign that nobody escaped stays, as nodemailer has it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What of an SMTP_URL may be shown. */
function serverOf(smtpUrl: string): Pick<MailView, 'host' | 'port' | 'security' | 'user' | 'has_password'> {
  const url = new URL(smtpUrl);
  const isTls = url.protocol === 'smtps:';
  const plain = url.searchParams.get('ignoreTLS') === 'true' ? 'none' : 'starttls';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (isTls ? 465 : 587),
    security: isTls ? 'tls' : plain,
    user: decoded(url.username),
    has_password: url.password !== '',
  };
}
