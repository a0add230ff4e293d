import { GET, POST } from '@/app/api/auth/[...nextauth]/route';
import { REMOTE_ADDRESS_HEADER } from '@/lib/adapters/http/origin';
import { type Answer, call } from './api';

type Handler = Parameters<typeof call>[0];

/** The route below /api/auth, with the parameter that Next takes from the path. */
export const auth: Handler = async (request) => {
  const nextauth = new URL(request.url).pathname.split('/').slice(3);
  return (request.method === 'POST' ? POST : GET)(request, { params: Promise.resolve({ nextauth }) });
};

/** A browser as far as signing in goes: it keeps cookies and sends them with the host it believes to talk to. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly headers: Record<string, string> = {},
    private readonly address = '203.0.113.7',
  ) {}

  async call(handler: Handler, options: Parameters<typeof call>[1] = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.headers, [REMOTE_ADDRESS_HEADER]: this.address, ...(cookie && { cookie }), ...options.headers };
    const answer = await call(handler, { ...options, headers });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    return answer;
  }

  /** What next-auth's own client does. */
  async signIn(email: string, password: string): Promise<Answer & { error: string | null }> {
    const { csrfToken } = (await this.call(auth, { path: '/api/auth/csrf' })).body;
    const body = new URLSearchParams({ email, password, csrfToken, json: 'true', callbackUrl: '/map' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.call(auth, { method: 'POST', path: '/api/auth/callback/credentials', body, headers });
    return { ...answer, error: new URL(answer.body.url, 'http://x').searchParams.get('error') };
  }

  async session(): Promise<Record<string, unknown>> {
    return (await this.call(auth, { path: '/api/auth/session' })).body;
  }

  async signOut(): Promise<void> {
    const { csrfToken } = (await this.call(auth, { path: '/api/auth/csrf' })).body;
    const body = new URLSearchParams({ csrfToken, json: 'true' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await this.call(auth, { method: 'POST', path: '/api/auth/signout', body, headers });
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', ...value] = pair.split('=');
    const expires = attributes.find((attribute) => attribute.startsWith('Expires='))?.slice(8);
    const isGone = value.join('=') === '' || (expires !== undefined && Date.parse(expires) < Date.now());
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, value.join('='));
  }
}
