import { z } from 'zod';
import { CHANNELS } from '@/lib/domain/notify/records';
import type { DeliveryQuery } from '@/lib/services/delivery-log';
import { choice, identifier, instant, uuid } from './params';

/** `waiting` is both `pending` and `sending`. */
const STATES = ['waiting', 'pending', 'sending', 'sent', 'failed', 'suppressed'] as const;
const KINDS = ['enter', 'exit', 'dwell', 'alert', 'device', 'test'] as const;

const word = (name: string) =>
  z.string().regex(/^[a-z][a-z_]{0,39}$/, {
    error: ({ input }) => `${name} is ${JSON.stringify(input)}; it must be a word of a–z and _`,
  });

/** What narrows a list of deliveries, as a query has it. The notification centre's are in it only when `channel` is `inbox`. */
export const deliveryFilter = {
  state: choice('state', STATES).optional(),
  reason: word('reason').optional(),
  channel: choice('channel', CHANNELS).optional(),
  recipient_id: identifier('recipient_id').optional(),
  device_id: identifier('device_id').optional(),
  geofence_id: uuid('geofence_id').optional(),
  kind: choice('kind', KINDS).optional(),
  from: instant('from').optional(),
  to: instant('to').optional(),
};

type Asked = z.infer<z.ZodObject<typeof deliveryFilter>>;

export function deliveryQuery({ state, geofence_id, ...rest }: Asked): DeliveryQuery {
  const states = state === 'waiting' ? (['pending', 'sending'] as const) : state && [state];
  return { ...rest, states, geofence_id: geofence_id?.toLowerCase() };
}
