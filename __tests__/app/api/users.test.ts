import { call, NOW, testApi } from '@/__tests__/support/api';
import * as one from '@/app/api/users/[id]/route';
import * as users from '@/app/api/users/route';

const ISO_NOW = new Date(NOW).toISOString();
const newUser = { email: 'Eva.Muller@example.org', name: 'Eva', password: 'long enough', role: 'user' };

describe('/api/users', () => {
  test('an admin lists all people, without what proves who they are', async () => {
    const { admin } = await testApi();
    const { status, body, text } = await call(users.GET, { as: admin });
    expect(status).toBe(200);
    expect(body.users.map((user: { name: string }) => user.name)).toEqual(['ada', 'otto', 'uta']);
    expect(body.users[0]).toMatchObject({ email: 'ada@example.org', role: 'admin', created_at: ISO_NOW });
    expect(text).not.toMatch(/password|session_version|scrypt/);
  });

  test('an admin adds a person, whose handle comes from the address and is unique', async () => {
    const { admin, services } = await testApi();
    const first = await call(users.POST, { method: 'POST', as: admin, body: newUser });
    expect(first.status).toBe(201);
    expect(first.body.user).toMatchObject({ handle: 'eva.muller', role: 'user', language: 'en', time_zone: 'UTC' });
    const second = await call(users.POST, { method: 'POST', as: admin, body: { ...newUser, email: 'eva.muller@other.example' } });
    expect(second.body.user.handle).toBe('eva.muller2');
    expect(await services.users.authenticate('eva.muller@example.org', newUser.password)).toMatchObject({ name: 'Eva' });
  });

  test('an address that is taken is refused, whatever its letter case', async () => {
    const { admin } = await testApi();
    const { status, body } = await call(users.POST, {
      method: 'POST',
      as: admin,
      body: { ...newUser, email: 'OTTO@example.org' },
    });
    expect(status).toBe(422);
    expect(body.error.details.email).toMatch(/OTTO@example.org already belongs/);
  });

  test('bad input is named field by field', async () => {
    const { admin } = await testApi();
    const body = { email: 'nobody', name: ' ', password: 'short', role: 'king', time_zone: 'Mars/Base', language: 'fr' };
    const answer = await call(users.POST, { method: 'POST', as: admin, body });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ success: false, timestamp: ISO_NOW, error: { code: 'VALIDATION_ERROR' } });
    expect(Object.keys(answer.body.error.details).sort()).toEqual(['email', 'language', 'name', 'password', 'role', 'time_zone']);
    expect(answer.text).not.toContain('short"');
    expect((await call(users.POST, { method: 'POST', as: admin, body: '{' })).body.error.details.body).toBe(
      'the body is not JSON',
    );
    expect((await call(users.POST, { method: 'POST', as: admin, body: '[]' })).status).toBe(422);
  });

  test.each([
    ['GET', users.GET],
    ['POST', users.POST],
  ] as const)('%s is for admins only', async (method, handler) => {
    const { owner } = await testApi();
    const body = method === 'POST' ? newUser : undefined;
    expect((await call(handler, { method, as: owner, body })).status).toBe(403);
    expect((await call(handler, { method, body })).status).toBe(401);
    expect((await call(handler, { method, token: 'fp_made-up', body })).status).toBe(401);
  });
});

describe('/api/users/:id', () => {
  test('an admin reads, changes and removes a person', async () => {
    const { admin, owner } = await testApi();
    const params = { id: String(owner.user.id) };
    expect((await call(one.GET, { as: admin, params })).body.user.email).toBe('otto@example.org');
    const changed = await call(one.PATCH, { method: 'PATCH', as: admin, params, body: { name: 'Otto II', role: 'admin' } });
    expect(changed.body.user).toMatchObject({ name: 'Otto II', role: 'admin', handle: 'otto' });
    expect((await call(one.DELETE, { method: 'DELETE', as: admin, params })).body).toEqual({ success: true });
    expect((await call(one.GET, { as: admin, params })).status).toBe(404);
  });

  test('a removed person is signed out and their tokens stop working', async () => {
    const { admin, owner } = await testApi();
    await call(one.DELETE, { method: 'DELETE', as: admin, params: { id: String(owner.user.id) } });
    const { GET } = await import('@/app/api/account/route');
    expect((await call(GET, { as: owner })).status).toBe(401);
  });

  test('the last admin can neither be removed nor made a user', async () => {
    const { admin } = await testApi();
    const params = { id: String(admin.user.id) };
    const removed = await call(one.DELETE, { method: 'DELETE', as: admin, params });
    expect(removed.status).toBe(409);
    expect(removed.body.error.code).toBe('LIMIT_REACHED');
    expect((await call(one.PATCH, { method: 'PATCH', as: admin, params, body: { role: 'user' } })).status).toBe(409);
    expect((await call(one.GET, { as: admin, params })).body.user.role).toBe('admin');
  });

  test('a taken address, a wrong id and bad input are refused', async () => {
    const { admin, owner } = await testApi();
    const params = { id: String(owner.user.id) };
    expect((await call(one.PATCH, { method: 'PATCH', as: admin, params, body: { email: 'ada@example.org' } })).status).toBe(422);
    expect((await call(one.PATCH, { method: 'PATCH', as: admin, params, body: { role: 'king' } })).status).toBe(422);
    for (const id of ['999', 'x', '-1', '1.5']) expect((await call(one.GET, { as: admin, params: { id } })).status).toBe(404);
    expect((await call(one.PATCH, { method: 'PATCH', as: admin, params: { id: '999' }, body: { name: 'x' } })).status).toBe(404);
    expect((await call(one.DELETE, { method: 'DELETE', as: admin, params: { id: '999' } })).status).toBe(404);
  });

  test.each([
    ['GET', one.GET],
    ['PATCH', one.PATCH],
    ['DELETE', one.DELETE],
  ] as const)('%s is for admins only', async (method, handler) => {
    const { owner, other } = await testApi();
    const options = { method, params: { id: String(owner.user.id) }, body: method === 'PATCH' ? { role: 'admin' } : undefined };
    expect((await call(handler, { ...options, as: owner })).status).toBe(403);
    expect((await call(handler, { ...options, as: other })).status).toBe(403);
    expect((await call(handler, options)).status).toBe(401);
  });

  test('changes by an admin are in the audit log', async () => {
    const { admin, owner, services } = await testApi();
    const params = { id: String(owner.user.id) };
    await call(one.PATCH, { method: 'PATCH', as: admin, params, body: { name: 'Otto II' } });
    await call(one.DELETE, { method: 'DELETE', as: admin, params });
    const [removal, change] = await services.audit.list(admin.user, 2);
    expect(change).toMatchObject({ action: 'update', subject_type: 'user', subject_id: params.id, actor_name: 'ada' });
    expect(removal).toMatchObject({ action: 'delete', detail: { email: 'otto@example.org' }, at: NOW });
  });
});
