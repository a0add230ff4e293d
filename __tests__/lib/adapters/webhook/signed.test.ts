import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { VERIFY_NODE, VERIFY_PYTHON } from '@/components/notify/ways/verify-snippets';
import { temporaryFolder } from '../../../support/database';
import { HAPPENED } from '../../../support/deliveries';
import { answers, type Received, receiver } from '../../../support/receiver';
import { webhookWorld } from '../../../support/webhooks';

/** Fencepost itself needs no Python, so that it may be missing. */
const LANGUAGES = spawnSync('python3', ['--version']).status === 0 ? (['node', 'python'] as const) : (['node'] as const);
const DAY_MS = 24 * 3_600_000;

/** Runs a snippet of the README on requests as a receiver would. @returns what it said to each */
function verify(language: 'node' | 'python', secret: string, requests: Received[], now: number): boolean[] {
  const folder = temporaryFolder();
  try {
    const cases = requests.map(({ headers, body }) => ({ headers, body }));
    const given = JSON.stringify({ secret, cases, now });
    const node = `${VERIFY_NODE}
      const { secret, cases, now } = JSON.parse(process.argv[2]);
      Date.now = () => now;
      console.log(JSON.stringify(cases.map(({ headers, body }) => isFromFencepost(secret, headers, Buffer.from(body)))));`;
    const python = `${VERIFY_PYTHON}
import json, sys, email.message
given = json.loads(sys.argv[1])
time.time = lambda: given["now"] / 1000
def headers_of(case):
    headers = email.message.Message()
    for name, value in case["headers"].items(): headers[name] = value
    return headers
print(json.dumps([is_from_fencepost(given["secret"], headers_of(case), case["body"].encode()) for case in given["cases"]]))`;
    const file = path.join(folder, language === 'node' ? 'verify.mjs' : 'verify.py');
    writeFileSync(file, language === 'node' ? node : python);
    return JSON.parse(execFileSync(language === 'node' ? process.execPath : 'python3', [file, given], { encoding: 'utf8' }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a signed webhook', () => {
  test('tells an event in the terms of the API', async () => {
    const world = webhookWorld();
    const there = await receiver(answers(200, 'thanks'));
    const { target } = await world.add('signed', { url: `${there.url}/hook?key=1` });
    const id = world.tell(target.id, 'exit', {
      stay_seconds: 5_400,
      confidence: 0.97,
      occurred_at: HAPPENED - 600_000,
      decided_at: HAPPENED - 540_000,
    });
    world.time.now += 5_000;
    await world.send();
    expect(world.standing(id)).toMatchObject({ state: 'sent', tried: [{ outcome: 'sent', response: '200 thanks' }] });
    const [received] = there.received as [Received];
    expect(received).toMatchObject({ method: 'POST', path: '/hook?key=1' });
    expect(received.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': `delivery-${id}`,
      'user-agent': 'Fencepost/1.2.3',
      'fencepost-timestamp': String((HAPPENED + 5_000) / 1000),
      'fencepost-signature': expect.stringMatching(/^v1=[0-9a-f]{64}$/),
    });
    expect(JSON.parse(received.body)).toEqual({
      version: 1,
      id: `delivery-${id}`,
      kind: 'exit',
      event_id: world.standing(id).event_id,
      alert_id: null,
      device_alert_id: null,
      is_test: false,
      device: { id: world.home.device_id, name: "Anna's phone" },
      zone: { id: world.home.geofence_id, name: 'Home' },
      occurred_at: '2026-01-15T12:52:00.000Z',
      decided_at: '2026-01-15T12:53:00.000Z',
      received_at: '2026-01-15T13:02:00.000Z',
      position: { latitude: 52.520008, longitude: 13.404954, accuracy: 12 },
      position_at: '2026-01-15T12:52:00.000Z',
      distance_from_center: 35.4,
      confidence: 0.97,
      stay_seconds: 5400,
      is_late: true,
      is_pass_through: false,
      detail: {},
      message: {
        title: expect.stringContaining("Anna's phone left Home"),
        text: expect.stringContaining('Reported late: happened 13:52, received 14:02.'),
        url: expect.stringContaining('https://fence.example.org/'),
      },
    });
  });

  test('says that it is a test', async () => {
    const world = webhookWorld();
    const there = await receiver();
    const { target } = await world.add('signed', { url: there.url });
    const id = await world.test(target.id);
    await world.send();
    expect(world.standing(id).state).toBe('sent');
    expect(JSON.parse(there.received[0]?.body ?? '')).toMatchObject({
      kind: 'test',
      is_test: true,
      device: null,
      zone: null,
      position: null,
    });
  });

  test('each event goes by itself', async () => {
    const world = webhookWorld();
    const there = await receiver();
    const { target } = await world.add('signed', { url: there.url });
    const [first, second] = [world.tell(target.id, 'enter'), world.tell(target.id, 'exit')];
    await world.send();
    expect(there.received.map(({ body }) => JSON.parse(body).id)).toEqual([`delivery-${first}`, `delivery-${second}`]);
  });

  test.each(LANGUAGES)('is proved by the lines of the README in %s, and nothing else is', async (language) => {
    const world = webhookWorld();
    const there = await receiver();
    const { target, secret } = await world.add('signed', { url: there.url });
    world.tell(target.id, 'enter');
    await world.send();
    const [real] = there.received as [Received];
    const changed = { ...real, body: real.body.replace('enter', 'exit') };
    const moved = { ...real, headers: { ...real.headers, 'fencepost-timestamp': String(HAPPENED / 1000 + 1) } };
    const unsigned = { ...real, headers: { 'fencepost-timestamp': real.headers['fencepost-timestamp'] } };
    const odd = { ...real, headers: { ...real.headers, 'fencepost-timestamp': 'soon' } };
    const all = [real, changed, moved, unsigned, odd];
    expect(verify(language, secret as string, all, HAPPENED + 60_000)).toEqual([true, false, false, false, false]);
    expect(verify(language, secret as string, [real], HAPPENED + 301_000)).toEqual([false]);
    expect(verify(language, 'fphook_another', [real], HAPPENED)).toEqual([false]);
  });

  test('while a secret is changed, the old one proves it, too, for a day', async () => {
    const world = webhookWorld();
    const there = await receiver();
    const { target, secret: old } = await world.add('signed', { url: there.url });
    const { secret, target: rotated } = await world.targets.rotate(world.actor, target.id);
    expect(secret).not.toBe(old);
    expect(rotated.old_secret_until).toBe(HAPPENED + DAY_MS);
    world.tell(target.id, 'enter');
    await world.send();
    expect(there.received[0]?.headers['fencepost-signature']).toMatch(/^v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
    expect(verify('node', secret, there.received, HAPPENED)).toEqual([true]);
    expect(verify('node', old as string, there.received, HAPPENED)).toEqual([true]);

    world.time.now += DAY_MS;
    world.tell(target.id, 'exit');
    await world.send();
    const last = there.received.slice(-1);
    expect(verify('node', secret, last, world.time.now)).toEqual([true]);
    expect(verify('node', old as string, last, world.time.now)).toEqual([false]);
  });

  test('the README has these lines', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(readme).toContain(VERIFY_NODE);
    expect(readme).toContain(VERIFY_PYTHON);
  });
});

describe('a receiver in trouble', () => {
  test('gets the same delivery again with the same key, as late as it asks for', async () => {
    const world = webhookWorld();
    const there = await receiver(answers(503, 'busy', { 'retry-after': '600' }));
    const { target } = await world.add('signed', { url: there.url });
    const id = world.tell(target.id);
    await world.send();
    expect(world.standing(id)).toMatchObject({ state: 'pending', tried: [{ outcome: 'transient', response: '503 busy' }] });
    world.time.now += 599_000;
    expect(await world.send()).toBe(0);
    there.react = answers(200);
    world.time.now += 3_600_000;
    await world.send();
    expect(world.standing(id).state).toBe('sent');
    const keys = there.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([`delivery-${id}`, `delivery-${id}`]);
  });

  test.each([
    ['hangs', () => {}, /^no answer within 0\.4 s/],
    [
      'closes in the middle',
      (_r: Received, _a: unknown, socket: { destroy(): void }) => socket.destroy(),
      /^127\.0\.0\.1 closed the connection/,
    ],
    ['asks for patience', answers(429), /^429/],
    ['is broken', answers(500, 'stack trace'), /^500 stack trace/],
  ])('that %s is tried again', async (_name, react, words) => {
    const world = webhookWorld();
    const there = await receiver(react as never);
    const { target } = await world.add('signed', { url: there.url });
    const id = world.tell(target.id);
    await world.send();
    expect(world.standing(id)).toMatchObject({
      state: 'pending',
      tried: [{ outcome: 'transient', response: expect.stringMatching(words) }],
    });
  });

  test.each([
    [410, ''],
    [404, 'no such hook'],
    [302, ''],
  ])('that answers %i is not tried again', async (status, body) => {
    const world = webhookWorld();
    const there = await receiver(answers(status, body, { location: 'http://127.0.0.1/' }));
    const { target } = await world.add('signed', { url: there.url });
    const id = world.tell(target.id);
    await world.send();
    expect(world.standing(id)).toMatchObject({
      state: 'failed',
      tried: [{ outcome: 'permanent', response: expect.stringMatching(`^${status}`) }],
    });
    expect(await world.store.find(target.id)).toMatchObject({ failures: 1, paused_at: null });
  });

  test('is left alone after five refusals in a row, until its person says so', async () => {
    const world = webhookWorld();
    const there = await receiver(answers(404, 'gone'));
    const { target } = await world.add('signed', { url: there.url });
    for (let i = 0; i < 5; i += 1) world.tell(target.id);
    await world.send();
    expect(await world.store.find(target.id)).toMatchObject({ failures: 5, paused_at: HAPPENED, pause_reason: '404 gone' });
    const held = world.tell(target.id);
    await world.send();
    expect(world.standing(held)).toMatchObject({ state: 'suppressed', reason: 'target_paused' });
    expect(there.received).toHaveLength(5);

    there.react = answers(200);
    expect(await world.targets.resume(world.actor, target.id)).toMatchObject({
      failures: 0,
      paused_at: null,
      pause_reason: null,
    });
    const next = world.tell(target.id, 'exit');
    await world.send();
    expect(world.standing(next).state).toBe('sent');
    expect(await world.store.find(target.id)).toMatchObject({ failures: 0, last_sent_at: HAPPENED });
  });

  test('whose secret can not be read any more is a failure that says so', async () => {
    const world = webhookWorld();
    const { target } = await world.add('signed', { url: 'http://127.0.0.1:1/' });
    await world.store.update(target.id, { secrets: 'v1.sealed.by.another' }, HAPPENED);
    const id = world.tell(target.id);
    await world.send();
    expect(world.standing(id)).toMatchObject({ state: 'failed', reason: expect.stringContaining('AUTH_SECRET has changed') });
  });
});
