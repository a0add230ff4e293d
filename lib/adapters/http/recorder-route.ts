import type { User } from '@/lib/domain/model';
import { recorderName } from '@/lib/domain/owntracks/recorder';
import type { Clock } from '@/lib/services/clock';
import type { RecorderNames } from '@/lib/services/recorder';
import { boundedText } from './body';
import { errorResponse, isServiceError } from './errors';
import { isNamedOrigin, type RecorderLogInServer, recorderLogIn } from './recorder-log-in';

const MAX_FORM_BYTES = 10_000;
/** Makes a browser ask for name and password. */
export const CHALLENGE = 'Basic realm="Fencepost", charset="UTF-8"';

/** Parameters as the Recorder takes them: a header `X-Limit-…` counts before the query, the query before a form in the body. */
export interface RecorderParams {
  /** Null where it is not given or empty. */
  get(name: string): string | null;
  names: RecorderNames;
}

export interface RecorderContext<S> {
  actor: User;
  params: RecorderParams;
  server: S;
  services: S extends { services: infer Services } ? Services : never;
}

export type RecorderServer = RecorderLogInServer & { clock: Clock };
type NextRoute = (request: Request) => Promise<Response>;

const LIMITS = new Set(['user', 'device', 'from', 'to']);

async function formOf(request: Request): Promise<URLSearchParams> {
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
  const text = request.method === 'POST' && isForm ? await boundedText(request, MAX_FORM_BYTES) : null;
  return new URLSearchParams(text ?? '');
}

/** @internal for the frame and its tests */
export async function recorderParams(request: Request): Promise<RecorderParams> {
  const query = new URL(request.url).searchParams;
  const form = await formOf(request);
  const get = (name: string) => {
    const limit = LIMITS.has(name) ? request.headers.get(`x-limit-${name}`) : null;
    return limit || query.get(name) || form.get(name) || null;
  };
  const name = (of: string) => {
    const given = get(of);
    return given === null ? null : recorderName(given);
  };
  return { get, names: { user: name('user'), device: name('device') } };
}

/**
 * Any page may call with a log-in that it knows; the browser's own cookies and passwords are only for pages of named
 * origins, for which the origin is repeated instead of `*`.
 */
function allowOrigin(response: Response, server: RecorderServer, request: Request): Response {
  const isNamed = isNamedOrigin(server.config, request.headers);
  response.headers.set('access-control-allow-origin', isNamed ? (request.headers.get('origin') as string) : '*');
  if (isNamed) response.headers.set('access-control-allow-credentials', 'true');
  response.headers.append('vary', 'Origin');
  return response;
}

function refusal(error: unknown, server: RecorderServer, request: Request): Response {
  if (!isServiceError(error)) console.error('a request failed:', request.method, new URL(request.url).pathname, error);
  return errorResponse(error, server.clock());
}

/** Not let in. The challenge makes a browser ask for name and password, which is how the OwnTracks frontend signs in. */
function challenge(server: RecorderServer): Response {
  const message = 'sign in with your name and password or a token, as Basic or Bearer';
  return recorderRefusal(401, 'UNAUTHORIZED', message, server.clock(), { 'www-authenticate': CHALLENGE });
}

/** An error with a status of the Recorder's, in the form of all our errors. */
export function recorderRefusal(
  status: 400 | 401 | 416,
  code: 'UNAUTHORIZED' | 'VALIDATION_ERROR',
  message: string,
  now: number,
  headers: Record<string, string> = {},
): Response {
  const error = { code, message, details: {} };
  const body = { success: false, error, timestamp: new Date(now).toISOString() };
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

export interface RecorderRoute {
  GET: NextRoute;
  POST: NextRoute;
  OPTIONS: NextRoute;
}

/** The frame of the routes below /api/0: who asks, the Recorder's parameters, and answers that other origins may read. */
export function createRecorderRoute<S extends RecorderServer>(getServer: () => S) {
  return (handler: (context: RecorderContext<S>) => Promise<Response>): RecorderRoute => {
    const answer: NextRoute = async (request) => {
      const server = getServer();
      try {
        const logIn = await recorderLogIn(server, request.headers);
        if (!logIn) return allowOrigin(challenge(server), server, request);
        const params = await recorderParams(request);
        const services = server.services as unknown as RecorderContext<S>['services'];
        return allowOrigin(await handler({ actor: logIn.actor, params, server, services }), server, request);
      } catch (error) {
        return allowOrigin(refusal(error, server, request), server, request);
      }
    };
    const asked: NextRoute = async (request) => preflight(getServer(), request);
    return { GET: answer, POST: answer, OPTIONS: asked };
  };
}

/** What a browser asks before it sends a request of another origin with an Authorization header. */
function preflight(server: RecorderServer, request: Request): Response {
  const headers = {
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'Authorization, Content-Type, X-Limit-User, X-Limit-Device, X-Limit-From, X-Limit-To',
    'access-control-max-age': '86400',
  };
  return allowOrigin(new Response(null, { status: 204, headers }), server, request);
}
