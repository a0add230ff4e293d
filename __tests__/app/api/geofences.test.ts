import { call, NOW, type Person, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addLocation, addZone, CIRCLE } from '@/__tests__/support/data';
import * as zoneRoute from '@/app/api/geofences/[id]/route';
import * as zonesRoute from '@/app/api/geofences/route';
import { GET as getStatus } from '@/app/api/geofences/status/route';
import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';

const list = (as?: Person, query = '') => call(zonesRoute.GET, { as, path: `/api/geofences${query}` });
const create = (as: Person | undefined, body: unknown) => call(zonesRoute.POST, { method: 'POST', as, body });
const get = (id: string, as?: Person) => call(zoneRoute.GET, { as, params: { id } });
const patch = (id: string, as: Person | undefined, body: unknown) =>
  call(zoneRoute.PATCH, { method: 'PATCH', as, params: { id }, body });
const remove = (id: string, as?: Person) => call(zoneRoute.DELETE, { method: 'DELETE', as, params: { id } });
const status = (as?: Person, query = '') => call(getStatus, { as, path: `/api/geofences/status${query}` });
const names = (answer: { body: { geofences: { name: string }[] } }) => answer.body.geofences.map((zone) => zone.name);

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let api: TestApi;
let phone: number;
let theirPhone: number;
beforeEach(async () => {
  api = await testApi();
  phone = await addDevice(api.server, api.owner);
  theirPhone = await addDevice(api.server, api.other);
});

const audit = async (subject: string) =>
  (await api.services.audit.list(api.admin.user, 100)).filter((entry) => entry.subject_type === subject);

