import { type Answer, call, NOW, type Person, testApi } from '@/__tests__/support/api';
import { addDevice, addLocation } from '@/__tests__/support/data';
import * as one from '@/app/api/devices/[id]/commands/[commandId]/route';
import * as commands from '@/app/api/devices/[id]/commands/route';
import { HttpCommands } from '@/lib/services/http-commands';
import { SqliteCommandStore } from '@/lib/storage/sqlite/command-store';
import { query } from '@/lib/storage/sqlite/connection';

async function setUp() {
  const api = await testApi();
  const id = await addDevice(api.server, api.owner);
  const params = { id: String(id) };
  const post = (body: object, as: Person | undefined = api.owner) => call(commands.POST, { method: 'POST', as, params, body });
  const list = (as: Person | undefined = api.owner) => call(commands.GET, { as, params });
  const withdraw = (commandId: number | string, as: Person | undefined = api.owner) =>
    call(one.DELETE, { method: 'DELETE', as, params: { ...params, commandId: String(commandId) } });
  const store = new SqliteCommandStore(api.server.connection);
  const commandsByHttp = new HttpCommands(store, () => api.time.now);
  /** A reply that leaves. */
  const http = {
    takeForHttp: (device: number, userAgent: string | null = null) => {
      const taken = commandsByHttp.takeForHttp(device, userAgent);
      commandsByHttp.left(device);
      return taken;
    },
  };
  const report = (kind: string, payload: object) =>
    api.server.connection.run(
      query.insertInto('device_report').values({
        ...{ device_id: id, kind: kind as 'status', key: '', occurred_at: api.time.now, received_at: api.time.now },
        payload: JSON.stringify(payload),
      }),
    );
  return { ...api, id, post, list, withdraw, store, http, commandsByHttp, report };
}

const payloads = (answer: Answer) => answer.body.commands.map(({ action }: { action: string }) => action);

