import { NOW, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addLocation, addZone } from '@/__tests__/support/data';
import { openLive } from '@/__tests__/support/live-stream';
import { InboxService } from '@/lib/services/inbox';
import { type LiveClient, type LiveMessage, LiveService } from '@/lib/services/live';
import { ShareDirectory } from '@/lib/services/share-directory';
import { Connection } from '@/lib/storage/sqlite/connection';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { SqliteInboxStore } from '@/lib/storage/sqlite/inbox-store';
import { SqliteLiveStore } from '@/lib/storage/sqlite/live-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { SqliteShareStore } from '@/lib/storage/sqlite/share-store';

let api: TestApi;
let phone: number;
let theirPhone: number;
let home: string;
let theirs: string;
/** As the worker has it. */
let worker: { connection: Connection };
const lives: LiveService[] = [];

beforeEach(async () => {
  api = await testApi();
  phone = await addDevice(api.server, api.owner);
  theirPhone = await addDevice(api.server, api.other);
  home = await addZone(api.server, api.owner);
  theirs = await addZone(api.server, api.other, { name: 'Theirs' });
  worker = { connection: new Connection(api.server.connection.raw.name) };
});

afterEach(async () => {
  for (const live of lives.splice(0)) live.stop();
  worker.connection.close();
});

