import { type Answer, call, NOW, PASSWORD, type Person, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addLocation } from '@/__tests__/support/data';
import * as last from '@/app/api/0/last/route';
import * as list from '@/app/api/0/list/route';
import * as locations from '@/app/api/0/locations/route';
import * as q from '@/app/api/0/q/route';
import * as version from '@/app/api/0/version/route';
import { query } from '@/lib/storage/sqlite/connection';

const HOUR = 3_600_000;
const T = NOW / 1000;

let api: TestApi;
let phone: number;
beforeEach(async () => {
  api = await testApi();
  phone = await addDevice(api.server, api.owner, 'Phone');
});

const ask = (route: { GET: (request: Request) => Promise<Response> }, search: string, as?: Person, headers = {}) =>
  call(route.GET, { as, path: `/api/0/x?${search}`, headers });
const track = (search: string, as: Person = api.owner, headers = {}) =>
  ask(locations, `user=otto&device=phone&${search}`, as, headers);
const times = (answer: Answer): number[] => answer.body.data.map((one: { tst: number }) => one.tst - T);
/** With the past or only where it is now. */
const share = (with_history: boolean) =>
  api.services.shares.create(api.owner.user, { viewer: 'uta', device_id: phone, with_history, until: null });

describe('version and q', () => {
  test('version says what answers', async () => {
    expect((await ask(version, '', api.owner)).body).toEqual({ version: expect.any(String), git: expect.any(String) });
  });

  test('q knows no addresses', async () => {
    expect(await ask(q, 'lat=52.5&lon=13.4', api.owner)).toMatchObject({ status: 200, body: {} });
  });
});

describe('list', () => {
  test('users, a user’s devices and a device’s months, in small letters', async () => {
    addLocation(api.server, phone, Date.UTC(2025, 10, 30, 23, 59));
    addLocation(api.server, phone, NOW);
    expect((await ask(list, '', api.owner)).body).toEqual({ results: ['otto'] });
    expect((await ask(list, 'user=OTTO', api.owner)).body).toEqual({ results: ['phone'] });
    expect((await ask(list, 'user=otto&device=PHONE', api.owner)).body).toEqual({
      results: ['rec/otto/phone/2025-11.rec', 'rec/otto/phone/2026-05.rec'],
    });
  });

  test('an array also for who has nothing; an error, too, for a name that means nothing', async () => {
    expect((await ask(list, '', api.other)).body).toEqual({ results: [] });
    expect((await ask(list, 'user=uta', api.other)).body).toEqual({ results: [] });
    expect((await ask(list, 'user=nobody', api.other)).body).toEqual({ error: expect.any(String), results: [] });
  });
});

describe('last', () => {
  test('is an array, also of nothing', async () => {
    expect((await ask(last, '', api.owner)).body).toEqual([]);
  });

  test('has the newest fix of each device as the frontend reads it; what is unknown is absent', async () => {
    await addDevice(api.server, api.owner, 'new');
    const tablet = await addDevice(api.server, api.owner, 'tablet');
    addLocation(api.server, phone, NOW - 1_000, { latitude: 1 });
    addLocation(api.server, phone, NOW, { battery: 0, in_regions: null });
    addLocation(api.server, tablet, NOW - HOUR);
    const { body } = await ask(last, '', api.owner);
    expect(body.map((one: { device: string }) => one.device)).toEqual(['phone', 'tablet']);
    expect(body[0]).toEqual({
      ...{ _type: 'location', lat: 52.52, lon: 13.405, acc: 10, batt: 0, tst: T },
      ...{ topic: 'owntracks/otto/Phone', username: 'otto', device: 'phone', ghash: 'u33dc0c', name: "otto's Phone" },
      ...{ isotst: '2026-05-01T12:00:00Z', disptst: '2026-05-01 12:00:00', tzname: 'UTC', isolocal: '2026-05-01T12:00:00+0000' },
    });
    expect((await ask(last, 'user=otto&device=tablet', api.owner)).body).toHaveLength(1);
    expect((await ask(last, 'user=otto&device=watch', api.owner)).body).toEqual([]);
  });

  test('names the device as its card does, and the time on the clock of its owner', async () => {
    addLocation(api.server, phone, NOW);
    const card = { device_id: phone, kind: 'card' as const, key: '', occurred_at: NOW, received_at: NOW };
    api.server.connection.run(
      query.insertInto('device_report').values({ ...card, payload: JSON.stringify({ name: 'Otto Ohm' }) }),
    );
    await api.services.users.updateAccount(api.owner.user, { time_zone: 'Europe/Berlin' });
    const [one] = (await ask(last, '', api.owner)).body;
    expect(one).toMatchObject({ name: 'Otto Ohm', tzname: 'Europe/Berlin', isolocal: '2026-05-01T14:00:00+0200' });
  });

  test('fields chooses members', async () => {
    addLocation(api.server, phone, NOW);
    expect((await ask(last, 'fields=tst,username, nothing', api.owner)).body).toEqual([{ tst: T, username: 'otto' }]);
  });
});

