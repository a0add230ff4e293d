import { DELETE } from '@/app/api/pauses/[id]/route';
import { GET, POST } from '@/app/api/pauses/route';
import { call, NOW, type Person, type TestApi, testApi } from '../../support/api';
import { addZone } from '../../support/data';

const HOUR = 3_600_000;
const NO_ZONE = '7d444840-9dc0-11d1-b245-5ffdce74fad2';

const pause = (as: Person | undefined, body: unknown) => call(POST, { method: 'POST', as, body });
const resume = (as: Person | undefined, id: string) => call(DELETE, { method: 'DELETE', as, params: { id } });
const list = async (as: Person) => (await call(GET, { as })).body.pauses;

async function setUp(): Promise<{ api: TestApi; zone: string }> {
  const api = await testApi();
  return { api, zone: await addZone(api.server, api.owner) };
}

describe('POST /api/pauses', () => {
  test.each([
    ['hour', new Date(NOW + HOUR).toISOString()],
    ['tomorrow', '2026-05-02T00:00:00.000Z'],
    ['for_good', null],
  ])('pauses a zone: %s', async (span, until) => {
    const { api, zone } = await setUp();
    const { status, body } = await pause(api.owner, { geofence_id: zone.toUpperCase(), span });
    expect(status).toBe(201);
    expect(body.pause).toEqual({
      id: expect.any(String),
      geofence_id: zone,
      geofence_name: 'Home',
      geofence_color: expect.stringMatching(/^#/),
      until,
      created_at: new Date(NOW).toISOString(),
    });
    expect(await list(api.owner)).toEqual([body.pause]);
    expect(await list(api.other)).toEqual([]);
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ action: 'pause', subject_type: 'notification', subject_id: zone, actor_name: 'otto' });
  });

  test('all mails, with null for the zone', async () => {
    const { api } = await setUp();
    await pause(api.owner, { geofence_id: null, span: 'for_good' });
    expect(await list(api.owner)).toMatchObject([{ geofence_id: null, geofence_name: null, until: null }]);
  });

  test.each([
    [{ span: 'hour' }, 'geofence_id', /^geofence_id is missing; it must be the id of a zone$/],
    [{ geofence_id: 'home', span: 'hour' }, 'geofence_id', /^geofence_id is "home"; it must be the id of a zone$/],
    [{ geofence_id: NO_ZONE, span: 'hour' }, 'geofence_id', /there is no such zone$/],
    [{ geofence_id: null, span: 'day' }, 'span', /^span is "day"; it must be hour, tomorrow or for_good$/],
  ])('refuses %j', async (body, field, message) => {
    const { api } = await setUp();
    const answer = await pause(api.owner, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details[field]).toMatch(message);
  });

  test('a stranger is turned away, and nobody pauses a zone of somebody else', async () => {
    const { api, zone } = await setUp();
    expect((await pause(undefined, { geofence_id: zone, span: 'hour' })).status).toBe(401);
    expect((await call(GET)).status).toBe(401);
    expect((await pause(api.other, { geofence_id: zone, span: 'hour' })).status).toBe(403);
    expect(await list(api.other)).toEqual([]);
  });
});

describe('DELETE /api/pauses/:id', () => {
  test('ends it', async () => {
    const { api, zone } = await setUp();
    const { body } = await pause(api.owner, { geofence_id: zone, span: 'for_good' });
    expect((await resume(api.owner, body.pause.id)).body).toEqual({ success: true });
    expect(await list(api.owner)).toEqual([]);
    expect((await resume(api.owner, body.pause.id)).status).toBe(404);
  });

  test('one that is over by itself is no longer there', async () => {
    const { api, zone } = await setUp();
    const { body } = await pause(api.owner, { geofence_id: zone, span: 'hour' });
    api.time.now += HOUR;
    expect((await resume(api.owner, body.pause.id)).status).toBe(404);
  });

  test('neither a stranger, nor another user, nor an admin ends somebody’s pause', async () => {
    const { api, zone } = await setUp();
    const { body } = await pause(api.owner, { geofence_id: zone, span: 'hour' });
    expect((await resume(undefined, body.pause.id)).status).toBe(401);
    expect((await resume(api.other, body.pause.id)).status).toBe(403);
    expect((await resume(api.admin, body.pause.id)).status).toBe(403);
    expect(await list(api.owner)).toHaveLength(1);
  });
});
