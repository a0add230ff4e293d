import { POST as RENEW } from '@/app/api/notifications/push/keys/route';
import { DELETE, GET, POST } from '@/app/api/notifications/push/route';
import { POST as RESUME } from '@/app/api/notifications/targets/[id]/resume/route';
import { PATCH as CHANGE, DELETE as REMOVE } from '@/app/api/notifications/targets/[id]/route';
import { POST as TEST } from '@/app/api/notifications/test/route';
import { MOST_BROWSERS } from '@/lib/services/push-browsers';
import { SqliteBrowserStore } from '@/lib/storage/sqlite/browser-store';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { call, type Person, type TestApi, testApi } from '../../support/api';
import { PushBrowser } from '../../support/push';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const at = (path: string) => new PushBrowser(`https://push.example.org/${path}`);

const turnOn = (as: Person | undefined, { subscription }: PushBrowser, more: Record<string, unknown> = {}) =>
  call(POST, { method: 'POST', as, body: { subscription, ...more }, headers: { 'user-agent': FIREFOX } });
const keep = (as: Person, browser: PushBrowser, more = {}) => turnOn(as, browser, { is_kept: true, ...more });
const forget = (as: Person | undefined, { endpoint }: PushBrowser) => call(DELETE, { method: 'DELETE', as, body: { endpoint } });
const browsersOf = async (as: Person) => (await call(GET, { as })).body.push.browsers;
const storeOf = ({ server }: TestApi) => new SqliteBrowserStore(server.connection);