describe('POST /api/devices/:id/commands', () => {
  test('queues a command that waits for the phone, and lists it', async () => {
    const { post, list, id } = await setUp();
    const { status, body } = await post({ action: 'reportLocation' });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        command: {
          ...{ device_id: id, action: 'reportLocation', state: 'queued', channel: null, arguments: {}, is_answered: true },
          created_at: new Date(NOW).toISOString(),
          expires_at: new Date(NOW + 3_600_000).toISOString(),
          ...{ sent_at: null, answered_at: null, answer: null },
        },
      },
    });
    expect((await list()).body).toEqual({ commands: [body.command], platform: null });
  });

  test('a second question of the same kind is the first one while that waits; other settings are not', async () => {
    const { post, list } = await setUp();
    const first = await post({ action: 'reportLocation' });
    expect((await post({ action: 'reportLocation' })).body.command.id).toBe(first.body.command.id);
    await post({ action: 'setConfiguration', mode: 'move' });
    await post({ action: 'setConfiguration', mode: 'significant' });
    expect(payloads(await list())).toEqual(['setConfiguration', 'setConfiguration', 'reportLocation']);
  });

  test('says settings as OwnTracks does', async () => {
    const { post, http, id } = await setUp();
    await post({ action: 'setConfiguration', mode: 'move', moveModeLocatorInterval: '20' });
    await post({ action: 'setConfiguration', configuration: { monitoring: -1, locatorInterval: 60 } });
    expect(http.takeForHttp(id)).toEqual([
      {
        _type: 'cmd',
        action: 'setConfiguration',
        configuration: { _type: 'configuration', monitoring: 2, moveModeLocatorInterval: 20 },
      },
      {
        _type: 'cmd',
        action: 'setConfiguration',
        configuration: { _type: 'configuration', monitoring: -1, locatorInterval: 60 },
      },
    ]);
  });

  test('gives regions without a key one that the device never used', async () => {
    const { post, http, id, server } = await setUp();
    const taken = { device_id: id, kind: 'waypoint' as const, key: `tst:${NOW / 1000}`, payload: '{}' };
    server.connection.run(query.insertInto('device_report').values({ ...taken, occurred_at: NOW, received_at: NOW }));
    const region = { desc: 'Home', lat: 52.5, lon: 13.4, rad: 80 };
    expect((await post({ action: 'setWaypoints', waypoints: [region, { ...region, tst: NOW / 1000 + 1 }, region] })).status).toBe(
      201,
    );
    const [message] = http.takeForHttp(id) as unknown as { waypoints: { waypoints: { tst: number }[] } }[];
    expect(message).toMatchObject({ _type: 'cmd', action: 'setWaypoints', waypoints: { _type: 'waypoints' } });
    expect(message?.waypoints.waypoints).toEqual(
      [2, 1, 3].map((more) => ({ _type: 'waypoint', ...region, tst: NOW / 1000 + more })),
    );
  });

  test.each([
    [{}, 'action', /action is missing; it must be reportLocation, .* or dump/],
    [{ action: 'restart' }, 'action', /action is "restart"; it must be/],
    [{ action: 'setConfiguration' }, 'configuration', /configuration is empty/],
    [{ action: 'setConfiguration', mode: 'fast' }, 'mode', 'mode is "fast"; it must be quiet, manual, significant or move'],
    [{ action: 'setConfiguration', monitoring: 3 }, 'monitoring', 'monitoring is 3; it must be -1–2'],
    [{ action: 'setConfiguration', locatorInterval: 0 }, 'locatorInterval', 'locatorInterval is 0; it must be 1–86400'],
    [{ action: 'setConfiguration', locatorDisplacement: -5 }, 'locatorDisplacement', /it must be 0–100000/],
    [{ action: 'setConfiguration', moveModeLocatorInterval: 4000 }, 'moveModeLocatorInterval', /it must be 1–3600/],
    [{ action: 'setConfiguration', configuration: { host: 'evil.example.org' } }, 'body', /host can't be set from here/],
    [{ action: 'setWaypoints' }, 'waypoints', /waypoints must be a list of 1–100 regions/],
    [
      { action: 'setWaypoints', waypoints: [{ desc: 'x', lat: 91, lon: 0, rad: 100 }] },
      'waypoints.0.lat',
      /lat is 91; it must be -90–90/,
    ],
    [
      { action: 'setWaypoints', waypoints: [{ desc: 'x', lat: 9, lon: 0, rad: 10 }] },
      'waypoints.0.rad',
      /rad is 10; it must be 50–50000/,
    ],
    [{ action: 'reportSteps', from: '2026-01-02', to: '2026-01-01' }, 'to', 'to must be after from'],
    [{ action: 'reportSteps', from: 'yesterday', to: '2026-01-01' }, 'from', /from is "yesterday"/],
  ])('names field, value and range of %j', async (body, field, message) => {
    const { post, list } = await setUp();
    const answer = await post(body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details[field]).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
    expect((await list()).body.commands).toEqual([]);
  });

  test('refuses what the phone’s app does not know', async () => {
    const { post, report, list } = await setUp();
    report('status', { android: { wifi: 1 } });
    const answer = await post({ action: 'reportSteps', from: '2026-01-01', to: '2026-01-02' });
    expect(answer).toMatchObject({ status: 422, body: { error: { details: { action: expect.stringContaining('Android') } } } });
    expect((await list()).body).toEqual({ commands: [], platform: 'android' });
  });

  test('refuses more than fifty that wait', async () => {
    const { post } = await setUp();
    for (let n = 0; n < 50; n++) await post({ action: 'setConfiguration', locatorInterval: n + 1 });
    expect(await post({ action: 'status' })).toMatchObject({ status: 409, body: { error: { code: 'LIMIT_REACHED' } } });
  });

  test('is for the owner, and for an admin, who is in the audit log; not for strangers nor for those who only see the device', async () => {
    const { post, list, withdraw, other, admin, owner, services, id, server } = await setUp();
    const first = await post({ action: 'status' });
    await services.shares.create(owner.user, { viewer: other.user.email, device_id: id, with_history: true, until: null });
    const commandId = first.body.command.id;
    for (const answer of [await post({ action: 'status' }, other), await list(other), await withdraw(commandId, other)]) {
      expect(answer.status).toBe(403);
    }
    const anonymous = { params: { id: String(id) } };
    expect((await call(commands.POST, { ...anonymous, method: 'POST', body: { action: 'status' } })).status).toBe(401);
    expect((await call(commands.GET, anonymous)).status).toBe(401);
    expect((await call(one.DELETE, { method: 'DELETE', params: { id: String(id), commandId: String(commandId) } })).status).toBe(
      401,
    );
    expect((await call(commands.POST, { method: 'POST', as: owner, params: { id: '999' }, body: {} })).status).toBe(404);
    expect((await post({ action: 'reportLocation' }, admin)).status).toBe(201);
    const log = server.connection.all<{ action: string; actor_user_id: number }>(query.selectFrom('audit_log').selectAll());
    expect(log).toContainEqual(
      expect.objectContaining({ action: 'command', actor_user_id: admin.user.id, subject_id: String(id) }),
    );
  });
});

