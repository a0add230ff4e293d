import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import * as reading from '@/app/api/notifications/mqtt/route';
import * as preview from '@/app/api/settings/mqtt-publish/preview/route';
import * as settings from '@/app/api/settings/mqtt-publish/route';
import * as test_ from '@/app/api/settings/mqtt-publish/test/route';
import { SqliteProcessStore } from '@/lib/storage/sqlite/process-store';
import { call, NOW, testApi } from '../../support/api';
import { addDevice, addZone } from '../../support/data';
import { freePort } from '../../support/product';

const INPUT = { is_enabled: true, broker: { url: 'mqtt://homeassistant.local:1883', username: 'fp', password: 'geheim-1' } };
const PUT = { method: 'PUT' };
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A real broker; `publish` decides what may be published. */
async function startBroker(allows: { user?: string; publish?: (topic: string) => boolean } = {}): Promise<string> {
  const aedes = await Aedes.createBroker({
    authenticate: (_client, username, password, done) => {
      const isRight = !allows.user || `${username}:${password}` === allows.user;
      done(isRight ? null : Object.assign(new Error('no'), { returnCode: 5 as const }), isRight);
    },
    authorizeForward: (_client, packet) => (!allows.publish || allows.publish(packet.topic) ? packet : null),
  });
  const port = await freePort();
  const server = createServer((socket) => void aedes.handle(socket));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  closing.push(() => new Promise<void>((resolve) => aedes.close(() => server.close(() => resolve()))));
  return `mqtt://127.0.0.1:${port}`;
}

describe('the settings of MQTT publishing', () => {
  test('are for admins only', async () => {
    const api = await testApi();
    const routes = [
      [settings.GET, {}],
      [settings.PUT, { ...PUT, body: INPUT }],
      [test_.POST, { method: 'POST', body: { settings: INPUT } }],
      [preview.GET, {}],
    ] as const;
    for (const [handler, options] of routes) {
      expect((await call(handler, options)).status).toBe(401);
      expect((await call(handler, { ...options, as: api.owner })).status).toBe(403);
    }
  });

  test('are off at first, and are kept with a password that nobody sees again', async () => {
    const api = await testApi();
    const first = await call(settings.GET, { as: api.admin });
    expect(first.body.mqtt_publish).toEqual({
      ...{ is_enabled: false, base: 'fencepost', discovery_prefix: 'homeassistant', people: null, broker: null },
      ...{ own_broker: null, problem: null, updated_at: null },
    });
    expect(first.body.state).toBeNull();

    const saved = await call(settings.PUT, { ...PUT, as: api.admin, body: { ...INPUT, people: [api.owner.user.id] } });
    expect(saved.status).toBe(200);
    expect(saved.body.mqtt_publish).toMatchObject({
      is_enabled: true,
      people: [api.owner.user.id],
      broker: { url: 'mqtt://homeassistant.local:1883', username: 'fp', has_password: true },
      updated_at: new Date(NOW).toISOString(),
    });
    expect(saved.text).not.toContain('geheim-1');
    const row = api.server.connection.raw.prepare("SELECT value FROM setting WHERE key = 'mqtt_publish'").get() as {
      value: string;
    };
    expect(row.value).not.toContain('geheim-1');
    const log = api.server.connection.raw.prepare("SELECT detail FROM audit_log WHERE subject_id = 'mqtt_publish'").all();
    expect(JSON.stringify(log)).toContain('homeassistant.local');
    expect(JSON.stringify(log)).not.toContain('geheim-1');
  });

  test('keep the password for the same broker and user, and for no other', async () => {
    const api = await testApi();
    await call(settings.PUT, { ...PUT, as: api.admin, body: INPUT });
    const { password: _password, ...broker } = INPUT.broker;
    const same = await call(settings.PUT, { ...PUT, as: api.admin, body: { ...INPUT, base: 'family', broker } });
    expect(same.body.mqtt_publish.broker.has_password).toBe(true);
    for (const change of [{ url: 'mqtt://attacker.example.org' }, { username: 'other' }]) {
      const other = await call(settings.PUT, { ...PUT, as: api.admin, body: { ...INPUT, broker: { ...broker, ...change } } });
      expect(other.status).toBe(422);
      expect(other.body.error.details).toHaveProperty(['broker.password']);
      const tried = { settings: { ...INPUT, broker: { ...broker, ...change } } };
      expect((await call(test_.POST, { method: 'POST', as: api.admin, body: tried })).status).toBe(422);
    }
  });

  test.each([
    [{ is_enabled: 'yes' }, 'is_enabled'],
    [{ base: 'owntracks' }, 'base'],
    [{ base: 'OwnTracks/x' }, 'base'],
    [{ base: 'a/+' }, 'base'],
    [{ base: 'homeassistant' }, 'base'],
    [{ base: 'homeassistant/fencepost' }, 'base'],
    [{ base: '$SYS' }, 'base'],
    [{ discovery_prefix: '#' }, 'discovery_prefix'],
    [{ discovery_prefix: 'owntracks' }, 'discovery_prefix'],
    [{ people: ['x'] }, 'people'],
    [{ broker: { url: 'http://x' } }, 'broker.url'],
    [{ broker: { url: 'mqtt://user:pass@x' } }, 'broker.url'],
    [{ broker: { url: 'file:///etc/passwd' } }, 'broker.url'],
    [{ broker: { url: 'mqtt://' } }, 'broker.url'],
  ])('are refused with %j, which names %s', async (change, field) => {
    const api = await testApi();
    const answer = await call(settings.PUT, { ...PUT, as: api.admin, body: { ...INPUT, ...change } });
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.error.details).some((key) => key.startsWith(field))).toBe(true);
  });

  test('tell how the worker is doing, while it beats', async () => {
    const api = await testApi();
    const link = { link: 'down', detail: 'connect ECONNREFUSED', topics: 3, entities: 2, readers: null, last_published_at: NOW };
    const process_ = { name: 'worker', pid: 1, started_at: NOW, beat_at: NOW, restarts: 0 };
    new SqliteProcessStore(api.server.connection).beat({
      ...process_,
      state: { publishing: link },
    });
    const { body } = await call(settings.GET, { as: api.admin });
    expect(body.state).toEqual({ ...link, last_published_at: new Date(NOW).toISOString() });
    api.time.now += 11_000;
    expect((await call(settings.GET, { as: api.admin })).body.state).toBeNull();
  });

  test('show what Home Assistant will find, of the chosen people only, and that an admin looked is recorded', async () => {
    const api = await testApi();
    await addDevice(api.server, api.owner);
    await addZone(api.server, api.owner);
    await addDevice(api.server, api.other);
    const all = await call(preview.GET, { as: api.admin });
    expect(all.body.entities.map(({ component }: { component: string }) => component).sort()).toEqual([
      ...['binary_sensor', 'device_tracker', 'device_tracker', 'sensor', 'sensor', 'sensor', 'sensor'],
    ]);
    await call(settings.PUT, { ...PUT, as: api.admin, body: { ...INPUT, people: [api.other.user.id] } });
    const some = await call(preview.GET, { as: api.admin });
    expect(some.body.entities).toHaveLength(3);
    expect(some.body.entities[0].device_name).toBe("uta's phone");
    const looks = api.server.connection.raw.prepare("SELECT detail FROM audit_log WHERE action = 'read'").all();
    expect(looks.length).toBeGreaterThan(0);
  });
});