describe('a person', () => {
  test('turns a browser on and finds it in the list, without what could be used to push to it', async () => {
    const api = await testApi({ PUBLIC_URL: 'https://fence.example.org' });
    const browser = at('a');
    const answer = await turnOn(api.owner, browser);
    expect(answer.body).toMatchObject({
      renew: false,
      browser: { name: 'Firefox · Linux', service: 'https://push.example.org' },
    });
    const { body, text } = await call(GET, { as: api.owner });
    expect(body.push).toMatchObject({
      problem: null,
      secure_url: 'https://fence.example.org',
      browsers: [{ id: answer.body.browser.id, is_active: true, last_sent_at: null, created_at: '2026-05-01T12:00:00.000Z' }],
    });
    expect(Buffer.from(body.push.public_key, 'base64url')).toHaveLength(65);
    expect(answer.body.public_key).toBe(body.push.public_key);
    for (const secret of [browser.endpoint, browser.keys.auth, browser.keys.p256dh]) expect(text).not.toContain(secret);
    const [row] = api.server.connection.all(query.selectFrom('notification_target').selectAll());
    expect(row).toMatchObject({ user_id: api.owner.user.id, kind: 'push', preset: 'browser', coalesces: 1 });
    expect(JSON.stringify(row)).not.toContain(browser.keys.auth);
    expect(JSON.stringify(row)).not.toContain(browser.endpoint);
  });

  test('finds the same key at each look', async () => {
    const api = await testApi();
    const looks = await Promise.all([api.owner, api.other, api.admin].map(async (as) => (await call(GET, { as })).body.push));
    expect(new Set(looks.map(({ public_key }) => public_key)).size).toBe(1);
  });

  test('has the browser once, however often it says that it is there, and its page of a browser that is removed elsewhere is told so', async () => {
    const api = await testApi();
    const browser = at('a');
    const { id } = (await turnOn(api.owner, browser)).body.browser;
    await turnOn(api.owner, browser);
    expect((await keep(api.owner, browser)).body).toMatchObject({ browser: { id }, renew: false });
    expect(await browsersOf(api.owner)).toHaveLength(1);
    await storeOf(api).remove(id, api.time.now);
    expect((await keep(api.owner, browser)).body).toMatchObject({ browser: null, renew: false });
    expect(await browsersOf(api.owner)).toEqual([]);
  });

  test('has a browser that renewed its subscription by itself in the same row', async () => {
    const api = await testApi();
    const { id } = (await turnOn(api.owner, at('old'))).body.browser;
    const renewed = await keep(api.owner, at('new'), { old_endpoint: at('old').endpoint });
    expect(renewed.body).toMatchObject({ browser: { id }, renew: false });
    expect((await forget(api.owner, at('new'))).body).toEqual({ success: true });
  });

  test('whose endpoint is dead by the word of its push service subscribes anew; a browser that the person turned off does not', async () => {
    const api = await testApi();
    const browser = at('a');
    const { id } = (await turnOn(api.owner, browser)).body.browser;
    await storeOf(api).update(id, { is_active: false }, api.time.now);
    expect((await keep(api.owner, browser)).body).toMatchObject({ browser: { id, is_active: false }, renew: false });
    api.server.connection.run(query.updateTable('notification_target').set({ pause_reason: '410 gone' }));
    expect((await keep(api.owner, browser)).body).toMatchObject({ browser: { id, is_active: true }, renew: true });
  });

  test.each([
    ['was paused after failures', { paused_at: 1 }],
    ['was gone before', { is_active: 0 as const }],
  ])('which %s stays off once the person has turned it off', async (_what, state) => {
    const api = await testApi();
    const browser = at('a');
    const { id } = (await turnOn(api.owner, browser)).body.browser;
    api.server.connection.run(query.updateTable('notification_target').set({ ...state, pause_reason: '500 oh' }));
    await storeOf(api).update(id, { is_active: false }, api.time.now);
    expect((await keep(api.owner, browser)).body).toMatchObject({ browser: { id, is_active: false }, renew: false });
  });

  test('tells two browsers of the same make apart by their names', async () => {
    const api = await testApi();
    for (const path of ['a', 'b', 'c', 'b']) await turnOn(api.owner, at(path));
    const names = (await browsersOf(api.owner)).map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Firefox · Linux', 'Firefox · Linux (2)', 'Firefox · Linux (3)']);
  });

  test('signs out, and the browser is told nothing more', async () => {
    const api = await testApi();
    await turnOn(api.owner, at('a'));
    expect((await forget(api.owner, at('a'))).body).toEqual({ success: true });
    expect((await forget(api.owner, at('a'))).body).toEqual({ success: false });
    expect(await browsersOf(api.owner)).toEqual([]);
    const actions = (await api.services.audit.list(api.admin.user, 10)).map(
      ({ action, subject_type }) => `${action} ${subject_type}`,
    );
    expect(actions).toEqual(expect.arrayContaining(['create notification_target', 'delete notification_target']));
  });

  test(`has at most ${MOST_BROWSERS} browsers`, async () => {
    const api = await testApi();
    for (let i = 0; i < MOST_BROWSERS; i++) await turnOn(api.owner, at(String(i)));
    const answer = await turnOn(api.owner, at('one more'));
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED' } } });
    expect((await turnOn(api.owner, at('3'))).status).toBe(200);
  });
});

describe('a browser', () => {
  test('that somebody else signs in on is theirs, with another endpoint for what still waits at the push service', async () => {
    const api = await testApi();
    await turnOn(api.owner, at('a'));
    expect((await keep(api.other, at('a'))).body).toMatchObject({ browser: { is_active: true }, renew: true });
    expect(await browsersOf(api.owner)).toEqual([]);
    expect((await keep(api.other, at('b'), { old_endpoint: at('a').endpoint })).body).toMatchObject({ renew: false });
    expect(await browsersOf(api.other)).toHaveLength(1);
  });

  test('whose person changed the password counts again once it says so, signed in anew', async () => {
    const api = await testApi();
    const browser = at('a');
    const { id } = (await turnOn(api.owner, browser)).body.browser;
    const sealedOf = async () => (await storeOf(api).find(id))?.secrets;
    const before = await sealedOf();
    await keep(api.owner, browser);
    expect(await sealedOf()).toBe(before);
    api.server.connection.run(query.updateTable('user').set({ session_version: 7 }).where('id', '=', api.owner.user.id));
    expect((await keep(api.owner, browser)).body).toMatchObject({ browser: { id }, renew: false });
    expect(await sealedOf()).not.toBe(before);
  });
});

