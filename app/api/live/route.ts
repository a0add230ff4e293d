import { route } from '@/app/server';
import { credentialsOf } from '@/lib/adapters/http/session';
import { sseResponse } from '@/lib/adapters/http/sse';
import { readLiveCursor } from '@/lib/services/live';

export const dynamic = 'force-dynamic';

/** New fixes, events and signs of life as server-sent events, from Last-Event-ID or from now on. */
export const GET = route('user', async ({ request, url, actor, services, server }) => {
  const left = new AbortController();
  const leave = () => left.abort();
  request.signal.addEventListener('abort', leave);
  const isStillAllowed = async () => {
    const now = (await credentialsOf(server, request))?.actor;
    return now?.id === actor.id && now.role === actor.role;
  };
  const resumeAt = readLiveCursor(request.headers.get('last-event-id') ?? url.searchParams.get('lastEventId'));
  const { start, steps } = await services.live.open(actor, { resumeAt, signal: left.signal, isStillAllowed });
  return sseResponse(start, steps, leave);
});
