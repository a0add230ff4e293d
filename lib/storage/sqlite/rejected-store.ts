import type { RejectedRow, RejectedStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

/** Messages that were refused, in SQLite; ingest stores and bounds them. */
export class SqliteRejectedStore implements RejectedStore {
  constructor(private readonly connection: Connection) {}

  async list(filter: { device_id?: number; user_id?: number }, limit?: number): Promise<RejectedRow[]> {
    let select = query
      .selectFrom('rejected_message')
      .leftJoin('device', 'device.id', 'rejected_message.device_id')
      .leftJoin('user', 'user.id', 'device.user_id')
      .selectAll('rejected_message')
      .select(['device.name as device_name', 'device.user_id as owner_id', 'user.name as owner_name'])
      .orderBy('rejected_message.id', 'desc');
    if (filter.device_id !== undefined) select = select.where('rejected_message.device_id', '=', filter.device_id);
    if (filter.user_id !== undefined) select = select.where('device.user_id', '=', filter.user_id);
    return this.connection.all<RejectedRow>(limit === undefined ? select : select.limit(limit));
  }
}
