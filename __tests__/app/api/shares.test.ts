import { type Answer, call, NOW, type Person, person, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addLocation } from '@/__tests__/support/data';
import * as oneDevice from '@/app/api/devices/[id]/route';
import * as devices from '@/app/api/devices/route';
import * as locations from '@/app/api/locations/route';
import * as one from '@/app/api/shares/[id]/route';
import * as shares from '@/app/api/shares/route';

const HOUR = 3_600_000;
const iso = (time: number) => new Date(time).toISOString();

let api: TestApi;
let phone: number;
let car: number;
let stranger: Person;

beforeEach(async () => {
  api = await testApi();
  stranger = await person(api.server, 'sven', 'user');
  phone = await addDevice(api.server, api.owner);
  car = await addDevice(api.server, api.owner, 'car');
});

const give = (body: object, as: Person = api.owner): Promise<Answer> =>
  call(shares.POST, { method: 'POST', as, body: { viewer: 'uta', device_id: phone, ...body } });
const listed = async (as: Person) => (await call(shares.GET, { as })).body.shares;
const seen = async (as: Person): Promise<number[]> =>
  (await call(devices.GET, { as })).body.devices.map(({ id }: { id: number }) => id);
const history = (as: Person, device: number) => call(locations.GET, { as, path: `/?device_id=${device}` });
const change = (id: string, body: object, as: Person = api.owner) =>
  call(one.PATCH, { method: 'PATCH', as, params: { id }, body });
const end = (id: string, as: Person) => call(one.DELETE, { method: 'DELETE', as, params: { id } });

describe('POST /api/shares', () => {
  test('names the person by e-mail address or by user name, whatever the letter case', async () => {
    const made = await give({ viewer: ' UTA@example.org ', with_history: true, until: iso(NOW + HOUR) });
    expect(made.status).toBe(201);
    expect(made.body.share).toEqual({
      id: expect.any(String),
      owner_id: api.owner.user.id,
      owner_name: 'otto',
      viewer_id: api.other.user.id,
      viewer_name: 'uta',
      viewer_handle: 'uta',
      device_id: phone,
      device_name: "otto's phone",
      with_history: true,
      until: iso(NOW + HOUR),
      created_at: iso(NOW),
      direction: 'given',
      is_active: true,
    });
    expect((await give({ viewer: 'Sven', device_id: null })).body.share).toMatchObject({
      device_id: null,
      device_name: null,
      with_history: false,
      until: null,
    });
  });

  test('is refused with the field, the value and the range', async () => {
    const wrong = await give({ viewer: '', device_id: 'x', with_history: 'yes', until: 'tomorrow' });
    expect(wrong.status).toBe(422);
    expect(wrong.body.error.details).toEqual({
      viewer: 'viewer has 0 characters; it must have 1–254',
      device_id: 'device_id is "x"; it must be a whole number from 1',
      with_history: 'with_history must be true or false',
      until: 'until is "tomorrow"; it must be a time in ISO 8601 or in epoch milliseconds',
    });
    const past = await give({ until: iso(NOW) });
    expect(past.body.error.details).toEqual({ until: `until is ${iso(NOW)}; it must be in the future` });
    const oneself = await give({ viewer: 'otto' });
    expect(oneself.body.error.details).toEqual({
      viewer: 'viewer is yourself; you see your own devices anyway',
      reason: 'yourself',
    });
    expect(await listed(api.owner)).toEqual([]);
  });

  test('never shares everything because the device was forgotten', async () => {
    const forgotten = await give({ device_id: undefined });
    expect(forgotten.body.error.details).toEqual({ device_id: 'device_id is missing; it must be a whole number from 1' });
  });

  test('says that a person is not here, and not after many tries', async () => {
    const unknown = await give({ viewer: 'nobody@example.org' });
    expect(unknown.status).toBe(422);
    expect(unknown.body.error.message).toBe('viewer is "nobody@example.org"; nobody here has this e-mail address or user name');
    for (let n = 0; n < 19; n++) await give({ viewer: `guess${n}` });
    expect((await give({ viewer: 'uta' })).status).toBe(429);
    expect((await give({ device_id: car, viewer: 'otto' }, stranger)).status).toBe(403);
  });

  test('shares only own devices, also for an admin', async () => {
    for (const as of [stranger, api.admin]) {
      expect((await give({ device_id: phone }, as)).status).toBe(403);
      expect((await give({ device_id: 999 }, as)).status).toBe(404);
    }
    expect((await call(shares.POST, { method: 'POST', body: { viewer: 'uta', device_id: phone } })).status).toBe(401);
  });

  test('does not give the same twice, but anew after the end', async () => {
    await give({ until: iso(NOW + HOUR) });
    const again = await give({});
    expect(again.status).toBe(422);
    expect(again.body.error.details).toMatchObject({ viewer: 'uta sees this already; change that share instead' });
    api.time.now += HOUR;
    expect((await give({})).status).toBe(201);
    expect(await listed(api.owner)).toHaveLength(1);
  });

  test('is in the audit log', async () => {
    const { id } = (await give({})).body.share;
    await change(id, { with_history: true });
    await end(id, api.owner);
    const entries = (await api.services.audit.list(api.admin.user, 100)).filter((entry) => entry.subject_type === 'share');
    expect(entries.map(({ action, subject_id, actor_user_id }) => [action, subject_id, actor_user_id])).toEqual([
      ['delete', id, api.owner.user.id],
      ['update', id, api.owner.user.id],
      ['create', id, api.owner.user.id],
    ]);
  });
});

