import { call, NOW, type Person, type TestApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addLocation, addZone, apiWithHome } from '@/__tests__/support/data';
import { addDeviceAlert, openedAt, tell } from '@/__tests__/support/inbox';
import { openLive } from '@/__tests__/support/live-stream';
import * as opened from '@/app/api/notifications/opened/route';
import * as list from '@/app/api/notifications/route';
import { Connection, query } from '@/lib/storage/sqlite/connection';

let api: TestApi;
let phone: number;
let home: string;

beforeEach(async () => {
  ({ api, phone, home } = await apiWithHome());
});

const read = async (as?: Person, search = '') => call(list.GET, { as, path: `/${search}` });
const ids = async (as: Person, search = ''): Promise<number[]> =>
  (await read(as, search)).body.notifications.map(({ id }: { id: number }) => id);
const open = (as: Person | undefined, body: unknown) => call(opened.POST, { method: 'POST', as, body });
const event = (at = NOW) => addEvent(api.server, home, phone, at);
const toldEvent = (at = NOW, as = api.owner) => tell(api.server, as, { event_id: event(at) }, { at });

describe('GET /api/notifications', () => {
  test('tells what happened with the names and colours of device and zone, and counts what is unread', async () => {
    const event_id = event(NOW - 60_000);
    const id = tell(api.server, api.owner, { event_id });
    const { status, body } = await read(api.owner);
    expect(status).toBe(200);
    expect(body).toEqual({
      unread: 1,
      notifications: [
        {
          id,
          kind: 'enter',
          event_id,
          alert_id: null,
          device_alert_id: null,
          occurred_at: '2026-05-01T11:59:00.000Z',
          told_at: '2026-05-01T12:00:00.000Z',
          opened_at: null,
          ended_at: null,
          device_id: phone,
          device_name: "otto's phone",
          device_color: expect.stringMatching(/^#/),
          geofence_id: home,
          geofence_name: 'Home',
          geofence_color: '#0ca678',
          detail: null,
          can_explain: true,
        },
      ],
    });
  });

  test('has what is wrong with a phone and tests of the way, and says what was taken back or is over', async () => {
    const device_alert_id = addDeviceAlert(api.server, phone, 'battery_low', NOW - 1_000, { battery: 9 });
    const alarm = tell(api.server, api.owner, { device_alert_id }, { at: NOW - 2 });
    const event_id = event();
    const untrue = tell(api.server, api.owner, { event_id }, { at: NOW - 1 });
    const test = tell(api.server, api.owner, { is_test: 1 });
    api.server.connection.raw.prepare('UPDATE geofence_event SET retracted_at = ? WHERE id = ?').run(NOW, event_id);
    const place = { geofence_id: null, geofence_name: null };
    expect((await read(api.owner)).body.notifications).toMatchObject([
      { id: test, kind: 'test', device_id: null, device_name: null, ...place, can_explain: false },
      { id: untrue, kind: 'enter', ended_at: new Date(NOW).toISOString() },
      { id: alarm, kind: 'battery_low', device_alert_id, device_name: "otto's phone", ...place, detail: { battery: 9 } },
    ]);
  });

  test('is in the order of telling, page by page, also when rows come and go meanwhile', async () => {
    const waited = toldEvent(NOW + 50);
    const told = Array.from({ length: 5 }, (_, n) => toldEvent(NOW + n));
    const order = [waited, ...told.toReversed()];
    expect(await ids(api.owner)).toEqual(order);
    const first = await ids(api.owner, '?limit=2');
    expect(first).toEqual(order.slice(0, 2));
    toldEvent(NOW + 100);
    expect(await ids(api.owner, `?limit=2&before=${first[1]}`)).toEqual(order.slice(2, 4));
    const last = order[3] as number;
    api.server.connection.run(query.deleteFrom('delivery').where('id', '=', last));
    // Nothing is lost, even if the line is gone.
    expect(await ids(api.owner, `?before=${last}`)).toEqual(expect.arrayContaining(order.slice(4)));
  });

  test('leaves out what waits, what went on other ways, and with unread=1 what was opened', async () => {
    const event_id = event();
    tell(api.server, api.owner, { event_id }, { state: 'pending' });
    tell(api.server, api.owner, { event_id }, { channel: 'email' });
    const [seen, unread] = [toldEvent(NOW), toldEvent(NOW + 1)];
    await open(api.owner, { ids: [seen] });
    expect(await ids(api.owner)).toEqual([unread, seen]);
    expect(await ids(api.owner, '?unread=1')).toEqual([unread]);
  });

  test('shows nobody what others were told, neither strangers nor admins nor the owner of the zone', async () => {
    const mine = toldEvent();
    const others = toldEvent(NOW, api.other);
    expect(await ids(api.owner)).toEqual([mine]);
    expect((await read(api.admin)).body).toEqual({ notifications: [], unread: 0 });
    expect((await read(api.other)).body.notifications).toMatchObject([{ id: others, can_explain: false }]);
    expect(await ids(api.other, `?before=${mine}`)).toEqual([]);
    expect((await read()).status).toBe(401);
  });

  test('names each wrong parameter', async () => {
    const { status, body } = await read(api.owner, '?before=x&limit=201&unread=yes');
    expect(status).toBe(422);
    expect(body.error.details).toEqual({
      before: 'before is "x"; it must be a whole number from 1',
      limit: 'limit is 201; it must be 1–200',
      unread: 'unread is "yes"; it must be 0 or 1',
    });
  });

  test('reads one page and the counter by index, however much there is', async () => {
    const asked: string[] = [];
    const { connection } = api.server;
    const prepare = connection.prepare.bind(connection);
    jest.spyOn(connection, 'prepare').mockImplementation((text) => {
      asked.push(text);
      return prepare(text);
    });
    await api.services.inbox.list(api.owner.user, { limit: 30 });
    await api.services.inbox.list(api.owner.user, { limit: 30, is_unread: true });
    await api.services.inbox.unread(api.owner.user);
    const plans = asked.map((text) => {
      const values = (text.match(/\?/g) ?? []).map(() => 1);
      const steps = connection.raw.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values) as { detail: string }[];
      return steps.map(({ detail }) => detail).join('\n');
    });
    expect(plans).toHaveLength(3);
    for (const plan of plans) expect(plan).toMatch(/INDEX delivery_(inbox|unread)/);
    for (const plan of plans) expect(plan).not.toContain('SCAN delivery');
  });
});

