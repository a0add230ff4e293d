import { getServer } from '@/app/server';
import { handleAuth } from '@/lib/adapters/http/auth';

// The origin is decided by lib/adapters/http/origin.ts and handed to next-auth as that of a trusted proxy.
process.env.AUTH_TRUST_HOST = 'true';
delete process.env.NEXTAUTH_URL;

type Context = { params: Promise<{ nextauth: string[] }> };

const handler = async (request: Request, { params }: Context): Promise<Response> =>
  handleAuth(getServer(), request, (await params).nextauth);

export { handler as GET, handler as POST };
