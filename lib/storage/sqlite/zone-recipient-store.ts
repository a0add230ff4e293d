import { type SqlBool, sql } from 'kysely';
import type { RecipientRow, ZoneOfOther, ZoneRecipientStore } from '@/lib/storage/ports/notify-preferences';
import { type Connection, query } from './connection';
import { suppressDelivery } from './notification-status';

/** Who besides the owners is told of zones, in SQLite. */
export class SqliteZoneRecipientStore implements ZoneRecipientStore {
  constructor(private readonly connection: Connection) {}

  async list(geofence_id: string): Promise<RecipientRow[]> {
    const people = query
      .selectFrom('zone_recipient as recipient')
      .innerJoin('user', 'user.id', 'recipient.user_id')
      .select(['recipient.user_id', 'user.name', 'user.email', 'recipient.created_at'])
      .where('recipient.geofence_id', '=', geofence_id)
      .orderBy('recipient.created_at')
      .orderBy('recipient.user_id');
    return this.connection.all(people);
  }

  async has(geofence_id: string, user_id: number): Promise<boolean> {
    return this.isTold(geofence_id, user_id);
  }

  async zonesOf(user_id: number): Promise<ZoneOfOther[]> {
    const zones = query
      .selectFrom('zone_recipient as recipient')
      .innerJoin('geofence', 'geofence.id', 'recipient.geofence_id')
      .innerJoin('user as owner', 'owner.id', 'geofence.owner_id')
      .select(['geofence.id as geofence_id', 'geofence.name', 'geofence.color', 'owner.name as owner_name'])
      .where('recipient.user_id', '=', user_id)
      .whereRef('geofence.owner_id', '<>', 'recipient.user_id')
      .orderBy('owner.name')
      .orderBy('geofence.name')
      .orderBy('geofence.id');
    return this.connection.all(zones);
  }

  async add(geofence_id: string, user_id: number, most: number, now: number): ReturnType<ZoneRecipientStore['add']> {
    return this.connection.transaction(() => {
      if (this.isTold(geofence_id, user_id)) return 'known';
      if (this.count(geofence_id) >= most) return 'full';
      this.connection.run(query.insertInto('zone_recipient').values({ geofence_id, user_id, created_at: now }));
      return 'added';
    });
  }

  async remove(geofence_id: string, user_id: number, now: number): Promise<boolean> {
    return this.connection.transaction(() => {
      if (!this.isTold(geofence_id, user_id)) return false;
      for (const table of ['zone_recipient', 'notification_choice'] as const) {
        this.connection.run(query.deleteFrom(table).where('geofence_id', '=', geofence_id).where('user_id', '=', user_id));
      }
      this.suppressWaiting(geofence_id, user_id, now);
      return true;
    });
  }

  private isTold(geofence_id: string, user_id: number): boolean {
    const one = query.selectFrom('zone_recipient').select('user_id').where('geofence_id', '=', geofence_id);
    return this.connection.get(one.where('user_id', '=', user_id)) !== undefined;
  }

  private count(geofence_id: string): number {
    const counted = query
      .selectFrom('zone_recipient')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('geofence_id', '=', geofence_id);
    return this.connection.get(counted)?.count ?? 0;
  }

  /**
   * What is being sent ends by itself. The words of the partial index `delivery_due`, and pluses, so that SQLite goes through
   * what waits and not all that the person was ever told, or the zone ever told.
   */
  private suppressWaiting(geofence_id: string, user_id: number, now: number): void {
    const waiting = query
      .selectFrom('delivery')
      .innerJoin('geofence_event as event', 'event.id', 'delivery.event_id')
      .select(['delivery.id', 'delivery.event_id', 'delivery.alert_id', 'delivery.device_alert_id'])
      .where(sql<SqlBool>`delivery.state IN ('pending','sending')`)
      .where('delivery.state', '=', 'pending')
      .where(sql<SqlBool>`+delivery.user_id = ${user_id}`)
      .where(sql<SqlBool>`+event.geofence_id = ${geofence_id}`);
    for (const delivery of this.connection.all(waiting)) suppressDelivery(this.connection, delivery, 'not_a_recipient', now);
  }
}
