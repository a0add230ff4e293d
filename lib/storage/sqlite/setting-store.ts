import type { SettingStore } from '@/lib/storage/ports';
import { type Connection, query } from './connection';

/** Small values of the whole installation, as JSON by key. */
export class SqliteSettingStore implements SettingStore {
  constructor(private readonly connection: Connection) {}

  async get<T>(key: string): Promise<T | null> {
    const row = this.connection.get<{ value: string }>(query.selectFrom('setting').select('value').where('key', '=', key));
    return row ? (JSON.parse(row.value) as T) : null;
  }

  async set(key: string, value: unknown): Promise<void> {
    const json = JSON.stringify(value);
    this.connection.run(
      query
        .insertInto('setting')
        .values({ key, value: json })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: json })),
    );
  }

  async keep<T>(key: string, value: T): Promise<T> {
    const row = { key, value: JSON.stringify(value) };
    return this.connection.transaction(() => {
      this.connection.run(
        query
          .insertInto('setting')
          .values(row)
          .onConflict((conflict) => conflict.column('key').doNothing()),
      );
      const kept = this.connection.get<{ value: string }>(query.selectFrom('setting').select('value').where('key', '=', key));
      return JSON.parse(kept?.value ?? row.value) as T;
    });
  }

  async remove(key: string): Promise<void> {
    this.connection.run(query.deleteFrom('setting').where('key', '=', key));
  }
}
