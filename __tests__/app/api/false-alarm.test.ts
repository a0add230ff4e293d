import { DELETE, POST } from '@/app/api/geofences/events/[id]/false-alarm/route';
import { GET as EVENTS } from '@/app/api/geofences/events/route';
import { call, NOW, type Person, testApi } from '../../support/api';
import { addDevice, addEvent, addZone } from '../../support/data';

async function setUp() {
  const api = await testApi();
  const event = addEvent(api.server, await addZone(api.server, api.owner), await addDevice(api.server, api.owner), NOW);
  const say = (as: Person | undefined, id: string | number = event) =>
    call(POST, { method: 'POST', as, params: { id: String(id) } });
  const unsay = (as: Person | undefined, id: string | number = event) =>
    call(DELETE, { method: 'DELETE', as, params: { id: String(id) } });
  const listed = async () => (await call(EVENTS, { as: api.owner })).body.events[0].false_alarm_at;
  return { api, event, say, unsay, listed };
}

describe('a false alarm', () => {
  test('is kept with the event, once, and can be taken back', async () => {
    const { api, say, unsay, listed, event } = await setUp();
    const at = new Date(NOW).toISOString();
    expect(await say(api.owner)).toMatchObject({ status: 200, body: { event: { id: event, false_alarm_at: at } } });
    api.time.now += 60_000;
    expect((await say(api.owner)).body.event.false_alarm_at).toBe(at);
    expect(await listed()).toBe(at);
    expect((await unsay(api.owner)).body.event.false_alarm_at).toBeNull();
    expect(await listed()).toBeNull();
    const actions = (await api.services.audit.list(api.admin.user, 10)).map(({ action }) => action);
    expect(actions.filter((action) => action.includes('false_alarm'))).toEqual(['no_false_alarm', 'false_alarm']);
  });

  test('the event itself stays as it was decided', async () => {
    const { api, say } = await setUp();
    expect((await say(api.owner)).body.event).toMatchObject({ event_type: 'enter', retracted_at: null });
  });

  test('an admin takes back what the owner said', async () => {
    const { api, say, unsay, listed } = await setUp();
    await say(api.owner);
    await unsay(api.admin);
    expect(await listed()).toBeNull();
  });

  test('strangers and other users have no word in it', async () => {
    const { api, say, unsay, listed } = await setUp();
    expect((await say(undefined)).status).toBe(401);
    expect((await say(api.other)).status).toBe(403);
    await say(api.owner);
    expect((await unsay(undefined)).status).toBe(401);
    expect((await unsay(api.other)).status).toBe(403);
    expect(await listed()).not.toBeNull();
  });

  test('of what is no event is 404', async () => {
    const { api, say } = await setUp();
    expect((await say(api.owner, 4711)).status).toBe(404);
    expect((await say(api.owner, 'x')).status).toBe(404);
  });
});
