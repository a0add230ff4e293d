import { z } from 'zod';
import type { Looked } from '@/lib/services/opened';
import { identifier, instant } from './params';

const MOST_IDS = 500;
const WAYS = ['ids', 'event_id', 'alert_id', 'device_alert_id', 'all'] as const;

const ids = z
  .array(identifier('ids'), { error: 'ids must be a list of ids of deliveries' })
  .min(1, 'ids is empty; it must have 1–500 ids')
  .max(MOST_IDS, `ids must have 1–${MOST_IDS} ids`);

/** What was looked at: named in exactly one of the five ways. */
export const openedBody = z
  .object({
    ids: ids.optional(),
    event_id: identifier('event_id').optional(),
    alert_id: identifier('alert_id').optional(),
    device_alert_id: identifier('device_alert_id').optional(),
    all: z.literal(true, { error: ({ input }) => `all is ${JSON.stringify(input)}; it must be true` }).optional(),
    until: instant('until').optional(),
  })
  .superRefine((body, context) => {
    const named = WAYS.filter((way) => body[way] !== undefined);
    if (named.length !== 1) {
      const message = `${named.length === 0 ? 'nothing' : named.join(' and ')} is given; it must be exactly one of ${WAYS.join(', ')}`;
      context.addIssue({ code: 'custom', path: [named[1] ?? 'ids'], message });
    }
    if (body.until !== undefined && !body.all) {
      context.addIssue({ code: 'custom', path: ['until'], message: 'until is given; it must come with all' });
    }
  })
  .transform((body) => body as Looked);
