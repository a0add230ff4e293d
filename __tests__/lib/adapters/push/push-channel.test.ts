import { GuardedOutbound } from '@/lib/adapters/outbound';
import { PushChannel } from '@/lib/adapters/push';
import type { PushPayload } from '@/lib/adapters/push/payload';
import { DeliveryRunner } from '@/lib/services/deliver';
import { PushKeys } from '@/lib/services/push-keys';
import { endpointHash, sealSubscription } from '@/lib/services/push-subscription';
import { SecretBox } from '@/lib/services/secret-box';
import { SqliteBrowserStore } from '@/lib/storage/sqlite/browser-store';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { SqliteUserStore } from '@/lib/storage/sqlite/user-store';
import { pem } from '../../../support/certificates';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, type Household, household, standing } from '../../../support/deliveries';
import { PushBrowser, type PushedMessage, type PushService, pushService, vapidOf } from '../../../support/push';

const secrets = new SecretBox('a secret for tests only');
const USER_AGENT = 'Fencepost';

interface World {
  connection: Connection;
  anna: Household;
  service: PushService;
  browser: PushBrowser;
  target_id: string;
  time: { now: number };
  keys: PushKeys;
  channel: PushChannel;
  runner: DeliveryRunner;
}

/** A household whose browser is subscribed, and a worker's pushes over the guard that the product uses. */
async function world(
  options: { allowed?: string[]; sender?: string; publicUrl?: string; language?: 'en' | 'de'; tls?: boolean } = {},
): Promise<World> {
  const { allowed = ['127.0.0.1'], sender = 'Fencepost <fence@example.org>', publicUrl = 'http://localhost:3000' } = options;
  const connection = testDatabase();
  const anna = household(connection, { language: options.language });
  const service = await pushService(options.tls ? { cert: pem('broker.crt'), key: pem('broker.key') } : undefined);
  const browser = new PushBrowser(`${service.url}/push/a`);
  const time = { now: HAPPENED };
  const sealed = sealSubscription(secrets, { endpoint: browser.endpoint, ...browser.keys, session_version: 1 });
  const made = {
    endpoint_origin: service.url,
    endpoint_hash: endpointHash(browser.endpoint),
    browser: 'Firefox',
    system: 'Linux',
  };
  const row = { user_id: anna.user_id, kind: 'push' as const, preset: 'browser' as const, name: 'Firefox', settings: made };
  const kept = await new SqliteBrowserStore(connection).register(
    { ...row, coalesces: true, secrets: sealed },
    null,
    20,
    HAPPENED,
  );
  connection.run(query.updateTable('user').set({ session_version: 1 }).where('id', '=', anna.user_id));
  const keys = new PushKeys(new SqliteSettingStore(connection), secrets, () => time.now);
  const policy = async () => ({ allow_private: false, allowed });
  const users = new SqliteUserStore(connection);
  const channel = new PushChannel({
    ...{ publicUrl, keys, secrets, clock: () => time.now, sender: async () => sender },
    sessionVersionOf: async (id) => (await users.find(id))?.session_version ?? null,
    request: new GuardedOutbound({ policy, userAgent: USER_AGENT, ca: pem('broker.crt') }).request,
  });
  const clock = () => time.now;
  const runner = new DeliveryRunner(new SqliteDeliveryStore(connection), 'push', channel, clock, { random: () => 0 });
  return { connection, anna, service, browser, target_id: kept?.browser.id ?? '', time, keys, channel, runner };
}

/** An event, told by push. @returns its delivery */
function told(
  { connection, anna, target_id }: World,
  ...more: Parameters<typeof event> extends [unknown, unknown, ...infer R] ? R : never
) {
  const { delivery_id } = event(connection, anna, ...more);
  connection.run(query.updateTable('delivery').set({ channel: 'push', target_id }).where('id', '=', delivery_id));
  return delivery_id;
}

const payloadOf = ({ browser, service }: World, index = 0): PushPayload =>
  JSON.parse(browser.decrypt(service.received[index]?.body ?? Buffer.alloc(0)));
const targetOf = ({ connection }: World) => connection.get(query.selectFrom('notification_target').selectAll());
const first = ({ service }: World) => service.received[0] as PushedMessage;

