import { DELETE, GET, PUT } from '@/app/api/notifications/templates/[kind]/route';
import { GET as LIST } from '@/app/api/notifications/templates/route';
import { query } from '@/lib/storage/sqlite/connection';
import { call, NOW, type Person, type TestApi, testApi } from '../../support/api';
import { addDevice, addEvent, addZone } from '../../support/data';

const list = async (as: Person) => (await call(LIST, { as })).body.templates;
const get = (as: Person | undefined, kind: string) => call(GET, { as, params: { kind } });
const put = (as: Person | undefined, kind: string, body: unknown) => call(PUT, { method: 'PUT', as, params: { kind }, body });
const reset = (as: Person | undefined, kind: string) => call(DELETE, { method: 'DELETE', as, params: { kind } });

const OURS = { subject: '{device} arrived at {zone}', body: '{moment}' };
const OWN = { subject: '{device} → {zone}', body: 'At {time}.' };

/** The owner is told of an arrival. */
async function tell({ server, owner }: TestApi): Promise<void> {
  const device_id = await addDevice(server, owner);
  const event_id = addEvent(server, await addZone(server, owner), device_id, NOW);
  const state = { state: 'sent', attempts: 1, next_attempt_at: NOW, created_at: NOW } as const;
  server.connection.run(
    query.insertInto('delivery').values({ event_id, user_id: owner.user.id, channel: 'inbox', reason: null, ...state }),
  );
}

test('each kind has our words, the placeholders there are, and an example', async () => {
  const api = await testApi();
  const templates = await list(api.owner);
  expect(templates.map(({ kind }: { kind: string }) => kind)).toEqual(['enter', 'exit', 'dwell', 'alert', 'device']);
  expect(templates[0]).toMatchObject({ kind: 'enter', ...OURS, ours: OURS, is_own: false, updated_at: null });
  for (const { placeholders, examples } of templates) {
    expect(examples.last).toBeNull();
    for (const name of placeholders) expect(examples.sample[name]).toEqual(expect.stringMatching(/./));
  }
});

test('own words are kept for who wrote them, and gone after the way back', async () => {
  const api = await testApi();
  const answer = await put(api.owner, 'enter', OWN);
  expect(answer.status).toBe(200);
  expect(answer.body.template).toMatchObject({ ...OWN, ours: OURS, is_own: true, updated_at: new Date(NOW).toISOString() });
  expect((await get(api.owner, 'enter')).body.template).toMatchObject({ ...OWN, is_own: true });
  expect((await get(api.other, 'enter')).body.template).toMatchObject({ ...OURS, is_own: false });
  await put(api.owner, 'enter', { ...OWN, body: '' });
  expect((await get(api.owner, 'enter')).body.template.body).toBe('');
  expect((await reset(api.owner, 'enter')).body.template).toMatchObject({ ...OURS, is_own: false });
  expect((await reset(api.owner, 'enter')).status).toBe(200);
  const actions = (await api.services.audit.list(api.admin.user, 5)).map(({ action, subject_type }) => [action, subject_type]);
  expect(actions.filter(([, type]) => type === 'notification_template')).toEqual([
    ['delete', 'notification_template'],
    ['update', 'notification_template'],
    ['update', 'notification_template'],
  ]);
});

test('the last that the person was told stands beside the example, and nobody else’s does', async () => {
  const api = await testApi();
  await tell(api);
  const [enter, exit] = await list(api.owner);
  expect(enter.examples.last).toMatchObject({ zone: 'Home', event: 'Arrived', time: '12:00' });
  expect(exit.examples.last).toBeNull();
  expect((await list(api.other))[0].examples.last).toBeNull();
  expect((await list(api.admin))[0].examples.last).toBeNull();
});

test.each([
  [{ subject: 'x' }, 'body', /^body is missing; it must be a text$/],
  [{ subject: 5, body: '' }, 'subject', /^subject is 5; it must be a text$/],
  [{ subject: ' ', body: '' }, 'subject', /^subject is empty; it must have 1–200 characters$/],
  [{ subject: 'x'.repeat(201), body: '' }, 'subject', /^subject has 201 characters; it must have 1–200 characters$/],
  [{ subject: 'x', body: 'x'.repeat(2_001) }, 'body', /^body has 2,001 characters; it must have 0–2,000 characters$/],
  [{ subject: 'at {home}', body: '' }, 'subject', /^subject has \{home\} at character 4; it must be \{summary\}, \{device\}/],
  [{ subject: 'at {zone', body: '' }, 'subject', /^subject has \{zone at character 4 without its \}/],
  [{ subject: 'x', body: 'so long: {stay}' }, 'body', /^body has \{stay\} at character 10/],
])('refuses %j', async (body, field, message) => {
  const api = await testApi();
  const answer = await put(api.owner, 'enter', body);
  expect(answer.status).toBe(422);
  expect(answer.body.error.details[field]).toMatch(message);
  expect((await get(api.owner, 'enter')).body.template.is_own).toBe(false);
});

test('there are no other kinds', async () => {
  const api = await testApi();
  for (const answer of [await get(api.owner, 'test'), await put(api.owner, 'toString', OWN), await reset(api.owner, 'x')]) {
    expect(answer.status).toBe(404);
  }
});

test('a stranger is turned away', async () => {
  await testApi();
  const answers = [
    await call(LIST),
    await get(undefined, 'enter'),
    await put(undefined, 'enter', OWN),
    await reset(undefined, 'enter'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
});
