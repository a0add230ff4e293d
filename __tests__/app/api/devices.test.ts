import { call, NOW, type Person, type TestApi, testApi } from '@/__tests__/support/api';
import * as password from '@/app/api/devices/[id]/password/route';
import * as provisioning from '@/app/api/devices/[id]/provisioning/route';
import * as one from '@/app/api/devices/[id]/route';
import * as devices from '@/app/api/devices/route';
import { hashDevicePassword } from '@/lib/services/device-password';

const phone = { name: "Otto's phone", device: 'phone' };

async function withPhone(env?: Record<string, string>) {
  const api = await testApi(env);
  const { body } = await call(devices.POST, { method: 'POST', as: api.owner, body: phone });
  const params = { id: String(body.device.id) };
  return { ...api, created: body, params, id: body.device.id as number };
}

function storedDevice(api: TestApi, id: number) {
  return api.server.connection.raw.prepare('SELECT * FROM device WHERE id = ?').get(id) as Record<string, unknown>;
}

function storeFix(api: TestApi, device_id: number, occurred_at: number) {
  api.server.connection.raw
    .prepare(
      'INSERT INTO location (device_id, latitude, longitude, battery, occurred_at, received_at, in_regions, extra) VALUES (?,?,?,?,?,?,?,?)',
    )
    .run(device_id, 52.5, 13.4, 81, occurred_at, NOW, '["Home"]', '{"source":"gps"}');
}

