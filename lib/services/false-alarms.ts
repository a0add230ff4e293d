import type { User } from '@/lib/domain/model';
import type { EventRow, EventStore, GeofenceStore } from '@/lib/storage/ports';
import type { FeedbackStore } from '@/lib/storage/ports/feedback';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound } from './errors';
import type { Way } from './pauses';

export interface FalseAlarmDependencies {
  store: FeedbackStore;
  events: Pick<EventStore, 'find'>;
  zones: Pick<GeofenceStore<unknown>, 'find'>;
  audit: AuditService;
  clock: Clock;
}

type Person = Pick<User, 'id' | 'role'>;

/**
 * What people say of events: "that was a false alarm". The event stays as the engine decided it; lists and explanations show
 * what was said, and the suggestion of a radius counts with it.
 */
export class FalseAlarmService {
  constructor(private readonly the: FalseAlarmDependencies) {}

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED for who neither has zone and device nor was told of the event */
  async mark(actor: Person, event_id: number, way: Way = 'session'): Promise<EventRow> {
    const { owner_id } = await this.mustJudge(actor, event_id);
    const isNew = await this.the.store.add({ event_id, user_id: actor.id, kind: 'false_alarm', at: this.the.clock() });
    if (isNew) await this.the.audit.record(actor, 'false_alarm', 'geofence_event', event_id, { owner_id, way });
    return this.mustFind(event_id);
  }

  /** Takes the person's own word back; admins everybody's. @throws as `mark` */
  async unmark(actor: Person, event_id: number, way: Way = 'session'): Promise<EventRow> {
    const { owner_id } = await this.mustJudge(actor, event_id);
    const wasSaid = await this.the.store.remove(event_id, actor.role === 'admin' ? null : actor.id);
    if (wasSaid) await this.the.audit.record(actor, 'no_false_alarm', 'geofence_event', event_id, { owner_id, way });
    return this.mustFind(event_id);
  }

  /** Whether the person said so. */
  isMarkedBy(actor: Pick<User, 'id'>, event_id: number): Promise<boolean> {
    return this.the.store.has(event_id, actor.id);
  }

  private async mustFind(event_id: number): Promise<EventRow> {
    const event = await this.the.events.find(event_id);
    if (!event) throw notFound(`event ${event_id}`);
    return event;
  }

  private async mustJudge(actor: Person, event_id: number): Promise<EventRow> {
    const event = await this.mustFind(event_id);
    if (actor.role === 'admin' || (await this.the.store.isRecipient(event_id, actor.id))) return event;
    const zone = await this.the.zones.find(event.geofence_id);
    if (zone?.owner_id !== actor.id || event.owner_id !== actor.id) throw accessDenied('this event belongs to somebody else');
    return event;
  }
}
