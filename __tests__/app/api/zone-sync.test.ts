import { type Answer, call, type Person, testApi } from '@/__tests__/support/api';
import { addDevice, addZone } from '@/__tests__/support/data';
import { directoryOf } from '@/__tests__/support/ingest';
import * as sync from '@/app/api/devices/[id]/sync/route';
import type { GeofenceEvent } from '@/lib/domain/model';
import { ZoneEvaluator } from '@/lib/services/evaluate-zones';
import { ZoneFollower } from '@/lib/services/follow-zones';
import { HttpCommands } from '@/lib/services/http-commands';
import { Ingest } from '@/lib/services/ingest';
import { SqliteCommandStore } from '@/lib/storage/sqlite/command-store';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteEngineStore } from '@/lib/storage/sqlite/engine-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteRegionSyncStore } from '@/lib/storage/sqlite/region-sync-store';

interface Waypoint {
  desc: string;
  lat: number;
  lon: number;
  rad: number;
  tst: number;
  rid?: string;
}

/** A phone by HTTP that does what it is told, as the apps do; `hear` sends what it says of itself. */
async function setUp(env: Record<string, string> = {}) {
  const api = await testApi(env);
  const { connection } = api.server;
  const id = await addDevice(api.server, api.owner);
  const ingest = new Ingest(new SqliteIngestStore(connection), directoryOf(connection), () => api.time.now);
  const hear = (message: object) =>
    new Promise<void>((done, fail) => {
      const payload = new TextEncoder().encode(JSON.stringify(message));
      const heard = { topic: 'owntracks/otto/phone', payload, retained: false, source: 'mqtt' as const };
      ingest.accept(heard, (error) => (error ? fail(error) : done()));
    });
  const http = new HttpCommands(new SqliteCommandStore(connection), () => api.time.now);
  const regions = new Map<number, Waypoint>();
  /** Takes its commands and does them; the list is sent a second later. */
  const obey = async (allowed = true) => {
    const taken = http.takeForHttp(id) as unknown as { action: string; waypoints?: { waypoints: Waypoint[] } }[];
    http.left(id);
    api.time.now += 1_000;
    for (const { action, waypoints } of taken) {
      if (action === 'waypoints') await showList();
      if (!allowed) continue;
      if (action === 'clearWaypoints') regions.clear();
      for (const one of waypoints?.waypoints ?? []) {
        if (Math.abs(one.lat) > 90) regions.delete(one.tst);
        else regions.set(one.tst, one);
      }
    }
    return taken.map(({ action }) => action);
  };
  const showList = async () => {
    api.time.now += 1_000;
    await hear({ _type: 'waypoints', waypoints: [...regions.values()].map((one) => ({ ...one, _type: 'waypoint' })) });
  };
  const params = { id: String(id) };
  const get = (as: Person | undefined = api.owner) => call(sync.GET, { as, params });
  const post = (body: object, as: Person | undefined = api.owner) => call(sync.POST, { method: 'POST', as, params, body });
  const follower = new ZoneFollower(new SqliteRegionSyncStore(connection), () => api.time.now, { settleMs: 0 });
  return { ...api, id, hear, obey, showList, get, post, follower, regions };
}

const states = ({ body }: Answer) => body.zones.map((zone: { name: string; state: string }) => [zone.name, zone.state]);

