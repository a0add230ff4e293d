import { call, NOW, testApi } from '@/__tests__/support/api';
import * as audit from '@/app/api/audit/route';
import * as device from '@/app/api/devices/[id]/route';
import * as devices from '@/app/api/devices/route';

describe('GET /api/audit', () => {
  test('an admin reads who did what, newest first, in pages', async () => {
    const { admin, owner } = await testApi();
    for (const name of ['one', 'two', 'three']) {
      await call(devices.POST, { method: 'POST', as: owner, body: { name, device: name } });
    }
    const { status, body } = await call(audit.GET, { as: admin, path: '/?limit=2' });
    expect(status).toBe(200);
    expect(body.entries).toMatchObject([
      {
        action: 'create',
        subject_type: 'device',
        actor_name: 'otto',
        detail: { device: 'three' },
        at: new Date(NOW).toISOString(),
      },
      { detail: { device: 'two' } },
    ]);
    const next = await call(audit.GET, { as: admin, path: `/?limit=2&before_id=${body.entries[1].id}` });
    expect(next.body.entries[0].detail).toMatchObject({ device: 'one' });
  });

  test('an admin who looks at a device of others is noted with its owner; at an own one not', async () => {
    const { admin, owner } = await testApi();
    const theirs = (await call(devices.POST, { method: 'POST', as: owner, body: { name: 'x', device: 'x' } })).body.device;
    const own = (await call(devices.POST, { method: 'POST', as: admin, body: { name: 'x', device: 'x' } })).body.device;
    await call(device.GET, { as: admin, params: { id: String(theirs.id) } });
    await call(device.GET, { as: admin, params: { id: String(own.id) } });
    await call(device.GET, { as: owner, params: { id: String(theirs.id) } });
    const { entries } = (await call(audit.GET, { as: admin })).body;
    const reads = entries.filter((entry: { action: string }) => entry.action === 'read');
    expect(reads).toMatchObject([
      { actor_user_id: admin.user.id, subject_id: String(theirs.id), detail: { owner_ids: [owner.user.id] } },
    ]);
  });

  test('entries outlive the people they speak of', async () => {
    const { admin, owner, services } = await testApi();
    await call(devices.POST, { method: 'POST', as: owner, body: { name: 'x', device: 'x' } });
    await services.users.remove(admin.user, owner.user.id);
    const { entries } = (await call(audit.GET, { as: admin })).body;
    expect(entries[1]).toMatchObject({ actor_user_id: owner.user.id, actor_name: null, subject_type: 'device' });
  });

  test('is for admins only, and bad input is named', async () => {
    const { admin, owner } = await testApi();
    expect((await call(audit.GET, { as: owner })).status).toBe(403);
    expect((await call(audit.GET)).status).toBe(401);
    const bad = await call(audit.GET, { as: admin, path: '/?limit=0&before_id=x' });
    expect([bad.status, Object.keys(bad.body.error.details)]).toEqual([422, ['limit', 'before_id']]);
  });
});
