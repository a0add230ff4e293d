import type { User } from '@/lib/domain/model';
import {
  isWithin,
  momentOf,
  pairVisits,
  summarize,
  totalsOf,
  type Visit,
  type VisitSummary,
  type VisitTotals,
} from '@/lib/domain/visits';
import type { VisitFilter, VisitNames, VisitStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound } from './errors';

export const MAX_VISITS = 1_000;

/** What narrows stays; whose they are is decided by the actor. */
export type VisitQuery = Omit<VisitFilter, 'owner_id'>;

/** `duration_seconds` is that of the whole stay, up to now where it goes on; null where an end is not known. */
export type VisitRow = Visit & {
  geofence_name: string;
  geofence_color: string;
  device_name: string;
  duration_seconds: number | null;
};

/** The stays of one device in one zone. `last_visit_at`: when the newest began or, where that is not known, ended. */
export type VisitStats = VisitTotals & {
  geofence_id: string;
  geofence_name: string;
  geofence_color: string;
  device_id: number;
  device_name: string;
  last_visit_at: number;
  is_inside: boolean;
};

const scopeOf = (actor: User) => (actor.role === 'admin' ? {} : { owner_id: actor.id });

function lengthOf({ entered_at, left_at, is_open }: Visit, now: number): number | null {
  const end = is_open ? now : left_at;
  return entered_at === null || end === null ? null : Math.max(0, Math.round((end - entered_at) / 1000));
}

/** Stays in zones and groups, put together from the ledger of events: users read those of their devices, admins all. */
export class VisitService {
  constructor(
    private readonly store: VisitStore,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Newest first, `total` and `summary` over all that match. Days and weeks are those of the actor's time zone.
   * @param limit 1–1000
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED for a zone that is named and somebody else's
   */
  async list(
    actor: User,
    filter: VisitQuery,
    limit: number,
    offset: number,
  ): Promise<{ visits: VisitRow[]; total: number; summary: VisitSummary }> {
    const { visits, names, now } = await this.read(actor, filter);
    return {
      visits: rowsOf(visits.slice(offset, offset + Math.min(limit, MAX_VISITS)), names, now),
      total: visits.length,
      summary: summarize(visits, filter, now, actor.time_zone),
    };
  }

  /** All that match, newest first, in pages. @throws ServiceError as `list` */
  async all(actor: User, filter: VisitQuery): Promise<AsyncIterable<VisitRow[]>> {
    const { visits, names, now } = await this.read(actor, filter);
    return pagesOf(visits, names, now);
  }

  /** One entry for each zone and device with stays, most time first. @throws ServiceError as `list` */
  async stats(actor: User, filter: VisitQuery): Promise<VisitStats[]> {
    const { visits, names, now } = await this.read(actor, filter);
    const pairs = new Map<string, Visit[]>();
    for (const visit of visits) {
      const key = `${visit.geofence_id} ${visit.device_id}`;
      const known = pairs.get(key);
      if (known) known.push(visit);
      else pairs.set(key, [visit]);
    }
    const stats = [...pairs.values()].map((own) => {
      const newest = own[0] as Visit;
      return {
        geofence_id: newest.geofence_id,
        device_id: newest.device_id,
        ...named(newest, names),
        ...totalsOf(own, filter, now),
        last_visit_at: momentOf(newest),
        is_inside: own.some(({ is_open }) => is_open),
      };
    });
    return stats.sort((a, b) => b.total_seconds - a.total_seconds || b.visits - a.visits);
  }

  private async read(actor: User, filter: VisitQuery): Promise<{ visits: Visit[]; names: VisitNames; now: number }> {
    if (filter.geofence_id !== undefined) await this.mustBeReadable(actor, filter.geofence_id);
    const now = this.clock();
    const scoped = { ...filter, ...scopeOf(actor) };
    const [events, inside] = await Promise.all([this.store.borderEvents(scoped), this.store.inside(scoped)]);
    const visits = pairVisits(events, inside)
      .filter((visit) => isWithin(visit, filter, now))
      .sort((a, b) => momentOf(b) - momentOf(a) || (b.enter_event_id ?? 0) - (a.enter_event_id ?? 0));
    const names = await this.store.names(
      new Set(visits.map(({ geofence_id }) => geofence_id)),
      new Set(visits.map(({ device_id }) => device_id)),
    );
    await this.noteRead(actor, names);
    return { visits, names, now };
  }

  private async mustBeReadable(actor: User, geofence_id: string): Promise<void> {
    const owner = await this.store.ownerOf(geofence_id);
    if (owner === null) throw notFound(`zone ${geofence_id}`);
    if (actor.role !== 'admin' && owner !== actor.id) throw accessDenied('this zone belongs to somebody else');
  }

  private noteRead(actor: User, { devices }: VisitNames): Promise<void> {
    const owners = [...devices.values()].map(({ owner_id }) => owner_id);
    return this.audit.noteRead(actor, 'visit', '*', owners);
  }
}

function named({ geofence_id, device_id }: Visit, { geofences, devices }: VisitNames) {
  const zone = geofences.get(geofence_id);
  return {
    geofence_name: zone?.name ?? '',
    geofence_color: zone?.color ?? '#868e96',
    device_name: devices.get(device_id)?.name ?? '',
  };
}

const rowsOf = (visits: readonly Visit[], names: VisitNames, now: number): VisitRow[] =>
  visits.map((visit) => ({ ...visit, ...named(visit, names), duration_seconds: lengthOf(visit, now) }));

async function* pagesOf(visits: readonly Visit[], names: VisitNames, now: number): AsyncIterable<VisitRow[]> {
  for (let at = 0; at < visits.length; at += MAX_VISITS) yield rowsOf(visits.slice(at, at + MAX_VISITS), names, now);
}