describe('POST /api/devices', () => {
  test('answers the topic and the credentials once', async () => {
    const api = await withPhone();
    const { created, id } = api;
    expect(created).toMatchObject({ topic: 'owntracks/otto/phone', mqtt_username: 'otto' });
    expect(created.mqtt_password).toMatch(/^([a-km-np-z2-9]{4}-){4}[a-km-np-z2-9]{4}$/);
    expect(created.device).toMatchObject({
      name: phone.name,
      owner_name: 'otto',
      user_id: api.owner.user.id,
      last_location: null,
    });
    expect(created.device.color).toMatch(/^#[0-9a-f]{6}$/);
    const stored = storedDevice(api, id);
    expect(stored.secret_hash).toBe(hashDevicePassword(created.mqtt_password));
    expect(JSON.stringify(stored)).not.toContain(created.mqtt_password);
    const seen = await call(one.GET, { as: api.owner, params: api.params });
    expect(seen.text).not.toMatch(/secret|mqtt_password|encryption_key/);
  });

  test('names are one level of a topic and unique for their owner, whatever the letter case', async () => {
    const { owner, other } = await withPhone();
    for (const device of ['a/b', '+', '#', '', 'ä', 'x'.repeat(65), 'two words']) {
      const answer = await call(devices.POST, { method: 'POST', as: owner, body: { name: 'x', device } });
      expect([answer.status, Object.keys(answer.body.error.details)]).toEqual([422, ['device']]);
    }
    const again = await call(devices.POST, { method: 'POST', as: owner, body: { name: 'x', device: 'PHONE' } });
    expect(again.body.error.details.device).toBe('device PHONE exists already');
    expect((await call(devices.POST, { method: 'POST', as: other, body: phone })).status).toBe(201);
  });

  test('each new device gets another colour', async () => {
    const { owner } = await withPhone();
    for (let n = 0; n < 4; n++) await call(devices.POST, { method: 'POST', as: owner, body: { name: 'x', device: `d${n}` } });
    const { body } = await call(devices.GET, { as: owner });
    expect(new Set(body.devices.map((device: { color: string }) => device.color)).size).toBe(5);
  });

  test('an admin adds a device for somebody else, a user does not', async () => {
    const { admin, other, owner } = await testApi();
    const body = { ...phone, user_id: other.user.id };
    expect((await call(devices.POST, { method: 'POST', as: owner, body })).status).toBe(403);
    const made = await call(devices.POST, { method: 'POST', as: admin, body: { ...body, user_id: String(other.user.id) } });
    expect(made.body.topic).toBe('owntracks/uta/phone');
    expect((await call(devices.POST, { method: 'POST', as: admin, body: { ...phone, user_id: 999 } })).status).toBe(404);
  });

  test('bad input is named; strangers are refused', async () => {
    const { owner } = await testApi();
    for (const device of [undefined, 'two words']) {
      const body = { name: '', device, color: 'red', user_id: 'x' };
      const bad = await call(devices.POST, { method: 'POST', as: owner, body });
      expect(bad.status).toBe(422);
      expect(Object.keys(bad.body.error.details).sort()).toEqual(['color', 'device', 'name', 'user_id']);
    }
    for (const user_id of [true, [owner.user.id], 1.5]) {
      const odd = await call(devices.POST, { method: 'POST', as: owner, body: { ...phone, user_id } });
      expect(odd.body.error.details).toEqual({
        user_id: `user_id is ${JSON.stringify(user_id)}; it must be a whole number from 1`,
      });
    }
    expect((await call(devices.POST, { method: 'POST', body: phone })).status).toBe(401);
  });
});

describe('GET /api/devices', () => {
  test('a user sees own devices, an admin all, and that is in the audit log once', async () => {
    const { owner, other, admin, services, time } = await withPhone();
    expect((await call(devices.GET, { as: owner })).body.devices).toHaveLength(1);
    expect((await call(devices.GET, { as: other })).body.devices).toEqual([]);
    expect((await call(devices.GET, { as: other, path: `/?user_id=${owner.user.id}` })).body.devices).toEqual([]);
    for (let n = 0; n < 3; n++) expect((await call(devices.GET, { as: admin })).body.devices).toHaveLength(1);
    const reads = async () => (await services.audit.list(admin.user, 100)).filter((entry) => entry.action === 'read');
    expect(await reads()).toMatchObject([
      { actor_user_id: admin.user.id, subject_type: 'device', subject_id: '*', detail: { owner_ids: [owner.user.id] } },
    ]);
    time.now += 11 * 60_000;
    await call(devices.GET, { as: admin });
    expect(await reads()).toHaveLength(2);
    expect((await call(devices.GET)).status).toBe(401);
  });

  test('the last location is the newest by the time of the phone', async () => {
    const api = await withPhone();
    storeFix(api, api.id, NOW - 60_000);
    storeFix(api, api.id, NOW - 3_600_000);
    const [device] = (await call(devices.GET, { as: api.owner })).body.devices;
    expect(device).toMatchObject({ battery: 81, connected: false, last_seen_at: null, topic: 'owntracks/otto/phone' });
    expect(device.last_location).toMatchObject({
      occurred_at: new Date(NOW - 60_000).toISOString(),
      accuracy: null,
      in_regions: ['Home'],
      extra: { source: 'gps' },
    });
  });
});

describe('/api/devices/:id', () => {
  test('the owner changes and removes a device', async () => {
    const { owner, params } = await withPhone();
    const body = { name: 'Pixel', color: '#123456' };
    const changed = await call(one.PATCH, { method: 'PATCH', as: owner, params, body });
    expect(changed.body.device).toMatchObject({ ...body, device: 'phone' });
    expect((await call(one.DELETE, { method: 'DELETE', as: owner, params })).body).toEqual({ success: true });
    expect((await call(one.GET, { as: owner, params })).status).toBe(404);
  });

  test('an encryption key is stored sealed and shown to nobody', async () => {
    const api = await withPhone();
    const { owner, params, id } = api;
    const changed = await call(one.PATCH, { method: 'PATCH', as: owner, params, body: { encryption_key: 'correct horse' } });
    expect(changed.status).toBe(200);
    expect(changed.text).not.toContain('correct horse');
    const sealed = String(storedDevice(api, id).encryption_key);
    expect(sealed).toMatch(/^v1\./);
    expect(sealed).not.toContain('correct horse');
    for (const encryption_key of ['', 'ü'.repeat(17), 7]) {
      const bad = await call(one.PATCH, { method: 'PATCH', as: owner, params, body: { encryption_key } });
      expect([bad.status, Object.keys(bad.body.error.details)]).toEqual([422, ['encryption_key']]);
    }
    await call(one.PATCH, { method: 'PATCH', as: owner, params, body: { encryption_key: null } });
    expect(storedDevice(api, id).encryption_key).toBeNull();
  });

  test('a new password replaces the old one', async () => {
    const api = await withPhone();
    const { owner, params, id, created } = api;
    const { status, body } = await call(password.POST, { method: 'POST', as: owner, params });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['mqtt_username', 'mqtt_password']);
    expect(body.mqtt_password).not.toBe(created.mqtt_password);
    expect(storedDevice(api, id).secret_hash).toBe(hashDevicePassword(body.mqtt_password));
  });

  const requests = [
    ['GET', one.GET, undefined],
    ['PATCH', one.PATCH, { name: 'x' }],
    ['DELETE', one.DELETE, undefined],
    ['POST', password.POST, undefined],
    ['GET', provisioning.GET, undefined],
  ] as const;

  test.each(requests)(
    '%s %#: neither another user nor a stranger; what is not there is not found',
    async (method, handler, body) => {
      const { other, owner, params } = await withPhone();
      const options = { method, body };
      expect((await call(handler, { ...options, params, as: other })).status).toBe(403);
      expect((await call(handler, { ...options, params })).status).toBe(401);
      for (const id of ['999', 'phone', '1e9999', `0x${params.id}`, ` ${params.id}`])
        expect((await call(handler, { ...options, params: { id }, as: owner })).status).toBe(404);
      expect((await call(one.GET, { as: owner, params })).body.device.name).toBe(phone.name);
    },
  );

  test.each(requests)('%s %#: an admin may, and it is in the audit log', async (method, handler, body) => {
    const { admin, params, services } = await withPhone();
    expect((await call(handler, { method, body, params, as: admin })).status).toBe(200);
    const [entry] = await services.audit.list(admin.user, 1);
    expect(entry).toMatchObject({ actor_user_id: admin.user.id, subject_type: 'device', subject_id: params.id });
  });

  test('bad input is named', async () => {
    const { owner, params } = await withPhone();
    const body = { name: 'x'.repeat(101), color: 7, encryption_key: 'x'.repeat(33) };
    const bad = await call(one.PATCH, { method: 'PATCH', as: owner, params, body });
    expect(bad.status).toBe(422);
    expect(bad.body.error.details).toEqual({
      name: 'name has 101 characters; it must have 1–100',
      color: 'color must be a text',
      encryption_key: 'encryption_key has 33 bytes; it must have 1–32',
    });
  });
});

