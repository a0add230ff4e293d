import type { SeenDelivery } from '@/lib/services/delivery-log';
import { iso } from './dto';
import { csv } from './exports';
import { toldDto } from './told-dto';

const WAITING = ['pending', 'sending'];

/** In short what it tells of, to whom, what became of it, and each attempt in the server's words. */
export const deliveryDto = (row: SeenDelivery) => ({
  id: row.id,
  ...toldDto(row),
  is_untrue: row.is_untrue,
  recipient_id: row.user_id,
  recipient_name: row.recipient_name,
  channel: row.channel,
  target_id: row.target_id,
  target_name: row.target_name,
  target_preset: row.target_preset,
  state: row.state,
  reason: row.reason,
  created_at: iso(row.created_at),
  finished_at: iso(row.finished_at),
  next_attempt_at: WAITING.includes(row.state) ? iso(row.next_attempt_at) : null,
  resent_at: iso(row.resent_at),
  opened_at: iso(row.opened_at),
  bundle_id: row.bundle_id,
  together_with: row.together_with,
  attempts: row.tries.map(({ at, outcome, response }) => ({ at: iso(at), outcome, response })),
  can_explain: row.can_explain,
  can_resend: row.can_resend,
});
export type DeliveryDto = ReturnType<typeof deliveryDto>;

const COLUMNS = [
  'id',
  'created_at',
  'kind',
  'occurred_at',
  'device_id',
  'device_name',
  'geofence_id',
  'geofence_name',
  'recipient_id',
  'recipient_name',
  'channel',
  'target_id',
  'target_name',
  'state',
  'reason',
  'attempts',
  'last_attempt_at',
  'last_response',
  'next_attempt_at',
  'finished_at',
  'resent_at',
  'opened_at',
  'bundle_id',
  'together_with',
];

function record(row: SeenDelivery) {
  const { attempts, ...rest } = deliveryDto(row);
  const last = attempts.at(-1);
  return { ...rest, attempts: attempts.length, last_attempt_at: last?.at ?? null, last_response: last?.response ?? null };
}

/** Deliveries as comma-separated values, one line each, with the last attempt. */
export const deliveriesCsv = (pages: AsyncIterable<SeenDelivery[]>) => csv(pages, COLUMNS, record);
