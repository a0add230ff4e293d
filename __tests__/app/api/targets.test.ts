import { POST as RESUME } from '@/app/api/notifications/targets/[id]/resume/route';
import { POST as ROTATE } from '@/app/api/notifications/targets/[id]/rotate/route';
import { DELETE, PATCH } from '@/app/api/notifications/targets/[id]/route';
import { GET, POST } from '@/app/api/notifications/targets/route';
import { query } from '@/lib/storage/sqlite/connection';
import { call, NOW, type Person, type TestApi, testApi } from '../../support/api';

/** Addresses that are public, so that nothing need be looked up. */
const HERE = 'https://93.184.216.34';
const ELSEWHERE = 'https://93.184.216.35';
const NO_TARGET = '7d444840-9dc0-11d1-b245-5ffdce74fad2';
const TOKEN = 'tk_abcdefghijkl';

const add = (as: Person | undefined, body: unknown) => call(POST, { method: 'POST', as, body });
const change = (as: Person | undefined, id: string, body: unknown) => call(PATCH, { method: 'PATCH', as, params: { id }, body });
const list = async (as: Person) => (await call(GET, { as })).body.targets;

async function withSigned(): Promise<{ api: TestApi; id: string; secret: string }> {
  const api = await testApi();
  const { body } = await add(api.owner, { preset: 'signed', name: 'Server', url: `${HERE}/hook` });
  return { api, id: body.target.id, secret: body.secret };
}

async function withNtfy(): Promise<{ api: TestApi; id: string }> {
  const api = await testApi();
  const { body } = await add(api.owner, { preset: 'ntfy', name: 'Phone', url: HERE, topic: 'otto', token: TOKEN });
  return { api, id: body.target.id };
}

const stored = (api: TestApi) => JSON.stringify(api.server.connection.raw.prepare('SELECT * FROM notification_target').all());

