import { DELETE, GET, PATCH } from '@/app/api/expectations/[id]/route';
import { GET as ALERTS } from '@/app/api/expectations/alerts/route';
import { GET as LIST, POST } from '@/app/api/expectations/route';
import { ExpectationWatcher } from '@/lib/services/watch-expectations';
import { SqliteExpectationWatchStore } from '@/lib/storage/sqlite/expectation-watch-store';
import { type Call, call, NOW, type TestApi, testApi } from '../../support/api';
import { addDevice, addLocation, addZone } from '../../support/data';

const HOUR = 3_600_000;
const ID = '7d444840-9dc0-11d1-b245-5ffdce74fad2';

async function setUp() {
  const api = await testApi();
  const device_id = await addDevice(api.server, api.owner);
  const geofence_id = await addZone(api.server, api.owner);
  /** NOW is Friday, 1 May 2026, 12:00 UTC. */
  const body = { name: 'Afternoons', kind: 'no_show', geofence_id, days: [5], start: '12:00', end: '13:00' };
  return { api, device_id, geofence_id, body };
}

type World = Awaited<ReturnType<typeof setUp>>;

const create = ({ api, body }: World, change: object = {}, as = api.owner) =>
  call(POST, { method: 'POST', as, body: { ...body, ...change } });

const on = (handler: Parameters<typeof call>[0], id: string, options: Call) => call(handler, { ...options, params: { id } });

function watch(api: TestApi, at: number): void {
  api.time.now = at;
  new ExpectationWatcher(new SqliteExpectationWatchStore(api.server.connection), () => at).runOnce();
}

describe('POST /api/expectations', () => {
  test('adds one; what is not given is usual, and it says when it looks', async () => {
    const world = await setUp();
    const { status, body } = await create(world);
    expect(status).toBe(201);
    expect(body.expectation).toMatchObject({
      ...world.body,
      owner_id: world.api.owner.user.id,
      device_id: null,
      time_zone: 'UTC',
      is_active: true,
      email_notifications: true,
      geofence_name: 'Home',
      next_check_at: new Date(NOW + HOUR).toISOString(),
      last_check: null,
    });
  });

  test.each([
    ['name', { name: ' ' }, /^name is ""; it must be 1–100 characters$/],
    ['kind', { kind: 'party' }, /^kind is "party"; it must be no_show, overstay, left_early or not_inside$/],
    ['geofence_id', { geofence_id: 7 }, /^geofence_id is 7; it must be the id of a zone or group$/],
    ['geofence_id', { geofence_id: ID }, /there is no such zone$/],
    ['device_id', { device_id: 'phone' }, /^device_id is "phone"; it must be the number of a device/],
    ['device_id', { device_id: 999 }, /^device_id is 999; it must be a device of the owner that the zone watches$/],
    ['time_zone', { time_zone: 'Mars/Olympus' }, /^time_zone is "Mars\/Olympus"; it must be an IANA name/],
    ['days', { days: [] }, /^days is \[\]; it must be at least one of 1 \(Monday\) to 7 \(Sunday\)$/],
    ['days', { days: [0] }, /^days is 0; it must be/],
    ['start', { start: '8:15' }, /^start is "8:15"; it must be HH:MM from 00:00 to 23:59$/],
    ['end', { end: '24:01' }, /^end is "24:01"; it must be HH:MM from 00:00 to 24:00$/],
    ['end', { end: null }, /^end is missing; for no_show it must be HH:MM from 00:00 to 24:00$/],
    ['is_active', { is_active: 'yes' }, /^is_active is "yes"; it must be true or false$/],
  ])('refuses a wrong %s, naming value and range', async (field, change, words) => {
    const { status, body } = await create(await setUp(), change);
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code: 'VALIDATION_ERROR', details: { [field]: expect.stringMatching(words) } });
  });

  test('a kind about a moment has no end, whatever is sent', async () => {
    const { body } = await create(await setUp(), { kind: 'overstay', end: '14:00' });
    expect(body.expectation).toMatchObject({ kind: 'overstay', end: null });
  });

  test('takes groups of zones too', async () => {
    const world = await setUp();
    const group = await world.api.services.groups.create(world.api.owner.user, {
      name: 'Campus',
      member_ids: [world.geofence_id],
    });
    const { body } = await create(world, { geofence_id: group.id });
    expect(body.expectation).toMatchObject({ geofence_id: group.id, geofence_name: 'Campus' });
  });

  test('at most 50 of a person', async () => {
    const world = await setUp();
    for (let i = 0; i < 50; i++) await create(world);
    const { status, body } = await create(world);
    expect([status, body.error.code, body.error.details]).toEqual([409, 'LIMIT_REACHED', { limit: 50 }]);
  });

  test('nobody expects anything of a zone or a device of somebody else; what an admin adds is the owner’s, and audited', async () => {
    const world = await setUp();
    const { api } = world;
    expect((await create(world, {}, api.other)).status).toBe(403);
    expect((await call(POST, { method: 'POST', body: world.body })).status).toBe(401);
    const foreign = await addDevice(api.server, api.other);
    expect((await create(world, { device_id: foreign })).status).toBe(422);
    const { body } = await create(world, {}, api.admin);
    expect(body.expectation.owner_id).toBe(api.owner.user.id);
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ action: 'create', subject_type: 'expectation', subject_id: body.expectation.id });
  });
});