describe('zones on a phone', () => {
  test('are all there once it follows them, each shape as a circle, and the phone’s list confirms them', async () => {
    const { server, owner, post, get, obey, regions } = await setUp();
    await addZone(server, owner);
    const corners = [
      [13, 52],
      [13.01, 52],
      [13.01, 52.01],
      [13, 52.01],
      [13, 52],
    ];
    const campus = { name: 'Campus', shape_type: 'polygon', geometry: { type: 'Polygon', coordinates: [corners] } };
    await addZone(server, owner, { ...campus, center_latitude: null, center_longitude: null, radius_meters: null });
    await addZone(server, owner, { name: 'Old', is_active: false });
    expect(states(await get())).toEqual([
      ['Campus', 'off'],
      ['Home', 'off'],
    ]);
    const on = await post({ action: 'follow' });
    expect(on).toMatchObject({ status: 200, body: { keeps_zones: true, platform: null, most_regions: 20, listed_at: null } });
    expect(states(on)).toEqual([
      ['Campus', 'waiting'],
      ['Home', 'waiting'],
    ]);
    expect(await obey()).toEqual(['setWaypoints', 'waypoints']);
    const done = await get();
    expect(states(done)).toEqual([
      ['Campus', 'in_step'],
      ['Home', 'in_step'],
    ]);
    expect(done.body.zones[0].region).toMatchObject({ is_enclosing: true, name: 'Campus' });
    expect([...regions.values()].map(({ desc, rad }) => [desc, rad > 600])).toEqual([
      ['Campus', true],
      ['Home', false],
    ]);
  });

  test('follow what becomes of the zones: drawn, resized, renamed, switched off, removed', async () => {
    const { server, owner, services, post, obey, follower, regions, get } = await setUp();
    await post({ action: 'follow' });
    await follower.runOnce();
    const home = await addZone(server, owner);
    await follower.runOnce();
    await obey();
    const [key] = [...regions.keys()];
    await services.zones.update(owner.user, home, { name: 'Home, sweet', radius_meters: 250 });
    await follower.runOnce();
    await obey();
    expect([...regions.values()]).toMatchObject([{ tst: key, desc: 'Home, sweet', rad: 250 }]);
    await follower.runOnce();
    expect(await obey()).toEqual([]);
    await services.zones.update(owner.user, home, { is_active: false });
    await follower.runOnce();
    await obey();
    expect(regions.size).toBe(0);
    await follower.runOnce();
    expect(states(await get())).toEqual([]);
    await services.zones.update(owner.user, home, { is_active: true });
    await follower.runOnce();
    await obey();
    expect([...regions.keys()]).toEqual([key]);
    await services.zones.remove(owner.user, home);
    await follower.runOnce();
    await obey();
    expect(regions.size).toBe(0);
  });

  test('can be put there and taken away one by one', async () => {
    const { server, owner, post, obey, regions, get } = await setUp();
    const home = await addZone(server, owner);
    await addZone(server, owner, { name: 'Work' });
    await post({ action: 'push', geofence_id: home });
    await obey();
    expect([...regions.values()].map(({ desc }) => desc)).toEqual(['Home']);
    await post({ action: 'follow' });
    await post({ action: 'remove', geofence_id: home.toUpperCase() });
    await obey();
    expect([...regions.values()].map(({ desc }) => desc)).toEqual(['Work']);
    expect(states(await get())).toEqual([
      ['Home', 'off'],
      ['Work', 'in_step'],
    ]);
  });

  test('on Android others are told again when one is taken away, the owner’s own included', async () => {
    const { server, owner, post, obey, hear, regions, get, follower } = await setUp();
    await hear({ _type: 'status', android: { wifi: 1 } });
    const home = await addZone(server, owner);
    await addZone(server, owner, { name: 'Work' });
    await post({ action: 'follow' });
    await obey();
    regions.set(5, { desc: 'Pub', lat: 1, lon: 2, rad: 80, tst: 5 });
    await hear({ _type: 'waypoint', desc: 'Pub', lat: 1, lon: 2, rad: 80, tst: 5 });
    await post({ action: 'remove', geofence_id: home });
    expect(await obey()).toEqual(['clearWaypoints', 'setWaypoints', 'waypoints']);
    expect([...regions.values()].map(({ desc }) => desc).sort()).toEqual(['Pub', 'Work']);
    await follower.runOnce();
    expect((await get()).body).toMatchObject({ platform: 'android', drift: [], regions: [{ name: 'Pub', can_be_zone: true }] });
  });
});