describe('DELETE /api/devices/:id/commands/:commandId', () => {
  test('takes back what waits, not what was sent, and nothing of another device', async () => {
    const { post, list, withdraw, http, id, server, owner } = await setUp();
    const waiting = await post({ action: 'status' });
    expect((await withdraw(waiting.body.command.id)).status).toBe(200);
    expect((await list()).body.commands).toEqual([]);
    const sent = await post({ action: 'reportLocation' });
    expect(http.takeForHttp(id)).toHaveLength(1);
    expect(await withdraw(sent.body.command.id)).toMatchObject({
      status: 422,
      body: { error: { details: { state: expect.any(String) } } },
    });
    const tablet = await addDevice(server, owner, 'tablet');
    const params = { id: String(tablet), commandId: String(sent.body.command.id) };
    expect((await call(one.DELETE, { method: 'DELETE', as: owner, params })).status).toBe(404);
  });
});

describe('commands by HTTP', () => {
  test('a reply takes each once; one that stays without its answer is said again later', async () => {
    const { post, http, id, time, list } = await setUp();
    await post({ action: 'reportLocation' });
    await post({ action: 'setConfiguration', mode: 'move' });
    expect(http.takeForHttp(id).map(({ action }) => action)).toEqual(['reportLocation', 'setConfiguration']);
    expect(http.takeForHttp(id)).toEqual([]);
    expect((await list()).body.commands).toMatchObject([
      { state: 'sent', channel: 'http', sent_at: new Date(NOW).toISOString() },
      { state: 'sent', channel: 'http' },
    ]);
    time.now += 61_000;
    expect(http.takeForHttp(id).map(({ action }) => action)).toEqual(['reportLocation']);
    expect(http.takeForHttp(id)).toEqual([]);
  });

  test('what a reply held that never left is for the next one', async () => {
    const { post, commandsByHttp, id, time, list } = await setUp();
    await post({ action: 'setConfiguration', mode: 'move' });
    expect(commandsByHttp.takeForHttp(id)).toHaveLength(1);
    expect(commandsByHttp.takeForHttp(id)).toEqual([]);
    expect((await list()).body.commands).toMatchObject([{ state: 'queued', sent_at: null }]);
    time.now += 31_000;
    expect(commandsByHttp.takeForHttp(id)).toHaveLength(1);
    commandsByHttp.left(id);
    expect((await list()).body.commands).toMatchObject([{ state: 'sent', channel: 'http' }]);
    time.now += 3_600_000;
    expect(commandsByHttp.takeForHttp(id)).toEqual([]);
  });

  test('what only iOS knows is said to phones only that are known to run it', async () => {
    const { post, http, id } = await setUp();
    await post({ action: 'dump' });
    await post({ action: 'status' });
    expect(http.takeForHttp(id, 'Owntracks-Android/gms/420600000').map(({ action }) => action)).toEqual(['status']);
    expect(http.takeForHttp(id, null)).toEqual([]);
    expect(http.takeForHttp(id, 'OwnTracks/26.3 CFNetwork/1490 Darwin/23').map(({ action }) => action)).toEqual(['dump']);
  });

  test('nothing is said of another device, of what expired, and of what is on its way by MQTT', async () => {
    const { post, http, id, time, server, owner, store } = await setUp();
    const tablet = await addDevice(server, owner, 'tablet');
    await post({ action: 'reportLocation' });
    expect(http.takeForHttp(tablet)).toEqual([]);
    expect(store.claim(id, time.now, time.now + 45_000)).toMatchObject({ action: 'reportLocation' });
    expect(http.takeForHttp(id)).toEqual([]);
    time.now += 3_600_000;
    expect(http.takeForHttp(id)).toEqual([]);
  });
});

