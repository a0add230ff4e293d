import { call, emptyServer, NOW, PASSWORD, testApi } from '@/__tests__/support/api';
import { Browser } from '@/__tests__/support/browser';
import * as account from '@/app/api/account/route';
import * as devices from '@/app/api/devices/route';
import * as progress from '@/app/api/setup/progress/route';
import * as setup from '@/app/api/setup/route';

const first = { email: 'first@example.org', name: 'First', password: PASSWORD, language: 'de', time_zone: 'Europe/Berlin' };

async function fresh() {
  const { server } = emptyServer();
  const setup_token = (await server.services.setup.ensureSetupToken()) ?? '';
  const post = (body: object) => call(setup.POST, { method: 'POST', body });
  return { server, setup: server.services.setup, setup_token, post };
}

describe('POST /api/setup', () => {
  test('the token of the setup link makes the first admin, who can sign in', async () => {
    const { post, setup_token, server } = await fresh();
    const { status, body, text } = await post({ ...first, setup_token });
    expect(status).toBe(201);
    expect(body.user).toMatchObject({ email: first.email, role: 'admin', language: 'de', time_zone: 'Europe/Berlin' });
    expect(text).not.toMatch(/scrypt|password/);
    const browser = new Browser();
    await browser.signIn(first.email, PASSWORD);
    expect((await browser.call(account.GET)).body.user.role).toBe('admin');
    expect(await server.services.setup.isNeeded()).toBe(false);
    const [entry] = await server.services.audit.list(body.user as never, 1);
    expect(entry).toMatchObject({ action: 'create', subject_type: 'user', actor_user_id: null });
  });

  test('of two at once, one becomes the admin', async () => {
    const { post, setup_token, server } = await fresh();
    const both = [post({ ...first, setup_token }), post({ ...first, email: 'second@example.org', setup_token })];
    const statuses = (await Promise.all(both)).map((answer) => answer.status);
    expect(statuses.sort()).toEqual([201, 409]);
    expect(await server.services.users.count()).toBe(1);
  });

  test('a wrong token makes nobody an admin, and guessing is limited', async () => {
    const { post, server } = await fresh();
    const wrong = await post({ ...first, setup_token: 'made up' });
    expect(wrong.status).toBe(403);
    expect(wrong.body.error.message).toMatch(/open the setup link/);
    for (let n = 0; n < 19; n++) await post({ ...first, setup_token: 'made up' });
    expect((await post({ ...first, setup_token: 'made up' })).status).toBe(429);
    expect(await server.services.users.count()).toBe(0);
  });

  test('the token works once, and only the newest', async () => {
    const { post, setup_token, setup: service } = await fresh();
    const newer = (await service.ensureSetupToken()) ?? '';
    expect((await post({ ...first, setup_token })).status).toBe(403);
    expect((await post({ ...first, setup_token: newer })).status).toBe(201);
    expect((await post({ ...first, email: 'x@example.org', setup_token: newer })).status).toBe(409);
    expect(await service.ensureSetupToken()).toBeNull();
    expect(await service.isValidToken(newer)).toBe(false);
  });

  test('the token is stored as a hash', async () => {
    const { setup_token, server } = await fresh();
    expect(setup_token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(server.connection.raw.prepare('SELECT * FROM setting').all())).not.toContain(setup_token);
  });

  test('bad input is named', async () => {
    const { post, setup_token } = await fresh();
    const bad = await post({ setup_token, email: 'x', name: '', password: 'short' });
    expect(bad.status).toBe(422);
    expect(Object.keys(bad.body.error.details).sort()).toEqual(['email', 'name', 'password']);
  });
});

describe('ADMIN_EMAIL and ADMIN_PASSWORD', () => {
  test('make the first admin, once', async () => {
    const { setup: service, server } = await fresh();
    expect(await service.ensureAdmin('root@example.org', PASSWORD)).toMatchObject({
      role: 'admin',
      name: 'root',
      handle: 'root',
    });
    expect(await service.ensureAdmin('root@example.org', 'another one')).toBeNull();
    expect(await server.services.users.count()).toBe(1);
    expect((await new Browser().signIn('root@example.org', PASSWORD)).error).toBeNull();
  });
});