describe('GET /api/shares', () => {
  test('shows both people the share, and nobody else', async () => {
    const { id } = (await give({})).body.share;
    expect(await listed(api.owner)).toMatchObject([{ id, direction: 'given', is_active: true }]);
    expect(await listed(api.other)).toMatchObject([{ id, direction: 'received', owner_name: 'otto' }]);
    expect(await listed(stranger)).toEqual([]);
    expect((await call(shares.GET)).status).toBe(401);
  });

  test('shows an ended one to the owner, who may extend it, and no longer to the viewer', async () => {
    const { id } = (await give({ until: iso(NOW + HOUR) })).body.share;
    api.time.now += HOUR;
    expect(await listed(api.owner)).toMatchObject([{ id, is_active: false }]);
    expect(await listed(api.other)).toEqual([]);
    expect((await change(id, { until: iso(NOW + 3 * HOUR) })).body.share).toMatchObject({ is_active: true });
    expect(await seen(api.other)).toEqual([phone]);
  });
});

describe('/api/shares/:id', () => {
  test('is changed by its owner only, and ended by either of the two or an admin', async () => {
    const { id } = (await give({})).body.share;
    expect((await change(id, { with_history: true }, api.other)).status).toBe(403);
    expect((await change(id, { with_history: true }, api.admin)).status).toBe(403);
    expect((await change(id, { with_history: true }, stranger)).status).toBe(404);
    expect((await end(id, stranger)).status).toBe(404);
    expect((await call(one.DELETE, { method: 'DELETE', params: { id } })).status).toBe(401);
    expect((await change(id, { until: iso(NOW - 1), with_history: 1 })).status).toBe(422);
    expect((await listed(api.owner))[0]).toMatchObject({ with_history: false, until: null });
    expect((await end(id, api.other)).body).toEqual({ success: true });
    expect((await end(id, api.owner)).status).toBe(404);
    const second = (await give({})).body.share;
    expect((await end(second.id, api.admin)).status).toBe(200);
    expect(await listed(api.owner)).toEqual([]);
  });
});