describe('POST /api/geofences', () => {
  test('answers with the whole zone: defaults, names, size, centre, times in ISO 8601', async () => {
    const answer = await create(api.owner, { ...CIRCLE, device_id: String(phone), color: '#FF8800' });
    expect(answer.status).toBe(201);
    expect(answer.body.geofence).toEqual({
      ...CIRCLE,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      description: null,
      geometry: null,
      owner_id: api.owner.user.id,
      owner_name: 'otto',
      device_id: phone,
      device_name: "otto's phone",
      is_active: true,
      color: '#ff8800',
      ...DEFAULT_SETTINGS,
      version: 1,
      judged_after_location_id: 0,
      area_square_meters: expect.closeTo(Math.PI * 100 ** 2, 0),
      center: { latitude: 52.52, longitude: 13.405 },
      created_at: new Date(NOW).toISOString(),
      updated_at: new Date(NOW).toISOString(),
    });
  });

  test('names every wrong field with its value and range', async () => {
    const answer = await create(api.owner, { ...CIRCLE, radius_meters: 20, name: '' });
    expect(answer.status).toBe(422);
    expect(answer.body).toEqual({
      success: false,
      error: {
        code: 'VALIDATION_ERROR',
        message: 'name is ""; it must be 1–100 characters',
        details: { name: 'name is ""; it must be 1–100 characters', radius_meters: 'radius_meters is 20; it must be 50–50000' },
      },
      timestamp: new Date(NOW).toISOString(),
    });
  });

  test.each([['not json'], ['[]'], ['"circle"'], ['null'], ['']])('refuses the body %p', async (body) => {
    const answer = await create(api.owner, body);
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'VALIDATION_ERROR' } } });
  });

  test('wants a caller', async () => {
    expect(await create(undefined, CIRCLE)).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED' } } });
  });

  test("refuses somebody else's device, and an owner that only an admin may name", async () => {
    const foreign = await create(api.owner, { ...CIRCLE, device_id: theirPhone });
    expect(foreign).toMatchObject({
      status: 422,
      body: { error: { details: { device_id: expect.stringContaining(String(theirPhone)) } } },
    });
    const forOther = await create(api.owner, { ...CIRCLE, owner_id: api.other.user.id });
    expect(forOther).toMatchObject({ status: 403, body: { error: { code: 'ACCESS_DENIED' } } });
    expect((await create(api.owner, { ...CIRCLE, owner_id: api.owner.user.id })).status).toBe(201);
    const byAdmin = await create(api.admin, { ...CIRCLE, owner_id: api.other.user.id, device_id: theirPhone });
    expect(byAdmin).toMatchObject({ status: 201, body: { geofence: { owner_name: 'uta', device_name: "uta's phone" } } });
    const nobody = await create(api.admin, { ...CIRCLE, owner_id: 9_999 });
    expect(nobody).toMatchObject({
      status: 422,
      body: { error: { details: { owner_id: 'owner_id is 9999; there is no such user' } } },
    });
  });

  test('gives a user five zones and an admin any number', async () => {
    for (let i = 0; i < 5; i++) expect((await create(api.owner, CIRCLE)).status).toBe(201);
    const sixth = await create(api.owner, CIRCLE);
    expect(sixth).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED', details: { limit: 5 } } } });
    expect((await create(api.other, CIRCLE)).status).toBe(201);
    for (let i = 0; i < 7; i++) expect((await create(api.admin, CIRCLE)).status).toBe(201);
    expect((await create(api.admin, { ...CIRCLE, owner_id: api.owner.user.id })).status).toBe(409);
  });

  test('keeps the limit when requests come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => create(api.owner, CIRCLE)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(7);
  });

  test('sets where the devices stand, silently', async () => {
    const inside = addLocation(api.server, phone, NOW - 60_000);
    const { body } = await create(api.owner, CIRCLE);
    expect(body.geofence.judged_after_location_id).toBe(inside);
    expect((await status(api.owner)).body.status).toEqual([
      {
        device_id: phone,
        device_name: "otto's phone",
        geofence_id: body.geofence.id,
        geofence_name: 'Home',
        kind: 'zone',
        owner_id: api.owner.user.id,
        is_inside: true,
        since: new Date(NOW - 60_000).toISOString(),
        last_enter_time: null,
        last_exit_time: null,
        last_location_id: inside,
        last_checked_at: new Date(NOW - 60_000).toISOString(),
        geofence_version: 1,
        updated_at: new Date(NOW).toISOString(),
      },
    ]);
    expect((await api.services.events.list(api.owner.user, {}, 10, 0)).total).toBe(0);
  });

  test('takes a polygon with a hole', async () => {
    const geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [13, 52],
          [13.1, 52],
          [13.1, 52.1],
          [13, 52.1],
          [13, 52],
        ],
        [
          [13.04, 52.04],
          [13.04, 52.06],
          [13.06, 52.06],
          [13.06, 52.04],
          [13.04, 52.04],
        ],
      ],
    };
    const answer = await create(api.owner, { name: 'Park', shape_type: 'polygon', geometry });
    expect(answer).toMatchObject({ status: 201, body: { geofence: { geometry, center_latitude: null, radius_meters: null } } });
    expect(answer.body.geofence.center.latitude).toBeCloseTo(52.05, 2);
    // 0.1° × 0.1° at this latitude less 0.02° × 0.02°, in square kilometres.
    expect(answer.body.geofence.area_square_meters / 1e6).toBeCloseTo(76.1 * 0.96, 0);
  });
});

describe('GET /api/geofences', () => {
  beforeEach(async () => {
    await addZone(api.server, api.owner, { name: 'Home' });
    await addZone(api.server, api.owner, { name: 'Gym', device_id: phone });
    await addZone(api.server, api.other, { name: 'Theirs' });
  });

  test('lists own zones with the limit; an admin sees all, without one', async () => {
    expect((await list(api.owner)).body).toMatchObject({ geofences: [{ name: 'Gym' }, { name: 'Home' }], limit: 5 });
    expect(names(await list(api.other))).toEqual(['Theirs']);
    expect((await list(api.admin)).body).toMatchObject({ geofences: [{}, {}, {}], limit: null });
    expect(await list()).toMatchObject({ status: 401 });
  });

  test('can be narrowed to a device, never to what belongs to others', async () => {
    const tablet = await addDevice(api.server, api.owner, 'tablet');
    expect(names(await list(api.owner, `?deviceId=${phone}`))).toEqual(['Gym', 'Home']);
    expect(names(await list(api.owner, `?deviceId=${tablet}`))).toEqual(['Home']);
    expect(names(await list(api.owner, `?deviceId=${theirPhone}`))).toEqual([]);
    expect(names(await list(api.owner, `?ownerId=${api.other.user.id}`))).toEqual(['Gym', 'Home']);
    expect(names(await list(api.admin, `?ownerId=${api.other.user.id}`))).toEqual(['Theirs']);
    const wrong = await list(api.owner, '?deviceId=abc');
    expect(wrong).toMatchObject({ status: 422, body: { error: { details: { deviceId: expect.stringContaining('"abc"') } } } });
  });

  test("records that an admin saw others' zones, not that people saw their own", async () => {
    await list(api.owner);
    await list(api.admin);
    await list(api.admin);
    const reads = (await audit('geofence')).filter((entry) => entry.action === 'read');
    expect(reads).toMatchObject([
      { actor_user_id: api.admin.user.id, subject_id: '*', detail: { owner_ids: [api.owner.user.id, api.other.user.id] } },
    ]);
  });
});

