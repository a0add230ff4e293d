import type { User } from '@/lib/domain/model';
import { type PauseSpan, pauseEnd } from '@/lib/domain/notify/pause';
import type { GeofenceStore } from '@/lib/storage/ports';
import type { ZoneRecipientStore } from '@/lib/storage/ports/notify-preferences';
import type { PauseRow, PauseStore } from '@/lib/storage/ports/pauses';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';

export interface PauseDependencies {
  store: PauseStore;
  zones: Pick<GeofenceStore<unknown>, 'find'>;
  recipients: Pick<ZoneRecipientStore, 'has'>;
  audit: AuditService;
  clock: Clock;
}

/** From where somebody paused or resumed: signed in, or by a link of a mail. */
export type Way = 'session' | 'mail';

type Person = Pick<User, 'id' | 'role' | 'time_zone'>;

/** What people don't want to be told of for a while. Each has their own; nobody pauses for another. */
export class PauseService {
  constructor(private readonly the: PauseDependencies) {}

  /** The person's own that are on. */
  list(actor: Pick<User, 'id'>): Promise<PauseRow[]> {
    return this.the.store.list(actor.id, this.the.clock());
  }

  /** The person's pause of a zone or group, or of all mails (null), if it is on. */
  of(actor: Pick<User, 'id'>, geofence_id: string | null): Promise<PauseRow | null> {
    return this.the.store.of(actor.id, geofence_id, this.the.clock());
  }

  /**
   * Pauses a zone or group, or all mails (null); what waited to go is held back.
   * @throws ServiceError VALIDATION_ERROR where there is no such zone, ACCESS_DENIED for somebody else's
   * that the person is not told of
   */
  async begin(actor: Person, geofence_id: string | null, span: PauseSpan, way: Way = 'session'): Promise<PauseRow> {
    // Whoever got a mail about a zone may pause it, also where the zone is somebody else's.
    if (geofence_id !== null && way === 'session') await this.mustBeTold(actor, geofence_id);
    const now = this.the.clock();
    const until = pauseEnd(span, now, actor.time_zone);
    const pause = await this.the.store.begin({ user_id: actor.id, geofence_id, until }, now);
    await this.the.audit.record(actor, 'pause', 'notification', geofence_id ?? '*', {
      name: pause.geofence_name,
      span,
      until,
      way,
    });
    return pause;
  }

  /** Ends a pause: what happens from now on is told again. @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's */
  async resume(actor: Pick<User, 'id'>, id: string, way: Way = 'session'): Promise<void> {
    const pause = await this.the.store.find(id, this.the.clock());
    if (!pause) throw notFound(`pause ${id}`);
    if (pause.user_id !== actor.id) throw accessDenied('this pause belongs to somebody else');
    await this.the.store.end(id);
    await this.the.audit.record(actor, 'resume', 'notification', pause.geofence_id ?? '*', { name: pause.geofence_name, way });
  }

  private async mustBeTold(actor: Person, geofence_id: string): Promise<void> {
    const zone = await this.the.zones.find(geofence_id);
    if (!zone) {
      const message = `geofence_id is "${geofence_id}"; there is no such zone`;
      throw new ServiceError('VALIDATION_ERROR', message, { geofence_id: message });
    }
    if (actor.role === 'admin' || zone.owner_id === actor.id) return;
    if (!(await this.the.recipients.has(geofence_id, actor.id))) throw accessDenied('this zone belongs to somebody else');
  }
}
