import { call, NOW, type Person, type TestApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addEvents, addZone, apiWithHome } from '@/__tests__/support/data';
import { GET as GET_OF_ZONE } from '@/app/api/geofences/[id]/visits/route';
import { GET as GET_STATS } from '@/app/api/geofences/stats/route';
import { GET as GET_ALL } from '@/app/api/geofences/visits/route';

const HOUR = 3_600_000;
const MISSING = '00000000-0000-4000-8000-000000000000';

let api: TestApi, phone: number, home: string;
beforeEach(async () => {
  ({ api, phone, home } = await apiWithHome());
});

const visits = (query = '', as: Person | undefined = api.owner, id = home) =>
  call(GET_OF_ZONE, { as, path: `/api/geofences/${id}/visits${query}`, params: { id } });
const stats = (query = '', as: Person | undefined = api.owner) => call(GET_STATS, { as, path: `/api/geofences/stats${query}` });

/** A stay that began so many hours ago. */
function stay(hoursAgo: number, hours: number, zone = home, device = phone): [enter: number, exit: number] {
  const begin = NOW - hoursAgo * HOUR;
  const enter = addEvent(api.server, zone, device, begin);
  const end = begin + hours * HOUR;
  return [enter, addEvent(api.server, zone, device, end, { event_type: 'exit', stay_seconds: hours * 3600 })];
}

test('lists stays, newest first, with the events they rest on and what they come to', async () => {
  const [first] = stay(30, 10);
  const [enter, exit] = stay(5, 2);
  const { status, body } = await visits('?limit=1');
  expect(status).toBe(200);
  expect(body.total).toBe(2);
  expect(body.visits).toEqual([
    {
      geofence_id: home,
      geofence_name: 'Home',
      geofence_color: '#0ca678',
      device_id: phone,
      device_name: "otto's phone",
      entered_at: '2026-05-01T07:00:00.000Z',
      left_at: '2026-05-01T09:00:00.000Z',
      duration_seconds: 7200,
      is_open: false,
      origin: 'live',
      enter_event_id: enter,
      exit_event_id: exit,
    },
  ]);
  expect(body.summary).toMatchObject({ visits: 2, total_seconds: 43_200, average_seconds: 21_600, longest_seconds: 36_000 });
  expect(body.summary.per_day).toEqual([
    { start: '2026-04-30', visits: 1, total_seconds: 36_000 },
    { start: '2026-05-01', visits: 1, total_seconds: 7200 },
  ]);
  expect((await visits('?limit=1&offset=1')).body.visits[0].enter_event_id).toBe(first);
});

test('a stay over the end of the span is listed whole and counts in part', async () => {
  stay(30, 10);
  stay(100, 1);
  const { body } = await visits(`?startTime=${NOW - 25 * HOUR}&endTime=${NOW - 22 * HOUR}`);
  expect(body.visits).toMatchObject([{ duration_seconds: 36_000 }]);
  expect(body.summary).toMatchObject({ visits: 1, total_seconds: 3 * 3600 });
});

test('events that were taken back and dwell events make no stay', async () => {
  addEvent(api.server, home, phone, NOW - 9 * HOUR, { retracted_at: NOW });
  addEvent(api.server, home, phone, NOW - 8 * HOUR, { event_type: 'dwell' });
  addEvent(api.server, home, phone, NOW - 7 * HOUR, { event_type: 'exit', retracted_at: NOW });
  expect((await visits()).body).toMatchObject({ visits: [], total: 0, summary: { visits: 0, total_seconds: 0, per_day: [] } });
});

test('a device that is inside stays until now, one around which the zone was drawn too', async () => {
  const tablet = await addDevice(api.server, api.owner, 'tablet');
  addEvent(api.server, home, phone, NOW - 2 * HOUR);
  const put = api.server.connection.raw.prepare(
    `INSERT INTO geofence_status (device_id, geofence_id, is_inside, since, geofence_version, state, updated_at) VALUES (?, ?, 1, ?, 1, '{}', ?)`,
  );
  put.run(phone, home, NOW - 2 * HOUR, NOW);
  put.run(tablet, home, NOW - HOUR, NOW);
  const { body } = await visits();
  expect(body.visits).toMatchObject([
    { device_id: tablet, is_open: true, left_at: null, duration_seconds: 3600, enter_event_id: null },
    { device_id: phone, is_open: true, left_at: null, duration_seconds: 7200 },
  ]);
  expect((await visits(`?deviceId=${tablet}`)).body.total).toBe(1);
});