describe('/api/geofences/:id', () => {
  let zone: string;
  beforeEach(async () => {
    zone = await addZone(api.server, api.owner);
  });

  test('is for the owner and admins; what an admin does is recorded', async () => {
    expect(await get(zone, api.owner)).toMatchObject({ status: 200, body: { geofence: { id: zone, name: 'Home' } } });
    expect(await get(zone, api.other)).toMatchObject({ status: 403, body: { error: { code: 'ACCESS_DENIED' } } });
    expect(await get(zone)).toMatchObject({ status: 401 });
    expect(await audit('geofence')).toMatchObject([{ action: 'create' }]);
    expect(await get(zone, api.admin)).toMatchObject({ status: 200 });
    expect(await audit('geofence')).toMatchObject([
      { action: 'read', actor_user_id: api.admin.user.id, subject_id: zone, detail: { owner_ids: [api.owner.user.id] } },
      { action: 'create' },
    ]);
  });

  test('has an id that is the same in capital letters', async () => {
    const capitals = zone.toUpperCase();
    expect(await get(capitals, api.owner)).toMatchObject({ status: 200, body: { geofence: { id: zone } } });
    expect(await patch(capitals, api.owner, { name: 'x' })).toMatchObject({ status: 200 });
    expect(await remove(capitals, api.owner)).toMatchObject({ status: 200 });
    expect(await get(zone, api.owner)).toMatchObject({ status: 404 });
  });

  test.each([UNKNOWN, 'x', '%00'])('does not know %p', async (id) => {
    expect(await get(id, api.owner)).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    expect(await patch(id, api.owner, { name: 'x' })).toMatchObject({ status: 404 });
    expect(await remove(id, api.owner)).toMatchObject({ status: 404 });
  });

  test('PATCH changes what is given; the version counts changes of the area', async () => {
    api.time.now += 1_000;
    const renamed = await patch(zone, api.owner, { name: 'Flat', notify_on_exit: false });
    expect(renamed).toMatchObject({
      status: 200,
      body: { geofence: { name: 'Flat', notify_on_exit: false, radius_meters: 100, version: 1 } },
    });
    expect(renamed.body.geofence.updated_at).toBe(new Date(NOW + 1_000).toISOString());
    expect((await patch(zone, api.owner, { radius_meters: 250 })).body.geofence).toMatchObject({
      radius_meters: 250,
      version: 2,
    });
    const back = await patch(zone, api.owner, (await get(zone, api.owner)).body.geofence);
    expect(back.body.geofence).toMatchObject({ name: 'Flat', version: 2 });
  });

  test('PATCH to another shape wants what that shape needs', async () => {
    const missing = await patch(zone, api.owner, { shape_type: 'rectangle' });
    expect(missing).toMatchObject({
      status: 422,
      body: { error: { details: { geometry: expect.stringContaining('missing') } } },
    });
    const geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [13, 52],
          [13.1, 52],
          [13.1, 52.1],
          [13, 52.1],
        ],
      ],
    };
    const answer = await patch(zone, api.owner, { shape_type: 'rectangle', geometry });
    expect(answer).toMatchObject({
      status: 200,
      body: { geofence: { shape_type: 'rectangle', radius_meters: null, version: 2 } },
    });
    expect(answer.body.geofence.geometry.coordinates[0]).toHaveLength(5);
  });

  test('PATCH judges a moved zone anew, silently', async () => {
    addLocation(api.server, phone, NOW);
    await patch(zone, api.owner, { radius_meters: 101 });
    expect((await status(api.owner)).body.status).toMatchObject([{ is_inside: true, geofence_version: 2 }]);
    await patch(zone, api.owner, { center_latitude: 50 });
    expect((await status(api.owner)).body.status).toMatchObject([{ is_inside: false, geofence_version: 3 }]);
    expect((await api.services.events.list(api.owner.user, {}, 10, 0)).total).toBe(0);
  });

  test('PATCH and DELETE are for the owner and admins, recorded with what changed', async () => {
    for (const as of [api.other, undefined]) {
      const refused = as ? 403 : 401;
      expect((await patch(zone, as, { name: 'Mine now' })).status).toBe(refused);
      expect((await remove(zone, as)).status).toBe(refused);
    }
    expect((await patch(zone, api.owner, { owner_id: api.other.user.id })).status).toBe(403);
    expect((await get(zone, api.owner)).body.geofence.name).toBe('Home');
    expect((await patch(zone, api.admin, { color: '#123456' })).status).toBe(200);
    expect(await remove(zone, api.admin)).toMatchObject({ status: 200, body: { success: true } });
    expect(await audit('geofence')).toMatchObject([
      { action: 'delete', actor_user_id: api.admin.user.id, subject_id: zone, detail: { owner_id: api.owner.user.id } },
      { action: 'update', actor_user_id: api.admin.user.id, detail: { fields: ['color'] } },
      { action: 'create', actor_user_id: api.owner.user.id },
    ]);
    expect((await get(zone, api.owner)).status).toBe(404);
  });

  test('an admin can give a zone away, within the limit of the new owner', async () => {
    expect((await patch(zone, api.admin, { owner_id: api.other.user.id })).body.geofence.owner_name).toBe('uta');
    expect((await get(zone, api.owner)).status).toBe(403);
    for (let i = 0; i < 4; i++) await addZone(api.server, api.other);
    const second = await addZone(api.server, api.owner);
    expect((await patch(second, api.admin, { owner_id: api.other.user.id })).status).toBe(409);
    const bound = await addZone(api.server, api.owner, { device_id: phone });
    const foreign = await patch(bound, api.admin, { owner_id: api.admin.user.id });
    expect(foreign).toMatchObject({ status: 422, body: { error: { details: { device_id: expect.any(String) } } } });
  });

  test('DELETE takes the events with it', async () => {
    addEvent(api.server, zone, phone, NOW);
    expect((await api.services.events.list(api.owner.user, {}, 10, 0)).total).toBe(1);
    await remove(zone, api.owner);
    expect((await api.services.events.list(api.owner.user, {}, 10, 0)).total).toBe(0);
  });
});

describe('GET /api/geofences/status', () => {
  test('shows own devices and zones; all to an admin, recorded', async () => {
    addLocation(api.server, phone, NOW);
    addLocation(api.server, theirPhone, NOW);
    const zone = await addZone(api.server, api.owner);
    await addZone(api.server, api.other, { name: 'Theirs' });
    expect((await status(api.owner)).body.status).toMatchObject([{ geofence_name: 'Home' }]);
    expect((await status(api.other)).body.status).toMatchObject([{ geofence_name: 'Theirs' }]);
    expect((await status(api.admin)).body.status).toHaveLength(2);
    expect((await status(api.admin, `?geofenceId=${zone}`)).body.status).toHaveLength(1);
    expect((await status(api.other, `?geofenceId=${zone}`)).body.status).toEqual([]);
    expect((await status(api.owner, `?deviceId=${theirPhone}`)).body.status).toEqual([]);
    expect((await status(api.owner, '?geofenceId=nonsense')).status).toBe(422);
    expect((await status()).status).toBe(401);
    expect(await audit('geofence_status')).toMatchObject([{ action: 'read' }, { action: 'read' }]);
  });
});
