import { DELETE } from '@/app/api/geofences/[id]/recipients/[userId]/route';
import { GET, POST } from '@/app/api/geofences/[id]/recipients/route';
import { GET as ZONES } from '@/app/api/notifications/zones/route';
import { POST as PAUSE } from '@/app/api/pauses/route';
import { MOST_RECIPIENTS } from '@/lib/services/zone-recipients';
import { query } from '@/lib/storage/sqlite/connection';
import { call, NOW, type Person, person, type TestApi } from '../../support/api';
import { addEvent, addZone, apiWithHome } from '../../support/data';

let api: TestApi, phone: number, zone: string;
beforeEach(async () => {
  ({ api, phone, home: zone } = await apiWithHome());
});

const params = () => ({ id: zone.toUpperCase() });
const list = (as?: Person) => call(GET, { as, params: params() });
const add = (as: Person | undefined, email: unknown) => call(POST, { method: 'POST', as, params: params(), body: { email } });
const remove = (as: Person | undefined, who: Person | string) =>
  call(DELETE, {
    method: 'DELETE',
    as,
    params: { ...params(), userId: typeof who === 'string' ? who : String(who.user.id) },
  });
const zones = async (as?: Person) => (await call(ZONES, { as })).body.zones;

describe('POST /api/geofences/:id/recipients', () => {
  test('the owner names the address of somebody’s account', async () => {
    const uta = { user_id: api.other.user.id, name: 'uta', email: 'uta@example.org', created_at: new Date(NOW).toISOString() };
    expect(await add(api.owner, ' UTA@example.org ')).toMatchObject({ status: 201, body: { recipient: uta } });
    expect((await list(api.owner)).body).toEqual({ recipients: [uta] });
    const told = { geofence_id: zone, name: 'Home', color: expect.stringMatching(/^#/), owner_name: 'otto' };
    expect(await zones(api.other)).toEqual([told]);
    expect(await zones(api.owner)).toEqual([]);
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ action: 'create', subject_type: 'zone_recipient', subject_id: zone, actor_name: 'otto' });
    expect(entry?.detail).toMatchObject({ recipient: 'uta', recipient_id: api.other.user.id });
  });

  test.each([
    [undefined, null, 'email must be a text'],
    ['uta', null, 'email is "uta"; it must be an address like name@example.org'],
    ['eva@example.org', 'unknown_person', 'email is "eva@example.org"; nobody here has this address'],
    ['otto@example.org', 'owner', 'email is "otto@example.org"; the owner is told anyway'],
    ['ada@example.org', 'told_already', 'ada is told of this already'],
  ])('refuses %j', async (email, reason, message) => {
    await add(api.owner, 'ada@example.org');
    const answer = await add(api.owner, email);
    expect(answer).toMatchObject({ status: 422, body: { error: { details: { email: message } } } });
    expect(answer.body.error.details.reason ?? null).toBe(reason);
  });

  test('of a group, too', async () => {
    zone = (await api.services.groups.create(api.owner.user, { name: 'Town', member_ids: [zone] })).id;
    expect((await add(api.owner, 'uta@example.org')).status).toBe(201);
    expect(await zones(api.other)).toMatchObject([{ geofence_id: zone, name: 'Town' }]);
  });

  test('has a limit', async () => {
    for (let i = 0; i < MOST_RECIPIENTS; i++) {
      const { user } = await person(api.server, `guest${i}`, 'user');
      await api.services.zoneRecipients.add(api.owner.user, zone, user.email);
    }
    expect(await add(api.owner, 'uta@example.org')).toMatchObject({
      status: 409,
      body: { error: { code: 'LIMIT_REACHED', details: { limit: MOST_RECIPIENTS } } },
    });
  });

  test('who has an account can not be found out by trying', async () => {
    for (let i = 0; i < 20; i++) expect((await add(api.owner, `nobody${i}@example.org`)).status).toBe(422);
    expect((await add(api.owner, 'uta@example.org')).status).toBe(429);
  });

  test('only the owner and admins decide', async () => {
    expect((await add(undefined, 'uta@example.org')).status).toBe(401);
    expect((await list()).status).toBe(401);
    expect((await add(api.other, 'uta@example.org')).status).toBe(403);
    expect((await list(api.other)).status).toBe(403);
    expect((await add(api.admin, 'uta@example.org')).status).toBe(201);
    // Who is told is told, and does not see who else is.
    expect((await list(api.other)).status).toBe(403);
    expect((await list(api.admin)).status).toBe(200);
    zone = '7d444840-9dc0-11d1-b245-5ffdce74fad2';
    expect((await add(api.owner, 'uta@example.org')).status).toBe(404);
  });
});

describe('DELETE /api/geofences/:id/recipients/:userId', () => {
  beforeEach(async () => {
    await add(api.owner, 'uta@example.org');
  });

  test('what still waits to tell the person is not told any more, and the rest is', async () => {
    const { connection } = api.server;
    const other = await addZone(api.server, api.owner, { name: 'Work' });
    const row = (who: Person, geofence_id: string, state: 'pending' | 'sent') => {
      const event_id = addEvent(api.server, geofence_id, phone, NOW, { notification_status: 'pending' });
      const times = { next_attempt_at: NOW, claimed_until: null, created_at: NOW, finished_at: null };
      const about = { event_id, alert_id: null, user_id: who.user.id, channel: 'email', reason: null, attempts: 0 } as const;
      return connection.run(query.insertInto('delivery').values({ ...about, ...times, state })).lastInsertRowid;
    };
    const ids = [row(api.other, zone, 'pending'), row(api.other, zone, 'sent'), row(api.other, other, 'pending')];
    ids.push(row(api.owner, zone, 'pending'));
    expect((await remove(api.owner, api.other)).body).toEqual({ success: true });
    const rows = connection.all(query.selectFrom('delivery').select(['state', 'reason', 'finished_at']).orderBy('id'));
    expect(rows).toEqual([
      { state: 'suppressed', reason: 'not_a_recipient', finished_at: NOW },
      { state: 'sent', reason: null, finished_at: null },
      { state: 'pending', reason: null, finished_at: null },
      { state: 'pending', reason: null, finished_at: null },
    ]);
    const events = connection.all(query.selectFrom('geofence_event').select('notification_status').orderBy('id'));
    expect(events[0]).toEqual({ notification_status: 'suppressed' });
    expect((await list(api.owner)).body.recipients).toEqual([]);
    expect(await zones(api.other)).toEqual([]);
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ action: 'delete', subject_type: 'zone_recipient', subject_id: zone });
  });

  test('whoever is told may end it; a third person may not', async () => {
    const third = await person(api.server, 'eva', 'user');
    expect((await remove(undefined, api.other)).status).toBe(401);
    expect((await remove(third, api.other)).status).toBe(403);
    expect((await remove(third, third)).status).toBe(403);
    expect((await remove(api.other, api.other)).status).toBe(200);
    expect((await remove(api.other, api.other)).status).toBe(403);
    expect((await remove(api.owner, api.other)).status).toBe(404);
    expect((await remove(api.owner, 'uta')).status).toBe(404);
  });

  test('whoever is told may pause the zone, until they are not told any more', async () => {
    const pause = () => call(PAUSE, { method: 'POST', as: api.other, body: { geofence_id: zone, span: 'hour' } });
    expect((await pause()).status).toBe(201);
    await remove(api.owner, api.other);
    expect((await pause()).status).toBe(403);
  });
});

test('GET /api/notifications/zones is for people who are signed in', async () => {
  expect((await call(ZONES)).status).toBe(401);
});
