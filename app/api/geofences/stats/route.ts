import { route } from '@/app/server';
import { answerVisitStats } from '@/lib/adapters/http/visit-answer';

/** Visits, total, average and longest stay, for each zone and device. */
export const GET = route('user', answerVisitStats);