describe('drift', () => {
  test('is shown kind by kind, and the zone or the phone is kept', async () => {
    const { server, owner, services, post, obey, regions, get, hear, time } = await setUp();
    const home = await addZone(server, owner);
    await post({ action: 'push', geofence_id: home });
    await obey();
    const [region] = [...regions.values()] as [Waypoint];
    const edited = { ...region, desc: 'My place', lat: region.lat + 0.01, rad: 180 };
    const edit = async () => {
      time.now += 1_000;
      regions.set(region.tst, edited);
      await hear({ ...edited, _type: 'waypoint' });
    };
    await edit();
    const kinds = ({ body }: Answer) => body.drift.map(({ kind }: { kind: string }) => kind);
    expect(kinds(await get())).toEqual(['moved', 'resized', 'renamed']);
    await post({ action: 'keep_zone', geofence_id: home });
    await obey();
    expect([...regions.values()]).toMatchObject([{ desc: 'Home', lat: region.lat, rad: 100 }]);
    expect(kinds(await get())).toEqual([]);
    await edit();
    expect(kinds(await post({ action: 'keep_phone', geofence_id: home }))).toEqual([]);
    expect(await obey()).toEqual([]);
    expect(await services.zones.get(owner.user, home)).toMatchObject({
      name: 'My place',
      center_latitude: edited.lat,
      radius_meters: 180,
    });
  });

  test('a phone that does not obey lacks the zone; it can be told again, or be left without', async () => {
    const { server, owner, post, obey, get } = await setUp();
    const home = await addZone(server, owner);
    await post({ action: 'push', geofence_id: home });
    await obey(false);
    expect((await get()).body).toMatchObject({ zones: [{ state: 'drift' }], drift: [{ geofence_id: home, kind: 'missing' }] });
    expect(states(await post({ action: 'keep_zone', geofence_id: home }))).toEqual([['Home', 'waiting']]);
    await obey(false);
    await post({ action: 'keep_phone', geofence_id: home });
    await obey(false);
    expect(states(await get())).toEqual([['Home', 'off']]);
  });

  test('a circle does not take the place of a polygon', async () => {
    const { server, owner, post, obey, regions, hear, time } = await setUp();
    const ring = [
      [13, 52],
      [13.01, 52],
      [13.01, 52.01],
      [13, 52],
    ];
    const shape = { shape_type: 'polygon', geometry: { type: 'Polygon', coordinates: [ring] } };
    const id = await addZone(server, owner, { ...shape, center_latitude: null, center_longitude: null, radius_meters: null });
    await post({ action: 'push', geofence_id: id });
    await obey();
    const [region] = [...regions.values()] as [Waypoint];
    time.now += 1_000;
    await hear({ ...region, rad: 99, _type: 'waypoint' });
    const answer = await post({ action: 'keep_phone', geofence_id: id });
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { details: { geofence_id: expect.stringContaining('polygon') } } },
    });
  });
});

describe('regions of the phone’s own', () => {
  const pub = { _type: 'waypoint', desc: 'Pub', lat: 52.6, lon: 13.5, rad: 30, tst: 77 };

  test('become zones, which the phone then has already; within the limit of zones', async () => {
    const { post, hear, obey, services, owner, get } = await setUp({ MAX_ZONES_PER_USER: '1' });
    await hear(pub);
    await hear({ ...pub, desc: 'Gym', rad: 60, tst: 78 });
    await hear({ ...pub, desc: '+Me', tst: 79 });
    expect((await get()).body.regions).toMatchObject([
      { key: 'tst:78', name: 'Gym', can_be_zone: true },
      { key: 'tst:79', kind: 'follow', can_be_zone: false },
      { key: 'tst:77', name: 'Pub' },
    ]);
    expect(await post({ action: 'import', key: 'tst:79' })).toMatchObject({ status: 422 });
    const imported = await post({ action: 'import', key: 'tst:78' });
    expect(imported).toMatchObject({ status: 200, body: { zones: [{ name: 'Gym', state: 'in_step' }], drift: [] } });
    expect(await services.zones.list(owner.user)).toMatchObject([{ name: 'Gym', radius_meters: 60, device_id: null }]);
    expect(await post({ action: 'import', key: 'tst:77' })).toMatchObject({
      status: 409,
      body: { error: { code: 'LIMIT_REACHED' } },
    });
    expect(await post({ action: 'import', key: 'tst:1' })).toMatchObject({ status: 404 });
    expect(await obey()).toEqual([]);
  });

  test('one that is too small becomes the smallest zone, which differs', async () => {
    const { post, hear } = await setUp();
    await hear(pub);
    const { body } = await post({ action: 'import', key: 'tst:77' });
    expect(body).toMatchObject({ zones: [{ name: 'Pub', region: { radius_meters: 50 } }], drift: [{ kind: 'resized' }] });
  });
});

