import { call, NOW, testApi } from '@/__tests__/support/api';
import { addDevice, addZone } from '@/__tests__/support/data';
import { directoryOf } from '@/__tests__/support/ingest';
import * as regions from '@/app/api/devices/[id]/regions/route';
import { Ingest } from '@/lib/services/ingest';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';

const seconds = NOW / 1000;

async function setUp() {
  const api = await testApi();
  const id = await addDevice(api.server, api.owner);
  const { connection } = api.server;
  const ingest = new Ingest(new SqliteIngestStore(connection), directoryOf(connection), () => NOW);
  const hear = (message: object) =>
    new Promise<void>((done, fail) => {
      const payload = new TextEncoder().encode(JSON.stringify(message));
      const topic = 'owntracks/otto/phone';
      ingest.accept({ topic, payload, retained: false, source: 'mqtt' }, (error) => (error ? fail(error) : done()));
    });
  const get = (as = api.owner) => call(regions.GET, { as, params: { id: String(id) } });
  return { ...api, id, hear, get };
}

const said = (event: 'enter' | 'leave', ago: number, more: object = {}) => ({
  _type: 'transition',
  event,
  tst: seconds - ago,
  desc: 'Home',
  ...more,
});

describe('GET /api/devices/:id/regions', () => {
  test('tells nothing of a phone that has spoken of none', async () => {
    const { get } = await setUp();
    expect(await get()).toMatchObject({ status: 200, body: { regions: [] } });
  });

  test('brings together what the phone said of a region in any way, with the zone of the same name', async () => {
    const { server, owner, hear, get } = await setUp();
    const zone = await addZone(server, owner, { name: 'home' });
    await hear({ _type: 'waypoint', desc: '-Home|1|2', tst: 5, lat: 52.5, lon: 13.4, rad: '80' });
    await hear(said('enter', 100));
    await hear(said('leave', 50));
    await hear(said('enter', 300, { wtst: 5 }));
    await hear({ _type: 'location', lat: 52.5, lon: 13.4, tst: seconds, inregions: ['Home|1|2'] });
    expect((await get()).body.regions).toEqual([
      {
        name: 'Home',
        last_event: 'leave',
        last_event_at: new Date(NOW - 50_000).toISOString(),
        is_listed: true,
        last_listed_at: new Date(NOW).toISOString(),
        latitude: 52.5,
        longitude: 13.4,
        radius_meters: 80,
        geofence_id: zone,
        geofence_name: 'home',
        geofence_is_active: true,
      },
    ]);
  });

  test('shows regions that no zone has the name of, however they became known', async () => {
    const { hear, get } = await setUp();
    await hear({ _type: 'waypoint', desc: 'Desk', tst: 5, lat: 0, lon: 0, rad: 0 });
    await hear(said('enter', 10, { desc: 'Gym' }));
    await hear({ _type: 'location', lat: 1, lon: 2, tst: seconds, inregions: ['Pool'] });
    const { body } = await get();
    expect(body.regions).toMatchObject([
      { name: 'Desk', last_event: null, latitude: null, radius_meters: null, is_listed: false, geofence_id: null },
      { name: 'Gym', last_event: 'enter', is_listed: false, geofence_id: null },
      { name: 'Pool', last_event: null, is_listed: true, geofence_id: null },
    ]);
  });

  test('does not lose a region that only lists of the past name, in whatever letters', async () => {
    const { hear, get } = await setUp();
    await hear({ _type: 'location', lat: 1, lon: 2, tst: seconds - 600, inregions: ['Pool', 'Gym'] });
    await hear({ _type: 'location', lat: 1, lon: 2, tst: seconds - 300, inregions: ['POOL'] });
    await hear({ _type: 'location', lat: 1, lon: 3, tst: seconds - 60, inregions: [] });
    expect((await get()).body.regions).toMatchObject([
      { name: 'Gym', is_listed: false, last_listed_at: new Date(NOW - 600_000).toISOString(), geofence_id: null },
      { name: expect.stringMatching(/^pool$/i), is_listed: false, last_listed_at: new Date(NOW - 300_000).toISOString() },
    ]);
    await hear({ _type: 'location', lat: 1, lon: 4, tst: seconds });
    expect((await get()).body.regions).toMatchObject([{ name: 'Gym', is_listed: null }, { is_listed: null }]);
  });

  test('keeps regions apart whose names the phone does not share', async () => {
    const { hear, get } = await setUp();
    await hear(said('enter', 10, { desc: undefined, rid: 'a1b2c3' }));
    await hear(said('leave', 5, { desc: undefined, wtst: 7 }));
    expect((await get()).body.regions).toMatchObject([
      { name: '', last_event: 'enter', is_listed: null, geofence_id: null },
      { name: '', last_event: 'leave' },
    ]);
  });

  test('names the zone that watches this device, not another’s, and says when it is switched off', async () => {
    const { server, owner, other, hear, get } = await setUp();
    await addZone(server, other, { name: 'Home' });
    await hear(said('enter', 10));
    expect((await get()).body.regions).toMatchObject([{ geofence_id: null }]);
    const zone = await addZone(server, owner, { name: 'Home', is_active: false });
    expect((await get()).body.regions).toMatchObject([{ geofence_id: zone, geofence_is_active: false }]);
  });

  test('is for the owner and admins', async () => {
    const { admin, other, get, id } = await setUp();
    expect((await get(admin)).status).toBe(200);
    expect((await get(other)).status).toBe(403);
    expect((await call(regions.GET, { params: { id: String(id) } })).status).toBe(401);
    expect((await call(regions.GET, { as: admin, params: { id: '999' } })).status).toBe(404);
  });
});
