import { call, NOW, type TestApi } from '@/__tests__/support/api';
import { addEvent, addLocation, apiWithHome } from '@/__tests__/support/data';
import * as beacons from '@/app/api/devices/[id]/beacons/route';
import * as commands from '@/app/api/devices/[id]/commands/route';
import * as password from '@/app/api/devices/[id]/password/route';
import * as provisioning from '@/app/api/devices/[id]/provisioning/route';
import * as regions from '@/app/api/devices/[id]/regions/route';
import * as device from '@/app/api/devices/[id]/route';
import * as steps from '@/app/api/devices/[id]/steps/route';
import * as sync from '@/app/api/devices/[id]/sync/route';
import * as expectations from '@/app/api/expectations/route';
import * as explain from '@/app/api/geofences/[id]/explain/route';
import * as zone from '@/app/api/geofences/[id]/route';
import * as events from '@/app/api/geofences/events/route';
import * as zones from '@/app/api/geofences/route';
import * as status from '@/app/api/geofences/status/route';
import * as visits from '@/app/api/geofences/visits/route';
import * as rejected from '@/app/api/rejected/route';

/** What somebody may not do who sees a device with all its past: everything that is not seeing it. */
let api: TestApi, phone: number, home: string;

beforeEach(async () => {
  ({ api, phone, home } = await apiWithHome());
  addLocation(api.server, phone, NOW);
  addEvent(api.server, home, phone, NOW);
  const input = { viewer: 'uta', device_id: null, with_history: true, until: null };
  await api.services.shares.create(api.owner.user, input);
});

type Handler = Parameters<typeof call>[0];
const params = () => ({ id: String(phone) });

test.each<[string, Handler, string, object]>([
  ['PATCH /api/devices/:id', device.PATCH, 'PATCH', { name: 'Mine' }],
  ['DELETE /api/devices/:id', device.DELETE, 'DELETE', {}],
  ['POST /api/devices/:id/password', password.POST, 'POST', {}],
  ['GET /api/devices/:id/provisioning', provisioning.GET, 'GET', {}],
  ['GET /api/devices/:id/regions', regions.GET, 'GET', {}],
  ['GET /api/devices/:id/steps', steps.GET, 'GET', {}],
  ['GET /api/devices/:id/beacons', beacons.GET, 'GET', {}],
  ['GET /api/devices/:id/commands', commands.GET, 'GET', {}],
  ['POST /api/devices/:id/commands', commands.POST, 'POST', { action: 'reportLocation' }],
  ['GET /api/devices/:id/sync', sync.GET, 'GET', {}],
  ['POST /api/devices/:id/sync', sync.POST, 'POST', { action: 'push' }],
])('%s is the owner’s', async (_name, handler, method, body) => {
  const sent = method === 'GET' ? undefined : body;
  const answer = await call(handler, { as: api.other, method, body: sent, params: params(), path: '/?mode=mqtt' });
  expect(answer.status).toBe(403);
});

test('rejected messages, zones, events, visits and statuses of a shared device are the owner’s', async () => {
  const path = `/?deviceId=${phone}`;
  expect((await call(rejected.GET, { as: api.other, path: `/?device_id=${phone}` })).status).toBe(403);
  expect((await call(zones.GET, { as: api.other, path })).body.geofences).toEqual([]);
  expect((await call(zone.GET, { as: api.other, params: { id: home } })).status).toBe(403);
  expect((await call(events.GET, { as: api.other, path })).body).toEqual({ events: [], total: 0 });
  expect((await call(visits.GET, { as: api.other, path })).body.visits).toEqual([]);
  expect((await call(status.GET, { as: api.other, path })).body.status).toEqual([]);
  const why = `/?deviceId=${phone}&at=${NOW}&from=${NOW - 1}&to=${NOW}`;
  expect((await call(explain.GET, { as: api.other, path: why, params: { id: home } })).status).toBe(403);
});

test('nobody watches a shared device with zones or expectations of their own', async () => {
  const circle = { name: 'Trap', shape_type: 'circle', center_latitude: 52, center_longitude: 13, radius_meters: 100 };
  const made = await call(zones.POST, { as: api.other, method: 'POST', body: { ...circle, device_id: phone } });
  expect(made.status).toBeGreaterThanOrEqual(400);
  const general = await call(zones.POST, { as: api.other, method: 'POST', body: circle });
  expect(general.status).toBe(201);
  const zoneId = general.body.geofence.id;
  const body = {
    geofence_id: zoneId,
    device_id: phone,
    name: 'x',
    kind: 'overstay',
    time_zone: 'UTC',
    days: [1],
    start: '08:00',
  };
  const expected = await call(expectations.POST, { as: api.other, method: 'POST', body });
  expect(expected.status).toBeGreaterThanOrEqual(400);
  expect((await call(status.GET, { as: api.other })).body.status).toEqual([]);
});