describe('the phone’s word on a zone that it was told of', () => {
  test('counts for the zone by its key, under another name or without any', async () => {
    const { server, services, owner, id, post, obey, hear, time, regions } = await setUp();
    const home = await addZone(server, owner);
    await post({ action: 'push', geofence_id: home });
    await obey();
    const [{ tst, rid }] = [...regions.values()] as [Waypoint];
    const engine = new ZoneEvaluator(new SqliteEngineStore(server.connection), () => time.now);
    const say = async (event: 'enter' | 'leave', more: object) => {
      time.now += 3_600_000;
      const place = event === 'enter' ? { lat: 52.52, lon: 13.405 } : { lat: 52.53, lon: 13.405 };
      await hear({ _type: 'transition', event, tst: Math.floor(time.now / 1000), acc: 20, ...place, ...more });
      engine.runOnce();
    };
    await say('enter', { wtst: tst, desc: 'My own name for it' });
    await say('leave', { rid });
    const shown = (await services.regions.of(owner.user, id)).map(({ name, last_event, zone }) => [name, last_event, zone?.id]);
    expect(shown).toEqual([['Home', 'leave', home]]);
    const events = server.connection.all<GeofenceEvent & { witnesses: string }>(query.selectFrom('geofence_event').selectAll());
    expect(events.map(({ event_type, witnesses }) => [event_type, JSON.parse(witnesses)])).toEqual([
      ['enter', ['geometry', 'transition']],
      ['exit', ['geometry', 'transition']],
    ]);
  });
});

describe('strangers', () => {
  test('see and change nothing; an admin’s doings are in the audit log', async () => {
    const { server, owner, other, admin, post, get, id } = await setUp();
    const home = await addZone(server, owner);
    const theirs = await addZone(server, other, { name: 'Theirs' });
    for (const body of [{ action: 'follow' }, { action: 'push', geofence_id: home }, { action: 'import', key: 'tst:1' }]) {
      expect((await post(body, other)).status).toBe(403);
    }
    expect((await get(other)).status).toBe(403);
    expect((await call(sync.GET, { params: { id: String(id) } })).status).toBe(401);
    expect((await call(sync.POST, { method: 'POST', params: { id: String(id) }, body: { action: 'follow' } })).status).toBe(401);
    expect((await post({ action: 'push', geofence_id: theirs })).status).toBe(404);
    expect((await post({ action: 'push', geofence_id: home }, admin)).status).toBe(200);
    const log = server.connection.all<{ action: string }>(query.selectFrom('audit_log').selectAll());
    expect(log).toContainEqual(expect.objectContaining({ action: 'sync', actor_user_id: admin.user.id }));
  });

  test.each([
    [{}, 'action', /action is missing; it must be push/],
    [{ action: 'dance' }, 'action', /action is "dance"; it must be push/],
    [{ action: 'push' }, 'geofence_id', /geofence_id is missing; it must be the id of a zone/],
    [{ action: 'import' }, 'key', /key must be a text/],
  ])('%j is refused by field', async (body, field, message) => {
    const { post } = await setUp();
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 422, body: { error: { details: { [field]: expect.stringMatching(message) } } } });
  });
});