describe('answers', () => {
  const ANSWERED = ['reportLocation', 'status', 'waypoints', 'setWaypoints', 'reportSteps', 'dump'] as const;

  test('a fix made since answers the question where the phone is; an older one does not, unless the phone says that it is the answer', async () => {
    const { post, http, id, time, store, server, list } = await setUp();
    const ask = async () => {
      await post({ action: 'reportLocation' });
      http.takeForHttp(id);
    };
    await ask();
    addLocation(server, id, NOW - 60_000, { received_at: NOW + 500 });
    expect(store.settle(ANSWERED, NOW + 1_000)).toEqual({ answered: 0, open: 1 });
    const first = addLocation(server, id, NOW, { received_at: NOW + 2_000 });
    expect(store.settle(ANSWERED, NOW + 2_000)).toEqual({ answered: 1, open: 0 });
    time.now += 60_000;
    await ask();
    const second = addLocation(server, id, NOW + 50_000, { received_at: time.now + 10, trigger: 'r' });
    store.settle(ANSWERED, time.now + 10);
    expect((await list()).body.commands).toMatchObject([
      { state: 'answered', answer: { location_id: second } },
      {
        state: 'answered',
        answer: { location_id: first, occurred_at: new Date(NOW).toISOString() },
        answered_at: new Date(NOW + 2_000).toISOString(),
      },
    ]);
  });

  test('reports answer the questions for them; settings have no answer and stay delivered', async () => {
    const { post, http, id, time, store, list, report } = await setUp();
    await post({ action: 'status' });
    await post({ action: 'waypoints' });
    await post({ action: 'setConfiguration', mode: 'move' });
    http.takeForHttp(id);
    time.now += 1_000;
    report('status', { iOS: {} });
    report('waypoints', { count: 0 });
    expect(store.settle(ANSWERED, time.now)).toEqual({ answered: 2, open: 0 });
    store.expire(ANSWERED, NOW + 30 * 86_400_000);
    expect((await list()).body.commands).toMatchObject([
      { action: 'setConfiguration', state: 'sent', is_answered: false, needs_remote_configuration: true },
      { action: 'waypoints', state: 'answered', answer: { regions: 0 } },
      { action: 'status', state: 'answered' },
    ]);
  });

  test('what was not sent or not answered in time has expired', async () => {
    const { post, http, id, store, list } = await setUp();
    await post({ action: 'reportLocation' });
    await post({ action: 'dump' });
    http.takeForHttp(id);
    expect(store.expire(ANSWERED, NOW + 3_600_000 - 1)).toBe(0);
    expect(store.expire(ANSWERED, NOW + 86_400_000)).toBe(2);
    expect((await list()).body.commands).toMatchObject([
      { state: 'expired', sent_at: null },
      { state: 'expired', sent_at: new Date(NOW).toISOString() },
    ]);
  });
});