describe('a push', () => {
  test('says in few words what happened, to its browser alone, in the language and time of the person', async () => {
    const home = await world({ language: 'de', publicUrl: 'https://fence.example.org' });
    const id = told(home);
    await home.runner.runOnce();
    expect(standing(home.connection, id)).toMatchObject({ state: 'sent', tried: [{ outcome: 'sent', response: '201' }] });
    const payload = payloadOf(home);
    expect(payload).toMatchObject({ lang: 'de', at: HAPPENED, ids: [id], is_important: false, identity: `delivery-${id}` });
    expect(`${payload.title} ${payload.body}`).toMatch(/Anna's phone.*Home/s);
    expect(`${payload.title} ${payload.body}`).toContain('14:02');
    expect(payload.path).toMatch(/^\/(admin\/geofences\/events|notifications|map)/);
    const other = new PushBrowser(home.browser.endpoint);
    expect(() => other.decrypt(first(home).body)).toThrow();
    expect(targetOf(home)).toMatchObject({ last_sent_at: HAPPENED, failures: 0 });
  });

  test('is signed for its push service with the key that the browser subscribed with', async () => {
    const home = await world();
    told(home);
    await home.runner.runOnce();
    const vapid = vapidOf(first(home));
    expect(vapid).toMatchObject({
      aud: home.service.url,
      sub: 'mailto:fence@example.org',
      key: (await home.keys.pair()).public_key,
    });
    // RFC 8292, 2: not more than 24 hours ahead.
    expect(vapid.exp * 1000 - Date.now()).toBeGreaterThan(3600_000);
    expect(vapid.exp * 1000 - Date.now()).toBeLessThan(24 * 3600_000);
    expect(first(home)).toMatchObject({ path: '/push/a', headers: { 'content-encoding': 'aes128gcm', ttl: '86400' } });
  });

  test('goes over TLS, and its signature names the service that it goes to', async () => {
    const home = await world({ publicUrl: 'https://fence.example.org', tls: true });
    told(home);
    await home.runner.runOnce();
    expect(vapidOf(first(home))).toMatchObject({ aud: home.service.url, sub: 'https://fence.example.org' });
    expect(home.service.url).toMatch(/^https:/);
    expect(payloadOf(home).at).toBe(HAPPENED);
  });

  test('of a zone that matters wakes the phone, others wait until it wakes by itself', async () => {
    const home = await world();
    told(home);
    await home.runner.runOnce();
    home.connection.run(query.updateTable('geofence').set({ is_important: 1 }));
    told(home, 'exit', { at: HAPPENED + 1 });
    home.time.now += 60_000;
    await home.runner.runOnce();
    expect(home.service.received.map(({ headers }) => headers.urgency)).toEqual(['normal', 'high']);
    expect([payloadOf(home).is_important, payloadOf(home, 1).is_important]).toEqual([false, true]);
  });

  test('takes the place of what was said before of the same zone and device, and of nothing else', async () => {
    const home = await world();
    const tellAt = async (minutes: number, type: 'enter' | 'exit', who: Household = home.anna) => {
      home.time.now = HAPPENED + minutes * 60_000;
      told({ ...home, anna: who }, type, { at: home.time.now });
      await home.runner.runOnce();
    };
    await tellAt(0, 'enter');
    await tellAt(10, 'exit');
    const other = household(home.connection);
    const shared = { geofence_id: other.geofence_id, user_id: home.anna.user_id, created_at: HAPPENED };
    home.connection.run(query.insertInto('zone_recipient').values(shared));
    await tellAt(20, 'enter', { ...other, user_id: home.anna.user_id });
    const tags = home.service.received.map((_, index) => payloadOf(home, index).tag);
    const topics = home.service.received.map(({ headers }) => headers.topic);
    expect(tags[1]).toBe(tags[0]);
    expect(topics[1]).toBe(topics[0]);
    expect(new Set(tags).size).toBe(2);
    expect(new Set(topics).size).toBe(2);
    for (const topic of topics) expect(topic).toMatch(/^[\w-]{1,32}$/);
  });

  test('of many events is one that counts them, and never longer than push services take', async () => {
    const home = await world();
    home.connection.run(query.updateTable('device').set({ name: 'Ω'.repeat(90) }));
    for (let i = 0; i < 60; i++) told(home, i % 2 ? 'exit' : 'enter', { at: HAPPENED + i });
    home.time.now += 60_000;
    await home.runner.runOnce();
    const lengths = home.service.received.map(({ body }) => body.length);
    expect(Math.max(...lengths)).toBeLessThan(4096);
    const payloads = home.service.received.map((_, index) => payloadOf(home, index));
    for (const payload of payloads) expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(3000);
    expect(payloads.some(({ ids, body }) => ids.length > 1 && body.endsWith('…'))).toBe(true);
  });
});

describe('what the push service says', () => {
  const answered = async (status: number, more: Partial<PushService['answer']> = {}, options = {}) => {
    const home = await world(options);
    home.service.answer = { status, ...more };
    const id = told(home);
    await home.runner.runOnce();
    return { home, delivery: standing(home.connection, id), target: targetOf(home) };
  };

  test.each([200, 201, 202])('%i: it is sent', async (status) => {
    expect((await answered(status)).delivery).toMatchObject({ state: 'sent' });
  });

  test.each([404, 410])('%i: the browser is gone and gets nothing more', async (status) => {
    const { home, delivery, target } = await answered(status, { body: 'push subscription has unsubscribed or expired.' });
    expect(delivery).toMatchObject({ state: 'failed', reason: expect.stringMatching(/unsubscribed or expired/) });
    expect(target).toMatchObject({ is_active: 0, pause_reason: expect.stringMatching(String(status)) });
    told(home, 'exit', { at: HAPPENED + 1 });
    await home.runner.runOnce();
    expect(home.service.received).toHaveLength(1);
  });

  test.each([400, 403, 413])('%i: it fails for good, the browser stays', async (status) => {
    const { delivery, target } = await answered(status);
    expect(delivery).toMatchObject({ state: 'failed', tried: [{ outcome: 'permanent' }] });
    expect(target).toMatchObject({ is_active: 1, failures: 1 });
  });

  test.each([429, 500, 503])('%i: it goes again, not before the service asks for it', async (status) => {
    const { home, delivery } = await answered(status, { headers: { 'retry-after': '3600' } });
    expect(delivery).toMatchObject({ state: 'pending', attempts: 1, tried: [{ outcome: 'transient' }] });
    expect(delivery.next_attempt_at).toBeGreaterThanOrEqual(HAPPENED + 3_600_000);
    home.service.answer = { status: 201 };
    home.time.now = (delivery.next_attempt_at ?? 0) - 1;
    await home.runner.runOnce();
    expect(home.service.received).toHaveLength(1);
    home.time.now += 1;
    await home.runner.runOnce();
    expect(home.service.received).toHaveLength(2);
    expect(payloadOf(home, 1).identity).toBe(payloadOf(home, 0).identity);
  });

  test('nothing, because it is not to be reached: it goes again', async () => {
    const { delivery } = await answered(201, {}, { allowed: ['127.0.0.1'] });
    expect(delivery).toMatchObject({ state: 'sent' });
    const home = await world();
    const gone = new PushBrowser('http://127.0.0.1:9/push');
    const sealed = sealSubscription(secrets, { endpoint: gone.endpoint, ...gone.keys, session_version: 1 });
    home.connection.run(query.updateTable('notification_target').set({ secrets: sealed }));
    const id = told(home);
    await home.runner.runOnce();
    expect(standing(home.connection, id)).toMatchObject({ state: 'pending', tried: [{ outcome: 'transient' }] });
  });

  test('is not even asked where its address is one of the inner network', async () => {
    const { home, delivery } = await answered(201, {}, { allowed: [] });
    expect(delivery).toMatchObject({ state: 'failed' });
    expect(home.service.received).toEqual([]);
  });
});

describe('a browser gets nothing', () => {
  const failing = async (change: (home: World) => void) => {
    const home = await world();
    change(home);
    const id = told(home);
    await home.runner.runOnce();
    expect(home.service.received).toEqual([]);
    return { ...standing(home.connection, id), target: targetOf(home) };
  };

  test('once its person has changed the password, which ends all sessions', async () => {
    const outcome = await failing(({ connection }) => connection.run(query.updateTable('user').set({ session_version: 2 })));
    expect(outcome).toMatchObject({ state: 'failed', reason: expect.stringMatching(/signed out/), target: { is_active: 0 } });
  });

  test('when AUTH_SECRET has changed, and the attempt says why', async () => {
    const foreign = new SecretBox('another secret for tests').seal('notification target', '{}');
    const outcome = await failing(({ connection }) =>
      connection.run(query.updateTable('notification_target').set({ secrets: foreign })),
    );
    expect(outcome).toMatchObject({ state: 'failed', reason: expect.stringMatching(/AUTH_SECRET/), target: { is_active: 0 } });
  });

  test('when only the keys can not be read; it stays for the time when they can', async () => {
    const lost = { public_key: 'B'.repeat(87), private_key: 'v1.AAAA.AAAA.AAAA', created_at: 0 };
    const outcome = await failing(({ connection }) => void new SqliteSettingStore(connection).set('push_keys', lost));
    expect(outcome).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/keys.*AUTH_SECRET/),
      target: { is_active: 1 },
    });
  });
});
