import type { User } from '@/lib/domain/model';
import type { VisitQuery, VisitService } from '@/lib/services/visits';
import { json } from './body';
import { fileResponse, visitStatsCsv, visitsCsv } from './exports';
import { visitDto, visitStatsDto } from './visit-dto';
import { visitListQuery, visitStatsQuery } from './visit-query';

interface Asked {
  url: URL;
  actor: User;
  services: { visits: VisitService };
  server: { clock: () => number };
}

const CSV_TYPE = 'text/csv; charset=utf-8';
const fileName = (what: string, now: number) => `fencepost-${what}-${new Date(now).toISOString().slice(0, 10)}.csv`;

/** Stays, newest first, with what they come to. As CSV: all that match, whatever `limit` and `offset` say. */
export async function answerVisits({ url, actor, services, server }: Asked, of: VisitQuery = {}): Promise<Response> {
  const { filter: asked, format, limit, offset } = visitListQuery(url);
  const filter = { ...asked, ...of };
  if (format === 'csv') {
    return fileResponse(visitsCsv(await services.visits.all(actor, filter)), CSV_TYPE, fileName('visits', server.clock()));
  }
  const { visits, total, summary } = await services.visits.list(actor, filter, limit, offset);
  return json({ visits: visits.map(visitDto), total, summary });
}

/** What stays come to, for each zone and device. */
export async function answerVisitStats({ url, actor, services, server }: Asked): Promise<Response> {
  const { filter, format } = visitStatsQuery(url);
  const stats = await services.visits.stats(actor, filter);
  if (format === 'json') return json({ stats: stats.map(visitStatsDto) });
  async function* page() {
    yield stats;
  }
  return fileResponse(visitStatsCsv(page()), CSV_TYPE, fileName('visit-stats', server.clock()));
}
