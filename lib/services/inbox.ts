import type { User } from '@/lib/domain/model';
import type { InboxQuery, InboxRow, InboxStore } from '@/lib/storage/ports';

export const MAX_NOTIFICATIONS = 200;

export type SeenNotification = InboxRow & {
  /** The person may read how the event came about. */
  can_explain: boolean;
};

type Actor = Pick<User, 'id' | 'role'>;

/** A person's notification centre: what was told to this person. Nobody else sees it, admins included. */
export class InboxService {
  constructor(private readonly store: Pick<InboxStore, 'list' | 'unread'>) {}

  /** The last told first. @param query `limit` 1–200 */
  async list(actor: Actor, query: InboxQuery): Promise<SeenNotification[]> {
    const rows = await this.store.list(actor.id, { ...query, limit: Math.min(query.limit, MAX_NOTIFICATIONS) });
    return rows.map((row) => ({ ...row, can_explain: canExplain(actor, row) }));
  }

  /** How many the person did not look at. */
  async unread(actor: Pick<User, 'id'>): Promise<number> {
    return this.store.unread(actor.id);
  }
}

/** An event is explained to who owns both its device and its zone. */
const canExplain = ({ id, role }: Actor, { event_id, device_owner_id, geofence_owner_id }: InboxRow) =>
  event_id !== null && (role === 'admin' || (device_owner_id === id && geofence_owner_id === id));
