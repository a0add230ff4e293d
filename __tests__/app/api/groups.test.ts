import { call, NOW, type Person, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addLocation, addZone } from '@/__tests__/support/data';
import * as deviceRoute from '@/app/api/devices/[id]/route';
import * as zoneRoute from '@/app/api/geofences/[id]/route';
import { GET as listZones } from '@/app/api/geofences/route';
import { GET as getStatus } from '@/app/api/geofences/status/route';
import * as groupRoute from '@/app/api/groups/[id]/route';
import * as groupsRoute from '@/app/api/groups/route';
import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';

const list = (as?: Person, query = '') => call(groupsRoute.GET, { as, path: `/api/groups${query}` });
const create = (as: Person | undefined, body: unknown) => call(groupsRoute.POST, { method: 'POST', as, body });
const get = (id: string, as?: Person) => call(groupRoute.GET, { as, params: { id } });
const patch = (id: string, as: Person | undefined, body: unknown) =>
  call(groupRoute.PATCH, { method: 'PATCH', as, params: { id }, body });
const remove = (id: string, as?: Person) => call(groupRoute.DELETE, { method: 'DELETE', as, params: { id } });
const patchZone = (id: string, as: Person, body: unknown) => call(zoneRoute.PATCH, { method: 'PATCH', as, params: { id }, body });

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let api: TestApi;
let phone: number;
let house: string;
let garden: string;
beforeEach(async () => {
  api = await testApi();
  phone = await addDevice(api.server, api.owner);
  house = await addZone(api.server, api.owner, { name: 'House' });
  garden = await addZone(api.server, api.owner, { name: 'Garden', center_latitude: 52.53 });
});

const made = async (change: object = {}, as = api.owner): Promise<string> => {
  const answer = await create(as, { name: 'Campus', member_ids: [house, garden], ...change });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.group.id;
};
const statusOf = async (id: string) =>
  (await call(getStatus, { as: api.owner, path: `/api/geofences/status?geofenceId=${id}` })).body.status;
const audit = async () =>
  (await api.services.audit.list(api.admin.user, 100)).filter((entry) => entry.subject_type === 'geofence_group');

