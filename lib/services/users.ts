import type { Language, Role, User } from '@/lib/domain/model';
import type { UserCredentials, UserStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';
import { hashPassword, verifyPassword } from './passwords';

export interface NewUserInput {
  email: string;
  name: string;
  role: Role;
  password: string;
  language?: Language;
  time_zone?: string;
}

export type UserPatch = Partial<NewUserInput>;
export type AccountPatch = Partial<Pick<User, 'name' | 'language' | 'time_zone'>>;

/** The user without what proves who it is. */
export function publicUser(user: UserCredentials): User {
  const { password_hash: _hash, session_version: _version, ...shown } = user;
  return shown;
}

/**
 * The name in topics and log-ins, from the local part of the address: small letters, digits, `.`, `_` and `-`, at most
 * 32 characters. The store appends a number when it is taken.
 */
export function handleFromEmail(email: string): string {
  const local = email.split('@')[0] ?? '';
  const plain = local
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  const slug = plain.replace(/[^a-z0-9._-]+/g, '-').replace(/^[-._]+|[-._]+$/g, '');
  return slug.slice(0, 32).replace(/[-._]+$/, '') || 'user';
}

/** The row to store for a new user. */
export async function newUserRow(input: NewUserInput): Promise<Parameters<UserStore['create']>[0]> {
  return {
    email: input.email.trim(),
    name: input.name.trim(),
    handle: handleFromEmail(input.email.trim()),
    role: input.role,
    language: input.language ?? 'en',
    time_zone: input.time_zone ?? 'UTC',
    password_hash: await hashPassword(input.password),
  };
}

const emailTaken = (email: string) =>
  new ServiceError('VALIDATION_ERROR', `email ${email} already belongs to a user`, {
    email: `email ${email} already belongs to a user`,
  });
const lastAdmin = () => new ServiceError('LIMIT_REACHED', 'this is the last admin; make somebody else an admin first');

/** People: admins manage all, everybody their own account. */
export class UserService {
  constructor(
    private readonly store: UserStore,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** How many there are; 0 means that Fencepost is not set up yet. */
  count(): Promise<number> {
    return this.store.count();
  }

  async list(actor: User): Promise<User[]> {
    mustBeAdmin(actor);
    return this.store.list();
  }

  async get(actor: User, id: number): Promise<User> {
    if (actor.id !== id) mustBeAdmin(actor);
    return publicUser(await this.mustFind(id));
  }

  /** @throws ServiceError VALIDATION_ERROR when the address is taken */
  async create(actor: User | null, input: NewUserInput): Promise<User> {
    if (actor) mustBeAdmin(actor);
    const user = await this.store.create(await newUserRow(input), this.clock());
    if (!user) throw emailTaken(input.email);
    await this.audit.record(actor, 'create', 'user', user.id, { email: user.email, role: user.role });
    return user;
  }

  /** A new password ends the user's sessions. @throws ServiceError LIMIT_REACHED when no admin would be left */
  async update(actor: User, id: number, patch: UserPatch): Promise<User> {
    mustBeAdmin(actor);
    const { password, ...fields } = patch;
    await this.write(id, { ...fields, ...(password === undefined ? {} : { password_hash: await hashPassword(password) }) });
    await this.audit.record(actor, 'update', 'user', id, { fields: Object.keys(patch) });
    return publicUser(await this.mustFind(id));
  }

  /** Removes the user with devices, fixes, zones and tokens. @throws ServiceError LIMIT_REACHED for the last admin */
  async remove(actor: User, id: number): Promise<void> {
    mustBeAdmin(actor);
    const user = await this.mustFind(id);
    if ((await this.store.remove(id)) === 'last_admin') throw lastAdmin();
    await this.audit.record(actor, 'delete', 'user', id, { email: user.email });
  }

  async updateAccount(actor: User, patch: AccountPatch): Promise<User> {
    await this.write(actor.id, patch);
    return publicUser(await this.mustFind(actor.id));
  }

  /** Ends all sessions of the user, this one too. @throws ServiceError VALIDATION_ERROR for a wrong current password */
  async changePassword(actor: User, currentPassword: string, newPassword: string): Promise<void> {
    const user = await this.mustFind(actor.id);
    if (!(await verifyPassword(currentPassword, user.password_hash))) {
      const message = 'current_password is not right';
      throw new ServiceError('VALIDATION_ERROR', message, { current_password: message });
    }
    await this.write(actor.id, { password_hash: await hashPassword(newPassword) });
    await this.audit.record(actor, 'change_password', 'user', actor.id);
  }

  /** The user that signs in with this address and password, or null; takes as long either way. */
  async authenticate(email: string, password: string): Promise<UserCredentials | null> {
    const user = await this.store.findByEmail(email.trim());
    return (await verifyPassword(password, user?.password_hash ?? null)) ? user : null;
  }

  /** The user of a session that has not ended by a new password or the user's removal. */
  async ofSession(id: number, sessionVersion: number): Promise<User | null> {
    const user = await this.store.find(id);
    return user && user.session_version === sessionVersion ? publicUser(user) : null;
  }

  private async mustFind(id: number): Promise<UserCredentials> {
    const user = await this.store.find(id);
    if (!user) throw notFound(`user ${id}`);
    return user;
  }

  private async write(id: number, fields: Parameters<UserStore['update']>[1]): Promise<void> {
    const outcome = await this.store.update(id, fields, this.clock());
    if (outcome === 'not_found') throw notFound(`user ${id}`);
    if (outcome === 'taken') throw emailTaken(fields.email ?? '');
    if (outcome === 'last_admin') throw lastAdmin();
  }
}

function mustBeAdmin(actor: User): void {
  if (actor.role !== 'admin') throw accessDenied('only an admin may do this');
}
