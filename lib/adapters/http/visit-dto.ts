import type { VisitRow, VisitStats } from '@/lib/services/visits';
import { iso } from './dto';

export const visitDto = (visit: VisitRow) => ({ ...visit, entered_at: iso(visit.entered_at), left_at: iso(visit.left_at) });
export type VisitDto = ReturnType<typeof visitDto>;

export const visitStatsDto = (stats: VisitStats) => ({ ...stats, last_visit_at: iso(stats.last_visit_at) });
export type VisitStatsDto = ReturnType<typeof visitStatsDto>;
