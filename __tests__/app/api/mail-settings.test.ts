import { DELETE, GET, PUT } from '@/app/api/settings/mail/route';
import { POST } from '@/app/api/settings/mail/test/route';
import { SecretBox } from '@/lib/services/secret-box';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { type Call, call, type TestApi, testApi } from '../../support/api';
import { mailServer, reply } from '../../support/mail-server';
import { freePort } from '../../support/product';

const SETTINGS = {
  host: 'mail.example.org',
  port: 587,
  security: 'starttls',
  user: 'fence@example.org',
  password: 'geheimes Wort',
  from_address: 'fence@example.org',
  from_name: 'Fence, at home',
};

const get = (options: Call) => call(GET, { path: '/api/settings/mail', ...options });
const put = (body: unknown, options: Call) => call(PUT, { method: 'PUT', path: '/api/settings/mail', body, ...options });
const remove = (options: Call) => call(DELETE, { method: 'DELETE', path: '/api/settings/mail', ...options });
const tryOut = (body: unknown, options: Call) =>
  call(POST, { method: 'POST', path: '/api/settings/mail/test', body, ...options });

const plain = (port: number) => ({ ...SETTINGS, host: '127.0.0.1', port, security: 'none', user: '', password: undefined });
const stored = ({ server }: TestApi) => new SqliteSettingStore(server.connection).get<Record<string, unknown>>('mail');

test.each<[string, (options: Call) => ReturnType<typeof call>]>([
  ['see', get],
  ['change', (options) => put(SETTINGS, options)],
  ['remove', remove],
  ['try out', (options) => tryOut({ settings: SETTINGS }, options)],
])('only admins may %s the mail server', async (_name, request) => {
  const api = await testApi();
  expect(await request({ as: api.owner })).toMatchObject({ status: 403, body: { error: { code: 'ACCESS_DENIED' } } });
  expect(await request({})).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED' } } });
  expect(await stored(api)).toBeNull();
});

test('without a mail server the page begins with what most servers want', async () => {
  const { admin } = await testApi();
  expect((await get({ as: admin })).body.mail).toEqual({
    ...{ source: 'none', locked: { server: false, from: false }, host: '', port: 587, security: 'starttls', user: '' },
    ...{ has_password: false, from_address: '', from_name: 'Fencepost', problem: null, updated_at: null },
  });
});

test('what was saved is shown without the password, which is sealed', async () => {
  const api = await testApi();
  const { password: _, ...shown } = SETTINGS;
  const { status, body, text } = await put(SETTINGS, { as: api.admin });
  expect(status).toBe(200);
  expect(body.mail).toMatchObject({ ...shown, source: 'settings', has_password: true, updated_at: '2026-05-01T12:00:00.000Z' });
  expect((await get({ as: api.admin })).body).toEqual(body);
  const row = await stored(api);
  expect(new SecretBox('a secret for tests only').open('smtp password', String(row?.password))).toBe('geheimes Wort');
  const audit = JSON.stringify(await api.services.audit.list(api.admin.user, 10));
  expect(audit).toContain('"password_changed":true');
  expect(audit).toContain('mail.example.org');
  for (const place of [text, audit, JSON.stringify(row)]) expect(place).not.toContain('geheim');
});

describe('a kept password', () => {
  test.each([
    ['another host', { host: 'mail.example.com' }],
    ['another user', { user: 'mallory' }],
    ['a way without encryption', { security: 'none' }],
  ])('does not go to %s, neither in a test nor when it is saved', async (_name, change) => {
    const api = await testApi();
    await put(SETTINGS, { as: api.admin });
    const changed = { ...SETTINGS, ...change, password: '' };
    for (const answer of [await put(changed, { as: api.admin }), await tryOut({ settings: changed }, { as: api.admin })]) {
      expect(answer).toMatchObject({ status: 422, body: { error: { details: { password: expect.stringMatching(/again/) } } } });
    }
    expect(await stored(api)).toMatchObject({ host: 'mail.example.org', security: 'starttls' });
  });

  test('stays when the rest changes', async () => {
    const api = await testApi();
    await put(SETTINGS, { as: api.admin });
    const before = await api.services.mailSettings.route();
    const { status } = await put({ ...SETTINGS, password: undefined, port: 465, security: 'tls' }, { as: api.admin });
    expect(status).toBe(200);
    expect(before.smtpUrl).toContain('geheimes%20Wort');
    expect((await api.services.mailSettings.route()).smtpUrl).toBe(
      'smtps://fence%40example.org:geheimes%20Wort@mail.example.org:465',
    );
  });

  test('is asked for again when AUTH_SECRET has changed', async () => {
    const api = await testApi();
    await put(SETTINGS, { as: api.admin });
    const row = await stored(api);
    const password = new SecretBox('another secret').seal('smtp password', 'geheimes Wort');
    await new SqliteSettingStore(api.server.connection).set('mail', { ...row, password });
    const { body } = await get({ as: api.admin });
    expect(body.mail).toMatchObject({ has_password: false, problem: expect.stringMatching(/AUTH_SECRET/) });
    expect(await tryOut({}, { as: api.admin })).toMatchObject({
      status: 422,
      body: { error: { details: { password: expect.stringMatching(/AUTH_SECRET/) } } },
    });
  });
});

