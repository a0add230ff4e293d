import type { Config } from '@/lib/config';
import type { User } from '@/lib/domain/model';
import type { Clock } from '@/lib/services/clock';
import { accessDenied, ServiceError } from '@/lib/services/errors';
import type { TokenService } from '@/lib/services/tokens';
import type { UserService } from '@/lib/services/users';
import { errorResponse, isServiceError } from './errors';
import { isSameOrigin } from './origin';
import { type Credentials, credentialsOf } from './session';

/** What the wrapper itself needs; `createRoute` hands the whole server's services and config to the handlers. */
export interface HttpServer {
  config: Config;
  authSecret: string;
  clock: Clock;
  services: { users: UserService; tokens: TokenService };
}

/** `public`: anybody, `actor` is null for a stranger. `user`: signed in. `admin`: signed in as an admin. */
export type Access = 'public' | 'user' | 'admin';

export interface RouteContext<S extends HttpServer, P, A> {
  request: Request;
  url: URL;
  actor: A;
  params: P;
  services: S['services'];
  config: Config;
  server: S;
}

type Handler<S extends HttpServer, P, A> = (context: RouteContext<S, P, A>) => Promise<Response>;
type NextRoute<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

export interface MakeRoute<S extends HttpServer> {
  <P = object>(access: 'public', handler: Handler<S, P, User | null>): NextRoute<P>;
  <P = object>(access: 'user' | 'admin', handler: Handler<S, P, User>): NextRoute<P>;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

function mustBeAllowed(access: Access, credentials: Credentials | null, config: Config, request: Request): void {
  const isForeignWrite =
    credentials?.by === 'session' && !SAFE_METHODS.has(request.method) && !isSameOrigin(config, request.headers);
  if (isForeignWrite) throw accessDenied('this request comes from another site');
  if (access === 'public') return;
  if (!credentials) throw new ServiceError('UNAUTHORIZED', 'sign in or send a valid token as "Authorization: Bearer …"');
  if (access === 'admin' && credentials.actor.role !== 'admin') throw accessDenied('only an admin may do this');
}

/**
 * The frame of every route: who is it, may they, then the handler; what is thrown becomes the error form. Works with a
 * plain `Request`, so a test calls a route like Next does.
 */
export function createRoute<S extends HttpServer>(getServer: () => S): MakeRoute<S> {
  return <P>(access: Access, handler: Handler<S, P, User>): NextRoute<P> =>
    async (request, context) => {
      const server = getServer();
      try {
        const credentials = await credentialsOf(server, request);
        mustBeAllowed(access, credentials, server.config, request);
        return await handler({
          request,
          url: new URL(request.url),
          actor: (credentials?.actor ?? null) as User,
          params: await context.params,
          services: server.services,
          config: server.config,
          server,
        });
      } catch (error) {
        if (!isServiceError(error)) console.error('a request failed:', request.method, new URL(request.url).pathname, error);
        return errorResponse(error, server.clock());
      }
    };
}