describe('POST /api/groups', () => {
  test('answers with the whole group: its zones by name, defaults, the area of them all', async () => {
    const answer = await create(api.owner, { name: 'Campus', member_ids: [house.toUpperCase(), garden, house] });
    expect(answer.status).toBe(201);
    expect(answer.body.group).toEqual({
      ...DEFAULT_SETTINGS,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Campus',
      description: null,
      shape_type: 'group',
      member_ids: [garden, house],
      owner_id: api.owner.user.id,
      owner_name: 'otto',
      device_id: null,
      device_name: null,
      is_active: true,
      color: '#0ca678',
      version: 1,
      judged_after_location_id: 0,
      area_square_meters: expect.closeTo(2 * Math.PI * 100 ** 2, 0),
      center: { latitude: expect.closeTo(52.525, 5), longitude: expect.closeTo(13.405, 5) },
      created_at: new Date(NOW).toISOString(),
      updated_at: new Date(NOW).toISOString(),
    });
    expect(await audit()).toMatchObject([{ action: 'create', detail: { name: 'Campus', zones: 2 } }]);
  });

  test('sets where the devices stand towards all of its area, silently', async () => {
    addLocation(api.server, phone, NOW, { latitude: 52.53 });
    const id = await made();
    expect(await statusOf(id)).toMatchObject([{ kind: 'group', geofence_name: 'Campus', is_inside: true, device_id: phone }]);
    expect((await api.services.events.list(api.owner.user, {}, 10, 0)).total).toBe(0);
  });

  test.each([
    [{ member_ids: [] }, 'member_ids', 'member_ids is []; it must be the ids of 1–100 zones'],
    [{ member_ids: ['home'] }, 'member_ids', 'member_ids is "home"; it must be the ids of 1–100 zones'],
    [{ member_ids: undefined }, 'member_ids', 'member_ids is missing; it must be the ids of 1–100 zones'],
    [{ member_ids: [UNKNOWN] }, 'member_ids', `member_ids has ${UNKNOWN}; each must be a zone of the group's owner`],
    [{ name: '' }, 'name', 'name is ""; it must be 1–100 characters'],
    [{ dwell_seconds: 5 }, 'dwell_seconds', 'dwell_seconds is 5; it must be 60–2,592,000'],
    [{ device_id: 9_999 }, 'device_id', 'device_id is 9999; it must be a device of the owner'],
  ])('%j names the field, the value and the range', async (change, field, message) => {
    const answer = await create(api.owner, { name: 'Campus', member_ids: [house], ...change });
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'VALIDATION_ERROR', details: { [field]: message } } } });
    expect((await list(api.owner)).body.groups).toEqual([]);
  });

  test('is made of zones of its owner only, never of groups', async () => {
    const theirs = await addZone(api.server, api.other);
    expect((await create(api.owner, { name: 'X', member_ids: [house, theirs] })).status).toBe(422);
    expect((await create(api.owner, { name: 'X', member_ids: [await made()] })).status).toBe(422);
    expect((await create(api.admin, { name: 'X', member_ids: [house] })).status).toBe(422);
    const given = await create(api.admin, { name: 'X', member_ids: [house], owner_id: api.owner.user.id });
    expect(given).toMatchObject({ status: 201, body: { group: { owner_name: 'otto' } } });
    expect((await create(api.owner, { name: 'X', member_ids: [theirs], owner_id: api.other.user.id })).status).toBe(403);
    expect((await create(undefined, { name: 'X', member_ids: [house] })).status).toBe(401);
  });

  test('counts no group as a zone, and allows 20 groups', async () => {
    for (let i = 0; i < 3; i++) await addZone(api.server, api.owner);
    for (let i = 0; i < 20; i++) await made();
    const full = await create(api.owner, { name: 'One more', member_ids: [house] });
    expect(full).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED', details: { limit: 20 } } } });
    expect(await api.services.zones.quota(api.owner.user)).toMatchObject({ zones: 5 });
    expect((await call(listZones, { as: api.owner })).body.geofences).toHaveLength(5);
    const mine = await addZone(api.server, api.admin);
    for (let i = 0; i < 21; i++) await made({ member_ids: [mine] }, api.admin);
  });
});

describe('reading groups', () => {
  test('a user sees own groups, an admin all, recorded; a stranger none', async () => {
    const id = await made();
    const theirs = await addZone(api.server, api.other);
    await made({ name: 'Theirs', member_ids: [theirs] }, api.other);
    const names = async (as: Person, query = '') =>
      (await list(as, query)).body.groups.map((group: { name: string }) => group.name);
    expect(await names(api.owner)).toEqual(['Campus']);
    expect(await names(api.owner, `?ownerId=${api.other.user.id}`)).toEqual(['Campus']);
    expect(await names(api.admin)).toEqual(['Campus', 'Theirs']);
    expect(await names(api.admin, `?ownerId=${api.other.user.id}`)).toEqual(['Theirs']);
    expect((await list()).status).toBe(401);
    expect((await list(api.owner, '?ownerId=x')).status).toBe(422);
    expect((await get(id, api.owner)).body.group.name).toBe('Campus');
    expect((await get(id, api.other)).status).toBe(403);
    expect((await get(id)).status).toBe(401);
    expect((await get(UNKNOWN, api.owner)).status).toBe(404);
    expect((await get(house, api.owner)).status).toBe(404);
    expect((await audit()).map((entry) => entry.action)).toContain('read');
  });

  test('many groups are read with as many queries as one, each with its own zones', async () => {
    const prepared = jest.spyOn(api.server.connection, 'prepare');
    const queriesOf = async () => {
      prepared.mockClear();
      const { groups } = (await list(api.owner)).body;
      return { queries: prepared.mock.calls.length, members: groups.map((group: { member_ids: string[] }) => group.member_ids) };
    };
    await made({ name: 'A' });
    const one = await queriesOf();
    expect(one.members).toEqual([[garden, house]]);
    await made({ name: 'B', member_ids: [house] });
    for (let i = 0; i < 8; i++) await made({ name: `C${i}`, member_ids: [garden] });
    expect(await queriesOf()).toEqual({ queries: one.queries, members: [[garden, house], [house], ...Array(8).fill([garden])] });
  });

  test('the routes of zones know no groups', async () => {
    const id = await made();
    expect((await call(zoneRoute.GET, { as: api.owner, params: { id } })).status).toBe(404);
    expect((await patchZone(id, api.owner, { name: 'Zone' })).status).toBe(404);
    expect((await call(zoneRoute.DELETE, { method: 'DELETE', as: api.owner, params: { id } })).status).toBe(404);
  });
});