describe('GET /api/setup/progress', () => {
  async function withPhone() {
    const api = await testApi();
    const { body } = await call(devices.POST, { method: 'POST', as: api.owner, body: { name: 'Phone', device: 'phone' } });
    const id = body.device.id as number;
    const { raw } = api.server.connection;
    const activity = (fields: Record<string, number | string | null>) => {
      raw.prepare('INSERT OR IGNORE INTO device_activity (device_id) VALUES (?)').run(id);
      for (const [name, value] of Object.entries(fields)) {
        raw.prepare(`UPDATE device_activity SET ${name} = ? WHERE device_id = ?`).run(value, id);
      }
    };
    const step = async (query = `?device_id=${id}`, as = api.owner) => (await call(progress.GET, { as, path: `/${query}` })).body;
    return { ...api, id, raw, activity, step };
  }

  test('names the step that fails', async () => {
    const { step, activity, raw, id } = await withPhone();
    expect(await step()).toEqual({ step: 'no_connection', detail: null, last_location: null });
    activity({ last_auth_failure_at: NOW - 5000 });
    expect(await step()).toMatchObject({ step: 'wrong_password' });
    activity({ last_connect_at: NOW - 4000 });
    expect(await step()).toMatchObject({ step: 'no_fix', detail: null });
    activity({ last_denied_at: NOW - 3000, last_denied_topic: 'owntracks/else/phone' });
    expect(await step()).toMatchObject({ step: 'wrong_topic', detail: 'owntracks/else/phone' });
    activity({ last_seen_at: NOW - 2000 });
    raw
      .prepare('INSERT INTO rejected_message (received_at, topic, device_id, reason) VALUES (?,?,?,?)')
      .run(NOW, 't', id, 'not JSON');
    expect(await step()).toMatchObject({ step: 'no_fix', detail: 'not JSON' });
    activity({ last_auth_failure_at: NOW });
    expect(await step()).toMatchObject({ step: 'wrong_password' });
    raw
      .prepare(
        "INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at, origin) VALUES (?,5,5,?,?,'import')",
      )
      .run(id, NOW - 1, NOW);
    expect(await step()).toMatchObject({ step: 'wrong_password', last_location: null });
    raw
      .prepare('INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at) VALUES (?,1,2,?,?)')
      .run(id, NOW, NOW);
    const done = await step();
    expect(done).toMatchObject({ step: 'done', last_location: { latitude: 1, occurred_at: new Date(NOW).toISOString() } });
  });

  test('a message that was no fix shows that the password is right, also when nothing else was heard', async () => {
    const { step, activity, raw, id } = await withPhone();
    activity({ last_auth_failure_at: NOW - 5000 });
    raw
      .prepare('INSERT INTO rejected_message (received_at, topic, device_id, reason) VALUES (?,?,?,?)')
      .run(NOW, 't', id, 'encrypted, no key');
    expect(await step()).toMatchObject({ step: 'no_fix', detail: 'encrypted, no key' });
  });

  test('a topic refused before the phone came back is over', async () => {
    const { step, activity } = await withPhone();
    activity({ last_denied_at: NOW - 60_000, last_denied_topic: 'x', last_connect_at: NOW - 1000 });
    expect(await step()).toMatchObject({ step: 'no_fix' });
  });

  test('without a number it is the newest own device; nobody looks at others’', async () => {
    const { step, other, owner } = await withPhone();
    expect(await step('', owner)).toMatchObject({ step: 'no_connection' });
    expect((await step(undefined, other)).error.code).toBe('ACCESS_DENIED');
    expect((await call(progress.GET)).status).toBe(401);
    expect((await call(progress.GET, { as: owner, path: '/?device_id=x' })).status).toBe(422);
    expect((await call(progress.GET, { as: owner, path: '/?device_id=99' })).status).toBe(404);
    expect(await step('', other)).toEqual({ step: 'no_connection', detail: null, last_location: null });
  });
});
