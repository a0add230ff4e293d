import { z } from 'zod';
import { route } from '@/app/server';
import { backtestDto } from '@/lib/adapters/http/backtest-dto';
import { json, parseBody } from '@/lib/adapters/http/body';
import { integer, uuid } from '@/lib/adapters/http/params';
import { MAX_DAYS } from '@/lib/services/backtest';

/** The fields of the zone are checked as those of a new one; `geofence_id` where it is stored already: its false alarms count. */
const body = z.looseObject({
  days: integer('days', 1, MAX_DAYS).optional(),
  geofence_id: uuid('geofence_id').toLowerCase().nullish(),
});

/** What the zone that is sent would have told in the last days, in three sizes. Ends when the caller goes away. */
export const POST = route('user', async ({ request, actor, services }) => {
  const { days, geofence_id, ...draft } = await parseBody(request, body);
  return json({ backtest: backtestDto(await services.backtest.run(actor, draft, days, geofence_id, request.signal)) });
});
