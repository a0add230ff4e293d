import { call, NOW, type Person, testApi } from '@/__tests__/support/api';
import * as provisioning from '@/app/api/devices/[id]/provisioning/route';
import * as ways from '@/app/api/devices/[id]/provisioning/ways/route';
import * as one from '@/app/api/devices/[id]/route';
import * as devices from '@/app/api/devices/route';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';

const FULL = {
  PUBLIC_URL: 'https://track.example',
  MQTT_TLS_PORT: '8884',
  MQTT_TLS_CERT: '/tls/cert.pem',
  MQTT_TLS_KEY: '/tls/key.pem',
  MQTT_WS_PORT: '9001',
  MQTT_WSS_PORT: '9002',
};
const KEY = 'correct horse';

async function withPhone(env: Record<string, string> = {}, device = 'phone') {
  const api = await testApi(env);
  const { body } = await call(devices.POST, { method: 'POST', as: api.owner, body: { name: 'Phone', device } });
  const params = { id: String(body.device.id) };
  const get = (query: string, as: Person | undefined = api.owner) => call(provisioning.GET, { as, params, path: `/?${query}` });
  const encrypt = () => call(one.PATCH, { method: 'PATCH', as: api.owner, params, body: { encryption_key: KEY } });
  return { ...api, params, password: body.mqtt_password as string, get, encrypt };
}

const decoded = (link: string) => {
  const inline = /^owntracks:\/\/\/config\?inline=([A-Za-z0-9%]+)$/.exec(link)?.[1] ?? '';
  return JSON.parse(Buffer.from(decodeURIComponent(inline), 'base64').toString('utf8'));
};

describe('GET /api/devices/:id/provisioning', () => {
  test.each([
    ['mqtt', { port: 1883, tls: false, ws: false }],
    ['mqtts', { port: 8884, tls: true, ws: false }],
    ['ws', { port: 9001, tls: false, ws: true }],
    ['wss', { port: 9002, tls: true, ws: true }],
  ])('%s: host, port, tls and ws, the settings that the broker needs, nothing else', async (mode, address) => {
    const { get, password } = await withPhone(FULL);
    const { status, body } = await get(`mode=${mode}`);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['link', 'configuration']);
    expect(decoded(body.link)).toEqual(body.configuration);
    expect(body.configuration).toEqual({
      _type: 'configuration',
      mode: 0,
      host: 'track.example',
      ...address,
      pubQos: 1,
      sub: true,
      subQos: 1,
      cleanSession: false,
      mqttProtocolLevel: 4,
      auth: true,
      usePassword: true,
      username: 'otto',
      password,
      deviceId: 'phone',
      tid: 'ne',
      pubTopicBase: 'owntracks/%u/%d',
      cmd: true,
      remoteConfiguration: true,
      extendedData: true,
    });
  });

  test('http: the address, no broker', async () => {
    const { get } = await withPhone(FULL);
    const { configuration } = (await get('mode=http')).body;
    expect(configuration).toMatchObject({
      mode: 3,
      url: 'https://track.example/pub',
      auth: true,
      username: 'otto',
      deviceId: 'phone',
    });
    for (const name of ['host', 'port', 'tls', 'ws', 'mqttProtocolLevel']) expect(configuration).not.toHaveProperty(name);
  });

  test('what is not offered is refused, with what would offer it', async () => {
    const { get } = await withPhone();
    const wss = await get('mode=wss');
    expect(wss.status).toBe(422);
    expect(wss.body.error.details).toEqual({
      mode: 'mode is wss; this installation does not offer it: set MQTT_WSS_PORT and MQTT_TLS_CERT and MQTT_TLS_KEY',
    });
    const bad = await get('mode=smoke&encryption=yes&format=xml');
    expect(Object.keys(bad.body.error.details).sort()).toEqual(['encryption', 'format', 'mode']);
  });

  test('a short device name still has a tid of two characters', async () => {
    const { get } = await withPhone({}, 'x');
    expect((await get('mode=mqtt')).body.configuration.tid).toBe('ox');
  });

  test('format=otrc is the configuration as a file', async () => {
    const { get } = await withPhone(FULL);
    const { body, headers } = await get('mode=mqtts&format=otrc');
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('content-disposition')).toBe('attachment; filename="otto-phone.otrc"');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual((await get('mode=mqtts')).body.configuration);
  });
});