describe('nobody else', () => {
  test('sees, changes, tests or ends a browser: not a stranger, another person or an admin', async () => {
    const api = await testApi();
    const { id } = (await turnOn(api.owner, at('a'))).body.browser;
    for (const handler of [GET, POST, DELETE, RENEW]) {
      expect((await call(handler, { method: handler === GET ? 'GET' : 'POST', body: undefined })).status).toBe(401);
    }
    for (const as of [api.other, api.admin]) {
      expect(await browsersOf(as)).toEqual([]);
      expect((await forget(as, at('a'))).body).toEqual({ success: false });
      const theirs = { as, params: { id }, body: {} };
      for (const [method, handler] of [['DELETE', REMOVE] as const, ['PATCH', CHANGE] as const, ['POST', RESUME] as const]) {
        expect((await call(handler, { ...theirs, method })).status).toBe(403);
      }
      const test = { channel: 'push', target_id: id };
      expect((await call(TEST, { as, method: 'POST', body: test })).status).toBe(403);
    }
    expect(await browsersOf(api.owner)).toHaveLength(1);
  });

  test.each([
    ['http://push.example.org/a', /begins with http:.*https:\/\//],
    ['ftp://push.example.org/a', /begins with ftp:/],
    ['nonsense', /no URL/],
    ['https://eva:secret@push.example.org/a', /log-in/],
  ])('makes us call %s', async (endpoint, words) => {
    const api = await testApi();
    const { status, body } = await turnOn(api.owner, new PushBrowser(endpoint));
    expect(status).toBe(422);
    expect(body.error.message).toMatch(words);
    expect(body.error.message).not.toContain('secret');
  });

  test('gives keys that nothing can be encrypted with', async () => {
    const api = await testApi();
    const { endpoint, keys } = at('a');
    const give = (change: Partial<typeof keys>) =>
      call(POST, { method: 'POST', as: api.owner, body: { subscription: { endpoint, keys: { ...keys, ...change } } } });
    const offCurve = Buffer.alloc(65, 1);
    offCurve[0] = 4;
    for (const p256dh of ['', 'AAAA', offCurve.toString('base64url')]) {
      expect((await give({ p256dh })).body.error.details).toMatchObject({
        'subscription.keys.p256dh': expect.stringMatching(/P-256/),
      });
    }
    expect((await give({ auth: 'AAAA' })).body.error.message).toMatch(/auth has 3 bytes; it must have 16/);
    expect((await call(POST, { method: 'POST', as: api.owner, body: {} })).body.error.message).toMatch(/subscription must be/);
  });
});

describe('keys that can not be read since AUTH_SECRET changed', () => {
  const unread = async (api: TestApi) => {
    const settings = new SqliteSettingStore(api.server.connection);
    await call(GET, { as: api.owner });
    const stored = await settings.get<Record<string, unknown>>('push_keys');
    await settings.set('push_keys', { ...stored, private_key: 'v1.AAAA.AAAA.AAAA' });
  };
  const push = async (api: TestApi) => (await call(GET, { as: api.owner })).body.push;

  test('are named, and stay until an admin makes new ones', async () => {
    const api = await testApi();
    await unread(api);
    const before = await push(api);
    expect(before.problem).toBe('keys_unreadable');
    expect((await call(RENEW, { method: 'POST', as: api.owner })).status).toBe(403);
    expect((await call(RENEW, { method: 'POST', as: api.admin })).body).toMatchObject({ problem: null });
    const after = await push(api);
    expect(after.problem).toBeNull();
    expect(after.public_key).not.toBe(before.public_key);
  });

  test('are the only ones that an admin can replace', async () => {
    const api = await testApi();
    const before = await push(api);
    const answer = await call(RENEW, { method: 'POST', as: api.admin });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED' } } });
    expect((await push(api)).public_key).toBe(before.public_key);
  });
});
