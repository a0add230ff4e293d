import { getServer } from '@/app/server';
import { handleAuth } from '@/lib/adapters/http/auth';
import { errorResponse } from '@/lib/adapters/http/errors';

// The origin is decided by lib/adapters/http/origin.ts and handed to next-auth as that of a trusted proxy.
process.env.AUTH_TRUST_HOST = 'true';
delete process.env.NEXTAUTH_URL;

type Context = { params: Promise<{ nextauth: string[] }> };

const handler = async (request: Request, { params }: Context): Promise<Response> => {
  const server = getServer();
  try {
    return await handleAuth(server, request, (await params).nextauth);
  } catch (error) {
    console.error('signing in or out failed:', error);
    return errorResponse(error, server.clock());
  }
};

export { handler as GET, handler as POST };