describe('locations', () => {
  beforeEach(() => {
    for (const seconds of [-7 * 3600, -6 * 3600, -20, -10, 0]) addLocation(api.server, phone, NOW + seconds * 1000);
  });

  test('without a span the last six hours, both ends outside of it', async () => {
    const answer = await track('');
    expect(answer.body).toMatchObject({ count: 2, status: 200, version: expect.any(String) });
    expect(times(answer)).toEqual([-20, -10]);
    expect(answer.body.data[0]).toEqual({
      ...{ _type: 'location', lat: 52.52, lon: 13.405, acc: 10, tst: T - 20, topic: 'owntracks/otto/Phone', ghash: 'u33dc0c' },
      ...{ isorcv: '2026-05-01T11:59:40Z', isotst: '2026-05-01T11:59:40Z', disptst: '2026-05-01 11:59:40' },
      ...{ tzname: 'UTC', isolocal: '2026-05-01T11:59:40+0000' },
    });
  });

  test('from and to are UTC; parts of a second do not count', async () => {
    addLocation(api.server, phone, NOW - 9_001, { latitude: 1 });
    expect(times(await track('from=2026-05-01T05:00:00&to=2026-05-01T11:59:50'))).toEqual([-6 * 3600, -20]);
    expect(times(await track('from=2026-05-01&to=2026-06'))).toEqual([-7 * 3600, -6 * 3600, -20, -10, -10, 0]);
    expect(times(await track('from=2026-05-01T11:59:50&to=2026-05-02'))).toEqual([0]);
  });

  test('limit takes the newest, newest first; a line stays in the order of time', async () => {
    expect(times(await track('limit=1'))).toEqual([-10]);
    expect(times(await track('limit=99'))).toEqual([-10, -20]);
    expect(times(await track('limit=many'))).toEqual([-20, -10]);
    addLocation(api.server, phone, NOW - 5_000, { longitude: 9 });
    const line = await track('limit=2&format=linestring');
    expect(line.body).toEqual({
      type: 'Feature',
      geometry: {
        type: 'LineString',
        coordinates: [
          [13.405, 52.52],
          [9, 52.52],
        ],
      },
      properties: {},
    });
  });

  test('pages are joined without a gap or a repeat, from both ends', async () => {
    const insert = api.server.connection.raw.prepare(
      'INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at) VALUES (?, ?, 0, ?, 0)',
    );
    // Many of one time, so that pages end among them.
    api.server.connection.transaction(() => {
      for (let n = 0; n < 5_000; n++) insert.run(phone, n / 100, Date.UTC(2026, 0, 1) + Math.floor(n / 30) * 1000);
    });
    const search = 'from=2025-12-31&to=2026-02&fields=lat';
    const latitudes = async (more: string) => (await track(search + more)).body.data.map((one: { lat: number }) => one.lat);
    const all = await latitudes('');
    expect(all).toEqual(Array.from({ length: 5_000 }, (_, n) => n / 100));
    expect(await latitudes('&limit=4999')).toEqual(all.slice(1).reverse());
  });

  test('imported fixes are part of the history', async () => {
    const id = addLocation(api.server, phone, NOW - 15_000);
    api.server.connection.run(query.updateTable('location').set({ origin: 'import' }).where('id', '=', id));
    expect(times(await track(''))).toEqual([-20, -15, -10]);
  });

  test('GeoJSON names points by their tid', async () => {
    addLocation(api.server, phone, NOW - 5_000, { tid: 'op', velocity: 7 });
    const { body, headers } = await track('format=geojson&limit=1');
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toEqual({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          geometry: { type: 'Point', coordinates: [13.405, 52.52] },
          properties: { name: 'op', vel: 7, tst: T - 5, acc: 10, isotst: '2026-05-01T11:59:55Z' },
        },
      ],
    });
  });

  test('geojsonpoi has named places alone', async () => {
    addLocation(api.server, phone, NOW - 5_000, { poi: 'Pier' });
    expect((await track('format=geojsonpoi')).body.features).toEqual([
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [13.405, 52.52] },
        properties: { name: 'Pier', tst: T - 5, isotst: '2026-05-01T11:59:55Z' },
      },
    ]);
  });

  test('GPX is one track, XML has a point for each, both escaped', async () => {
    await api.services.devices.update(api.owner.user, phone, { name: 'A <b>' });
    addLocation(api.server, phone, NOW - 5_000, { altitude: 3, tag: '<&>', extra: { 'no name': 1 } });
    const gpx = await track('format=gpx&limit=1');
    expect(gpx.text).toContain('<trk><name>A &lt;b&gt;</name><trkseg>\n<trkpt lat="52.52" lon="13.405"><ele>3</ele><time>2026-');
    const { text } = await track('format=xml&fields=tst,tag');
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<owntracks>\n' +
        `<point><tst>${T - 20}</tst></point>\n<point><tst>${T - 10}</tst></point>\n` +
        `<point><tst>${T - 5}</tst><tag>&lt;&amp;&gt;</tag></point>\n</owntracks>\n`,
    );
    expect((await track('format=xml')).text).not.toContain('no name');
  });

  test('CSV has the members of the first fix as columns', async () => {
    addLocation(api.server, phone, NOW - 5_000, { tid: 'op' });
    const { text } = await track('format=csv&fields=tst,acc,tid');
    expect(text).toBe(`tst,acc\r\n${T - 20},10\r\n${T - 10},10\r\n${T - 5},10\r\n`);
  });

  test.each(['json', 'geojson', 'geojsonpoi', 'linestring'])('%s of nothing is whole', async (format) => {
    const { status, body } = await track(`from=2020-01&to=2020-02&format=${format}`);
    expect(status).toBe(200);
    expect(body.data ?? body.features ?? body.geometry.coordinates).toEqual([]);
  });

  test.each([
    [400, 'format=kml', /^format is "kml"; it must be one of json, geojson/],
    [400, 'format=constructor', /^format is "constructor"/],
    [416, 'from=yesterday', /^from is "yesterday"/],
    [416, 'to=1754215100', /^to is "1754215100"/],
    [416, 'from=2026-05-01&to=2026-04-01', /^from is 2026-05-01T00:00:00Z; it must not be after to/],
  ])('answers %p to %p', async (status, search, message) => {
    const answer = await track(search);
    expect([answer.status, answer.body.error.message]).toEqual([status, expect.stringMatching(message)]);
  });

  test.each(['', 'user=otto', 'device=phone'])('answers 416 to %p: both names are needed', async (search) => {
    expect((await ask(locations, search, api.owner)).status).toBe(416);
  });

  test('a header counts before the query, the query before a form', async () => {
    const limits = { 'X-Limit-User': 'OTTO', 'X-Limit-Device': 'PHONE', 'X-Limit-From': '2026-05-01T11:59:45' };
    expect(times(await ask(locations, 'user=uta&device=x&from=2020-01-01', api.owner, limits))).toEqual([-10]);
    const form = {
      method: 'POST',
      as: api.owner,
      body: 'user=otto&device=phone&limit=1&from=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
    expect(times(await call(locations.POST, { ...form, path: '/?from=2026-05-01T11:59:35' }))).toEqual([-10]);
  });
});

