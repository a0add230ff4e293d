import { z } from 'zod';
import { route } from '@/app/server';
import { parseQuery } from '@/lib/adapters/http/body';
import { choice } from '@/lib/adapters/http/params';
import { credentialsOf } from '@/lib/adapters/http/session';
import { sseResponse } from '@/lib/adapters/http/sse';
import { readLiveCursor } from '@/lib/services/live';

export const dynamic = 'force-dynamic';

const query = z.object({ only: choice('only', ['notification']).optional(), lastEventId: z.string().optional() });

/**
 * New fixes, events, signs of life and notifications as server-sent events, from Last-Event-ID or from now on; with
 * `only=notification` nothing but what is new in the caller's notification centre.
 */
export const GET = route('user', async ({ request, url, actor, services, server }) => {
  const { only, lastEventId = null } = parseQuery(url, query);
  const left = new AbortController();
  const leave = () => left.abort();
  request.signal.addEventListener('abort', leave);
  const isStillAllowed = async () => {
    const now = (await credentialsOf(server, request))?.actor;
    return now?.id === actor.id && now.role === actor.role;
  };
  const resumeAt = readLiveCursor(request.headers.get('last-event-id') ?? lastEventId);
  const client = { resumeAt, signal: left.signal, isStillAllowed, isInboxOnly: only === 'notification' };
  const { start, steps } = await services.live.open(actor, client);
  return sseResponse(start, steps, leave);
});
