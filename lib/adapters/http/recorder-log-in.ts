import type { Config } from '@/lib/config';
import type { User } from '@/lib/domain/model';
import type { BasicLogIn } from '@/lib/services/basic-log-in';
import type { TokenService } from '@/lib/services/tokens';
import type { UserService } from '@/lib/services/users';
import { basicCredentials } from './basic';
import { isSameOrigin, remoteAddress } from './origin';
import type { SignInLimit } from './rate-limit';
import { userOfCookies } from './session';

export interface RecorderLogInServer {
  config: Pick<Config, 'publicUrl' | 'publicUrlIsConfigured' | 'frontendOrigins'>;
  authSecret: string;
  limits: { signIn: SignInLimit };
  services: { users: Pick<UserService, 'ofSession'>; tokens: Pick<TokenService, 'authenticate'>; basic: BasicLogIn };
}

export interface RecorderLogIn {
  actor: User;
  /** Whether the log-in still stands, and for whom; asked again by streams that last. */
  again(): Promise<User | null>;
}

/** Whether a page of this request's origin was named by the operator as one that may use people's log-ins. */
export function isNamedOrigin(config: Pick<Config, 'frontendOrigins'>, headers: Headers): boolean {
  const origin = headers.get('origin');
  return origin !== null && config.frontendOrigins.includes(origin);
}

/**
 * Whether a browser may have added a log-in by itself on behalf of a page that is not ours. Only then: an explicit header is
 * the page's own knowledge, but cookies, and Basic where a browser keeps it, are not.
 */
export const isForeign = (config: RecorderLogInServer['config'], headers: Headers): boolean =>
  !isSameOrigin(config, headers) && !isNamedOrigin(config, headers);

/**
 * Who asks: an API token as bearer or as the password of Basic, a person's name and password as Basic, or a session's cookie,
 * the last only for our own pages and those of named origins.
 * @throws ServiceError RATE_LIMITED after too many wrong passwords
 */
export async function recorderLogIn(server: RecorderLogInServer, headers: Headers): Promise<RecorderLogIn | null> {
  const authorization = headers.get('authorization') ?? '';
  const bearer = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  if (bearer) return byToken(server, bearer);
  if (authorization) return byBasic(server, headers, authorization);
  if (isForeign(server.config, headers)) return null;
  const again = () => userOfCookies(server, headers.get('cookie'));
  const actor = await again();
  return actor && { actor, again };
}

async function byToken({ services }: RecorderLogInServer, token: string): Promise<RecorderLogIn | null> {
  const again = () => services.tokens.authenticate(token);
  const actor = await again();
  return actor && { actor, again };
}

async function byBasic(server: RecorderLogInServer, headers: Headers, authorization: string): Promise<RecorderLogIn | null> {
  const credentials = basicCredentials(authorization);
  if (!credentials) return null;
  const { username, password } = credentials;
  const token = await byToken(server, password);
  if (token) return isCalled(token.actor, username) ? token : null;
  const { basic } = server.services;
  const { signIn } = server.limits;
  const address = remoteAddress(headers);
  let counted = false;
  const found = await basic.verify(username, password, async () => {
    await signIn.take(address, username);
    counted = true;
  });
  if (!found) return null;
  if (counted) await signIn.succeeded(address, username);
  return { actor: found.user, again: () => basic.stillStands(found) };
}

/** A token speaks for its own person only; curl wants some name before the colon, so none is right too. */
function isCalled({ handle, email }: User, name: string): boolean {
  const given = name.trim().toLowerCase();
  return given === '' || given === handle.toLowerCase() || given === email.toLowerCase();
}
