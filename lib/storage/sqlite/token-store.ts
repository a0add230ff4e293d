import type { ApiToken } from '@/lib/domain/model';
import type { TokenStore, UserCredentials } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

const COLUMNS = ['id', 'user_id', 'name', 'created_at', 'last_used_at'] as const;
/** A write for each request would cost more than the request. */
const USE_NOTED_EVERY_MS = 60_000;

/** API tokens in SQLite; only the hash of a token is kept. */
export class SqliteTokenStore implements TokenStore {
  constructor(private readonly connection: Connection) {}

  async list(user_id: number): Promise<ApiToken[]> {
    return this.connection.all<ApiToken>(
      query.selectFrom('api_token').select(COLUMNS).where('user_id', '=', user_id).orderBy('id'),
    );
  }

  async create(user_id: number, name: string, token_hash: string, now: number): Promise<ApiToken> {
    const row = { user_id, name, created_at: now, last_used_at: null };
    const { lastInsertRowid } = this.connection.run(query.insertInto('api_token').values({ ...row, token_hash }));
    return { id: lastInsertRowid, ...row };
  }

  async remove(user_id: number, id: number): Promise<boolean> {
    return this.connection.run(query.deleteFrom('api_token').where('id', '=', id).where('user_id', '=', user_id)).changes > 0;
  }

  async userOf(token_hash: string, now: number): Promise<UserCredentials | null> {
    const found = this.connection.get<UserCredentials & { token_id: number; last_used_at: number | null }>(
      query
        .selectFrom('api_token')
        .innerJoin('user', 'user.id', 'api_token.user_id')
        .selectAll('user')
        .select(['api_token.id as token_id', 'api_token.last_used_at'])
        .where('api_token.token_hash', '=', token_hash),
    );
    if (!found) return null;
    const { token_id, last_used_at, ...user } = found;
    if (last_used_at === null || now - last_used_at >= USE_NOTED_EVERY_MS) this.noteUse(token_id, now);
    return user;
  }

  private noteUse(id: number, now: number): void {
    try {
      this.connection.run(query.updateTable('api_token').set({ last_used_at: now }).where('id', '=', id));
    } catch {
      // With a full disk or a locked database reading goes on; this note is not worth an answer.
    }
  }
}
