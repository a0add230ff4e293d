import { randomUUID } from 'node:crypto';
import { type SqlBool, sql } from 'kysely';
import type { Delivery, NotificationPause } from '@/lib/domain/model';
import { isPaused } from '@/lib/domain/notify/pause';
import type { PauseRow, PauseStore } from '@/lib/storage/ports/pauses';
import { type Connection, query } from './connection';
import { suppressDelivery } from './notification-status';

const PAUSES = 'SELECT * FROM notification_pause WHERE user_id = ?';

/** A person's pauses, those that are over among them. Prepared by hand: the engine asks for each event that it adds. */
export function pausesOf(connection: Connection, user_id: number): NotificationPause[] {
  return connection.prepare(PAUSES).all(user_id) as NotificationPause[];
}

type Waiting = Pick<Delivery, 'id' | 'event_id' | 'alert_id' | 'device_alert_id' | 'channel'> & { geofence_id: string | null };

/** Pauses in SQLite. */
export class SqlitePauseStore implements PauseStore {
  constructor(private readonly connection: Connection) {}

  async list(user_id: number, now: number): Promise<PauseRow[]> {
    const own = this.rows(now).where('pause.user_id', '=', user_id);
    return this.connection.all(own.orderBy('geofence.name').orderBy('pause.id'));
  }

  async find(id: string, now: number): Promise<PauseRow | null> {
    return this.connection.get(this.rows(now).where('pause.id', '=', id)) ?? null;
  }

  async of(user_id: number, geofence_id: string | null, now: number): Promise<PauseRow | null> {
    const own = this.rows(now).where('pause.user_id', '=', user_id);
    return this.connection.get(own.where('pause.geofence_id', 'is', geofence_id)) ?? null;
  }

  async begin(fields: Pick<NotificationPause, 'user_id' | 'geofence_id' | 'until'>, now: number): Promise<PauseRow> {
    const pause: NotificationPause = { ...fields, id: randomUUID(), created_at: now };
    return this.connection.transaction(() => {
      this.connection.run(
        query.deleteFrom('notification_pause').where('user_id', '=', pause.user_id).where('geofence_id', 'is', pause.geofence_id),
      );
      this.connection.run(query.insertInto('notification_pause').values(pause));
      for (const delivery of this.waiting(pause.user_id)) {
        if (isPaused([pause], delivery, now)) suppressDelivery(this.connection, delivery, 'paused', now);
      }
      return this.connection.get(this.rows(now).where('pause.id', '=', pause.id)) as PauseRow;
    });
  }

  async end(id: string): Promise<boolean> {
    return this.connection.run(query.deleteFrom('notification_pause').where('id', '=', id)).changes > 0;
  }

  private rows(now: number) {
    return query
      .selectFrom('notification_pause as pause')
      .leftJoin('geofence', 'geofence.id', 'pause.geofence_id')
      .selectAll('pause')
      .select(['geofence.name as geofence_name', 'geofence.color as geofence_color'])
      .where((e) => e.or([e('pause.until', 'is', null), e('pause.until', '>', now)]));
  }

  /**
   * What is still to go to a person. The words of the partial index `delivery_due`, and a plus, so that SQLite goes through what
   * waits and not all that the person was ever told.
   */
  private waiting(user_id: number): Waiting[] {
    const pending = query
      .selectFrom('delivery')
      .leftJoin('geofence_event as event', 'event.id', 'delivery.event_id')
      .leftJoin('expectation_alert as alert', 'alert.id', 'delivery.alert_id')
      .leftJoin('expectation', 'expectation.id', 'alert.expectation_id')
      .select(['delivery.id', 'delivery.event_id', 'delivery.alert_id', 'delivery.device_alert_id', 'delivery.channel'])
      .select(({ fn, ref }) => fn.coalesce(ref('event.geofence_id'), ref('expectation.geofence_id')).as('geofence_id'))
      .where(sql<SqlBool>`delivery.state IN ('pending','sending')`)
      .where('delivery.state', '=', 'pending')
      .where(sql<SqlBool>`delivery.is_test = 0`)
      .where(sql<SqlBool>`+delivery.user_id = ${user_id}`);
    return this.connection.all(pending) as Waiting[];
  }
}