describe('GET /api/live', () => {
  test('is a stream of server-sent events that says when to come back, and where it begins', async () => {
    const stream = await openLive(api.owner);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.response.headers.get('cache-control')).toContain('no-store');
    expect(stream.raw).toBe('retry: 2000\nid: 0.0.0\n\n');
  });

  test('sends an event again when it is taken back, to those who may see it, also after a break', async () => {
    const event = addEvent(worker, home, phone, NOW);
    const stream = await openLive(api.owner, `0.${event}.0`);
    const others = await openLive(api.other, `0.${event}.0`);
    const reading = stream.until('geofence_event', 1);
    const { raw } = worker.connection;
    raw.prepare("UPDATE geofence_event SET retracted_at = ?, retract_reason = 'late_fix' WHERE id = ?").run(NOW, event);
    raw.prepare('INSERT INTO geofence_event_change (event_id, at) VALUES (?, ?)').run(event, NOW);
    const [message] = await reading;
    expect(message).toMatchObject({
      id: `0.${event}.1`,
      data: { id: event, retracted_at: new Date(NOW).toISOString(), retract_reason: 'late_fix' },
    });
    addEvent(worker, theirs, theirPhone, NOW);
    expect(await others.until('geofence_event', 1)).toMatchObject([{ data: { geofence_id: theirs } }]);
    const late = await openLive(api.owner, `0.${event}.0`);
    expect(await late.until('geofence_event', 1)).toMatchObject([{ data: { id: event, retract_reason: 'late_fix' } }]);
    const fromEarlierVersion = await openLive(api.owner, '0.0');
    const [first] = await fromEarlierVersion.until('geofence_event', 1);
    expect(first).toMatchObject({ data: { id: event, retract_reason: 'late_fix' } });
  });

  test('is not for strangers', async () => {
    expect((await openLive()).response.status).toBe(401);
  });

  test('shows what another connection wrote within a second', async () => {
    const stream = await openLive(api.owner);
    const reading = stream.until('location', 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const start = performance.now();
    const location = addLocation(worker, phone, NOW, { battery: 81 });
    await reading;
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(stream.of('location')).toMatchObject([
      {
        id: `${location}.0.0`,
        data: { id: location, device_id: phone, latitude: 52.52, battery: 81, occurred_at: new Date(NOW).toISOString() },
      },
    ]);
    const event = addEvent(worker, home, phone, NOW);
    const [message] = await stream.until('geofence_event', 1);
    expect(message).toMatchObject({
      id: `${location}.${event}.0`,
      data: { id: event, event_type: 'enter', device_name: "otto's phone", geofence_name: 'Home', geofence_color: '#0ca678' },
    });
  });

  test('shows everybody their own and an admin all, which is recorded', async () => {
    const own = await openLive(api.owner);
    const all = await openLive(api.admin);
    worker.connection.transaction(() => {
      addLocation(worker, theirPhone, NOW);
      addEvent(worker, theirs, theirPhone, NOW);
      addLocation(worker, phone, NOW);
      addEvent(worker, home, phone, NOW);
    });
    expect((await own.until('geofence_event', 1)).map(({ data }) => data.device_id)).toEqual([phone]);
    expect(own.of('location').map(({ data }) => data.device_id)).toEqual([phone]);
    expect((await all.until('geofence_event', 2)).map(({ data }) => data.device_id)).toEqual([theirPhone, phone]);
    expect(all.of('location')).toHaveLength(2);
    const entries = await api.services.audit.list(api.admin.user, 5);
    const owner_ids = [api.owner.user.id, api.other.user.id];
    expect(entries).toContainEqual(expect.objectContaining({ action: 'read', subject_type: 'live', detail: { owner_ids } }));
    expect(entries.filter((entry) => entry.subject_type === 'live')).toHaveLength(1);
  });

  test('goes on after Last-Event-ID without loss or doubles, wherever the connection broke', async () => {
    const ids = { location: [] as number[], geofence_event: [] as number[] };
    worker.connection.transaction(() => {
      for (let i = 0; i < 2_500; i++) {
        ids.location.push(addLocation(worker, phone, NOW + i));
        addLocation(worker, theirPhone, NOW + i);
        if (i % 100 === 0) ids.geofence_event.push(addEvent(worker, home, phone, NOW + i));
      }
    });
    const seen = { location: [] as number[], geofence_event: [] as number[] };
    let left = ids.location.length + ids.geofence_event.length;
    let last = '0.0';
    // Each connection breaks after another number of messages.
    for (let cut = 1; left > 0; cut = cut * 3 + 1) {
      const stream = await openLive(api.owner, last);
      const wanted = Math.min(cut, left);
      const rows = () => stream.messages.filter(({ event }) => event !== 'notification');
      while (rows().length < wanted) await stream.readOn();
      for (const { event, data, id } of rows().slice(0, wanted)) {
        seen[event as keyof typeof seen].push(data.id);
        last = id;
      }
      left -= wanted;
    }
    expect(seen).toEqual(ids);
  }, 30_000);

  test.each(['nonsense', '-1.0', '1', '99999.99999', ''])('starts from now after the id %p', async (last) => {
    addLocation(worker, phone, NOW);
    const stream = await openLive(api.owner, last);
    // Before the first read of the stream: "now" was when it was opened.
    const fresh = addLocation(worker, phone, NOW + 1);
    expect((await stream.until('location', 1)).map(({ data }) => data.id)).toEqual([fresh]);
  });

  test('says who is connected, at first and when it changes', async () => {
    const setActivity = worker.connection.prepare(
      'INSERT INTO device_activity (device_id, last_seen_at, last_connect_at) VALUES (?, ?, ?) ' +
        'ON CONFLICT DO UPDATE SET last_disconnect_at = excluded.last_connect_at + 1',
    );
    setActivity.run(phone, NOW, NOW);
    setActivity.run(theirPhone, NOW, NOW);
    addLocation(worker, phone, NOW, { battery: 33 });
    const stream = await openLive(api.owner);
    expect((await stream.until('device', 1)).map(({ data }) => data)).toEqual([
      { device_id: phone, last_seen_at: new Date(NOW).toISOString(), connected: true, battery: 33 },
    ]);
    setActivity.run(phone, NOW, NOW);
    expect((await stream.until('device', 2))[1]?.data).toMatchObject({ device_id: phone, connected: false });
  });
});