describe('POST /api/notifications/targets', () => {
  test('adds a signed webhook and shows its secret this once', async () => {
    const api = await testApi();
    const { status, body } = await add(api.owner, { preset: 'signed', name: ' Server ', url: `${HERE}/hook?a=1` });
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^fphook_[\w-]{43}$/);
    expect(body.target).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: 'webhook',
      preset: 'signed',
      name: 'Server',
      settings: { url: `${HERE}/hook?a=1` },
      kept_secrets: [],
      is_active: true,
      coalesces: false,
      is_unreadable: false,
      failures: 0,
      paused_at: null,
      pause_reason: null,
      last_sent_at: null,
      old_secret_until: null,
      created_at: new Date(NOW).toISOString(),
      updated_at: new Date(NOW).toISOString(),
    });
    expect(await list(api.owner)).toEqual([body.target]);
    expect(await list(api.other)).toEqual([]);
    expect(await list(api.admin)).toEqual([]);
    expect(stored(api)).not.toContain(body.secret);
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ action: 'create', subject_type: 'notification_target', subject_id: body.target.id });
    expect(JSON.stringify(entry)).not.toContain(body.secret);
  });

  test.each([
    ['ntfy', { url: HERE, topic: 'otto', token: TOKEN }, { url: HERE, topic: 'otto' }, ['token']],
    ['ntfy', { url: HERE, topic: 'otto', token: '' }, { url: HERE, topic: 'otto' }, []],
    ['gotify', { url: HERE, token: TOKEN }, { url: HERE }, ['token']],
    [
      'telegram',
      { url: HERE, token: '12345:abcdefghijkl', chat_id: '@otto_home' },
      { url: HERE, chat_id: '@otto_home' },
      ['token'],
    ],
    ['apprise', { url: HERE, key: 'family', tag: 'a' }, { url: HERE, key: 'family', tag: 'a' }, []],
    ['apprise', { url: HERE, urls: 'mailto://a:b@example.org' }, { url: HERE }, ['urls']],
  ])('adds %s %j and never shows what logs in', async (preset, fields, settings, kept_secrets) => {
    const api = await testApi();
    const { status, body, text } = await add(api.owner, { preset, name: 'Phone', ...fields });
    expect(status).toBe(201);
    expect(body).toMatchObject({ secret: null, target: { preset, settings, kept_secrets, coalesces: true } });
    for (const secret of ['token', 'urls'].flatMap((name) => (fields as Record<string, string>)[name] || [])) {
      expect(text).not.toContain(secret);
      expect(stored(api)).not.toContain(secret);
    }
  });

  test('has standard servers', async () => {
    const api = await testApi();
    const { body } = await add(api.owner, { preset: 'telegram', name: 'Chat', token: '12345:abcdefghijkl', chat_id: '42' });
    expect(body.target.settings).toEqual({ url: 'https://api.telegram.org', chat_id: '42' });
  });

  test.each([
    [{ preset: 'slack', name: 'A' }, 'preset', /^preset is "slack"; it must be signed, ntfy, gotify, telegram or apprise$/],
    [{ preset: 'signed', name: '', url: HERE }, 'name', /^name has 0 characters; it must have 1–100$/],
    [{ preset: 'signed', name: 'x'.repeat(101), url: HERE }, 'name', /^name has 101 characters/],
    [{ preset: 'signed', name: 'A' }, 'url', /^url is missing$/],
    [{ preset: 'signed', name: 'A', url: 'ftp://x' }, 'url', /^url is "ftp:\/\/x"; it must begin with https:\/\/ or http:\/\/$/],
    [{ preset: 'signed', name: 'A', url: 7 }, 'url', /^url must be a text$/],
    [{ preset: 'signed', name: 'A', url: `${HERE}/#part` }, 'url', /must have no fragment$/],
    [{ preset: 'signed', name: 'A', url: `${HERE}/${'x'.repeat(2000)}` }, 'url', /^url has \d+ characters; it must have 1–2000$/],
    [
      { preset: 'signed', name: 'A', url: 'https://otto:geheim@example.org' },
      'url',
      /^url holds a user name or a password; it must not$/,
    ],
    [
      { preset: 'signed', name: 'A', url: 'http://192.168.1.1/' },
      'url',
      /^url is not allowed: 192\.168\.1\.1 is in a private network; an admin can/,
    ],
    [
      { preset: 'signed', name: 'A', url: 'http://localhost:3000/' },
      'url',
      /^url is not allowed: localhost is the server itself/,
    ],
    [{ preset: 'signed', name: 'A', url: 'http://[::ffff:127.0.0.1]/' }, 'url', /is the server itself/],
    [{ preset: 'ntfy', name: 'A', url: HERE }, 'topic', /^topic is missing$/],
    [{ preset: 'ntfy', name: 'A', url: HERE, topic: 'a/b' }, 'topic', /^topic is "a\/b"; it must be letters, digits, _ and -$/],
    [{ preset: 'gotify', name: 'A', url: HERE }, 'token', /^token is missing$/],
    [{ preset: 'gotify', name: 'A', url: HERE, token: 'a\nb: c' }, 'token', /^token must be a token without spaces$/],
    [
      { preset: 'telegram', name: 'A', token: 'geheim-token', chat_id: '1' },
      'token',
      /^token must be a token as BotFather gives it/,
    ],
    [
      { preset: 'telegram', name: 'A', token: '12345:abcdefghijkl', chat_id: 'otto' },
      'chat_id',
      /^chat_id is "otto"; it must be a number/,
    ],
    [{ preset: 'apprise', name: 'A', url: HERE }, 'key', /exactly one of them must be given$/],
    [{ preset: 'apprise', name: 'A', url: HERE, key: 'a', urls: 'geheim://' }, 'key', /exactly one of them must be given$/],
  ])('refuses %j', async (body, field, message) => {
    const api = await testApi();
    const answer = await add(api.owner, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details[field]).toMatch(message);
    expect(answer.text).not.toContain('geheim');
    expect(await list(api.owner)).toEqual([]);
  });

  test('takes twenty of a person and no more', async () => {
    const api = await testApi();
    for (let i = 0; i < 20; i += 1) expect((await add(api.owner, { preset: 'signed', name: 'A', url: HERE })).status).toBe(201);
    const { status, body } = await add(api.owner, { preset: 'signed', name: 'A', url: HERE });
    expect({ status, code: body.error.code }).toEqual({ status: 409, code: 'LIMIT_REACHED' });
    expect((await add(api.other, { preset: 'signed', name: 'A', url: HERE })).status).toBe(201);
  });
});

describe('PATCH /api/notifications/targets/:id', () => {
  test('changes what is given and keeps the rest, the secret too', async () => {
    const { api, id } = await withNtfy();
    const { status, body } = await change(api.owner, id.toUpperCase(), { name: 'Tablet', topic: 'tablet' });
    expect(status).toBe(200);
    expect(body.target).toMatchObject({ name: 'Tablet', settings: { url: HERE, topic: 'tablet' }, kept_secrets: ['token'] });
    expect((await change(api.owner, id, { is_active: false })).body.target).toMatchObject({ is_active: false, name: 'Tablet' });
    expect((await change(api.owner, id, { token: null })).body.target.kept_secrets).toEqual([]);
  });

  test('other entries end a pause that failures brought, another name does not', async () => {
    const { api, id } = await withNtfy();
    api.server.connection.run(query.updateTable('notification_target').set({ failures: 5, paused_at: NOW, pause_reason: '403' }));
    expect((await change(api.owner, id, { name: 'Tablet' })).body.target.failures).toBe(5);
    const { body } = await change(api.owner, id, { topic: 'right' });
    expect(body.target).toMatchObject({ failures: 0, paused_at: null, pause_reason: null });
  });

  test('a token stays with the server that it was given for', async () => {
    const api = await testApi();
    const { body } = await add(api.owner, { preset: 'gotify', name: 'A', url: `${HERE}/one`, token: TOKEN });
    const { id } = body.target;
    expect((await change(api.owner, id, { url: `${HERE}/two` })).body.target.kept_secrets).toEqual(['token']);
    const moved = await change(api.owner, id, { url: `${ELSEWHERE}/two` });
    expect(moved.status).toBe(422);
    expect(moved.body.error.details.token).toBe('token must be given again for this server');
    expect((await change(api.owner, id, { url: ELSEWHERE, token: 'another' })).status).toBe(200);
    // Where it need not be there, it is gone.
    const ntfy = await add(api.owner, { preset: 'ntfy', name: 'A', url: HERE, topic: 'otto', token: TOKEN });
    expect((await change(api.owner, ntfy.body.target.id, { url: ELSEWHERE })).body.target.kept_secrets).toEqual([]);
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ is_active: 'yes' }, 'is_active'],
    [{ url: 'http://10.0.0.1/' }, 'url'],
    [{ topic: null }, 'topic'],
  ])('refuses %j', async (body, field) => {
    const { api, id } = await withNtfy();
    const answer = await change(api.owner, id, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details).toHaveProperty(field);
  });

  test('a signed webhook keeps its secret over a change of its address', async () => {
    const { api, id } = await withSigned();
    const before = (await api.services.targets.own(api.owner.user, id)).secrets;
    expect((await change(api.owner, id, { url: ELSEWHERE })).status).toBe(200);
    expect((await api.services.targets.own(api.owner.user, id)).secrets).toBe(before);
  });
});