describe('a shared device', () => {
  const fix = {
    ssid: 'home-wifi',
    bssid: 'aa',
    in_regions: ['Secret place'],
    tag: 'note',
    poi: 'x',
    extra: { a: 1 },
    battery: 55,
  };

  test('is listed and shown without what its phone told its owner only', async () => {
    addLocation(api.server, phone, NOW - 1_000, fix);
    addLocation(api.server, phone, NOW - 9_000);
    await give({ until: iso(NOW + HOUR) });
    const [device] = (await call(devices.GET, { as: api.other })).body.devices;
    expect(device).toMatchObject({
      id: phone,
      shared: true,
      with_history: false,
      shared_until: iso(NOW + HOUR),
      owner_name: 'otto',
      battery: 55,
      last_location: { occurred_at: iso(NOW - 1_000), ssid: null, bssid: null, in_regions: null, tag: null, extra: null },
    });
    const alone = await call(oneDevice.GET, { as: api.other, params: { id: String(phone) } });
    expect(alone.body.device).toEqual(device);
    expect(alone.text).not.toMatch(/home-wifi|Secret place|note/);
    const own = (await call(devices.GET, { as: api.owner })).body.devices.find(({ id }: { id: number }) => id === phone);
    expect(own).toMatchObject({ shared: false, with_history: true, shared_until: null, last_location: { ssid: 'home-wifi' } });
  });

  test('is not where an archive says, unless its past is shared, too', async () => {
    addLocation(api.server, phone, NOW - HOUR);
    const imported = addLocation(api.server, phone, NOW);
    api.server.connection.raw.prepare(`UPDATE location SET origin = 'import' WHERE id = ?`).run(imported);
    const { id } = (await give({})).body.share;
    const place = async () =>
      (await call(oneDevice.GET, { as: api.other, params: { id: String(phone) } })).body.device.last_location;
    expect(await place()).toMatchObject({ occurred_at: iso(NOW - HOUR) });
    await change(id, { with_history: true });
    expect(await place()).toMatchObject({ occurred_at: iso(NOW) });
  });

  test('comes after the own ones, and can be left out by naming the owner', async () => {
    const own = await addDevice(api.server, api.other);
    await give({ device_id: null });
    expect(await seen(api.other)).toEqual([own, car, phone]);
    const only = await call(devices.GET, { as: api.other, path: `/?user_id=${api.other.user.id}` });
    expect(only.body.devices).toMatchObject([{ id: own }]);
  });

  test('shows its past only with the right to it, and never more of it than is shared', async () => {
    addLocation(api.server, phone, NOW - HOUR, fix);
    addLocation(api.server, car, NOW - HOUR);
    const { id } = (await give({})).body.share;
    expect((await history(api.other, phone)).status).toBe(403);
    await change(id, { with_history: true });
    const past = await history(api.other, phone);
    expect(past.body.locations).toMatchObject([{ device_id: phone, ssid: null, in_regions: null, extra: null }]);
    expect(past.text).not.toMatch(/home-wifi|Secret place|note/);
    for (const format of ['geojson', 'gpx', 'csv']) {
      const file = await call(locations.GET, { as: api.other, path: `/?device_id=${phone}&format=${format}` });
      expect(file.status).toBe(200);
      expect(file.text).not.toMatch(/home-wifi|Secret place|note/);
    }
    expect((await history(api.other, car)).status).toBe(403);
    expect((await history(stranger, phone)).status).toBe(403);
  });

  test('includes those that the owner adds later when all are shared', async () => {
    await give({ device_id: null });
    const later = await addDevice(api.server, api.owner, 'watch');
    expect((await seen(api.other)).sort()).toEqual([phone, car, later].sort());
    expect(await seen(stranger)).toEqual([]);
  });

  test('has the most that any of several shares gives', async () => {
    await give({ device_id: null, until: iso(NOW + 2 * HOUR) });
    await give({ device_id: phone, with_history: true, until: iso(NOW + HOUR) });
    expect((await history(api.other, phone)).status).toBe(200);
    expect((await history(api.other, car)).status).toBe(403);
    api.time.now += HOUR;
    expect((await history(api.other, phone)).status).toBe(403);
    expect(await seen(api.other)).toContain(phone);
    api.time.now += HOUR;
    expect(await seen(api.other)).toEqual([]);
  });

  test('is gone at the moment that was named, at the end of the share, and with the device or its owner', async () => {
    const look = () => call(oneDevice.GET, { as: api.other, params: { id: String(phone) } });
    await give({ until: iso(NOW + HOUR) });
    api.time.now = NOW + HOUR - 1;
    expect((await look()).status).toBe(200);
    api.time.now += 1;
    expect((await look()).status).toBe(403);
    const { id } = (await give({})).body.share;
    expect((await look()).status).toBe(200);
    await end(id, api.owner);
    expect((await look()).status).toBe(403);
    await give({});
    await api.services.devices.remove(api.owner.user, phone);
    expect((await look()).status).toBe(404);
    await give({ device_id: car });
    await api.services.users.remove(api.admin.user, api.owner.user.id);
    expect(await listed(api.other)).toEqual([]);
    expect(await seen(api.other)).toEqual([]);
  });
});