describe('PATCH /api/groups/:id', () => {
  test('changes settings without judging anew; takes a group back as it was read', async () => {
    addLocation(api.server, phone, NOW);
    const id = await made();
    addLocation(api.server, phone, NOW + 1_000);
    const changed = await patch(id, api.owner, { name: 'Estate', confirm_seconds: 60, schedule: null });
    const { group } = changed.body;
    expect(group).toMatchObject({ name: 'Estate', confirm_seconds: 60, version: 1, judged_after_location_id: 1 });
    expect(group.member_ids).toEqual([garden, house]);
    expect((await patch(id, api.owner, group)).body.group).toEqual(group);
    expect(group).not.toHaveProperty('earlier_rules');
    expect(group).not.toHaveProperty('judged_since');
  });

  test('other zones are another area, judged anew, silently', async () => {
    addLocation(api.server, phone, NOW, { latitude: 52.53 });
    const id = await made();
    const fewer = await patch(id, api.owner, { member_ids: [house] });
    expect(fewer.body.group).toMatchObject({ version: 2, member_ids: [house], judged_after_location_id: 1 });
    expect(await statusOf(id)).toMatchObject([{ is_inside: false, geofence_version: 2 }]);
    expect((await patch(id, api.owner, { member_ids: [house] })).body.group.version).toBe(2);
    expect((await api.services.events.list(api.owner.user, {}, 10, 0)).total).toBe(0);
  });

  test('is for the owner and admins; a group stays with its owner', async () => {
    const id = await made();
    for (const as of [api.other, undefined]) {
      expect((await patch(id, as, { name: 'Mine now' })).status).toBe(as ? 403 : 401);
      expect((await remove(id, as)).status).toBe(as ? 403 : 401);
    }
    expect((await patch(id, api.owner, { member_ids: [] })).status).toBe(422);
    expect((await patch(id, api.owner, { member_ids: [await addZone(api.server, api.other)] })).status).toBe(422);
    expect((await patch(UNKNOWN, api.owner, { name: 'X' })).status).toBe(404);
    const given = await patch(id, api.admin, { owner_id: api.other.user.id });
    expect(given).toMatchObject({
      status: 422,
      body: { error: { details: { owner_id: expect.stringContaining('stays with') } } },
    });
    expect((await patch(id, api.admin, { color: '#123456' })).body.group).toMatchObject({ color: '#123456', name: 'Campus' });
    expect(await audit()).toMatchObject([{ action: 'update', detail: { fields: ['color'] } }, { action: 'create' }]);
  });
});