describe('POST /api/notifications/opened', () => {
  test('marks the matter on all of the person’s ways, once, and nobody else’s', async () => {
    const event_id = event();
    const own = (['inbox', 'email', 'push'] as const).map((channel) => tell(api.server, api.owner, { event_id }, { channel }));
    const theirs = tell(api.server, api.other, { event_id });
    const another = toldEvent(NOW + 5);
    expect((await open(api.owner, { event_id })).body).toEqual({ opened: 3, unread: 1 });
    api.time.now += 60_000;
    expect((await open(api.owner, { ids: [own[1]] })).body).toEqual({ opened: 0, unread: 1 });
    expect(own.map((id) => openedAt(api.server, id))).toEqual([NOW, NOW, NOW]);
    expect([theirs, another].map((id) => openedAt(api.server, id))).toEqual([null, null]);
  });

  test('takes deliveries of any channel, alerts and tests', async () => {
    const device_alert_id = addDeviceAlert(api.server, phone);
    const inbox = tell(api.server, api.owner, { device_alert_id });
    const mail = tell(api.server, api.owner, { device_alert_id }, { channel: 'email', state: 'pending' });
    const tests = [tell(api.server, api.owner, { is_test: 1 }), tell(api.server, api.owner, { is_test: 1 })];
    expect((await open(api.owner, { ids: [mail, tests[0]] })).body).toEqual({ opened: 3, unread: 1 });
    expect([inbox, mail, ...tests].map((id) => openedAt(api.server, id))).toEqual([NOW, NOW, NOW, null]);
    expect((await open(api.owner, { device_alert_id })).body.opened).toBe(0);
    expect((await open(api.owner, { alert_id: 1 })).body.opened).toBe(0);
  });

  test('who opens a message of several has seen them all', async () => {
    const [first, second] = [event(), event(NOW + 1)];
    const told = [first, second].flatMap((event_id) =>
      (['inbox', 'email'] as const).map((channel) => tell(api.server, api.owner, { event_id }, { channel })),
    );
    const [, mail, , otherMail] = told;
    api.server.connection.raw.prepare('UPDATE delivery SET bundle_id = ? WHERE id IN (?, ?)').run(mail, mail, otherMail);
    expect((await open(api.owner, { ids: [otherMail] })).body).toEqual({ opened: 4, unread: 0 });
  });

  test('all of the centre, but not what came after the reader had looked', async () => {
    const event_id = event();
    const seen = [tell(api.server, api.owner, { event_id }), tell(api.server, api.owner, { event_id }, { channel: 'email' })];
    const unseen = toldEvent(NOW + 2_000);
    api.time.now += 10_000;
    const until = new Date(NOW + 1_000).toISOString();
    expect((await open(api.owner, { all: true, until })).body).toEqual({ opened: 2, unread: 1 });
    expect(seen.map((id) => openedAt(api.server, id))).toEqual([NOW + 10_000, NOW + 10_000]);
    expect((await open(api.owner, { all: true })).body).toEqual({ opened: 1, unread: 0 });
    expect(openedAt(api.server, unseen)).toBe(NOW + 10_000);
  });

  test('opens nothing of others, whoever asks', async () => {
    const event_id = event();
    const id = tell(api.server, api.owner, { event_id });
    for (const as of [api.other, api.admin]) {
      for (const body of [{ ids: [id] }, { event_id }, { all: true }]) expect((await open(as, body)).body.opened).toBe(0);
    }
    expect((await open(undefined, { ids: [id] })).status).toBe(401);
    expect(openedAt(api.server, id)).toBeNull();
  });

  test.each([
    [{}, { ids: 'nothing is given; it must be exactly one of ids, event_id, alert_id, device_alert_id, all' }],
    [{ ids: [] }, { ids: 'ids is empty; it must have 1–500 ids' }],
    [{ ids: 'all' }, { ids: 'ids must be a list of ids of deliveries' }],
    [{ event_id: 0 }, { event_id: 'event_id is 0; it must be a whole number from 1' }],
    [{ all: false }, { all: 'all is false; it must be true' }],
    [
      { event_id: 1, alert_id: 2 },
      { alert_id: 'event_id and alert_id is given; it must be exactly one of ids, event_id, alert_id, device_alert_id, all' },
    ],
    [{ event_id: 1, until: '2026-05-01' }, { until: 'until is given; it must come with all' }],
  ])('refuses %j and says why', async (body, details) => {
    const answer = await open(api.owner, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details).toMatchObject(details);
  });
});

