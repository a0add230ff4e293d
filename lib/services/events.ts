import type { User } from '@/lib/domain/model';
import type { EventFilter, EventRow, EventStats, EventStore } from '@/lib/storage/ports';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied } from './errors';
import type { Retention } from './retention';

export const MAX_EVENTS = 1_000;

/** What narrows a list of events; whose they are is decided by the actor. */
export type EventQuery = Omit<EventFilter, 'owner_id'>;

const scopeOf = (actor: User) => (actor.role === 'admin' ? {} : { owner_id: actor.id });

/** The ledger of enter, exit and dwell events: users read those of their devices, admins all. */
export class EventService {
  constructor(
    private readonly store: EventStore,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly retention: Pick<Retention, 'run'>,
  ) {}

  /** Newest first. `total` counts all that match. @param limit 1–1000 */
  async list(actor: User, filter: EventQuery, limit: number, offset: number): Promise<{ events: EventRow[]; total: number }> {
    const page = await this.store.list({ ...filter, ...scopeOf(actor) }, Math.min(limit, MAX_EVENTS), offset);
    await this.audit.noteReadOf(actor, 'geofence_event', '*', page.events);
    return page;
  }

  /** All that match, newest first, page by page, so that a file of any length needs little memory. */
  async *stream(actor: User, filter: EventQuery): AsyncIterable<EventRow[]> {
    for await (const page of this.store.stream({ ...filter, ...scopeOf(actor) })) {
      await this.audit.noteReadOf(actor, 'geofence_event', '*', page);
      yield page;
    }
  }

  async stats(actor: User): Promise<EventStats> {
    return this.store.stats(scopeOf(actor), this.clock());
  }

  /** Removes what is older than the retention of events. @throws ServiceError ACCESS_DENIED for anyone but an admin */
  async cleanup(actor: User): Promise<number> {
    if (actor.role !== 'admin') throw accessDenied('only an admin may clean up events');
    const { deleted_events } = await this.retention.run();
    await this.audit.record(actor, 'cleanup', 'geofence_event', '*', { deleted_events });
    return deleted_events;
  }
}
