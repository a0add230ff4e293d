import { testDatabase } from '@/__tests__/support/database';
import { SqliteTokenStore } from '@/lib/storage/sqlite/token-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { NOW } from '../contract/fixture';

test('a token still speaks for its user while the database can not be written', async () => {
  const connection = testDatabase();
  const input = { email: 'otto@example.org', name: 'Otto', role: 'user', language: 'en', time_zone: 'UTC' } as const;
  const otto = await new SqliteUserStore(connection).create({ ...input, handle: 'otto', password_hash: 'x' }, NOW);
  const tokens = new SqliteTokenStore(connection);
  if (!otto) throw new Error('there is no Otto');
  await tokens.create(otto.id, 'script', 'hash', NOW);
  connection.raw.pragma('query_only = ON');
  expect(await tokens.userOf('hash', NOW)).toMatchObject({ id: otto.id });
});
