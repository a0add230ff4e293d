import { GET } from '@/app/api/notifications/test/[id]/route';
import { POST } from '@/app/api/notifications/test/route';
import { query } from '@/lib/storage/sqlite/connection';
import { call, NOW, type Person, testApi } from '../../support/api';

const begin = (as: Person | undefined, body: unknown) => call(POST, { method: 'POST', as, body });
const look = (as: Person | undefined, id: number | string) => call(GET, { as, params: { id: String(id) } });

async function setUp() {
  const api = await testApi();
  const webhook = await api.services.targets.create(api.owner.user, 'signed', 'Server', { url: 'https://93.184.216.34/' });
  return { api, webhook: webhook.target.id };
}

describe('tests of ways', () => {
  test('one of a webhook is due at once, and its outcome can be followed', async () => {
    const { api, webhook } = await setUp();
    const { status, body } = await begin(api.owner, { channel: 'webhook', target_id: webhook.toUpperCase() });
    expect(status).toBe(201);
    expect(body.test).toEqual({
      id: expect.any(Number),
      channel: 'webhook',
      target_id: webhook,
      state: 'pending',
      reason: null,
      attempts: [],
    });
    const { id } = body.test;
    const { connection } = api.server;
    const row = connection.get(query.selectFrom('delivery').selectAll().where('id', '=', id));
    expect(row).toMatchObject({ is_test: 1, user_id: api.owner.user.id, next_attempt_at: NOW, event_id: null });

    connection.run(query.updateTable('delivery').set({ state: 'failed', reason: '404 gone' }).where('id', '=', id));
    connection.run(
      query.insertInto('delivery_attempt').values({ delivery_id: id, at: NOW, outcome: 'permanent', response: '404 gone' }),
    );
    expect((await look(api.owner, id)).body.test).toMatchObject({
      state: 'failed',
      reason: '404 gone',
      attempts: [{ at: new Date(NOW).toISOString(), outcome: 'permanent', response: '404 gone' }],
    });
  });

  test('e-mail and MQTT have no target; the notification centre has its test at once', async () => {
    const { api } = await setUp();
    expect((await begin(api.owner, { channel: 'email' })).body.test).toMatchObject({
      channel: 'email',
      target_id: null,
      state: 'pending',
    });
    expect((await begin(api.owner, { channel: 'mqtt', target_id: null })).status).toBe(201);
    expect((await begin(api.owner, { channel: 'inbox' })).body.test.state).toBe('sent');
  });

  test.each([
    [{ channel: 'sms' }, 'channel', /^channel is "sms"; it must be inbox, email, push, webhook or mqtt$/],
    [{ channel: 'webhook' }, 'target_id', /^target_id is missing; name the target of webhook$/],
    [{ channel: 'push' }, 'target_id', /^target_id is missing/],
    [{ channel: 'webhook', target_id: 'mine' }, 'target_id', /^target_id is "mine"; it must be the id of a target$/],
    [{ channel: 'email', target_id: '7d444840-9dc0-11d1-b245-5ffdce74fad2' }, 'target_id', /^target_id must be null for email$/],
  ])('refuses %j', async (body, field, message) => {
    const { api } = await setUp();
    const answer = await begin(api.owner, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details[field]).toMatch(message);
  });

  test('the target must be of the channel', async () => {
    const { api, webhook } = await setUp();
    const answer = await begin(api.owner, { channel: 'push', target_id: webhook });
    expect(answer.body.error.details.channel).toBe('target_id is of a webhook; channel must be webhook');
  });

  test('five a minute', async () => {
    const { api } = await setUp();
    for (let i = 0; i < 5; i += 1) expect((await begin(api.owner, { channel: 'email' })).status).toBe(201);
    const { status, headers } = await begin(api.owner, { channel: 'email' });
    expect({ status, wait: headers.get('retry-after') }).toEqual({ status: 429, wait: '60' });
    expect((await begin(api.other, { channel: 'email' })).status).toBe(201);
    api.time.now += 60_000;
    expect((await begin(api.owner, { channel: 'email' })).status).toBe(201);
  });

  test('strangers are turned away; nobody tests or sees what is another person’s', async () => {
    const { api, webhook } = await setUp();
    const way = { channel: 'webhook', target_id: webhook };
    expect((await begin(undefined, way)).status).toBe(401);
    expect((await begin(api.other, way)).status).toBe(403);
    expect((await begin(api.admin, way)).status).toBe(403);
    expect((await begin(api.owner, { ...way, target_id: '7d444840-9dc0-11d1-b245-5ffdce74fad2' })).status).toBe(404);
    const { id } = (await begin(api.owner, way)).body.test;
    expect((await look(undefined, id)).status).toBe(401);
    expect((await look(api.other, id)).status).toBe(403);
    expect((await look(api.owner, id + 1)).status).toBe(404);
    expect((await look(api.owner, 'first')).status).toBe(404);
  });
});