test.each([
  ['host', 'mail server'],
  ['host', 'smtp://mail.example.org'],
  ['host', ''],
  ['port', 0],
  ['port', 70_000],
  ['security', 'ssl'],
  ['user', 'two\r\nlines'],
  ['password', 7],
  ['from_address', 'fence'],
  ['from_address', 'a@b>, <c@d'],
  ['from_name', 'x\r\nBcc: all@example.org'],
  ['from_name', 'x'.repeat(101)],
])('%s %j is refused by name', async (field, value) => {
  const api = await testApi();
  const { status, body } = await put({ ...SETTINGS, [field]: value }, { as: api.admin });
  expect(status).toBe(422);
  expect(Object.keys(body.error.details)).toEqual([field]);
  expect(body.error.details[field]).toContain(field);
  expect(await stored(api)).toBeNull();
});

describe('the environment wins', () => {
  test('over all settings, which are shown as locked', async () => {
    const { admin, services } = await testApi({
      SMTP_URL: 'smtps://anna:geheim@mail.example.net',
      SMTP_FROM: 'Zones <zones@example.net>',
    });
    const { body, text } = await get({ as: admin });
    expect(body.mail).toMatchObject({
      ...{ source: 'environment', locked: { server: true, from: true }, host: 'mail.example.net', port: 465, security: 'tls' },
      ...{ user: 'anna', has_password: true, from_address: 'zones@example.net', from_name: 'Zones' },
    });
    expect(text).not.toContain('geheim');
    for (const answer of [await put(SETTINGS, { as: admin }), await remove({ as: admin })]) {
      expect(answer).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining('SMTP_URL') } } });
    }
    expect((await services.mailSettings.route()).smtpUrl).toBe('smtps://anna:geheim@mail.example.net');
  });

  test('with a user name that holds a percent sign', async () => {
    const { admin } = await testApi({ SMTP_URL: 'smtp://100%anna:x@mail.example.net' });
    expect((await get({ as: admin })).body.mail).toMatchObject({ user: '100%anna', port: 587, security: 'starttls' });
  });

  test('over the sender alone', async () => {
    const { admin, services } = await testApi({ SMTP_FROM: 'Zones <zones@example.net>' });
    const { body } = await put(SETTINGS, { as: admin });
    expect(body.mail).toMatchObject({ locked: { server: false, from: true }, from_address: 'zones@example.net' });
    expect((await services.mailSettings.route()).from).toBe('Zones <zones@example.net>');
  });
});

test('a removed mail server is forgotten', async () => {
  const api = await testApi();
  await put(SETTINGS, { as: api.admin });
  expect(await remove({ as: api.admin })).toMatchObject({ status: 200, body: { success: true, mail: { source: 'none' } } });
  expect(await stored(api)).toBeNull();
  expect((await api.services.audit.list(api.admin.user, 1))[0]).toMatchObject({
    action: 'delete',
    detail: { host: SETTINGS.host },
  });
});

test("a person's test mail goes over the server that was saved last, from the sender that was given", async () => {
  const [first, second] = [await mailServer(), await mailServer()];
  const { admin, owner, services } = await testApi();
  for (const { port } of [first, second]) {
    await put(plain(port), { as: admin });
    await services.mailTest.sendTestNotification(owner.user);
  }
  expect([first.mails.length, second.mails.length]).toEqual([1, 1]);
  expect(second.mails[0]?.from).toEqual({ name: 'Fence, at home', address: 'fence@example.org' });
});

describe('the test', () => {
  test('of a draft sends a mail to any address and saves nothing', async () => {
    const server = await mailServer();
    const api = await testApi();
    const { status, body } = await tryOut({ settings: plain(server.port), to: 'aunt@example.com' }, { as: api.admin });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, failed_step: null, steps: { length: 8 } });
    expect(server.mails[0]?.to).toMatchObject([{ address: 'aunt@example.com' }]);
    expect(await stored(api)).toBeNull();
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({
      action: 'test',
      subject_type: 'setting',
      detail: { to: 'aunt@example.com', failed_step: null },
    });
  });

  test('of what is saved goes to the own address and names the step that fails', async () => {
    const server = await mailServer({ onRcptTo: (_to, _session, done) => done(reply(550, 'no such user')) });
    const { admin } = await testApi({ SMTP_URL: server.url });
    const { body } = await tryOut({}, { as: admin });
    expect(body).toMatchObject({ ok: false, failed_step: 'rcpt' });
    expect(body.steps.at(-1)).toMatchObject({ state: 'failed', hint: 'recipient_unknown', said: '550 no such user' });
  });

  test('tells each step in a line of its own', async () => {
    const { admin } = await testApi({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` });
    const { text, headers } = await tryOut({}, { as: admin, headers: { accept: 'application/x-ndjson' } });
    expect(headers.get('content-type')).toBe('application/x-ndjson');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { step: { step: 'dns', state: 'ok' } },
      { step: { step: 'tcp', state: 'failed', hint: 'refused' } },
      { report: { ok: false, failed_step: 'tcp' } },
    ]);
  });

  test('needs a mail server', async () => {
    const { admin } = await testApi();
    expect(await tryOut({}, { as: admin })).toMatchObject({
      status: 422,
      body: { error: { details: { host: expect.any(String) } } },
    });
  });

  test('runs once at a time for each admin', async () => {
    const server = await mailServer({ onRcptTo: (_to, _session, done) => setTimeout(done, 500) });
    const { admin } = await testApi({ SMTP_URL: server.url });
    const answers = await Promise.all([
      tryOut({}, { as: admin }),
      new Promise((go) => setTimeout(go, 200)).then(() => tryOut({}, { as: admin })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 429]);
    expect((await tryOut({}, { as: admin })).status).toBe(200);
  });
});