describe('the live stream', () => {
  let worker: { connection: Connection };
  beforeEach(() => {
    worker = { connection: new Connection(api.server.connection.raw.name) };
  });
  afterEach(() => worker.connection.close());

  const of = (as: Person) => openLive(as);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  test('says at once how much is unread, and tells what comes within a second, to this person only', async () => {
    toldEvent();
    const streams = { owner: await of(api.owner), admin: await of(api.admin), other: await of(api.other) };
    expect((await streams.owner.until('notification', 1))[0]?.data).toEqual({ notification: null, unread: 1 });
    for (const one of [streams.admin, streams.other]) {
      expect((await one.until('notification', 1))[0]?.data).toEqual({ notification: null, unread: 0 });
    }
    await pause(600);
    const start = performance.now();
    const event_id = addEvent(worker, home, phone, NOW);
    const id = tell(worker, api.owner, { event_id }, { at: NOW + 1 });
    const [, message] = await streams.owner.until('notification', 2);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(message?.data).toMatchObject({ unread: 2, notification: { id, event_id, kind: 'enter', geofence_name: 'Home' } });
    // Something of their own comes next: nothing of the owner's was before it.
    const theirZone = await addZone(api.server, api.other);
    const theirs = addEvent(worker, theirZone, await addDevice(api.server, api.other), NOW);
    tell(worker, api.other, { event_id: theirs }, { at: NOW + 2 });
    expect((await streams.other.until('notification', 2))[1]?.data.notification.event_id).toBe(theirs);
  });

  test('carries nothing else where nothing else is asked for, which an admin’s log need not tell', async () => {
    const stream = await openLive(api.admin, undefined, '?only=notification');
    await stream.until('notification', 1);
    const id = tell(worker, api.admin, { event_id: event() });
    addLocation(worker, phone, NOW);
    await stream.until('notification', 2);
    expect(stream.messages.map(({ event: name, data }) => [name, data.notification?.id])).toEqual([
      ['notification', undefined],
      ['notification', id],
    ]);
    const entries = await api.services.audit.list(api.admin.user, 20);
    expect(entries.filter(({ subject_type }) => subject_type === 'live')).toEqual([]);
    expect((await openLive(api.owner, undefined, '?only=fixes')).response.status).toBe(422);
  });

  test('says in every window when something was opened in one, and when something was taken back', async () => {
    const id = toldEvent();
    const stream = await of(api.owner);
    await stream.until('notification', 1);
    await open(api.owner, { ids: [id] });
    expect((await stream.until('notification', 2))[1]?.data).toEqual({ notification: null, unread: 0 });
    worker.connection.raw.prepare('UPDATE geofence_event SET retracted_at = 1').run();
    expect((await stream.until('notification', 3))[2]?.data).toEqual({ notification: null, unread: 0 });
  });

  test('tells what waited when it is told, and what was told again', async () => {
    const waiting = tell(api.server, api.owner, { event_id: event() }, { state: 'pending' });
    for (let n = 0; n < 6; n++) toldEvent(NOW + n);
    const stream = await of(api.owner);
    await stream.until('notification', 1);
    const told = worker.connection.raw.prepare("UPDATE delivery SET state = 'sent', finished_at = ? WHERE id = ?");
    told.run(NOW + 20, waiting);
    expect((await stream.until('notification', 2))[1]?.data).toMatchObject({ unread: 7, notification: { id: waiting } });
    told.run(NOW + 30, waiting);
    expect((await stream.until('notification', 3))[2]?.data).toMatchObject({ unread: 7, notification: { id: waiting } });
  });

  test('of a flood only the newest are told one by one; older ones that move up are no news', async () => {
    for (let n = 0; n < 8; n++) toldEvent(NOW + n);
    const stream = await of(api.owner);
    await stream.until('notification', 1);
    const flood = worker.connection.transaction(() =>
      Array.from({ length: 400 }, (_, n) => {
        const event_id = addEvent(worker, home, phone, NOW + 100 + n);
        return { event_id, id: tell(worker, api.owner, { event_id }, { at: NOW + 100 + n }) };
      }),
    );
    const messages = (await stream.until('notification', 6)).slice(1);
    expect(messages.map(({ data }) => data.notification.id)).toEqual(flood.slice(-5).map(({ id }) => id));
    expect(messages.at(-1)?.data.unread).toBe(408);
    worker.connection.run(
      query.deleteFrom('geofence_event').where(
        'id',
        'in',
        flood.slice(-3).map(({ event_id }) => event_id),
      ),
    );
    expect((await stream.until('notification', 7)).slice(6).map(({ data }) => data)).toEqual([
      { notification: null, unread: 405 },
    ]);
  });
});
