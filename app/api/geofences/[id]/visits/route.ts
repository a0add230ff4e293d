import { route } from '@/app/server';
import { answerVisits } from '@/lib/adapters/http/visit-answer';

/** Stays in one zone or group. */
export const GET = route<{ id: string }>('user', (context) =>
  answerVisits(context, { geofence_id: context.params.id.toLowerCase() }),
);