test('statistics have one entry for each zone and device, most time first', async () => {
  const work = await addZone(api.server, api.owner, { name: 'Work' });
  stay(50, 1);
  stay(40, 3);
  stay(20, 8, work);
  const { body } = await stats();
  const entry = { device_id: phone, device_name: "otto's phone", is_inside: false };
  expect(body.stats).toMatchObject([
    { ...entry, geofence_name: 'Work', visits: 1, total_seconds: 28_800, average_seconds: 28_800, longest_seconds: 28_800 },
    {
      ...entry,
      geofence_name: 'Home',
      visits: 2,
      total_seconds: 14_400,
      average_seconds: 7200,
      longest_seconds: 10_800,
      last_visit_at: '2026-04-29T20:00:00.000Z',
    },
  ]);
  expect((await stats(`?startTime=${NOW - 21 * HOUR}`)).body.stats).toHaveLength(1);
});

test('as files both have a header and a line each', async () => {
  const [enter, exit] = stay(5, 2);
  const file = await visits('?format=csv&limit=1');
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="fencepost-visits-2026-05-01.csv"');
  expect(file.text.split('\r\n')).toEqual([
    'device_id,device_name,geofence_id,geofence_name,entered_at,left_at,duration_seconds,is_open,origin,enter_event_id,exit_event_id',
    `${phone},otto's phone,${home},Home,2026-05-01T07:00:00.000Z,2026-05-01T09:00:00.000Z,7200,false,live,${enter},${exit}`,
    '',
  ]);
  const [head, line] = (await stats('?format=csv')).text.split('\r\n');
  expect(head).toBe(
    'geofence_id,geofence_name,device_id,device_name,visits,total_seconds,average_seconds,longest_seconds,last_visit_at,is_inside',
  );
  expect(line).toBe(`${home},Home,${phone},otto's phone,1,7200,7200,7200,2026-05-01T07:00:00.000Z,false`);
});

describe('nobody sees stays of others', () => {
  beforeEach(() => stay(5, 2));

  test('a stranger is asked to sign in', async () => {
    const strangers = [GET_STATS, GET_ALL, GET_OF_ZONE].map((handler) => call(handler, { path: '/x', params: { id: home } }));
    expect((await Promise.all(strangers)).map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  test("another user may not ask for the zone, and finds nothing in lists, also by the device's id", async () => {
    expect((await visits('', api.other)).status).toBe(403);
    expect((await visits('?format=csv', api.other)).status).toBe(403);
    expect((await call(GET_ALL, { as: api.other, path: `/x?geofenceId=${home}` })).status).toBe(403);
    expect((await call(GET_ALL, { as: api.other, path: `/x?deviceId=${phone}` })).body.total).toBe(0);
    expect((await stats(`?deviceId=${phone}`, api.other)).body.stats).toEqual([]);
  });

  test('the events of a zone that an admin gave away do not tell of the former owner’s phone', async () => {
    await api.services.zones.update(api.admin.user, home, { owner_id: api.other.user.id });
    expect((await visits('', api.other)).body.total).toBe(0);
    expect((await visits()).status).toBe(403);
  });

  test('an admin sees all, and that is recorded', async () => {
    expect((await visits('', api.admin)).body.total).toBe(1);
    expect((await stats('', api.admin)).body.stats).toHaveLength(1);
    const entries = await api.services.audit.list(api.admin.user, 5);
    expect(entries).toContainEqual(expect.objectContaining({ action: 'read', subject_type: 'visit' }));
  });

  test('a zone that is not there is not found', async () => {
    expect((await visits('', api.owner, MISSING)).status).toBe(404);
  });
});

test.each([
  ['deviceId=x', 'deviceId'],
  ['limit=0', 'limit'],
  ['limit=1001', 'limit'],
  ['offset=-1', 'offset'],
  ['startTime=yesterday', 'startTime'],
  ['startTime=2026-05-01&endTime=2026-04-01', 'endTime'],
  ['format=xml', 'format'],
])('%s is refused by the name of the field', async (query, field) => {
  const { status, body } = await visits(`?${query}`);
  expect(status).toBe(422);
  expect(Object.keys(body.error.details)).toEqual([field]);
});

test('100,000 events are put together quickly', async () => {
  addEvents(api.server, home, phone, NOW, 100_000);
  const asked = [() => visits(), () => visits(`?startTime=${NOW - HOUR}&endTime=${NOW}`), () => stats()];
  const times: number[] = [];
  for (const ask of asked) {
    const start = process.cpuUsage();
    const { body } = await ask();
    const { user, system } = process.cpuUsage(start);
    times.push(Math.round((user + system) / 1000));
    expect(body.total ?? body.stats[0].visits).toBeGreaterThan(1000);
  }
  if (process.env.SHOW_TIMES) process.stdout.write(`${times.join(' ')} ms\n`);
  // Milliseconds of processor time; a query for each visit takes ten times as long.
  expect(Math.max(...times)).toBeLessThan(3000);
}, 30_000);
