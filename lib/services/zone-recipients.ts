import type { Geofence, User } from '@/lib/domain/model';
import type { GeofenceStore, UserStore } from '@/lib/storage/ports';
import type { RecipientRow, ZoneOfOther, ZoneRecipientStore } from '@/lib/storage/ports/notify-preferences';
import type { AuditService } from './audit';
import type { Clock } from './clock';
import { accessDenied, notFound, ServiceError } from './errors';
import { mustBeOwn } from './zone-access';

/** Besides the owner, of one zone. */
export const MOST_RECIPIENTS = 20;

export interface ZoneRecipientDependencies {
  store: ZoneRecipientStore;
  zones: Pick<GeofenceStore<unknown>, 'find'>;
  users: Pick<UserStore, 'find' | 'findByEmail'>;
  audit: AuditService;
  clock: Clock;
}

/** Why a person can't be added, in a word for programs, too. */
const wrongPerson = (reason: 'unknown_person' | 'owner' | 'told_already', message: string) =>
  new ServiceError('VALIDATION_ERROR', message, { email: message, reason });

/** Who besides its owner is told of a zone or group. The owner decides, or an admin; whoever is told may end it. */
export class ZoneRecipientService {
  constructor(private readonly the: ZoneRecipientDependencies) {}

  /** @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's zone */
  async list(actor: User, geofence_id: string): Promise<RecipientRow[]> {
    const zone = await this.mustManage(actor, geofence_id);
    await this.the.audit.noteReadOf(actor, 'zone_recipient', geofence_id, [zone]);
    return this.the.store.list(geofence_id);
  }

  /**
   * @param email of somebody who has an account here
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED for somebody else's zone, VALIDATION_ERROR, LIMIT_REACHED
   */
  async add(actor: User, geofence_id: string, email: string): Promise<RecipientRow> {
    const zone = await this.mustManage(actor, geofence_id);
    const person = await this.the.users.findByEmail(email);
    if (!person) throw wrongPerson('unknown_person', `email is ${JSON.stringify(email)}; nobody here has this address`);
    if (person.id === zone.owner_id) throw wrongPerson('owner', `email is ${JSON.stringify(email)}; the owner is told anyway`);
    const now = this.the.clock();
    const outcome = await this.the.store.add(geofence_id, person.id, MOST_RECIPIENTS, now);
    if (outcome === 'known') throw wrongPerson('told_already', `${person.name} is told of this already`);
    if (outcome === 'full') {
      const message = `${MOST_RECIPIENTS} people besides the owner can be told of a zone; remove one to make room`;
      throw new ServiceError('LIMIT_REACHED', message, { limit: MOST_RECIPIENTS });
    }
    const detail = { name: zone.name, recipient_id: person.id, recipient: person.name };
    await this.the.audit.record(actor, 'create', 'zone_recipient', geofence_id, detail);
    return { user_id: person.id, name: person.name, email: person.email, created_at: now };
  }

  /**
   * From now on the person is not told of the zone any more, nor of what still waits.
   * @throws ServiceError NOT_FOUND, ACCESS_DENIED for anyone but the owner, an admin and the person
   */
  async remove(actor: User, geofence_id: string, user_id: number): Promise<void> {
    const zone = user_id === actor.id ? await this.mustFind(geofence_id) : await this.mustManage(actor, geofence_id);
    if (!(await this.the.store.remove(geofence_id, user_id, this.the.clock()))) {
      // Whether a zone of somebody else is there is not told to everybody.
      if (zone.owner_id !== actor.id && actor.role !== 'admin') throw accessDenied('you are not told of this zone');
      throw notFound(`recipient ${user_id}`);
    }
    const person = await this.the.users.find(user_id);
    const detail = { name: zone.name, recipient_id: user_id, recipient: person?.name ?? null };
    await this.the.audit.record(actor, 'delete', 'zone_recipient', geofence_id, detail);
  }

  /** Zones and groups of others that the person is told of. */
  zonesOf(actor: Pick<User, 'id'>): Promise<ZoneOfOther[]> {
    return this.the.store.zonesOf(actor.id);
  }

  private async mustFind(geofence_id: string): Promise<Geofence> {
    const zone = await this.the.zones.find(geofence_id);
    if (!zone) throw notFound(`zone ${geofence_id}`);
    return zone;
  }

  private async mustManage(actor: User, geofence_id: string): Promise<Geofence> {
    const zone = await this.mustFind(geofence_id);
    mustBeOwn(actor, zone);
    return zone;
  }
}
