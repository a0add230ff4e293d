import type { User } from '@/lib/domain/model';
import type { UserCredentials, UserStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

type NewUser = Parameters<UserStore['create']>[0];
type UserPatch = Parameters<UserStore['update']>[1];

const COLUMNS = ['id', 'email', 'name', 'handle', 'role', 'language', 'time_zone', 'created_at', 'updated_at'] as const;
const CREDENTIALS = [...COLUMNS, 'password_hash', 'session_version'] as const;

/** People in SQLite. Address and handle are unique without regard to letter case (NOCASE columns). */
export class SqliteUserStore implements UserStore {
  constructor(private readonly connection: Connection) {}

  async list(): Promise<User[]> {
    return this.connection.all<User>(query.selectFrom('user').select(COLUMNS).orderBy('name').orderBy('id'));
  }

  async find(id: number): Promise<UserCredentials | null> {
    return this.connection.get<UserCredentials>(query.selectFrom('user').select(CREDENTIALS).where('id', '=', id)) ?? null;
  }

  async findByEmail(email: string): Promise<UserCredentials | null> {
    return this.connection.get<UserCredentials>(query.selectFrom('user').select(CREDENTIALS).where('email', '=', email)) ?? null;
  }

  async count(): Promise<number> {
    return this.countWhere();
  }

  async create(fields: NewUser, now: number): Promise<User | null> {
    return this.connection.transaction(() => this.insert(fields, now));
  }

  async createFirst(fields: NewUser, now: number): Promise<User | null> {
    return this.connection.transaction(() => (this.countWhere() > 0 ? null : this.insert(fields, now)));
  }

  async update(id: number, fields: UserPatch, now: number): ReturnType<UserStore['update']> {
    return this.connection.transaction(() => {
      const user = this.read(id);
      if (!user) return 'not_found';
      if (fields.role === 'user' && this.isLastAdmin(user)) return 'last_admin';
      if (fields.email !== undefined && this.emailIsTaken(fields.email, id)) return 'taken';
      const session = fields.password_hash === undefined ? {} : { session_version: user.session_version + 1 };
      this.connection.run(
        query
          .updateTable('user')
          .set({ ...fields, ...session, updated_at: now })
          .where('id', '=', id),
      );
      return 'updated';
    });
  }

  async remove(id: number): ReturnType<UserStore['remove']> {
    return this.connection.transaction(() => {
      const user = this.read(id);
      if (!user) return 'not_found';
      if (this.isLastAdmin(user)) return 'last_admin';
      this.connection.run(query.deleteFrom('user').where('id', '=', id));
      return 'removed';
    });
  }

  private read(id: number): Pick<UserCredentials, 'role' | 'session_version'> | undefined {
    return this.connection.get(query.selectFrom('user').select(['role', 'session_version']).where('id', '=', id));
  }

  private isLastAdmin(user: Pick<User, 'role'>): boolean {
    return user.role === 'admin' && this.countWhere('admin') === 1;
  }

  private countWhere(role?: User['role']): number {
    let count = query.selectFrom('user').select(({ fn }) => fn.countAll<number>().as('n'));
    if (role) count = count.where('role', '=', role);
    return this.connection.get<{ n: number }>(count)?.n ?? 0;
  }

  private emailIsTaken(email: string, exceptId = 0): boolean {
    return (
      this.connection.get(query.selectFrom('user').select('id').where('email', '=', email).where('id', '!=', exceptId)) !==
      undefined
    );
  }

  private insert(fields: NewUser, now: number): User | null {
    if (this.emailIsTaken(fields.email)) return null;
    const handle = this.freeHandle(fields.handle);
    const { lastInsertRowid } = this.connection.run(
      query.insertInto('user').values({ ...fields, handle, created_at: now, updated_at: now }),
    );
    const { password_hash: _hash, ...shown } = fields;
    return { ...shown, handle, id: lastInsertRowid, created_at: now, updated_at: now };
  }

  private freeHandle(wanted: string): string {
    for (let number = 1; ; number++) {
      const handle = number === 1 ? wanted : `${wanted}${number}`;
      if (!this.connection.get(query.selectFrom('user').select('id').where('handle', '=', handle))) return handle;
    }
  }
}