describe('GET /api/devices/:id/provisioning', () => {
  const get = (params: Record<string, string>, as: Person, mode: string, headers?: Record<string, string>) =>
    call(provisioning.GET, { as, params, path: `/?mode=${mode}`, headers });

  const decoded = (link: string) => {
    const inline = /^owntracks:\/\/\/config\?inline=([A-Za-z0-9%]+)$/.exec(link)?.[1] ?? '';
    return JSON.parse(Buffer.from(decodeURIComponent(inline), 'base64').toString('utf8'));
  };

  test('MQTT: the link holds the configuration, the password while it is known', async () => {
    const api = await withPhone({ MQTT_PORT: '1884' });
    const { owner, params, created } = api;
    const { body } = await get(params, owner, 'mqtt', { host: '192.168.1.5:3000' });
    expect(decoded(body.link)).toEqual(body.configuration);
    expect(body.configuration).toMatchObject({
      _type: 'configuration',
      mode: 0,
      host: '192.168.1.5',
      port: 1884,
      tls: false,
      username: 'otto',
      password: created.mqtt_password,
      deviceId: 'phone',
      tid: 'ne',
      cmd: true,
      remoteConfiguration: true,
    });
    api.server.connection.raw.prepare('UPDATE device SET provision_secret = NULL').run();
    expect((await get(params, owner, 'mqtt')).body.configuration).not.toHaveProperty('password');
  });

  test('HTTP: the address is that of this server, PUBLIC_URL before what the browser asked for', async () => {
    const { owner, params } = await withPhone();
    expect((await get(params, owner, 'http', { host: '192.168.1.5:3000' })).body.configuration).toMatchObject({
      mode: 3,
      url: 'http://192.168.1.5:3000/pub',
      auth: true,
      username: 'otto',
      deviceId: 'phone',
    });
  });

  test('PUBLIC_URL and an external broker are where phones go', async () => {
    const { owner, params } = await withPhone({ PUBLIC_URL: 'https://track.example', MQTT_URL: 'mqtts://broker.example' });
    expect((await get(params, owner, 'http')).body.configuration.url).toBe('https://track.example/pub');
    expect((await get(params, owner, 'mqtt')).body.configuration).toMatchObject({
      host: 'broker.example',
      port: 8883,
      tls: true,
    });
  });

  test('a phone is never sent to localhost when this machine has an address', async () => {
    const { owner, params } = await withPhone();
    const { host } = (await get(params, owner, 'mqtt')).body.configuration;
    const { networkInterfaces } = await import('node:os');
    const lan = Object.values(networkInterfaces()).flat();
    const first = lan.find((address) => address?.family === 'IPv4' && !address.internal)?.address;
    expect(host).toBe(first ?? 'localhost');
  });

  test('another mode is refused', async () => {
    const { owner, params } = await withPhone();
    expect((await get(params, owner, 'smoke')).body.error.details).toEqual({ mode: 'mode must be mqtt, mqtts, ws, wss or http' });
  });
});