describe('the test of a broker', () => {
  const steps = async (api: Awaited<ReturnType<typeof testApi>>, url: string, more: object = {}) => {
    const broker = { url, username: '', ...more };
    const body = { settings: { is_enabled: false, broker } };
    const answer = await call(test_.POST, { method: 'POST', as: api.admin, body });
    return answer.body as { ok: boolean; steps: { step: string; state: string; said: string | null }[] };
  };

  test('goes all the way to one that lets us', async () => {
    const api = await testApi();
    const { ok, steps: all } = await steps(api, await startBroker());
    expect(all.map(({ step, state }) => `${step} ${state}`)).toEqual(['connect ok', 'own_topics ok', 'discovery ok', 'birth ok']);
    expect(ok).toBe(true);
  });

  test('says what the system said where there is none', async () => {
    const api = await testApi();
    const { ok, steps: all } = await steps(api, `mqtt://127.0.0.1:${await freePort()}`);
    expect(ok).toBe(false);
    expect(all[0]).toEqual({ step: 'connect', state: 'failed', said: expect.stringContaining('ECONNREFUSED') });
    expect(all.slice(1).every(({ state }) => state === 'skipped')).toBe(true);
  });

  test('says what the broker said to a wrong log-in', async () => {
    const api = await testApi();
    const url = await startBroker({ user: 'fp:right' });
    expect((await steps(api, url, { username: 'fp', password: 'wrong' })).steps[0]?.said).toMatch(/not authori[sz]ed/i);
    expect((await steps(api, url, { username: 'fp', password: 'right' })).ok).toBe(true);
  });

  test('finds out that an access list forbids discovery', async () => {
    const api = await testApi();
    const { steps: all } = await steps(api, await startBroker({ publish: (topic) => topic.startsWith('fencepost/') }));
    expect(all.map(({ step, state }) => `${step} ${state}`)).toEqual([
      'connect ok',
      'own_topics ok',
      'discovery failed',
      'birth ok',
    ]);
    expect(all[2]?.said).toContain('access list');
  });
});

describe('where a person reads', () => {
  test('is told to people, not to strangers', async () => {
    const api = await testApi();
    expect((await call(reading.GET)).status).toBe(401);
    const off = await call(reading.GET, { as: api.owner });
    expect(off.body.mqtt).toEqual({
      ...{ is_enabled: false, is_embedded: true },
      ...{ event_topic: 'fencepost/otto/+/event', state_topic: 'fencepost/otto/+/state' },
    });
    await call(settings.PUT, { ...PUT, as: api.admin, body: { is_enabled: true, people: [api.owner.user.id] } });
    expect((await call(reading.GET, { as: api.owner })).body.mqtt.is_enabled).toBe(true);
    expect((await call(reading.GET, { as: api.other })).body.mqtt.is_enabled).toBe(false);
    const ways = async (person: typeof api.owner) =>
      (await api.services.choices.get(person.user, null)).ways.map(({ channel }) => channel);
    expect(await ways(api.owner)).toContain('mqtt');
    expect(await ways(api.other)).not.toContain('mqtt');
  });
});
