import { createHash, randomBytes } from 'node:crypto';
import type { ApiToken, User } from '@/lib/domain/model';
import type { TokenStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { notFound } from './errors';
import { publicUser } from './users';

const PREFIX = 'fp_';

/** SHA-256, hex. A fast hash is right for 256 random bits: there is nothing to guess. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Bearer tokens for scripts: shown once, stored as a hash. */
export class TokenService {
  constructor(
    private readonly store: TokenStore,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  list(actor: User): Promise<ApiToken[]> {
    return this.store.list(actor.id);
  }

  /** @returns the token in clear, which can't be had again, and its row */
  async create(actor: User, name: string): Promise<{ token: string; api_token: ApiToken }> {
    const token = PREFIX + randomBytes(32).toString('base64url');
    const api_token = await this.store.create(actor.id, name, hashToken(token), this.clock());
    await this.audit.record(actor, 'create', 'api_token', api_token.id, { name });
    return { token, api_token };
  }

  /** @throws ServiceError NOT_FOUND also for somebody else's token */
  async remove(actor: User, id: number): Promise<void> {
    if (!(await this.store.remove(actor.id, id))) throw notFound(`token ${id}`);
    await this.audit.record(actor, 'delete', 'api_token', id);
  }

  /** The user a bearer token speaks for, or null. */
  async authenticate(token: string): Promise<User | null> {
    if (!token.startsWith(PREFIX)) return null;
    const user = await this.store.userOf(hashToken(token), this.clock());
    return user && publicUser(user);
  }
}
