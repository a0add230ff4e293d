import { query } from '@/lib/storage/sqlite/connection';
import { answers, type Received, receiver } from '../../../support/receiver';
import { webhookWorld } from '../../../support/webhooks';

type World = ReturnType<typeof webhookWorld>;

const bodyOf = (received: Received | undefined) => JSON.parse(received?.body ?? 'null');

/** The zone's owner called it important. */
const makeImportant = ({ connection, home }: World) =>
  connection.run(query.updateTable('geofence').set({ is_important: 1 }).where('id', '=', home.geofence_id));

describe('ntfy', () => {
  const ok = answers(200, '{"id":"x","event":"message","message":"secret place"}');

  test('gets title, text, priority, pictures and the link, with the token', async () => {
    const world = webhookWorld();
    const there = await receiver(ok);
    const { target, secret } = await world.add('ntfy', { url: there.url, topic: 'anna-home', token: 'tk_0123456789' });
    expect(secret).toBeNull();
    const id = world.tell(target.id);
    await world.send();
    expect(there.received).toHaveLength(1);
    expect(there.received[0]).toMatchObject({ method: 'POST', path: '/', headers: { authorization: 'Bearer tk_0123456789' } });
    expect(bodyOf(there.received[0])).toEqual({
      topic: 'anna-home',
      title: "Anna's phone arrived at Home",
      message: expect.stringContaining('14:02'),
      priority: 3,
      tags: ['round_pushpin'],
      click: expect.stringContaining('https://fence.example.org/'),
    });
    // What was said stays out of the log.
    expect(world.standing(id)).toMatchObject({ state: 'sent', tried: [{ response: '200' }] });
  });

  test('rings louder for an important zone, and asks for no log-in without a token', async () => {
    const world = webhookWorld();
    const there = await receiver(ok);
    makeImportant(world);
    const { target } = await world.add('ntfy', { url: `${there.url}/`, topic: 'anna' });
    world.tell(target.id, 'exit');
    await world.send();
    expect(bodyOf(there.received[0])).toMatchObject({ priority: 5, tags: ['wave'] });
    expect(there.received[0]?.headers.authorization).toBeUndefined();
  });

  test('gets what collected as one message, and its own words when it refuses', async () => {
    const world = webhookWorld({ language: 'de' });
    const there = await receiver(answers(403, '{"code":40301,"http":403,"error":"forbidden","link":"https://ntfy.sh/docs"}'));
    const { target } = await world.add('ntfy', { url: there.url, topic: 'anna', token: 'tk_0123456789' });
    const first = world.tell(target.id, 'enter');
    const second = world.tell(target.id, 'exit');
    await world.send();
    expect(there.received).toHaveLength(1);
    expect(bodyOf(there.received[0]).message.split('\n')).toHaveLength(2);
    expect(bodyOf(there.received[0]).tags).toEqual(['round_pushpin', 'wave']);
    for (const id of [first, second]) {
      expect(world.standing(id)).toMatchObject({ state: 'failed', tried: [{ outcome: 'permanent', response: '403 forbidden' }] });
    }
  });

  test('gets no more bytes than it takes as a message', async () => {
    const world = webhookWorld();
    const there = await receiver(ok);
    world.connection.run(
      query
        .updateTable('device')
        .set({ name: '🦔'.repeat(25) })
        .where('id', '=', world.home.device_id),
    );
    const { target } = await world.add('ntfy', { url: there.url, topic: 'anna' });
    for (let i = 0; i < 50; i += 1) world.tell(target.id, i % 2 ? 'exit' : 'enter');
    await world.send();
    const { message } = bodyOf(there.received[0]);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4_000);
    expect(message).toMatch(/…$/);
  });
});

describe('Gotify', () => {
  test('gets the message with the token of its application', async () => {
    const world = webhookWorld();
    const there = await receiver(answers(200, '{"id":25,"appid":5}'));
    const { target } = await world.add('gotify', { url: `${there.url}/gotify/`, token: 'AzyoeNS.D4iJLVa' });
    world.tell(target.id, 'dwell');
    await world.send();
    expect(there.received[0]).toMatchObject({ path: '/gotify/message', headers: { 'x-gotify-key': 'AzyoeNS.D4iJLVa' } });
    expect(bodyOf(there.received[0])).toEqual({
      title: expect.stringContaining('Home'),
      message: expect.stringContaining('14:02'),
      priority: 5,
      extras: { 'client::notification': { click: { url: expect.stringContaining('https://fence.example.org/') } } },
    });
  });

  test('an important zone has a high priority; a wrong token is a failure in its words', async () => {
    const world = webhookWorld();
    const there = await receiver(
      answers(401, '{"error":"Unauthorized","errorCode":401,"errorDescription":"you need to provide a valid access token"}'),
    );
    makeImportant(world);
    const { target } = await world.add('gotify', { url: there.url, token: 'AzyoeNS.D4iJLVa' });
    const id = world.tell(target.id);
    await world.send();
    expect(bodyOf(there.received[0]).priority).toBe(8);
    expect(world.standing(id)).toMatchObject({ state: 'failed', reason: '401 you need to provide a valid access token' });
  });
});

