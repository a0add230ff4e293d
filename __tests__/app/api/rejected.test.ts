import { call, NOW, type Person, testApi } from '@/__tests__/support/api';
import * as devices from '@/app/api/devices/route';
import * as rejected from '@/app/api/rejected/route';

async function withRejected() {
  const api = await testApi();
  const add = async (as: Person) =>
    (await call(devices.POST, { method: 'POST', as, body: { name: 'Phone', device: 'phone' } })).body.device.id as number;
  const [own, others] = [await add(api.owner), await add(api.other)];
  const insert = api.server.connection.raw.prepare(
    'INSERT INTO rejected_message (received_at, topic, device_id, reason, excerpt) VALUES (?,?,?,?,?)',
  );
  insert.run(NOW, 'owntracks/otto/phone', own, 'not JSON', 'hello');
  insert.run(NOW, 'owntracks/uta/phone', others, 'no _type', '{}');
  insert.run(NOW, 'elsewhere', null, 'no device has this topic', null);
  const topics = async (as: Person | undefined, query = '') =>
    (await call(rejected.GET, { as, path: `/${query}` })).body.rejected?.map((row: { topic: string }) => row.topic);
  return { ...api, own, others, topics };
}

describe('GET /api/rejected', () => {
  test('a user sees what came from own devices, an admin all, newest first', async () => {
    const { owner, other, admin, topics, own } = await withRejected();
    expect(await topics(owner)).toEqual(['owntracks/otto/phone']);
    expect(await topics(other)).toEqual(['owntracks/uta/phone']);
    expect(await topics(admin)).toEqual(['elsewhere', 'owntracks/uta/phone', 'owntracks/otto/phone']);
    expect(await topics(admin, '?limit=1')).toEqual(['elsewhere']);
    const { body } = await call(rejected.GET, { as: owner, path: `/?device_id=${own}` });
    expect(body.rejected).toMatchObject([
      { received_at: new Date(NOW).toISOString(), reason: 'not JSON', excerpt: 'hello', device_id: own },
    ]);
  });

  test('each tells from whom it is and of which kind; a page is a part of the whole, a kind narrows it', async () => {
    const { admin, server, own } = await withRejected();
    const insert = server.connection.raw.prepare(
      'INSERT INTO rejected_message (received_at, topic, device_id, reason, excerpt) VALUES (?,?,?,?,?)',
    );
    for (let n = 0; n < 5; n++) insert.run(NOW + n, 'owntracks/otto/phone', own, 'encrypted, no key', null);
    const read = async (query: string) => (await call(rejected.GET, { as: admin, path: `/${query}` })).body;
    const page = await read('?limit=2&offset=4');
    expect(page).toMatchObject({ total: 8, codes: { no_key: 5, no_type: 1, unknown_device: 1, other: 1 } });
    expect(page.rejected).toMatchObject([
      { code: 'no_key', device_id: own, device_name: 'Phone', owner_name: 'otto' },
      { code: 'unknown_device', device_id: null, device_name: null, owner_name: null },
    ]);
    expect(await read('?code=no_key&limit=3&offset=3')).toMatchObject({ total: 5, rejected: [{}, {}], codes: { no_type: 1 } });
    expect(await read('?code=wrong_key')).toMatchObject({ total: 0, rejected: [] });
    expect(await read('?offset=1000')).toMatchObject({ total: 8, rejected: [] });
    expect(Object.keys(page.rejected[0])).not.toContain('owner_id');
  });

  test('that an admin saw messages of others is in the audit log', async () => {
    const { admin, topics, services, owner, other, own } = await withRejected();
    await topics(admin);
    await topics(admin, `?device_id=${own}`);
    const entries = (await services.audit.list(admin.user, 2)).reverse();
    expect(entries).toMatchObject([
      { action: 'read', subject_type: 'rejected_message', detail: { owner_ids: [owner.user.id, other.user.id] } },
      { action: 'read', subject_type: 'device', subject_id: String(own) },
    ]);
  });

  test('nobody sees those of a device of others; bad input is named', async () => {
    const { owner, others } = await withRejected();
    const status = async (query: string, as?: Person) => (await call(rejected.GET, { as, path: `/${query}` })).status;
    expect(await status(`?device_id=${others}`, owner)).toBe(403);
    expect(await status('?device_id=99', owner)).toBe(404);
    expect(await status('?device_id=phone', owner)).toBe(422);
    expect(await status('?limit=5000', owner)).toBe(422);
    expect(await status('?offset=-1', owner)).toBe(422);
    expect(await status('?code=nonsense', owner)).toBe(422);
    const bad = await call(rejected.GET, { as: owner, path: '/?device_id=phone&limit=1001' });
    expect(bad.body.error.details).toEqual({
      device_id: 'device_id is "phone"; it must be a whole number from 1',
      limit: 'limit is 1001; it must be 1–1000',
    });
    expect(await status('')).toBe(401);
  });
});
