import { call, NOW, type Person, type TestApi } from '@/__tests__/support/api';
import { addDevice, addLocation, addZone, apiWithHome, CIRCLE } from '@/__tests__/support/data';
import { fix } from '@/__tests__/support/zones';
import * as cloneRoute from '@/app/api/geofences/[id]/clone/route';
import * as zoneRoute from '@/app/api/geofences/[id]/route';
import * as zonesRoute from '@/app/api/geofences/route';
import { follow } from '@/lib/domain/geofence/track';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteGeofenceStore } from '@/lib/storage/sqlite/geofence-store';

const create = (as: Person | undefined, body: unknown) => call(zonesRoute.POST, { method: 'POST', as, body });
const patch = (id: string, as: Person | undefined, body: unknown) =>
  call(zoneRoute.PATCH, { method: 'PATCH', as, params: { id }, body });
const clone = (id: string, as: Person | undefined, body: unknown) =>
  call(cloneRoute.POST, { method: 'POST', as, params: { id }, body });

const SETTINGS = {
  notify_on_enter: false,
  notify_on_exit: false,
  notify_on_dwell: false,
  email_notifications: false,
  hysteresis_meters: 25.5,
  max_accuracy_meters: 300,
  confirm_seconds: 90,
  grace_seconds: 120,
  dwell_seconds: 1_800,
  pass_through: true,
  schedule: { time_zone: 'Europe/Berlin', windows: [{ days: [1, 2], start: '22:00', end: '06:00' }] },
  notify_enter_after_seconds: 300,
  notify_exit_min_stay_seconds: 600,
  late_policy: 'tell',
  late_after_seconds: 3_600,
  cooldown_seconds: 0,
  is_important: true,
};

let api: TestApi, phone: number, zone: string;
beforeEach(async () => {
  ({ api, phone, home: zone } = await apiWithHome());
});

const stored = async (id = zone) => (await new SqliteGeofenceStore(api.server.connection).find(id))!;

describe('the settings of a zone', () => {
  test('are taken at the creation and by a change, and given back', async () => {
    expect((await create(api.owner, { ...CIRCLE, ...SETTINGS })).body.geofence).toMatchObject(SETTINGS);
    const { geofence } = (await patch(zone, api.owner, SETTINGS)).body;
    expect(geofence).toMatchObject({ ...CIRCLE, ...SETTINGS, version: 1 });
    expect((await patch(zone, api.owner, geofence)).body.geofence).toEqual(geofence);
    expect((await patch(zone, api.owner, { schedule: null, dwell_seconds: null })).body.geofence).toMatchObject({
      ...SETTINGS,
      schedule: null,
      dwell_seconds: null,
    });
  });

  test.each([
    ['confirm_seconds', -5, '0–86,400'],
    ['confirm_seconds', 86_401, '0–86,400'],
    ['confirm_seconds', 1.5, 'whole seconds, 0–86,400'],
    ['confirm_seconds', null, '0–86,400'],
    ['grace_seconds', 90_000, '0–86,400'],
    ['dwell_seconds', 59, '60–2,592,000'],
    ['dwell_seconds', 2_592_001, '60–2,592,000'],
    ['hysteresis_meters', 1_001, '0–1,000'],
    ['max_accuracy_meters', 9, '10–10,000'],
    ['max_accuracy_meters', '500', '10–10,000'],
    ['pass_through', 1, 'true or false'],
    ['notify_on_dwell', 'yes', 'true or false'],
    ['notify_enter_after_seconds', 86_401, '0–86,400'],
    ['notify_exit_min_stay_seconds', 2_592_001, '0–2,592,000'],
    ['late_policy', 'never', 'silent or tell'],
    ['late_after_seconds', 59, '60–604,800'],
    ['cooldown_seconds', -1, '0–86,400'],
    ['cooldown_seconds', 86_401, '0–86,400'],
    ['is_important', 'very', 'true or false'],
  ])('%s %j is refused by its range, at the creation and by a change', async (field, value, range) => {
    const message = `${field} is ${JSON.stringify(value)}; it must be ${range}`;
    for (const answer of [
      await create(api.owner, { ...CIRCLE, [field]: value }),
      await patch(zone, api.owner, { [field]: value }),
    ]) {
      expect(answer).toMatchObject({ status: 422, body: { error: { details: { [field]: message } } } });
    }
  });

  test('a schedule that is wrong is named down to its window', async () => {
    const schedule = { time_zone: 'Europe/Berlin', windows: [{ days: [1], start: '08:00', end: '25:00' }] };
    const answer = await patch(zone, api.owner, { schedule });
    expect(answer.status).toBe(422);
    expect(answer.body.error.details.schedule).toContain('schedule.windows[0].end is "25:00"');
  });

  test('what the server keeps of a zone is neither set nor shown', async () => {
    const kept = {
      version: 9,
      judged_after_location_id: 9,
      judged_since: 9,
      earlier_rules: [{ until_location_id: 9, rule: { confirm_seconds: 9 } }],
    };
    const { geofence } = (await patch(zone, api.owner, { ...kept, color: '#123456' })).body;
    expect(geofence).toMatchObject({ version: 1, judged_after_location_id: 0, color: '#123456' });
    expect(geofence).not.toHaveProperty('earlier_rules');
    expect(geofence).not.toHaveProperty('judged_since');
    expect(await stored()).toMatchObject({ judged_since: NOW, earlier_rules: null });
  });
});