describe('who may', () => {
  const everything = [
    [version, ''],
    [list, ''],
    [last, ''],
    [locations, 'user=otto&device=phone'],
    [q, ''],
  ] as const;
  const basic = (name: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
  });

  beforeEach(() => {
    addLocation(api.server, phone, NOW - 1_000);
  });

  test.each(everything.map(([route, search], at) => [at, route, search] as const))(
    'nothing without a log-in, and a browser is made to ask for one (%p)',
    async (_at, route, search) => {
      const answer = await ask(route, search);
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED' } } });
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Fencepost", charset="UTF-8"');
      for (const wrong of ['Bearer fp_x', 'Basic', 'Basic %%%', 'Negotiate abc', basic('otto', 'wrong').authorization]) {
        expect((await ask(route, search, undefined, { authorization: wrong })).status).toBe(401);
      }
    },
  );

  test('a stranger gets nothing of others through any parameter or header', async () => {
    const names = ['user=otto', 'user=otto&device=phone', 'user=OTTO', 'device=phone', 'user=otto&user=uta'];
    for (const search of names) {
      expect((await ask(last, search, api.other)).body).toEqual([]);
      expect((await ask(list, search, api.other)).body.results).toEqual([]);
    }
    const headers = { 'X-Limit-User': 'otto', 'X-Limit-Device': 'phone' };
    expect((await ask(last, '', api.other, headers)).body).toEqual([]);
    expect((await ask(list, '', api.other, headers)).body.results).toEqual([]);
    expect((await ask(locations, '', api.other, headers)).body).toMatchObject({ count: 0, data: [] });
    for (const format of ['json', 'geojson', 'geojsonpoi', 'linestring', 'gpx', 'csv', 'xml']) {
      expect((await track(`format=${format}`, api.other)).text).not.toMatch(/52\.52|otto's/);
    }
  });

  test.each(['otto', 'OTTO@example.org'])('a person’s password as %p', async (name) => {
    expect((await ask(last, '', undefined, basic(name, PASSWORD))).body).toHaveLength(1);
  });

  test('a token as the password, for its own person only', async () => {
    for (const name of ['', 'otto', 'otto@example.org']) {
      expect((await ask(last, '', undefined, basic(name, api.owner.token))).body).toHaveLength(1);
    }
    expect((await ask(last, '', undefined, basic('uta', api.owner.token))).status).toBe(401);
  });

  test('a changed password and a removed person are let in no more, remembered or not', async () => {
    const log = () => ask(last, '', undefined, basic('otto', PASSWORD));
    expect((await log()).status).toBe(200);
    await api.services.users.changePassword(api.owner.user, PASSWORD, 'another password');
    expect((await log()).status).toBe(401);
    expect((await ask(last, '', undefined, basic('uta', PASSWORD))).status).toBe(200);
    await api.services.users.remove(api.admin.user, api.other.user.id);
    expect((await ask(last, '', undefined, basic('uta', PASSWORD))).status).toBe(401);
  });

  test('a page’s many calls at once count as one attempt; wrong passwords are limited', async () => {
    const many = await Promise.all(Array.from({ length: 30 }, () => ask(last, '', undefined, basic('otto', PASSWORD))));
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
    const wrong: number[] = [];
    for (let n = 0; n < 11; n++) wrong.push((await ask(last, '', undefined, basic('uta', `wrong ${n}`))).status);
    expect(wrong).toEqual([...Array(10).fill(401), 429]);
    // What was right is still known.
    expect((await ask(last, '', undefined, basic('otto', PASSWORD))).status).toBe(200);
  });

  test('an admin sees own devices, others only by naming the person, which is recorded', async () => {
    const looks = async () => (await api.services.audit.list(api.admin.user, 100)).filter(({ action }) => action === 'read');
    expect((await ask(last, '', api.admin)).body).toEqual([]);
    expect((await ask(list, '', api.admin)).body).toEqual({ results: [] });
    expect(await looks()).toEqual([]);
    expect((await ask(last, 'user=otto', api.admin)).body).toHaveLength(1);
    expect((await track('', api.admin)).body.count).toBe(1);
    expect(await looks()).toMatchObject([
      {
        actor_user_id: api.admin.user.id,
        subject_type: 'device',
        subject_id: 'otto',
        detail: { owner_ids: [api.owner.user.id] },
      },
    ]);
  });

  test('what is shared without its past shows where it is now, without what is the owner’s', async () => {
    await share(false);
    addLocation(api.server, phone, NOW, { ssid: 'secret', in_regions: ['Secret'], tag: 'secret', extra: { note: 'secret' } });
    const { body, text } = await ask(last, '', api.other);
    expect(body).toMatchObject([{ username: 'otto', device: 'phone', tst: T }]);
    expect(text).not.toMatch(/secret/i);
    expect((await ask(list, '', api.other)).body).toEqual({ results: ['otto'] });
    expect((await ask(list, 'user=otto&device=phone', api.other)).body).toEqual({ results: [] });
    expect((await track('to=2026-05-02', api.other)).body.data).toEqual([]);
  });

  test('what is shared with its past shows that, until the share ends', async () => {
    const { id } = await share(true);
    addLocation(api.server, phone, NOW - 500, { ssid: 'secret', poi: 'secret' });
    const { body, text } = await track('to=2026-05-02', api.other);
    expect(body.count).toBe(2);
    expect(text).not.toContain('secret');
    expect((await track('to=2026-05-02&format=geojsonpoi', api.other)).body.features).toEqual([]);
    await api.services.shares.remove(api.owner.user, id);
    expect((await track('to=2026-05-02', api.other)).body.count).toBe(0);
    expect((await ask(last, '', api.other)).body).toEqual([]);
  });
});
