import { SqliteBrowserStore } from '@/lib/storage/sqlite/browser-store';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, household, standing } from '../../../support/deliveries';

const MOST = 3;

function setUp() {
  const connection = testDatabase();
  return { connection, store: new SqliteBrowserStore(connection), anna: household(connection), ben: household(connection) };
}

const browser = (user_id: number, endpoint_hash: string, secrets = `sealed ${endpoint_hash}`) => ({
  ...{ user_id, kind: 'push' as const, preset: 'browser' as const, name: 'Firefox · Linux' },
  ...{
    settings: { endpoint_hash, endpoint_origin: 'https://push.example.org', browser: 'Firefox', system: 'Linux' },
    coalesces: true,
    secrets,
  },
});

const owners = (connection: Connection) =>
  connection.all(query.selectFrom('notification_target').select(['user_id', 'secrets']).orderBy('secrets'));

test('the same browser again renews its row: keys, pause and end are forgotten, its name is not', async () => {
  const { connection, store, anna } = setUp();
  const first = await store.register(browser(anna.user_id, 'a'), null, MOST, HAPPENED);
  const id = first?.browser.id ?? '';
  await store.update(id, { name: 'The tablet', is_active: false }, HAPPENED);
  connection.run(query.updateTable('notification_target').set({ failures: 5, paused_at: HAPPENED, pause_reason: '403' }));
  const again = await store.register(browser(anna.user_id, 'a', 'sealed anew'), 'a', MOST, HAPPENED + 1);
  expect(again).toMatchObject({
    taken_over: false,
    browser: {
      id,
      name: 'The tablet',
      secrets: 'sealed anew',
      is_active: true,
      failures: 0,
      paused_at: null,
      pause_reason: null,
    },
  });
  expect(await store.list(anna.user_id)).toHaveLength(1);
});

test('a new endpoint takes the row of the one that the browser had before', async () => {
  const { store, anna } = setUp();
  const first = await store.register(browser(anna.user_id, 'old'), null, MOST, HAPPENED);
  const second = await store.register(browser(anna.user_id, 'new'), 'old', MOST, HAPPENED);
  expect(second?.browser.id).toBe(first?.browser.id);
  expect(await store.findByEndpoint('old')).toBeNull();
  expect(await store.findByEndpoint('new')).toMatchObject({ id: first?.browser.id });
});

test('a browser whose subscription is gone gets its row back with another one; one that is well keeps its own', async () => {
  const { store, anna } = setUp();
  const first = await store.register(browser(anna.user_id, 'lost'), null, MOST, HAPPENED);
  const id = first?.browser.id ?? '';
  expect(await store.register(browser(anna.user_id, 'twin'), null, MOST, HAPPENED)).toMatchObject({ is_new: true });
  await store.update(id, { is_active: false }, HAPPENED);
  const back = await store.register(browser(anna.user_id, 'found'), null, MOST, HAPPENED);
  expect(back).toMatchObject({ is_new: false, browser: { id, is_active: true } });
  expect(await store.list(anna.user_id)).toHaveLength(2);
});

test('a browser that somebody else signs in on is theirs alone, and nothing that waited for the other goes there', async () => {
  const { connection, store, anna, ben } = setUp();
  const hers = await store.register(browser(anna.user_id, 'a'), null, MOST, HAPPENED);
  const waiting = event(connection, anna).delivery_id;
  const target_id = hers?.browser.id ?? '';
  connection.run(query.updateTable('delivery').set({ channel: 'push', target_id }).where('id', '=', waiting));
  const his = await store.register(browser(ben.user_id, 'b'), 'a', MOST, HAPPENED);
  expect(his).toMatchObject({ taken_over: true, browser: { user_id: ben.user_id } });
  expect(his?.browser.id).not.toBe(target_id);
  expect(owners(connection)).toEqual([{ user_id: ben.user_id, secrets: 'sealed b' }]);
  expect(standing(connection, waiting)).toMatchObject({ state: 'suppressed', reason: 'target_gone' });
});

test('somebody with as many browsers as there may be gets none more, but the other person is off it all the same', async () => {
  const { connection, store, anna, ben } = setUp();
  for (const hash of ['1', '2', '3']) await store.register(browser(ben.user_id, hash), null, MOST, HAPPENED);
  await store.register(browser(anna.user_id, 'a'), null, MOST, HAPPENED);
  expect(await store.register(browser(ben.user_id, 'a'), null, MOST, HAPPENED)).toBeNull();
  expect(await store.list(anna.user_id)).toEqual([]);
  expect(owners(connection)).toHaveLength(MOST);
  expect(await store.register(browser(ben.user_id, '3', 'sealed anew'), null, MOST, HAPPENED)).toMatchObject({
    browser: { secrets: 'sealed anew' },
  });
});
