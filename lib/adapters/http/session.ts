import { decode } from 'next-auth/jwt';
import type { User } from '@/lib/domain/model';
import type { TokenService } from '@/lib/services/tokens';
import type { UserService } from '@/lib/services/users';

/** next-auth's names; the first is used behind https. */
const COOKIES = ['__Secure-next-auth.session-token', 'next-auth.session-token'];

export interface Credentials {
  actor: User;
  /** How the caller proved who it is. A browser sends a cookie by itself, so its writes are checked for their origin. */
  by: 'token' | 'session';
}

interface Sessions {
  authSecret: string;
  services: { users: Pick<UserService, 'ofSession'>; tokens: Pick<TokenService, 'authenticate'> };
}

function cookieOf(header: string | null, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}

/** The user of a session cookie, checked against the database: a changed password or a removed user ends it. */
export async function userOfCookies(server: Sessions, cookieHeader: string | null): Promise<User | null> {
  for (const name of COOKIES) {
    const cookie = cookieOf(cookieHeader, name);
    if (!cookie) continue;
    const claims = await decode({ token: cookie, secret: server.authSecret }).catch(() => null);
    if (!claims || typeof claims.user_id !== 'number' || typeof claims.session_version !== 'number') continue;
    const user = await server.services.users.ofSession(claims.user_id, claims.session_version);
    if (user) return user;
  }
  return null;
}

/** Who sends this request: a bearer token counts before a session cookie. */
export async function credentialsOf(server: Sessions, request: Request): Promise<Credentials | null> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (bearer) {
    const actor = await server.services.tokens.authenticate(bearer);
    return actor && { actor, by: 'token' };
  }
  const actor = await userOfCookies(server, request.headers.get('cookie'));
  return actor && { actor, by: 'session' };
}
