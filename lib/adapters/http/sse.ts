import { type LiveCursor, type LiveMessage, writeLiveCursor } from '@/lib/services/live';
import { iso, locationDto } from './dto';
import { notificationDto } from './inbox-dto';
import { eventDto } from './zone-dto';

/** How long a browser waits before it comes back, in milliseconds. */
const RETRY_MS = 2_000;

function dataOf(message: Exclude<LiveMessage, { type: 'heartbeat' }>): unknown {
  if (message.type === 'devices') return {};
  if (message.type === 'location') return locationDto(message.location);
  if (message.type === 'geofence_event') return eventDto(message.event);
  if (message.type === 'notification') {
    const { notification, unread } = message;
    return { notification: notification && notificationDto(notification), unread };
  }
  const { device_id, last_seen_at, connected, battery } = message.device;
  return { device_id, last_seen_at: iso(last_seen_at), connected, battery };
}

/** One message in the form of server-sent events. A heartbeat is a comment and an id, which fires nothing in the browser. */
export function sseMessage(message: LiveMessage): string {
  const id = `id: ${writeLiveCursor(message.cursor)}\n`;
  if (message.type === 'heartbeat') return `: heartbeat\n${id}\n`;
  return `${id}event: ${message.type}\ndata: ${JSON.stringify(dataOf(message))}\n\n`;
}

/**
 * A response that asks for the next step only when the client has taken the one before.
 * @param start told the client at once, so that it misses nothing when its first connection breaks early
 * @param leave called when the client is gone
 */
export function sseResponse(start: LiveCursor, steps: AsyncGenerator<LiveMessage[]>, leave: () => void): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\nid: ${writeLiveCursor(start)}\n\n`)),
      async pull(controller) {
        const { done, value } = await steps.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(value.map(sseMessage).join('')));
      },
      async cancel() {
        leave();
        await steps.return(undefined);
      },
    },
    // Nothing is read ahead: what nobody has asked for stays in the database.
    { highWaterMark: 0 },
  );
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  };
  return new Response(body, { headers });
}
