import { GET, PUT } from '@/app/api/notifications/choices/route';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteTargetStore } from '@/lib/storage/sqlite/target-store';
import { call, NOW, type Person, type TestApi, testApi } from '../../support/api';
import { addZone } from '../../support/data';

let api: TestApi, zone: string, targets: SqliteTargetStore;
beforeEach(async () => {
  api = await testApi();
  zone = await addZone(api.server, api.owner);
  targets = new SqliteTargetStore(api.server.connection);
});

const path = (geofence_id?: string) => `/api/notifications/choices${geofence_id ? `?geofence_id=${geofence_id}` : ''}`;
const get = (as: Person | undefined, geofence_id?: string) => call(GET, { as, path: path(geofence_id) });
const put = (as: Person | undefined, choices: unknown, geofence_id?: string) =>
  call(PUT, { method: 'PUT', as, path: path(geofence_id), body: { choices } });

const target = async ({ user }: Person, kind: 'webhook' | 'push') => {
  const preset = kind === 'push' ? 'browser' : 'ntfy';
  const created = await targets.create(
    { user_id: user.id, kind, preset, name: 'Eva’s ntfy', settings: {}, coalesces: true, secrets: null },
    10,
    NOW,
  );
  return created?.id ?? '';
};

const way = (channel: string, target_id: string | null = null) => ({ channel, target_id });
const [inbox, mail, browsers] = [way('inbox'), way('email'), way('push')];
const chosen = (body: { choices: { kind: string; ways: unknown; is_own: boolean }[] }, kind: string) =>
  body.choices.find((choice) => choice.kind === kind);

describe('GET /api/notifications/choices', () => {
  test('without a choice everything goes on all ways', async () => {
    const { body, status } = await get(api.owner);
    expect(status).toBe(200);
    const all = { ways: [inbox, mail, browsers], is_own: false };
    expect(body).toEqual({
      choices: ['enter', 'exit', 'dwell', 'alert', 'device'].map((kind) => ({ kind, ...all })),
      ways: [
        { ...inbox, name: '', state: 'active' },
        { ...mail, name: '', state: 'active' },
        { ...browsers, name: '', state: 'off' },
      ],
    });
  });

  test('webhooks have names, browsers are one, MQTT is there where an admin switched it on', async () => {
    const hook = await target(api.owner, 'webhook');
    await target(api.other, 'webhook');
    const browser = await target(api.owner, 'push');
    await new SqliteSettingStore(api.server.connection).set('mqtt_publish', { is_enabled: true });
    const { body } = await get(api.owner);
    expect(body.ways).toEqual([
      { ...inbox, name: '', state: 'active' },
      { ...mail, name: '', state: 'active' },
      { ...browsers, name: '', state: 'active' },
      { ...way('webhook', hook), name: 'Eva’s ntfy', state: 'active' },
      { ...way('mqtt'), name: '', state: 'active' },
    ]);
    await targets.update(hook, { is_active: false }, NOW);
    const { connection } = api.server;
    connection.raw.prepare('UPDATE notification_target SET paused_at = 1 WHERE id = ?').run(browser);
    expect((await get(api.owner)).body.ways.map(({ state }: { state: string }) => state)).toEqual([
      'active',
      'active',
      'paused',
      'off',
      'active',
    ]);
  });

  test('of a zone, the choice for all zones is the usual', async () => {
    await put(api.owner, [{ kind: 'enter', ways: [mail] }]);
    const { body } = await get(api.owner, zone.toUpperCase());
    expect(body.choices.map(({ kind }: { kind: string }) => kind)).toEqual(['enter', 'exit', 'dwell', 'alert']);
    expect(chosen(body, 'enter')).toEqual({ kind: 'enter', ways: [mail], is_own: false });
  });
});

