import { route } from '@/app/server';
import { answerVisits } from '@/lib/adapters/http/visit-answer';

/** Stays in all zones and groups. */
export const GET = route('user', (context) => answerVisits(context));