describe('an expectation', () => {
  test('is its owner’s and admins’ only', async () => {
    const world = await setUp();
    const { api } = world;
    const { id } = (await create(world)).body.expectation;
    for (const [handler, method] of [
      [GET, 'GET'],
      [PATCH, 'PATCH'],
      [DELETE, 'DELETE'],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'Mine' } : undefined;
      expect((await on(handler, id, { method, body })).status).toBe(401);
      expect((await on(handler, id, { method, body, as: api.other })).status).toBe(403);
      expect((await on(handler, ID, { method, body, as: api.owner })).status).toBe(404);
    }
    const of = async (as: TestApi['owner']) => (await call(LIST, { as })).body.expectations.map((one: { id: string }) => one.id);
    expect(await of(api.owner)).toEqual([id]);
    expect(await of(api.other)).toEqual([]);
    expect(await of(api.admin)).toEqual([id]);
    expect((await call(LIST, {})).status).toBe(401);
  });

  test('is changed field by field, and nobody gives it a zone of somebody else', async () => {
    const world = await setUp();
    const { api } = world;
    const { id } = (await create(world)).body.expectation;
    const patch = (body: object) => on(PATCH, id, { method: 'PATCH', body, as: api.owner });
    expect((await patch({ end: '14:30', days: [7, 5, 5] })).body.expectation).toMatchObject({
      ...world.body,
      end: '14:30',
      days: [5, 7],
    });
    expect((await patch({ is_active: false })).body.expectation).toMatchObject({ is_active: false, next_check_at: null });
    expect((await patch({ days: [8] })).status).toBe(422);
    const foreign = await addZone(api.server, api.other);
    expect((await patch({ geofence_id: foreign })).status).toBe(403);
    expect((await patch({ owner_id: api.other.user.id })).body.expectation.owner_id).toBe(api.owner.user.id);
  });

  test('tells how it went the last time, and its alerts, with when the device was last heard', async () => {
    const world = await setUp();
    const { api, device_id } = world;
    addLocation(api.server, device_id, NOW - HOUR);
    api.server.connection.raw.exec("UPDATE engine_cursor SET location_id = 1000000 WHERE name = 'geofence'");
    const { id } = (await create(world)).body.expectation;
    watch(api, NOW + HOUR + 10_000);
    const { expectation } = (await on(GET, id, { as: api.owner })).body;
    expect(expectation.last_check).toEqual({ at: new Date(NOW + HOUR).toISOString(), met: false });
    const alertsOf = async (as: TestApi['owner'], query = '') => (await call(ALERTS, { as, path: `/${query}` })).body.alerts;
    expect(await alertsOf(api.owner)).toMatchObject([
      {
        expectation_id: id,
        expectation_name: 'Afternoons',
        device_id,
        due_at: new Date(NOW + HOUR).toISOString(),
        last_fix_at: new Date(NOW - HOUR).toISOString(),
        notification_status: 'pending',
      },
    ]);
    expect(await alertsOf(api.owner, '?open=true')).toHaveLength(1);
    expect(await alertsOf(api.owner, '?open=false')).toEqual([]);
    expect(await alertsOf(api.other)).toEqual([]);
    expect(await alertsOf(api.admin, `?expectationId=${id}`)).toHaveLength(1);
    expect((await call(ALERTS, { as: api.other, path: `/?expectationId=${id}` })).status).toBe(403);
    expect((await call(ALERTS, { as: api.owner, path: '/?open=maybe' })).status).toBe(422);
    expect((await call(ALERTS, {})).status).toBe(401);
  });

  test('goes with its alerts and their mails', async () => {
    const world = await setUp();
    const { api } = world;
    const { id } = (await create(world)).body.expectation;
    watch(api, NOW + HOUR + 10_000);
    expect((await on(DELETE, id, { method: 'DELETE', as: api.owner })).body).toEqual({ success: true });
    expect((await call(ALERTS, { as: api.owner })).body.alerts).toEqual([]);
    const left = api.server.connection.raw.prepare('SELECT count(*) AS count FROM delivery').get();
    expect(left).toEqual({ count: 0 });
  });
});