describe('Telegram', () => {
  const TOKEN = '123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345';

  test('gets plain text for the chat by the method of its bot', async () => {
    const world = webhookWorld();
    const there = await receiver(answers(200, '{"ok":true,"result":{"message_id":7}}'));
    const { target } = await world.add('telegram', { url: there.url, token: TOKEN, chat_id: '-1001234567890' });
    world.tell(target.id);
    await world.send();
    expect(there.received[0]?.path).toBe(`/bot${TOKEN}/sendMessage`);
    expect(bodyOf(there.received[0])).toEqual({
      chat_id: '-1001234567890',
      text: expect.stringMatching(/^Anna's phone arrived at Home\n\n[\s\S]*\n\nhttps:\/\/fence\.example\.org\//),
      link_preview_options: { is_disabled: true },
    });
  });

  test('waits as long as the body asks', async () => {
    const world = webhookWorld();
    const busy =
      '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 900","parameters":{"retry_after":900}}';
    const there = await receiver(answers(429, busy));
    const { target } = await world.add('telegram', { url: there.url, token: TOKEN, chat_id: '1' });
    const id = world.tell(target.id);
    await world.send();
    expect(world.standing(id)).toMatchObject({
      state: 'pending',
      tried: [{ response: '429 Too Many Requests: retry after 900' }],
    });
    expect(world.standing(id).next_attempt_at).toBeGreaterThanOrEqual(world.time.now + 900_000);
  });

  test('never has its token in what is kept, whatever comes back', async () => {
    const world = webhookWorld();
    const there = await receiver((request, response) =>
      response.writeHead(404).end(`no route ${request.path} ${encodeURIComponent(TOKEN)} ${'-'.repeat(135)}${TOKEN}`),
    );
    const { target } = await world.add('telegram', { url: there.url, token: TOKEN, chat_id: '@anna_home' });
    const id = world.tell(target.id);
    await world.send();
    expect(world.standing(id)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^404 no route \/bot•••\/sendMessage ••• -+•••$/),
    });
    const kept = JSON.stringify(
      ['delivery', 'delivery_attempt', 'notification_target', 'audit_log'].map((table) =>
        world.connection.raw.prepare(`SELECT * FROM ${table}`).all(),
      ),
    );
    expect(kept).not.toContain(TOKEN);
    expect(kept).not.toContain('AAF-abc');
  });
});

describe('Apprise', () => {
  test('tells what is kept under a key', async () => {
    const world = webhookWorld();
    const there = await receiver(answers(200));
    const { target } = await world.add('apprise', { url: `${there.url}/apprise`, key: 'family', tag: 'alarm' });
    const id = world.tell(target.id);
    await world.send();
    expect(there.received[0]?.path).toBe('/apprise/notify/family');
    expect(bodyOf(there.received[0])).toEqual({
      tag: 'alarm',
      title: "Anna's phone arrived at Home",
      body: expect.stringMatching(/14:02[\s\S]*https:\/\/fence\.example\.org\//),
      type: 'info',
      format: 'text',
    });
    expect(world.standing(id).state).toBe('sent');
  });

  test('tells the services that are named, and keeps them secret', async () => {
    const world = webhookWorld();
    const there = await receiver((request, response) =>
      response.writeHead(400).end(`bad: ${JSON.parse(request.body).urls.split('\n')[1]}`),
    );
    const urls = 'discord://4711/token-of-discord\nmailto://anna:pass@example.org';
    const { target } = await world.add('apprise', { url: there.url, urls });
    const id = world.tell(target.id);
    await world.send();
    expect(there.received[0]?.path).toBe('/notify/');
    expect(bodyOf(there.received[0])).toMatchObject({ urls, type: 'info' });
    expect(world.standing(id).reason).toBe('400 bad: •••');
  });

  test.each([
    [204, '', 'failed', /^204 Apprise has no service for this key/],
    [
      424,
      '{"error":"One or more notification could not be sent."}',
      'pending',
      /424 One or more notification could not be sent\.$/,
    ],
  ])('%i is no success', async (status, body, state, reason) => {
    const world = webhookWorld();
    const there = await receiver(answers(status, body));
    const { target } = await world.add('apprise', { url: there.url, key: 'nobody' });
    const id = world.tell(target.id);
    await world.send();
    expect(world.standing(id)).toMatchObject({ state, reason: expect.stringMatching(reason) });
  });
});