describe('POST /api/notifications/targets/:id/rotate', () => {
  const rotate = (as: Person | undefined, id: string) => call(ROTATE, { method: 'POST', as, params: { id } });

  test('makes a new secret; the old one is good for a day', async () => {
    const { api, id, secret } = await withSigned();
    const { status, body } = await rotate(api.owner, id);
    expect(status).toBe(200);
    expect(body.secret).toMatch(/^fphook_/);
    expect(body.secret).not.toBe(secret);
    expect(body.target.old_secret_until).toBe(new Date(NOW + 24 * 3_600_000).toISOString());
    api.time.now += 24 * 3_600_000;
    expect((await list(api.owner))[0].old_secret_until).toBeNull();
  });

  test('is for signed ones only', async () => {
    const { api, id } = await withNtfy();
    expect((await rotate(api.owner, id)).body.error.details.preset).toMatch(/^preset is ntfy; only a signed webhook/);
  });

  test('brings one back whose secrets can not be read any more', async () => {
    const { api, id } = await withSigned();
    api.server.connection.run(query.updateTable('notification_target').set({ secrets: 'v1.other.key.text' }));
    expect((await list(api.owner))[0].is_unreadable).toBe(true);
    await rotate(api.owner, id);
    expect((await list(api.owner))[0]).toMatchObject({ is_unreadable: false, old_secret_until: null });
  });
});

describe('resume and DELETE', () => {
  test('a paused webhook is used again', async () => {
    const { api, id } = await withSigned();
    const paused = { failures: 5, paused_at: NOW, pause_reason: '404 gone' };
    api.server.connection.run(query.updateTable('notification_target').set(paused));
    expect((await list(api.owner))[0]).toMatchObject({ paused_at: new Date(NOW).toISOString(), pause_reason: '404 gone' });
    const { body } = await call(RESUME, { method: 'POST', as: api.owner, params: { id } });
    expect(body.target).toMatchObject({ failures: 0, paused_at: null, pause_reason: null });
  });

  test('what waits for a removed webhook does not go', async () => {
    const { api, id } = await withSigned();
    const { id: test } = await api.services.wayTests.begin(api.owner.user, { channel: 'webhook', target_id: id });
    expect((await call(DELETE, { method: 'DELETE', as: api.owner, params: { id } })).body).toEqual({ success: true });
    expect(await list(api.owner)).toEqual([]);
    expect(await api.services.wayTests.find(api.owner.user, test)).toMatchObject({ state: 'suppressed', reason: 'target_gone' });
    expect((await call(DELETE, { method: 'DELETE', as: api.owner, params: { id } })).status).toBe(404);
  });
});

test('strangers are turned away everywhere, and nobody touches what is another person’s, an admin neither', async () => {
  const { api, id } = await withSigned();
  const before = stored(api);
  const routes = [
    [PATCH, 'PATCH', { name: 'Mine' }],
    [DELETE, 'DELETE', undefined],
    [ROTATE, 'POST', undefined],
    [RESUME, 'POST', undefined],
  ] as const;
  for (const [handler, method, body] of routes) {
    expect((await call(handler, { method, body, params: { id } })).status).toBe(401);
    for (const as of [api.other, api.admin]) expect((await call(handler, { method, body, as, params: { id } })).status).toBe(403);
    expect((await call(handler, { method, body, as: api.owner, params: { id: NO_TARGET } })).status).toBe(404);
  }
  expect((await call(GET)).status).toBe(401);
  expect((await add(undefined, { preset: 'signed', name: 'A', url: HERE })).status).toBe(401);
  expect(stored(api)).toBe(before);
});