describe('the encryption key', () => {
  test('is in link and file on request only, and each time in the audit log', async () => {
    const { get, encrypt, services, admin } = await withPhone();
    expect((await get('mode=mqtt&encryption=1')).body.configuration).not.toHaveProperty('encryptionKey');
    await encrypt();
    expect((await get('mode=mqtt')).text).not.toContain(KEY);
    const { body } = await get('mode=mqtt&encryption=1');
    expect(body.configuration.encryptionKey).toBe(KEY);
    expect(decoded(body.link).encryptionKey).toBe(KEY);
    expect((await get('mode=http&encryption=1&format=otrc')).body.encryptionKey).toBe(KEY);
    const shown = (await services.audit.list(admin.user, 100)).filter(({ action }) => action === 'show_encryption_key');
    expect(shown.map(({ detail }) => detail)).toEqual([{ mode: 'http' }, { mode: 'mqtt' }]);
  });

  test('is not for admins, who may set up the phone without it', async () => {
    const { get, encrypt, admin } = await withPhone();
    await encrypt();
    expect((await get('mode=mqtt&encryption=1', admin)).status).toBe(403);
    expect((await get('mode=mqtt', admin)).status).toBe(200);
  });

  test('that was sealed with another AUTH_SECRET is told, not left out', async () => {
    const { get, server } = await withPhone();
    server.connection.raw.prepare("UPDATE device SET encryption_key = 'v1.a.b.c'").run();
    const { status, body } = await get('mode=mqtt&encryption=1');
    expect([status, Object.keys(body.error.details)]).toEqual([422, ['encryption']]);
  });
});

describe('GET /api/devices/:id/provisioning/ways', () => {
  const beat = (api: Awaited<ReturnType<typeof withPhone>>, certificate: object) =>
    new SqliteProcessStore(api.server.connection).beat({
      name: 'worker',
      pid: 1,
      started_at: NOW,
      beat_at: NOW,
      restarts: 0,
      state: { parts: { broker: { state: 'up', certificate } } },
    });

  test('tells what is offered, and what the worker’s certificate means for phones', async () => {
    const api = await withPhone(FULL);
    beat(api, { names: 'DNS:localhost', expires_at: NOW - 1, is_self_signed: true });
    const { status, body } = await call(ways.GET, { as: api.owner, params: api.params });
    expect(status).toBe(200);
    expect(body).toMatchObject({ is_encrypted: false, may_include_key: true });
    expect(body.ways[1]).toEqual({
      mode: 'mqtts',
      is_offered: true,
      address: 'mqtts://track.example:8884',
      missing: [],
      warnings: ['self_signed', 'other_name', 'expired'],
    });
  });

  test('neither another user nor a stranger; an admin may, but not have the key', async () => {
    const { params, other, admin, owner, encrypt } = await withPhone();
    await encrypt();
    expect((await call(ways.GET, { as: other, params })).status).toBe(403);
    expect((await call(ways.GET, { params })).status).toBe(401);
    expect((await call(ways.GET, { as: owner, params: { id: '999' } })).status).toBe(404);
    const { body } = await call(ways.GET, { as: admin, params });
    expect(body).toMatchObject({ is_encrypted: true, may_include_key: false });
  });
});

test('somebody with whom the device is shared can not set up a phone in its name', async () => {
  const { get, other, params, server, owner } = await withPhone();
  server.connection.raw
    .prepare('INSERT INTO share (owner_id, viewer_id, device_id, with_history, created_at) VALUES (?, ?, ?, 1, ?)')
    .run(owner.user.id, other.user.id, Number(params.id), NOW);
  expect((await get('mode=mqtt', other)).status).toBe(403);
  expect((await call(ways.GET, { as: other, params })).status).toBe(403);
});