describe('fixes are judged by the settings of when they came', () => {
  test('so a change remembers the former ones for the fixes known by then', async () => {
    const first = addLocation(api.server, phone, NOW);
    await patch(zone, api.owner, { confirm_seconds: 60 });
    await patch(zone, api.owner, { confirm_seconds: 90 });
    const second = addLocation(api.server, phone, NOW + 1_000);
    await patch(zone, api.owner, { dwell_seconds: 600, name: 'House' });
    expect((await stored()).earlier_rules).toMatchObject([
      { until_location_id: first, rule: { confirm_seconds: 0, dwell_seconds: null } },
      { until_location_id: second, rule: { confirm_seconds: 90, dwell_seconds: null } },
    ]);
    expect(await stored()).toMatchObject({ judged_after_location_id: 0, judged_since: NOW, version: 1 });
  });

  test('and a change of notifications, name or schedule remembers nothing', async () => {
    addLocation(api.server, phone, NOW);
    await patch(zone, api.owner, { notify_on_exit: false, late_policy: 'tell', name: 'House', schedule: SETTINGS.schedule });
    expect((await stored()).earlier_rules).toBeNull();
  });

  test.each([
    ['another shape', async () => patch(zone, api.owner, { radius_meters: 300 })],
    ['another device', async () => patch(zone, api.owner, { device_id: phone })],
    [
      'switching off and on',
      async () => {
        await patch(zone, api.owner, { is_active: false });
        return patch(zone, api.owner, { is_active: true });
      },
    ],
  ])('%s begins anew', async (_, change) => {
    addLocation(api.server, phone, NOW);
    await patch(zone, api.owner, { confirm_seconds: 60 });
    const newest = addLocation(api.server, phone, NOW + 1_000);
    api.time.now = NOW + 5_000;
    expect((await change()).status).toBe(200);
    expect(await stored()).toMatchObject({
      earlier_rules: null,
      judged_after_location_id: newest,
      judged_since: NOW + 5_000,
      confirm_seconds: 60,
    });
  });
});