describe('the live service', () => {
  let asked = 0;
  class CountingLiveStore extends SqliteLiveStore {
    override version(): number {
      asked += 1;
      return super.version();
    }
  }

  const service = (heartbeatMs = 15_000) => {
    const { connection, services } = api.server;
    const stores = {
      changes: new CountingLiveStore(worker.connection),
      locations: new SqliteLocationStore(connection),
      events: new SqliteEventStore(connection),
      shares: new ShareDirectory(new SqliteShareStore(connection)),
      inbox: new InboxService(new SqliteInboxStore(connection)),
      clock: api.server.clock,
    };
    const live = new LiveService(stores, services.audit, { pollMs: 10, heartbeatMs });
    lives.push(live);
    return live;
  };
  const client = (isStillAllowed: () => Promise<boolean> = async () => true) => {
    const leaving = new AbortController();
    return { resumeAt: { location_id: 0, event_id: 0 }, signal: leaving.signal, isStillAllowed, leave: () => leaving.abort() };
  };

  /** The stream of the owner without what it says of the notification centre. */
  const follow = async (live: LiveService, one: LiveClient) => besidesInbox((await live.open(api.owner.user, one)).steps);

  async function* besidesInbox(steps: AsyncGenerator<LiveMessage[], void, void>): AsyncGenerator<LiveMessage[], void, void> {
    for await (const step of steps) {
      const others = step.filter(({ type }) => type !== 'notification');
      if (others.length > 0) yield others;
    }
  }

  test('keeps a quiet connection alive and ends it when the session has ended', async () => {
    const live = service(30);
    let allowed = true;
    const steps = await follow(
      live,
      client(async () => allowed),
    );
    expect((await steps.next()).value).toMatchObject([{ type: 'heartbeat' }]);
    expect((await steps.next()).value).toMatchObject([{ type: 'heartbeat' }]);
    allowed = false;
    expect(await steps.next()).toEqual({ done: true, value: undefined });
    expect(live.connected).toBe(0);
  });

  test('asks the database at one pace for all, and no more when the last has left', async () => {
    const live = service();
    const askedDuring = async (ms: number) => {
      asked = 0;
      await new Promise((resolve) => setTimeout(resolve, ms));
      return asked;
    };
    const clients = Array.from({ length: 20 }, () => client());
    const waiting = clients.map(async (one) => (await follow(live, one)).next());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(live.connected).toBe(20);
    const asks = await askedDuring(200);
    expect(asks).toBeGreaterThan(0);
    // Every 10 ms.
    expect(asks).toBeLessThanOrEqual(21);
    for (const one of clients) one.leave();
    expect(await Promise.all(waiting)).toEqual(clients.map(() => ({ done: true, value: undefined })));
    expect(live.connected).toBe(0);
    expect(await askedDuring(50)).toBe(0);
  });

  test('reads no further than the client has taken', async () => {
    api.server.connection.transaction(() => {
      for (let i = 0; i < 5_000; i++) addLocation(api.server, phone, NOW + i);
    });
    const one = client();
    const steps = await follow(service(), one);
    const first = await steps.next();
    expect(first.value).toHaveLength(1_000);
    await steps.return();
  });

  test('takes each connection up again when rows at the end were removed', async () => {
    const one = client();
    const steps = await follow(service(), one);
    addLocation(api.server, phone, NOW);
    const last = addLocation(api.server, theirPhone, NOW);
    expect((await steps.next()).value).toHaveLength(1);
    await api.services.devices.remove(api.other.user, theirPhone);
    const next = steps.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const fresh = addLocation(api.server, phone, NOW + 1);
    expect(fresh).toBeGreaterThan(last);
    expect((await next).value).toMatchObject([{ type: 'location', location: { id: fresh } }]);
    await steps.return();
  });

  test('ends every stream when the server stops', async () => {
    const live = service();
    const steps = await follow(live, client());
    const waiting = steps.next();
    live.stop();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect((await (await follow(live, client())).next()).done).toBe(true);
  });
});
