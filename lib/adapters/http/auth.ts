import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type NextAuthOptions } from 'next-auth';
import credentialsProvider from 'next-auth/providers/credentials';
import { boundedText } from './body';
import { isServiceError } from './errors';
import { originOf, remoteAddress } from './origin';
import type { SignInLimit } from './rate-limit';
import type { HttpServer } from './route';

/** Address and password are short. */
const MAX_FORM_BYTES = 10_000;
const SESSION_SECONDS = 30 * 24 * 3600;

export interface AuthServer extends HttpServer {
  limits: { signIn: SignInLimit };
}

/** How one sign-in ended beyond right or wrong: seconds to wait, when there were too many. */
interface Outcome {
  retryAfterSeconds: number | null;
}

type Claims = { user_id?: unknown; session_version?: unknown };

function authorizer(server: AuthServer, address: string, outcome: Outcome) {
  return async (credentials: Record<string, string> | undefined) => {
    const { email, password } = credentials ?? {};
    if (typeof email !== 'string' || typeof password !== 'string') return null;
    try {
      await server.limits.signIn.take(address, email);
    } catch (error) {
      if (isServiceError(error)) outcome.retryAfterSeconds = Number(error.details.retry_after_seconds);
      throw error;
    }
    const user = await server.services.users.authenticate(email, password);
    if (!user) return null;
    await server.limits.signIn.succeeded(address, email);
    return { id: String(user.id), name: user.name, email: user.email, user_id: user.id, session_version: user.session_version };
  };
}

function optionsOf(server: AuthServer, origin: string, address: string, outcome: Outcome): NextAuthOptions {
  return {
    secret: server.authSecret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: origin.startsWith('https://'),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      credentialsProvider({
        credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
        authorize: authorizer(server, address, outcome),
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        const claims = (user as Claims | undefined) ?? (token as Claims);
        const known = await server.services.users.ofSession(Number(claims.user_id), Number(claims.session_version));
        // Thrown, next-auth drops the cookie: the password has changed or the user is gone.
        if (!known) throw new Error('the session has ended');
        return { ...token, user_id: known.id, session_version: Number(claims.session_version) };
      },
      async session({ session, token }) {
        const user = await server.services.users.ofSession(Number(token.user_id), Number(token.session_version));
        return { ...session, user: user ? { id: user.id, name: user.name, email: user.email, role: user.role } : undefined };
      },
    },
    logger: {
      // An ended or foreign cookie is no fault of the server.
      error: (code, metadata) => code !== 'JWT_SESSION_ERROR' && console.error('next-auth:', code, metadata),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

async function bodyOf(request: Request): Promise<Record<string, unknown> | undefined> {
  if (request.method !== 'POST') return undefined;
  const text = await boundedText(request, MAX_FORM_BYTES);
  if (text === null) return undefined;
  if (!request.headers.get('content-type')?.includes('json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function cookiesOf(header: string | null): Record<string, string> {
  const pairs = (header ?? '').split(';').map((part) => part.trim().split('='));
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name, ...value]) => [name, safeDecode(value.join('='))]));
}

function safeDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** What next-auth writes to its response, as a `Response`. */
class Reply {
  private code = 200;
  private readonly headers = new Headers();
  private cookies: string[] = [];
  private body: string | null = null;

  status(code: number): this {
    this.code = code;
    return this;
  }
  getHeader(name: string): string | string[] | undefined {
    return name.toLowerCase() === 'set-cookie' ? this.cookies : (this.headers.get(name) ?? undefined);
  }
  setHeader(name: string, value: string | string[]): this {
    if (name.toLowerCase() === 'set-cookie') this.cookies = [value].flat();
    else this.headers.set(name, String(value));
    return this;
  }
  json(body: unknown): void {
    this.headers.set('content-type', 'application/json');
    this.body = JSON.stringify(body);
  }
  send(body: unknown): void {
    if (typeof body === 'string') this.body = body;
    else this.json(body ?? null);
  }
  end(): void {}

  toResponse(): Response {
    const headers = new Headers(this.headers);
    for (const cookie of this.cookies) headers.append('set-cookie', cookie);
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
    return new Response(this.body, { status: this.code, headers });
  }
}

/**
 * Answers a request below /api/auth. next-auth is driven through its request/response form, because its other form
 * reads Next's ambient headers: this one gets the origin we trust and can be called by a test.
 */
export async function handleAuth(server: AuthServer, request: Request, action: string[]): Promise<Response> {
  // next-auth's client would have strangers write into our log.
  if (action[0] === '_log') return new Response(null, { status: 204 });
  const origin = new URL(originOf(server.config, request.headers));
  const outcome: Outcome = { retryAfterSeconds: null };
  const options = optionsOf(server, origin.origin, remoteAddress(request.headers), outcome);
  const req = {
    method: request.method,
    query: { ...Object.fromEntries(new URL(request.url).searchParams), nextauth: action },
    body: await bodyOf(request),
    cookies: cookiesOf(request.headers.get('cookie')),
    headers: {
      ...Object.fromEntries(request.headers),
      'x-forwarded-host': origin.host,
      'x-forwarded-proto': origin.protocol.slice(0, -1),
    },
  };
  const reply = new Reply();
  await NextAuth(req as unknown as NextApiRequest, reply as unknown as NextApiResponse, options);
  if (outcome.retryAfterSeconds !== null) reply.status(429).setHeader('retry-after', String(outcome.retryAfterSeconds));
  return reply.toResponse();
}
