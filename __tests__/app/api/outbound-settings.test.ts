import { GET, PUT } from '@/app/api/settings/outbound/route';
import { call, type Person, testApi } from '../../support/api';

const save = (as: Person | undefined, body: unknown) => call(PUT, { method: 'PUT', as, body });

describe('/api/settings/outbound', () => {
  test('nothing inner is allowed until an admin says so, which counts at once and is in the audit log', async () => {
    const api = await testApi();
    expect((await call(GET, { as: api.admin })).body).toEqual({ outbound: { allow_private: false, allowed: [] } });
    const add = () => api.services.targets.create(api.owner.user, 'signed', 'Home', { url: 'http://192.168.1.20/hook' });
    await expect(add()).rejects.toThrow('is in a private network');

    const entries = [' NTFY.lan. ', '192.168.1.0/24', '[fd12::1]', '::1', 'ntfy.lan', 'nas'];
    const { status, body } = await save(api.admin, { allow_private: false, allowed: entries });
    expect({ status, body }).toEqual({
      status: 200,
      body: { outbound: { allow_private: false, allowed: ['ntfy.lan', '192.168.1.0/24', 'fd12::1', '::1', 'nas'] } },
    });
    expect((await call(GET, { as: api.admin })).body).toEqual(body);
    expect((await add()).target.settings.url).toBe('http://192.168.1.20/hook');
    const entry = (await api.services.audit.list(api.admin.user, 10)).find(({ subject_type }) => subject_type === 'setting');
    expect(entry).toMatchObject({ action: 'update', subject_id: 'outbound', actor_name: 'ada', detail: body.outbound });
  });

  test.each([
    [{ allowed: [] }, 'allow_private', /^allow_private must be true or false$/],
    [{ allow_private: true }, 'allowed', /^allowed must be a list of texts$/],
    [{ allow_private: true, allowed: [7] }, 'allowed.0', /./],
    [
      { allow_private: true, allowed: ['nas', 'http://nas/'] },
      'allowed',
      /^allowed has "http:\/\/nas\/"; each must be a host name/,
    ],
    [{ allow_private: true, allowed: ['10.0.0.0/33'] }, 'allowed', /^allowed has "10\.0\.0\.0\/33"/],
    [{ allow_private: true, allowed: ['10.0.0.0/8/8'] }, 'allowed', /^allowed has "10\.0\.0\.0\/8\/8"/],
    [{ allow_private: true, allowed: ['300.1.1.1'] }, 'allowed', /^allowed has "300\.1\.1\.1"/],
    [{ allow_private: true, allowed: ['nas/24'] }, 'allowed', /^allowed has "nas\/24"/],
    [{ allow_private: true, allowed: ['fe80::1%eth0'] }, 'allowed', /^allowed has "fe80::1%eth0"/],
    [{ allow_private: true, allowed: [''] }, 'allowed', /^allowed has ""/],
    [{ allow_private: true, allowed: Array.from({ length: 101 }, (_, i) => `nas${i}`) }, 'allowed', /at most 100 entries$/],
  ])('refuses %j', async (body, field, message) => {
    const api = await testApi();
    const answer = await save(api.admin, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details[field]).toMatch(message);
    expect((await call(GET, { as: api.admin })).body.outbound.allow_private).toBe(false);
  });

  test('is for admins', async () => {
    const api = await testApi();
    const policy = { allow_private: true, allowed: [] };
    expect((await call(GET)).status).toBe(401);
    expect((await save(undefined, policy)).status).toBe(401);
    expect((await call(GET, { as: api.owner })).status).toBe(403);
    expect((await save(api.owner, policy)).status).toBe(403);
    expect((await call(GET, { as: api.admin })).body.outbound.allow_private).toBe(false);
  });
});