describe('a group follows its zones', () => {
  beforeEach(() => addLocation(api.server, phone, NOW, { latitude: 52.53 }));

  test('when one is moved or switched off and on', async () => {
    const id = await made();
    await patchZone(garden, api.owner, { center_latitude: 40 });
    expect(await statusOf(id)).toMatchObject([{ is_inside: false, geofence_version: 2 }]);
    await patchZone(garden, api.owner, { center_latitude: 52.53 });
    expect(await statusOf(id)).toMatchObject([{ is_inside: true, geofence_version: 3 }]);
    await patchZone(garden, api.owner, { is_active: false });
    expect(await statusOf(id)).toMatchObject([{ is_inside: false, geofence_version: 4 }]);
    expect((await get(id, api.owner)).body.group.area_square_meters).toBeCloseTo(Math.PI * 100 ** 2, 0);
    await patchZone(garden, api.owner, { is_active: true });
    expect(await statusOf(id)).toMatchObject([{ is_inside: true, geofence_version: 5 }]);
  });

  test('but not when one only gets another name or settings', async () => {
    const id = await made();
    await patchZone(garden, api.owner, { name: 'Meadow', grace_seconds: 60 });
    expect((await get(id, api.owner)).body.group.version).toBe(1);
  });

  test('with all of them off it is nowhere, and nobody stands towards it', async () => {
    const id = await made();
    for (const zone of [house, garden]) await patchZone(zone, api.owner, { is_active: false });
    expect(await statusOf(id)).toEqual([]);
    const { group } = (await get(id, api.owner)).body;
    expect(group).toMatchObject({ is_active: true, area_square_meters: 0, center: null });
  });

  test('without one that is removed; without any it is switched off until it gets others', async () => {
    const id = await made();
    await api.services.zones.remove(api.owner.user, garden);
    expect(await statusOf(id)).toMatchObject([{ is_inside: false }]);
    await api.services.zones.remove(api.owner.user, house);
    expect((await get(id, api.owner)).body.group).toMatchObject({ member_ids: [], is_active: false });
    const empty = await patch(id, api.owner, { is_active: true });
    expect(empty).toMatchObject({ status: 422, body: { error: { details: { member_ids: expect.any(String) } } } });
    expect((await patch(id, api.owner, { name: 'Nowhere' })).status).toBe(200);
    const zone = await addZone(api.server, api.owner, { center_latitude: 52.53 });
    expect((await patch(id, api.owner, { is_active: true, member_ids: [zone] })).status).toBe(200);
    expect(await statusOf(id)).toMatchObject([{ is_inside: true }]);
  });

  test('without those of a device that is removed, and without any it is switched off', async () => {
    const tablet = await addDevice(api.server, api.owner, 'tablet');
    const shed = await addZone(api.server, api.owner, { name: 'Shed', device_id: tablet });
    const campus = await made({ member_ids: [house, garden, shed] });
    const alone = await made({ name: 'Alone', member_ids: [shed] });
    const newest = addLocation(api.server, phone, NOW);
    const remove = { method: 'DELETE', as: api.owner, params: { id: String(tablet) } } as const;
    expect((await call(deviceRoute.DELETE, remove)).status).toBe(200);
    expect((await get(campus, api.owner)).body.group).toMatchObject({
      ...{ member_ids: [garden, house], is_active: true, version: 2 },
      area_square_meters: expect.closeTo(2 * Math.PI * 100 ** 2, 0),
      judged_after_location_id: newest,
    });
    expect(await statusOf(campus)).toMatchObject([{ device_id: phone, is_inside: true }]);
    expect((await get(alone, api.owner)).body.group).toMatchObject({ member_ids: [], is_active: false });
    expect((await call(zoneRoute.GET, { as: api.owner, params: { id: shed } })).status).toBe(404);
  });

  test('without one that an admin gives to somebody else', async () => {
    const id = await made();
    await patchZone(garden, api.admin, { owner_id: api.other.user.id });
    expect((await get(id, api.owner)).body.group).toMatchObject({ member_ids: [house], version: 2 });
  });
});

test('DELETE takes the events and the group, not its zones', async () => {
  const id = await made();
  addEvent(api.server, id, phone, NOW);
  expect((await api.services.events.list(api.owner.user, {}, 10, 0)).events).toMatchObject([{ geofence_name: 'Campus' }]);
  expect(await remove(id, api.owner)).toMatchObject({ status: 200, body: { success: true } });
  expect((await remove(id, api.owner)).status).toBe(404);
  expect((await api.services.events.list(api.owner.user, {}, 10, 0)).total).toBe(0);
  expect((await call(listZones, { as: api.owner })).body.geofences).toHaveLength(2);
  expect(await audit()).toMatchObject([{ action: 'delete', subject_id: id }, { action: 'create' }]);
});