describe('where a device is when a zone is drawn', () => {
  const engineSaw = (latitude: number) => {
    const place = fix(latitude, 13.405, { device_id: phone, occurred_at: NOW - 60_000 });
    const { track } = follow(null, place);
    const state = JSON.stringify({ v: 1, head: null, settled_until: NOW, track, doubt: null });
    const row = { device_id: phone, head_location_id: 1, head_occurred_at: NOW - 60_000, settled_until: NOW, replay_until: null };
    api.server.connection.run(query.insertInto('device_track').values({ ...row, folded: 1, state }));
  };
  const isInside = async () => {
    const id = await addZone(api.server, api.owner);
    return (await api.services.zones.statuses(api.owner.user, { geofenceId: id })).map((row) => row.is_inside);
  };

  test('is where the engine sees it, not where a lone jump says', async () => {
    engineSaw(52.52);
    addLocation(api.server, phone, NOW, { latitude: 53 });
    expect(await isInside()).toEqual([true]);
  });

  test('is its newest fix while the engine has not seen it', async () => {
    addLocation(api.server, phone, NOW, { latitude: 53 });
    expect(await isInside()).toEqual([false]);
  });

  test('is unknown before its first fix', async () => {
    expect(await isInside()).toEqual([]);
  });
});

describe('POST /api/geofences/:id/clone', () => {
  test('an admin gives somebody a zone of the same shape and settings, for all their devices, silently', async () => {
    await patch(zone, api.owner, { ...SETTINGS, device_id: phone, description: 'Mind the dog', color: '#123456' });
    const theirPhone = await addDevice(api.server, api.other);
    addLocation(api.server, theirPhone, NOW);
    const answer = await clone(zone, api.admin, { owner_id: api.other.user.id });
    expect(answer.status).toBe(201);
    const { geofence } = answer.body;
    expect(geofence).toMatchObject({
      ...CIRCLE,
      ...SETTINGS,
      description: 'Mind the dog',
      color: '#123456',
      owner_name: 'uta',
      device_id: null,
      judged_after_location_id: 1,
    });
    expect(geofence.id).not.toBe(zone);
    const statuses = await api.services.zones.statuses(api.other.user);
    expect(statuses).toMatchObject([{ geofence_id: geofence.id, device_id: theirPhone, is_inside: true }]);
    expect((await api.services.events.list(api.other.user, {}, 10, 0)).total).toBe(0);
    const entries = await api.services.audit.list(api.admin.user, 1);
    expect(entries).toMatchObject([
      { action: 'clone', subject_id: geofence.id, detail: { from: zone, from_owner_id: api.owner.user.id } },
    ]);
  });

  test('forgets how its model was judged before', async () => {
    addLocation(api.server, phone, NOW);
    await patch(zone, api.owner, { confirm_seconds: 60 });
    await patch(zone, api.owner, { radius_meters: 200 });
    const { geofence } = (await clone(zone, api.owner, { owner_id: api.owner.user.id, name: 'Twin' })).body;
    expect(geofence).toMatchObject({ name: 'Twin', version: 1 });
    expect(await stored(geofence.id)).toMatchObject({ earlier_rules: null, judged_since: NOW });
  });

  test('counts for its new owner', async () => {
    for (let i = 0; i < 5; i++) await addZone(api.server, api.other);
    const full = await clone(zone, api.admin, { owner_id: api.other.user.id });
    expect(full).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED' } } });
    for (let i = 0; i < 4; i++) await clone(zone, api.owner, { owner_id: api.owner.user.id });
    expect((await clone(zone, api.owner, { owner_id: api.owner.user.id })).status).toBe(409);
  });

  test('is refused to strangers, to users for others, and for what is not there', async () => {
    const own = { owner_id: api.other.user.id };
    expect((await clone(zone, undefined, own)).status).toBe(401);
    expect((await clone(zone, api.other, own)).status).toBe(403);
    expect((await clone(zone, api.owner, own)).status).toBe(403);
    expect((await clone('00000000-0000-4000-8000-000000000000', api.admin, own)).status).toBe(404);
    const nobody = await clone(zone, api.admin, { owner_id: 9_999 });
    expect(nobody).toMatchObject({
      status: 422,
      body: { error: { details: { owner_id: 'owner_id is 9999; there is no such user' } } },
    });
    const wrong = await clone(zone, api.admin, { name: '' });
    expect(wrong.body.error.details).toEqual({
      name: 'name is ""; it must be 1–100 characters',
      owner_id: 'owner_id is missing; it must be the number of a user',
    });
  });
});
