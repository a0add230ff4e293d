import type { AuditEntry } from '@/lib/domain/model';
import type { AuditStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

type Row = Omit<AuditEntry, 'detail'> & { detail: string | null; actor_name: string | null };

/** Who did what, in SQLite; entries outlive the people and things they speak of. */
export class SqliteAuditStore implements AuditStore {
  constructor(private readonly connection: Connection) {}

  async add(entry: Omit<AuditEntry, 'id'>): Promise<void> {
    const detail = entry.detail === null ? null : JSON.stringify(entry.detail);
    this.connection.run(query.insertInto('audit_log').values({ ...entry, detail }));
  }

  async list(limit: number, before_id?: number): Promise<(AuditEntry & { actor_name: string | null })[]> {
    let select = query
      .selectFrom('audit_log')
      .leftJoin('user', 'user.id', 'audit_log.actor_user_id')
      .selectAll('audit_log')
      .select('user.name as actor_name')
      .orderBy('audit_log.id', 'desc')
      .limit(limit);
    if (before_id !== undefined) select = select.where('audit_log.id', '<', before_id);
    return this.connection
      .all<Row>(select)
      .map((row) => ({ ...row, detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>) }));
  }
}
