import type { User } from '@/lib/domain/model';
import type { TokenStore } from '@/lib/storage/ports';
import type { Clock } from './clock';
import { hashToken } from './tokens';
import { publicUser } from './users';

/** A program that reads what is published, in the name of a person. */
export interface MqttReader {
  user: User;
  token_hash: string;
}

/** As `TokenService` makes them: nothing that a person, or a phone's set-up, would choose as a password. */
export const looksLikeToken = (password: string): boolean => /^fp_[A-Za-z0-9_-]{43}$/.test(password);

/** Lets programs in with a person's handle and one of that person's API tokens. */
export class ReaderLogIn {
  constructor(
    private readonly tokens: Pick<TokenStore, 'userOf'>,
    private readonly clock: Clock,
  ) {}

  /** @returns null for a wrong token, and for that of somebody else */
  async logIn(handle: string, token: string): Promise<MqttReader | null> {
    return this.find(handle, hashToken(token));
  }

  /** The reader as it is now; null when the token is gone, or the person. */
  current({ user, token_hash }: MqttReader): Promise<MqttReader | null> {
    return this.find(user.handle, token_hash);
  }

  private async find(handle: string, token_hash: string): Promise<MqttReader | null> {
    const user = await this.tokens.userOf(token_hash, this.clock());
    return user && user.handle.toLowerCase() === handle.toLowerCase() ? { user: publicUser(user), token_hash } : null;
  }
}
