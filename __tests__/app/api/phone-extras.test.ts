import { call, NOW, type Person, testApi } from '@/__tests__/support/api';
import { addDevice } from '@/__tests__/support/data';
import * as beacons from '@/app/api/devices/[id]/beacons/route';
import * as one from '@/app/api/devices/[id]/route';
import * as settings from '@/app/api/devices/[id]/settings/route';
import * as steps from '@/app/api/devices/[id]/steps/route';
import * as list from '@/app/api/devices/route';
import { query } from '@/lib/storage/sqlite/connection';

const HOUR = 3_600_000;

async function setUp() {
  const api = await testApi();
  const id = await addDevice(api.server, api.owner);
  const { connection } = api.server;
  const nothing = { distance_meters: null, floors_up: null, floors_down: null, received_at: NOW };
  const count = (from_at: number, to_at: number, taken: number) =>
    connection.run(query.insertInto('step_count').values({ device_id: id, from_at, to_at, steps: taken, ...nothing }));
  const midnight = Date.UTC(2026, 4, 1);
  count(midnight, NOW, 4200);
  count(midnight, NOW - HOUR, 3900);
  count(midnight - 24 * HOUR, midnight, 8000);
  count(midnight - 400 * 24 * HOUR, midnight - 399 * 24 * HOUR, 1);
  for (const [n, name] of ['Desk', null].entries()) {
    const measured = { rssi: -60, proximity: 2, distance_meters: 1.5 };
    const span = { first_at: NOW - HOUR + n, last_at: NOW - n, count: 7 };
    connection.run(query.insertInto('beacon_sighting').values({ device_id: id, beacon: `u:1:${n}`, name, ...span, ...measured }));
  }
  const params = { id: String(id) };
  const get = (handler: Parameters<typeof call>[0], as?: Person, path = '/') => call(handler, { as, params, path });
  return { ...api, id, params, get, connection };
}

describe('GET /api/devices/:id/steps', () => {
  test('days in the person’s time zone, the newest first, and the counts that they are made of', async () => {
    const { owner, get } = await setUp();
    const { body } = await get(steps.GET, owner);
    const unknown = { distance_meters: null, floors_up: null, floors_down: null };
    expect(body.days).toEqual([
      { day: '2026-05-01', steps: 4200, ...unknown, is_estimated: false },
      { day: '2026-04-30', steps: 8000, ...unknown, is_estimated: false },
    ]);
    expect(body.steps).toHaveLength(3);
    expect(body.steps[0]).toEqual({
      ...{
        from: '2026-04-30T00:00:00.000Z',
        to: '2026-05-01T00:00:00.000Z',
        steps: 8000,
        received_at: '2026-05-01T12:00:00.000Z',
      },
      ...unknown,
    });
    expect((await get(steps.GET, owner, '/?days=1')).body.days).toHaveLength(1);
  });

  test('bad input is named', async () => {
    const { owner, get } = await setUp();
    const bad = await get(steps.GET, owner, '/?days=0');
    expect([bad.status, bad.body.error.details]).toEqual([422, { days: 'days is 0; it must be 1–366' }]);
  });
});

describe('GET /api/devices/:id/beacons', () => {
  test('the newest first, with times as all others', async () => {
    const { owner, get } = await setUp();
    const { body } = await get(beacons.GET, owner, '/?limit=1');
    expect(body.beacons).toMatchObject([
      { beacon: 'u:1:0', name: 'Desk', count: 7, rssi: -60, proximity: 2, last_at: new Date(NOW).toISOString() },
    ]);
    expect((await get(beacons.GET, owner, '/?limit=5000')).status).toBe(422);
  });
});

describe('GET /api/devices/:id/settings', () => {
  test('nothing before the phone was asked, then what it told last, as it was stored', async () => {
    const { owner, get, connection, id } = await setUp();
    expect((await get(settings.GET, owner)).body).toEqual({ configuration: null });
    const report = { device_id: id, kind: 'dump' as const, key: '', occurred_at: NOW, received_at: NOW };
    connection.run(query.insertInto('device_report').values({ ...report, payload: '{"mode":0,"password":"***"}' }));
    expect((await get(settings.GET, owner)).body).toEqual({
      configuration: { settings: { mode: 0, password: '***' }, received_at: new Date(NOW).toISOString() },
    });
  });
});

describe('who may see them', () => {
  test('the owner and admins, whose look is in the audit log; nobody else', async () => {
    const { owner, other, admin, get, services, id } = await setUp();
    for (const { GET } of [steps, beacons, settings]) {
      expect((await get(GET, owner)).status).toBe(200);
      expect((await get(GET, admin)).status).toBe(200);
      expect((await get(GET, other)).status).toBe(403);
      expect((await get(GET)).status).toBe(401);
      expect((await call(GET, { as: owner, params: { id: '99' } })).status).toBe(404);
      expect((await call(GET, { as: owner, params: { id: 'x' } })).status).toBe(404);
    }
    const [entry] = await services.audit.list(admin.user, 1);
    expect(entry).toMatchObject({ action: 'read', subject_type: 'device', subject_id: String(id) });
  });
});

describe('what a device tells of its phone', () => {
  test('hints of its newest status, and whether its messages can be read; never the key', async () => {
    const { owner, get, params, connection, id } = await setUp();
    const status = { iOS: { version: '26.3', locationManagerAuthorizationStatus: 'kCLAuthorizationStatusDenied' } };
    const report = { device_id: id, kind: 'status' as const, key: '', occurred_at: NOW, received_at: NOW };
    connection.run(query.insertInto('device_report').values({ ...report, payload: JSON.stringify(status) }));
    const patched = await call(one.PATCH, { method: 'PATCH', as: owner, params, body: { encryption_key: 'correct horse' } });
    expect(patched.body.device).toMatchObject({ is_encrypted: true, decrypt_problem: null });
    connection.run(
      query.insertInto('device_activity').values({
        ...{ device_id: id, last_seen_at: NOW, last_connect_at: null, last_disconnect_at: null, last_auth_failure_at: null },
        ...{ last_denied_at: null, last_denied_topic: null },
        ...{ last_decrypt_failure_at: NOW, last_decrypt_failure: 'wrong_key' as const, last_decrypted_at: null },
      }),
    );
    const seen = await get(one.GET, owner);
    expect(seen.body.device).toMatchObject({
      ...{ is_encrypted: true, decrypt_problem: 'wrong_key', last_decrypt_failure_at: new Date(NOW).toISOString() },
      ...{ hints: [{ code: 'location_denied', severity: 'stops' }], status_at: new Date(NOW).toISOString() },
      phone: { system: 'iOS', app_version: '26.3' },
    });
    expect((await call(list.GET, { as: owner })).body.devices).toMatchObject([{ decrypt_problem: 'wrong_key' }]);
    expect(seen.text + patched.text).not.toMatch(/correct horse|encryption_key/);
    const again = await call(one.PATCH, { method: 'PATCH', as: owner, params, body: { encryption_key: 'another horse' } });
    expect(again.body.device).toMatchObject({ is_encrypted: true, decrypt_problem: null, last_decrypt_failure: null });
    const removed = await call(one.PATCH, { method: 'PATCH', as: owner, params, body: { encryption_key: null } });
    expect(removed.body.device).toMatchObject({ is_encrypted: false });
  });

  test('nobody else sets or removes the key', async () => {
    const { other, params } = await setUp();
    for (const encryption_key of ['x', null]) {
      const answer = await call(one.PATCH, { method: 'PATCH', as: other, params, body: { encryption_key } });
      expect(answer.status).toBe(403);
    }
  });
});