describe('PUT /api/notifications/choices', () => {
  test('sets the given kinds, also to nothing, and takes them back', async () => {
    const { body } = await put(api.owner, [
      { kind: 'enter', ways: [inbox, inbox, browsers] },
      { kind: 'device', ways: [] },
    ]);
    expect(chosen(body, 'enter')).toEqual({ kind: 'enter', ways: [inbox, browsers], is_own: true });
    expect(chosen(body, 'device')).toEqual({ kind: 'device', ways: [], is_own: true });
    expect(chosen(body, 'exit')).toMatchObject({ is_own: false });
    expect((await get(api.owner)).body).toEqual(body);
    const back = await put(api.owner, [{ kind: 'enter', ways: null }]);
    expect(chosen(back.body, 'enter')).toMatchObject({ ways: [inbox, mail, browsers], is_own: false });
    expect(chosen((await get(api.other)).body, 'device')).toMatchObject({ is_own: false });
  });

  test('of a zone stands apart from that of all zones', async () => {
    await put(api.owner, [{ kind: 'exit', ways: [inbox] }], zone);
    expect(chosen((await get(api.owner)).body, 'exit')).toMatchObject({ is_own: false });
    expect(chosen((await get(api.owner, zone)).body, 'exit')).toEqual({ kind: 'exit', ways: [inbox], is_own: true });
  });

  test('a webhook that is removed disappears from the choices', async () => {
    const hook = await target(api.owner, 'webhook');
    await put(api.owner, [{ kind: 'enter', ways: [mail, way('webhook', hook)] }]);
    await targets.remove(hook, NOW);
    expect(chosen((await get(api.owner)).body, 'enter')).toMatchObject({ ways: [mail] });
  });

  test.each([
    [[{ kind: 'alarm', ways: [] }], 'choices.kind is "alarm"; it must be enter, exit, dwell, alert, device'],
    [[{ kind: 'enter' }], 'choices.ways is missing; it must be a list of at most 100 ways'],
    [[], 'choices is []; it must be a list of at most 5 choices with kind and ways'],
    [
      [{ kind: 'enter', ways: [{ channel: 'fax' }] }],
      'choices.ways.channel is "fax"; it must be inbox, email, push, webhook, mqtt',
    ],
    [[{ kind: 'enter', ways: [{ channel: 'mqtt' }] }], 'choices.ways names "mqtt"; it must be a way that there is'],
    [
      [{ kind: 'enter', ways: [{ channel: 'webhook' }] }],
      'choices.ways names "webhook"; it must be one of your own webhooks or browsers',
    ],
  ])('refuses %j', async (choices, message) => {
    expect(await put(api.owner, choices)).toMatchObject({ status: 422, body: { error: { details: { choices: message } } } });
  });

  test('nobody chooses what is somebody else’s', async () => {
    const foreign = await target(api.other, 'webhook');
    expect((await put(api.owner, [{ kind: 'enter', ways: [way('webhook', foreign)] }])).status).toBe(422);
    expect((await put(api.other, [{ kind: 'enter', ways: [] }], zone)).status).toBe(403);
    expect((await put(api.admin, [{ kind: 'enter', ways: [] }], zone)).status).toBe(403);
    expect((await get(api.other, zone)).status).toBe(403);
    expect((await get(api.owner, '7d444840-9dc0-11d1-b245-5ffdce74fad2')).status).toBe(404);
    expect((await get(api.owner, 'home')).status).toBe(422);
    expect((await get(undefined)).status).toBe(401);
    expect((await put(undefined, [{ kind: 'enter', ways: [] }])).status).toBe(401);
  });

  test('whoever is told of a zone of somebody else chooses for what it tells them', async () => {
    await api.services.zoneRecipients.add(api.owner.user, zone, api.other.user.email);
    const { body, status } = await put(api.other, [{ kind: 'enter', ways: [mail] }], zone);
    expect(status).toBe(200);
    expect(body.choices.map(({ kind }: { kind: string }) => kind)).toEqual(['enter', 'exit', 'dwell']);
    expect((await put(api.other, [{ kind: 'alert', ways: [mail] }], zone)).status).toBe(422);
  });
});
