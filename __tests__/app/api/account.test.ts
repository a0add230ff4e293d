import { call, NOW, PASSWORD, testApi } from '@/__tests__/support/api';
import * as password from '@/app/api/account/password/route';
import * as account from '@/app/api/account/route';
import * as token from '@/app/api/account/tokens/[id]/route';
import * as tokens from '@/app/api/account/tokens/route';
import { hashToken } from '@/lib/services/tokens';

const ISO_NOW = new Date(NOW).toISOString();

describe('/api/account', () => {
  test('everybody reads and changes the own account', async () => {
    const { owner } = await testApi();
    expect((await call(account.GET, { as: owner })).body.user).toMatchObject({ email: 'otto@example.org', time_zone: 'UTC' });
    const body = { name: ' Otto ', language: 'de', time_zone: 'Europe/Berlin' };
    const changed = await call(account.PATCH, { method: 'PATCH', as: owner, body });
    expect(changed.body.user).toMatchObject({ name: 'Otto', language: 'de', time_zone: 'Europe/Berlin' });
  });

  test('nobody raises the own role or takes another address', async () => {
    const { owner } = await testApi();
    const body = { role: 'admin', email: 'x@example.org', handle: 'ada', id: 1, password_hash: 'x' };
    const { status } = await call(account.PATCH, { method: 'PATCH', as: owner, body: { ...body, name: 'Otto' } });
    expect(status).toBe(200);
    const { user } = (await call(account.GET, { as: owner })).body;
    expect(user).toMatchObject({ id: owner.user.id, role: 'user', email: 'otto@example.org', handle: 'otto', name: 'Otto' });
  });

  test('bad input is named; strangers are refused', async () => {
    const { owner } = await testApi();
    const body = { name: '', language: 'fr', time_zone: 'Nowhere' };
    const bad = await call(account.PATCH, { method: 'PATCH', as: owner, body });
    expect(bad.status).toBe(422);
    expect(Object.keys(bad.body.error.details)).toEqual(['name', 'language', 'time_zone']);
    expect(bad.body.error.details.time_zone).toBe('time_zone is "Nowhere"; it must be an IANA name like Europe/Berlin');
    const stranger = await call(account.GET);
    expect(stranger.status).toBe(401);
    expect(stranger.body).toMatchObject({ success: false, error: { code: 'UNAUTHORIZED', details: {} }, timestamp: ISO_NOW });
    expect((await call(account.PATCH, { method: 'PATCH', body: {} })).status).toBe(401);
  });
});

describe('/api/account/password', () => {
  const change = (current_password: string, new_password: string) => ({
    method: 'POST',
    body: { current_password, new_password },
  });

  test('the new password replaces the old one', async () => {
    const { owner, services } = await testApi();
    const { status } = await call(password.POST, { ...change(PASSWORD, 'a new password'), as: owner });
    expect(status).toBe(200);
    expect(await services.users.authenticate(owner.user.email, PASSWORD)).toBeNull();
    expect(await services.users.authenticate(owner.user.email, 'a new password')).toMatchObject({ id: owner.user.id });
  });

  test('a wrong current password changes nothing, and guessing is limited', async () => {
    const { owner, services } = await testApi();
    const wrong = await call(password.POST, { ...change('not it', 'a new password'), as: owner });
    expect(wrong.status).toBe(422);
    expect(wrong.body.error.details).toEqual({ current_password: 'current_password is not right' });
    for (let n = 0; n < 9; n++) await call(password.POST, { ...change('not it', 'a new password'), as: owner });
    const limited = await call(password.POST, { ...change(PASSWORD, 'a new password'), as: owner });
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await services.users.authenticate(owner.user.email, PASSWORD)).not.toBeNull();
  });

  test('a short new password and strangers are refused', async () => {
    const { owner } = await testApi();
    const short = await call(password.POST, { ...change(PASSWORD, 'short'), as: owner });
    expect(short.body.error.details).toEqual({ new_password: 'new_password must have 8–200 characters' });
    expect((await call(password.POST, change(PASSWORD, 'a new password'))).status).toBe(401);
  });
});

describe('/api/account/tokens', () => {
  test('a token is shown once, kept as a hash, and opens the API', async () => {
    const { owner, server } = await testApi();
    const made = await call(tokens.POST, { method: 'POST', as: owner, body: { name: 'Backup' } });
    expect(made.status).toBe(201);
    expect(made.body.token).toMatch(/^fp_[\w-]{43}$/);
    expect((await call(account.GET, { token: made.body.token })).body.user.id).toBe(owner.user.id);

    const stored = server.connection.raw.prepare('SELECT * FROM api_token WHERE id = ?').get(made.body.api_token.id);
    expect(stored).toMatchObject({ token_hash: hashToken(made.body.token), last_used_at: NOW });
    expect(JSON.stringify(server.connection.raw.prepare('SELECT * FROM api_token').all())).not.toContain(made.body.token);

    const list = await call(tokens.GET, { as: owner });
    expect(list.body.tokens.map((row: { name: string }) => row.name)).toEqual(['test', 'Backup']);
    expect(list.body.tokens[1]).toMatchObject({ created_at: ISO_NOW, last_used_at: ISO_NOW });
    expect(list.text).not.toMatch(/fp_|hash/);
  });

  test('a removed token stops working; nobody removes a token of others, admins neither', async () => {
    const { owner, other, admin } = await testApi();
    const { token: secret, api_token } = (await call(tokens.POST, { method: 'POST', as: owner, body: { name: 'x' } })).body;
    const params = { id: String(api_token.id) };
    for (const as of [other, admin]) expect((await call(token.DELETE, { method: 'DELETE', as, params })).status).toBe(404);
    expect((await call(account.GET, { token: secret })).status).toBe(200);
    expect((await call(token.DELETE, { method: 'DELETE', as: owner, params })).status).toBe(200);
    expect((await call(account.GET, { token: secret })).status).toBe(401);
    expect((await call(token.DELETE, { method: 'DELETE', params })).status).toBe(401);
  });

  test('a token needs a name; strangers get none', async () => {
    const { owner } = await testApi();
    expect((await call(tokens.POST, { method: 'POST', as: owner, body: {} })).body.error.details).toHaveProperty('name');
    expect((await call(tokens.POST, { method: 'POST', body: { name: 'x' } })).status).toBe(401);
    expect((await call(tokens.GET)).status).toBe(401);
  });
});
