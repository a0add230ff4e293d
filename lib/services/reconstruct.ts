import { Reconstruction } from '@/lib/domain/geofence/backtest-reconstruct';
import type { Geofence, NewGeofenceEvent, User } from '@/lib/domain/model';
import type { PastDevice, ReconstructStore } from '@/lib/storage/ports/backtest';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';
import { pastNews } from './past-fixes';

const DAY_MS = 86_400_000;
/** A zone that changes while its past is made is tried again. */
const ATTEMPTS = 3;

export interface Reconstructed {
  /** From when on there are events, epoch ms. */
  from: number;
  events: number;
  visits: number;
  /** Events of an earlier reconstruction that these replace. */
  replaced: number;
}

export interface ReconstructDependencies {
  store: ReconstructStore;
  audit: Pick<AuditService, 'record'>;
  clock: Clock;
  /** EVENT_RETENTION_DAYS: what is older would go again at once. */
  eventRetentionDays: number;
}

/**
 * Gives a zone the visits from before it was drawn, on request: events of origin `reconstructed`, which nobody is told of.
 * The live events and the engine's state are never touched.
 */
export class ReconstructService {
  constructor(private readonly the: ReconstructDependencies) {}

  /**
   * Makes the past anew, in place of what was reconstructed before.
   * @param from epoch ms; no earlier than the retention of events
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's zone, VALIDATION_ERROR for a `from` ahead of now
   */
  async reconstruct(actor: User, id: string, from?: number): Promise<Reconstructed> {
    const now = this.the.clock();
    if (from !== undefined && from > now) {
      const message = `from is ${new Date(from).toISOString()}; it must not be in the future`;
      throw new ServiceError('VALIDATION_ERROR', message, { from: message });
    }
    const start = Math.max(from ?? 0, now - this.the.eventRetentionDays * DAY_MS);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { geofence, members } = await this.mustFind(actor, id);
      const events = await this.eventsOf(geofence, members, start);
      const written = await this.the.store.replaceReconstructed(geofence, events);
      if (!written) continue;
      const visits = events.filter(({ event_type }) => event_type === 'enter').length;
      const done = { from: start, events: written.added, visits, replaced: written.removed };
      await this.the.audit.record(actor, 'reconstruct', 'geofence', id, {
        owner_id: geofence.owner_id,
        name: geofence.name,
        ...done,
      });
      return done;
    }
    throw new ServiceError('LIMIT_REACHED', 'the zone is being changed; try again when it is saved');
  }

  /** Takes back what was reconstructed. @throws ServiceError NOT_FOUND, ACCESS_DENIED */
  async remove(actor: User, id: string): Promise<{ removed: number }> {
    const { geofence } = await this.mustFind(actor, id);
    const removed = await this.the.store.removeReconstructed(id);
    const { owner_id, name } = geofence;
    await this.the.audit.record(actor, 'remove_reconstructed', 'geofence', id, { owner_id, name, removed });
    return { removed };
  }

  private async mustFind(actor: User, id: string) {
    const zone = await this.the.store.zone(id);
    if (!zone) throw notFound(`zone ${id}`);
    const isOwn = zone.geofence.owner_id === actor.id;
    if (!isOwn && actor.role !== 'admin') throw accessDenied('this zone belongs to somebody else');
    return zone;
  }

  private async eventsOf(geofence: Geofence, members: Geofence[], from: number): Promise<NewGeofenceEvent[]> {
    if (geofence.shape_type === 'group' && members.length === 0) return [];
    const devices = await this.the.store.devicesOf(geofence.owner_id, geofence.device_id);
    const events: NewGeofenceEvent[] = [];
    for (const device of devices) events.push(...(await this.pastOf(geofence, members, device, from)));
    return events;
  }

  /** Up to where the live ledger begins: the first event of an earlier form of the zone, else the last fix that it took silently. */
  private async pastOf(geofence: Geofence, members: Geofence[], device: PastDevice, from: number): Promise<NewGeofenceEvent[]> {
    const { store } = this.the;
    const silent = await store.lastSilentAt(device.id, geofence.judged_after_location_id);
    if (silent === null || silent < from) return [];
    const earlier = await store.firstEarlierEvent(geofence, device.id);
    const until = earlier ? Math.min(silent, earlier.occurred_at - 1) : silent;
    const past = new Reconstruction(geofence, device, members);
    for await (const slice of pastNews(store, device.id, { from, until })) past.take(slice);
    const inside = earlier ? earlier.event_type === 'exit' : await store.liveSide(geofence, device.id, silent);
    return past
      .finish(inside)
      .filter(({ occurred_at }) => occurred_at >= from)
      .map((event) => ({ ...event, replaces_id: null, notification_status: 'none', notification_reason: null }));
  }
}
