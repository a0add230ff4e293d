import { z } from 'zod';
import { route } from '@/app/server';
import { json, parseQuery } from '@/lib/adapters/http/body';
import { notificationDto } from '@/lib/adapters/http/inbox-dto';
import { choice, identifier, integer } from '@/lib/adapters/http/params';
import { MAX_NOTIFICATIONS } from '@/lib/services/inbox';

const query = z.object({
  before: identifier('before').optional(),
  limit: integer('limit', 1, MAX_NOTIFICATIONS).default(30),
  unread: choice('unread', ['0', '1']).default('0'),
});

/** What was told to the caller, the last told first; `before` is the id of the last line of the page before. */
export const GET = route('user', async ({ url, actor, services }) => {
  const { unread, ...page } = parseQuery(url, query);
  const rows = await services.inbox.list(actor, { ...page, is_unread: unread === '1' });
  return json({ notifications: rows.map(notificationDto), unread: await services.inbox.unread(actor) });
});
