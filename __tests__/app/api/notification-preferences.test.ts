import { GET, PUT } from '@/app/api/notifications/preferences/route';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteTargetStore } from '@/lib/storage/sqlite/target-store';
import { call, NOW, type Person, type TestApi, testApi } from '../../support/api';
import { addEvent, apiWithHome } from '../../support/data';

let api: TestApi;
beforeEach(async () => {
  api = await testApi();
});

const get = async (as: Person) => (await call(GET, { as })).body.preferences;
const put = (as: Person | undefined, body: unknown) => call(PUT, { method: 'PUT', as, body });

const USUAL = {
  digest: 'none',
  digest_minutes: 2,
  digest_at: '08:00',
  quiet_from: null,
  quiet_until: null,
  max_per_day: null,
  escalate_after_minutes: null,
  escalation: [],
  updated_at: null,
};
const mail = { channel: 'email', target_id: null };
const browsers = { channel: 'push', target_id: null };

const webhook = (user_id: number) =>
  new SqliteTargetStore(api.server.connection).create(
    { user_id, kind: 'webhook', preset: 'ntfy', name: 'Phone', settings: {}, coalesces: true, secrets: null },
    10,
    NOW,
  );

describe('PUT /api/notifications/preferences', () => {
  test('changes what is given and keeps the rest', async () => {
    expect(await get(api.owner)).toEqual(USUAL);
    const night = { quiet_from: '22:00', quiet_until: '06:30', digest: 'minutes' };
    const saved = { ...USUAL, ...night, updated_at: new Date(NOW).toISOString() };
    expect((await put(api.owner, night)).body).toEqual({ preferences: saved });
    api.time.now += 1000;
    const more = { max_per_day: 20, escalate_after_minutes: 5, escalation: [mail, browsers, mail] };
    const { preferences } = (await put(api.owner, more)).body;
    expect(preferences).toMatchObject({ ...night, max_per_day: 20, escalation: [mail, browsers] });
    expect(await get(api.owner)).toEqual(preferences);
    expect(await get(api.other)).toEqual(USUAL);
  });

  test.each([
    ['digest', 'weekly', 'none, minutes, hourly or daily'],
    ['digest_minutes', 0, '1–60'],
    ['digest_minutes', 61, '1–60'],
    ['digest_minutes', 1.5, '1–60'],
    ['digest_minutes', null, '1–60'],
    ['digest_at', '24:00', 'HH:MM from 00:00 to 23:59'],
    ['digest_at', '8:00', 'HH:MM from 00:00 to 23:59'],
    ['quiet_from', '22.00', 'HH:MM from 00:00 to 23:59'],
    ['max_per_day', 0, '1–1,000, or null'],
    ['max_per_day', 1001, '1–1,000, or null'],
    ['escalate_after_minutes', 0, '1–1,440, or null'],
    ['escalate_after_minutes', 1441, '1–1,440, or null'],
    ['escalation', 'email', 'a list of at most 100 ways'],
  ])('%s %j is refused by its range', async (field, value, range) => {
    const message = `${field} is ${JSON.stringify(value)}; it must be ${range}`;
    expect(await put(api.owner, { [field]: value })).toMatchObject({
      status: 422,
      body: { error: { code: 'VALIDATION_ERROR', details: { [field]: message } } },
    });
    expect(await get(api.owner)).toEqual(USUAL);
  });

  test.each([
    [{ quiet_from: '22:00' }, 'quiet_until', 'quiet_until is null; it must be HH:MM as long as quiet_from is set'],
    [{ quiet_until: '06:00' }, 'quiet_from', 'quiet_from is null; it must be HH:MM as long as quiet_until is set'],
    [
      { quiet_from: '06:00', quiet_until: '06:00' },
      'quiet_until',
      'quiet_until is "06:00"; it must not be the same as quiet_from',
    ],
    [
      { escalate_after_minutes: 5 },
      'escalation',
      'escalation is []; it must name at least one way as long as escalate_after_minutes is set',
    ],
    [
      { escalation: [{ channel: 'sms' }] },
      'escalation',
      'escalation.channel is "sms"; it must be inbox, email, push, webhook, mqtt',
    ],
    [{ escalation: [{ channel: 'webhook', target_id: 'x' }] }, 'escalation', /^escalation.target_id is "x"; it must be the id/],
  ])('refuses %j', async (body, field, message) => {
    const answer = await put(api.owner, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details[field]).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
  });

  test('only own ways can be in the order of escalation', async () => {
    const [own, foreign] = [await webhook(api.owner.user.id), await webhook(api.other.user.id)];
    const order = (target_id?: string) => ({ escalate_after_minutes: 5, escalation: [mail, { channel: 'webhook', target_id }] });
    expect((await put(api.owner, order(own?.id.toUpperCase()))).status).toBe(200);
    const answer = await put(api.owner, order(foreign?.id));
    expect(answer.status).toBe(422);
    expect(answer.body.error.details.escalation).toBe(
      `escalation names "webhook" with target_id "${foreign?.id}"; it must be one of your own webhooks or browsers`,
    );
    const mqtt = await put(api.owner, { escalation: [{ channel: 'mqtt' }] });
    expect(mqtt.body.error.details.escalation).toBe('escalation names "mqtt"; it must be a way that there is');
  });

  test('a webhook that was removed meanwhile keeps nobody from changing something else', async () => {
    const own = await webhook(api.owner.user.id);
    await put(api.owner, { escalate_after_minutes: 5, escalation: [{ channel: 'webhook', target_id: own?.id }] });
    await new SqliteTargetStore(api.server.connection).remove(own?.id ?? '', NOW);
    expect((await put(api.owner, { max_per_day: 3 })).status).toBe(200);
  });

  test('what the former wishes put off is judged anew at once', async () => {
    const { phone, home, ...world } = await apiWithHome();
    api = world.api;
    const { connection } = api.server;
    const rows = [
      ...(['quiet', 'digest', 'max', 'escalation', '450 later'] as const).map((reason) => [api.owner, reason] as const),
      [api.other, 'quiet'] as const,
    ];
    const ids = rows.map(([{ user }, reason]) => {
      const event_id = addEvent(api.server, home, phone, NOW);
      const times = { next_attempt_at: NOW + 1e7, claimed_until: null, created_at: NOW, finished_at: null };
      const delivery = {
        event_id,
        alert_id: null,
        user_id: user.id,
        channel: 'email',
        state: 'pending',
        reason,
        attempts: 0,
      } as const;
      return connection.run(query.insertInto('delivery').values({ ...delivery, ...times })).lastInsertRowid;
    });
    api.time.now = NOW + 60_000;
    await put(api.owner, { digest: 'none' });
    const due = connection.all(query.selectFrom('delivery').select(['id', 'next_attempt_at']).orderBy('id'));
    expect(due.map(({ id, next_attempt_at }) => [ids.indexOf(id), next_attempt_at - NOW])).toEqual([
      [0, 60_000],
      [1, 60_000],
      [2, 60_000],
      [3, 1e7],
      [4, 1e7],
      [5, 1e7],
    ]);
  });

  test('a stranger neither sees nor changes anything', async () => {
    expect((await call(GET)).status).toBe(401);
    expect((await put(undefined, { digest: 'daily' })).status).toBe(401);
  });
});
