import { call, NOW, type Person, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addZone } from '@/__tests__/support/data';
import { addDeviceAlert, tell as tellOf } from '@/__tests__/support/inbox';
import * as resend from '@/app/api/deliveries/[id]/resend/route';
import * as failing from '@/app/api/deliveries/failing/route';
import * as resendAll from '@/app/api/deliveries/resend/route';
import * as list from '@/app/api/deliveries/route';
import * as stats from '@/app/api/deliveries/stats/route';
import * as explained from '@/app/api/geofences/events/[id]/route';
import type { DeliveryState, EventType } from '@/lib/domain/model';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { sumUpDeliveries } from '@/lib/storage/sqlite/notification-status';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Told {
  as: Person;
  state: DeliveryState;
  reason?: string;
  at?: number;
  type?: EventType;
  recipient?: Person;
}

/** A zone and a device for `otto` and `uta`, and what was told of them. */
async function world() {
  const api = await testApi();
  const homes = new Map<Person, { zone: string; device: number }>();
  for (const who of [api.owner, api.other]) {
    homes.set(who, { zone: await addZone(api.server, who), device: await addDevice(api.server, who) });
  }
  const tell = ({ as, state, reason, at = NOW - HOUR, type = 'enter', recipient = as }: Told): number => {
    const home = homes.get(as);
    if (!home) throw new Error('nobody lives there');
    const event_id = addEvent(api.server, home.zone, home.device, at, { event_type: type });
    const isOpen = state === 'pending' || state === 'sending';
    const { connection } = api.server;
    const id = connection.run(
      query.insertInto('delivery').values({
        event_id,
        alert_id: null,
        user_id: recipient.user.id,
        channel: 'email',
        state,
        reason: reason ?? null,
        attempts: state === 'suppressed' ? 0 : 1,
        next_attempt_at: at,
        claimed_until: null,
        created_at: at,
        finished_at: isOpen ? null : at + 4_000,
      }),
    ).lastInsertRowid;
    if (state === 'sent' || state === 'failed') {
      const outcome = state === 'sent' ? ('sent' as const) : ('permanent' as const);
      const attempt = { delivery_id: id, at: at + 4_000, outcome, response: reason ?? '250 queued' };
      connection.run(query.insertInto('delivery_attempt').values(attempt));
    }
    return id;
  };
  return { ...api, tell, homes };
}

const read = async (as: Person | undefined, search = '') => call(list.GET, { as, path: `/${search}` });
const ids = async (as: Person, search = ''): Promise<number[]> =>
  (await read(as, search)).body.deliveries.map(({ id }: { id: number }) => id);
const again = (as: Person | undefined, id: number | string) =>
  call(resend.POST, { method: 'POST', as, params: { id: String(id) }, body: {} });
const audits = async ({ services, admin }: TestApi) =>
  (await services.audit.list(admin.user, 20)).filter(({ subject_type }) => subject_type === 'delivery');

describe('GET /api/deliveries', () => {
  test('tells of each what happened, to whom it went, what became of it and what the server said', async () => {
    const { tell, owner, homes } = await world();
    const id = tell({ as: owner, state: 'failed', reason: '550 no such mailbox' });
    const { status, body } = await read(owner);
    expect(status).toBe(200);
    expect(body).toEqual({
      total: 1,
      deliveries: [
        {
          id,
          kind: 'enter',
          event_id: expect.any(Number),
          alert_id: null,
          device_alert_id: null,
          occurred_at: '2026-05-01T11:00:00.000Z',
          is_untrue: false,
          device_id: homes.get(owner)?.device,
          device_name: "otto's phone",
          geofence_id: homes.get(owner)?.zone,
          geofence_name: 'Home',
          geofence_color: expect.stringMatching(/^#/),
          recipient_id: owner.user.id,
          recipient_name: 'otto',
          channel: 'email',
          target_id: null,
          target_name: null,
          target_preset: null,
          state: 'failed',
          reason: '550 no such mailbox',
          created_at: '2026-05-01T11:00:00.000Z',
          finished_at: '2026-05-01T11:00:04.000Z',
          next_attempt_at: null,
          resent_at: null,
          opened_at: null,
          bundle_id: null,
          together_with: 0,
          attempts: [{ at: '2026-05-01T11:00:04.000Z', outcome: 'permanent', response: '550 no such mailbox' }],
          can_explain: true,
          can_resend: true,
        },
      ],
    });
  });

  test('a person sees own ones and what was told to them, an admin all, which is recorded; a stranger nothing', async () => {
    const api = await world();
    const { tell, owner, other, admin } = api;
    const own = tell({ as: owner, state: 'sent' });
    const shared = tell({ as: owner, state: 'sent', recipient: other, type: 'exit' });
    const foreign = tell({ as: other, state: 'suppressed', reason: 'cooldown' });
    expect(await ids(owner)).toEqual([shared, own]);
    expect(await ids(other)).toEqual([foreign, shared]);
    expect(await ids(owner, `?recipient_id=${other.user.id}`)).toEqual([shared]);
    expect(await ids(owner, `?device_id=${api.homes.get(other)?.device}`)).toEqual([]);
    expect(await audits(api)).toEqual([]);
    expect(await ids(admin)).toEqual([foreign, shared, own]);
    expect(await audits(api)).toMatchObject([
      { action: 'read', actor_user_id: admin.user.id, detail: { owner_ids: [owner.user.id, other.user.id] } },
    ]);
    // The page of the event is for the owner of its device.
    expect((await read(other)).body.deliveries.map((one: { can_explain: boolean }) => one.can_explain)).toEqual([true, false]);
    expect((await read(undefined)).status).toBe(401);
    expect((await call(stats.GET)).status).toBe(401);
    expect((await call(failing.GET)).status).toBe(401);
  });

  test('filters, pages, and a file with all of them', async () => {
    const { tell, owner } = await world();
    const sent = tell({ as: owner, state: 'sent', at: NOW - 3 * DAY });
    const held = tell({ as: owner, state: 'suppressed', reason: 'cooldown', type: 'exit', at: NOW - 2 * DAY });
    const waits = tell({ as: owner, state: 'pending', reason: 'attempt 1: =451 later', type: 'dwell', at: NOW - DAY });
    expect(await ids(owner, '?state=waiting')).toEqual([waits]);
    expect(await ids(owner, '?state=sending')).toEqual([]);
    expect(await ids(owner, '?state=suppressed&reason=cooldown')).toEqual([held]);
    expect(await ids(owner, '?kind=enter')).toEqual([sent]);
    expect(await ids(owner, '?kind=alert')).toEqual([]);
    expect(await ids(owner, '?from=2026-04-29T00:00:00Z&to=2026-04-29T23:59:59Z')).toEqual([held]);
    expect((await read(owner, '?limit=1&offset=1')).body).toMatchObject({ total: 3, deliveries: [{ id: held }] });
    const file = await read(owner, '?format=csv&limit=1');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="fencepost-deliveries-2026-05-01.csv"');
    const lines = file.text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^id,created_at,kind,occurred_at,device_id/);
    expect(lines[3]).toContain(`${sent},2026-04-28T12:00:00.000Z,enter`);
    expect(lines[3]).toContain('250 queued');
  });

  test('names what it can not read', async () => {
    const { owner } = await world();
    const bad = '?state=lost&kind=walk&recipient_id=x&geofence_id=home&from=yesterday&limit=501&reason=A-1&channel=%20';
    const { status, body } = await read(owner, bad);
    expect(status).toBe(422);
    expect(Object.keys(body.error.details).sort()).toEqual(
      ['channel', 'from', 'geofence_id', 'kind', 'limit', 'reason', 'recipient_id', 'state'].sort(),
    );
    expect(body.error.details.limit).toBe('limit is 501; it must be 1–500');
    expect(body.error.details.reason).toBe('reason is "A-1"; it must be a word of a–z and _');
  });
});

describe('GET /api/deliveries/stats', () => {
  test('counts the last 30 days of those that the person sees, by state, reason and own day', async () => {
    const { tell, owner, other } = await world();
    tell({ as: owner, state: 'sent', at: NOW - 2 * DAY });
    tell({ as: owner, state: 'suppressed', reason: 'schedule', at: NOW - 2 * DAY });
    tell({ as: owner, state: 'suppressed', reason: 'cooldown', at: NOW });
    tell({ as: owner, state: 'suppressed', reason: 'cooldown', at: NOW });
    tell({ as: owner, state: 'pending', at: NOW });
    tell({ as: owner, state: 'sent', at: NOW - 31 * DAY });
    tell({ as: other, state: 'failed', reason: '550 no', at: NOW });
    const nothing = { sent: 0, waiting: 0, failed: 0, suppressed: 0 };
    expect((await call(stats.GET, { as: owner })).body).toEqual({
      sent: 1,
      waiting: 1,
      failed: 0,
      suppressed: 3,
      by_channel: [{ channel: 'email', ...nothing, sent: 1, waiting: 1, suppressed: 3 }],
      suppressed_by_reason: [
        { reason: 'cooldown', deliveries: 2 },
        { reason: 'schedule', deliveries: 1 },
      ],
      days: [
        { ...nothing, day: '2026-04-29', sent: 1, suppressed: 1 },
        { ...nothing, day: '2026-04-30' },
        { ...nothing, day: '2026-05-01', waiting: 1, suppressed: 2 },
      ],
      median_seconds_to_sent: 4,
    });
    expect((await call(stats.GET, { as: other, path: '/?state=sent' })).body).toMatchObject({ failed: 0, days: [] });
    expect((await call(stats.GET, { as: owner, path: '/?from=2026-01-01' })).body).toMatchObject({ sent: 2 });
  });

  test('failing ones of the last 24 hours, each person their own', async () => {
    const { tell, owner, other, admin } = await world();
    tell({ as: owner, state: 'failed', reason: '550 no' });
    tell({ as: owner, state: 'failed', reason: '550 no', at: NOW - 2 * DAY });
    const read = async (as: Person) => (await call(failing.GET, { as })).body;
    expect(await read(owner)).toEqual({ failed: 1, retrying: 0 });
    expect(await read(other)).toEqual({ failed: 0, retrying: 0 });
    expect(await read(admin)).toEqual({ failed: 1, retrying: 0 });
    const ofPushes = await call(failing.GET, { as: owner, path: '/?channel=push' });
    expect(ofPushes.body).toEqual({ failed: 0, retrying: 0 });
  });
});

describe('POST /api/deliveries/resend', () => {
  const sendAgain = (as: Person | undefined, body: object = { channel: 'email' }) =>
    call(resendAll.POST, { method: 'POST', as, body });

  test('what failed in the last 24 hours goes again, together, and what is no longer true does not', async () => {
    const { server, tell, owner, admin } = await world();
    const failed = [tell({ as: owner, state: 'failed' }), tell({ as: owner, state: 'failed', type: 'exit' })];
    const untrue = tell({ as: owner, state: 'failed' });
    const left = [tell({ as: owner, state: 'failed', at: NOW - 2 * DAY }), tell({ as: owner, state: 'sent' })];
    const { connection } = server;
    const told = query.selectFrom('delivery').select('event_id').where('id', '=', untrue);
    connection.run(query.updateTable('geofence_event').set({ retracted_at: NOW }).where('id', 'in', told));
    expect((await sendAgain(admin)).body).toEqual({ resent: 3 });
    const messages = await new SqliteDeliveryStore(connection).claim('email', NOW + 1, 60_000, 10);
    expect(messages.map(({ items }) => items.map(({ delivery }) => delivery.id))).toEqual([failed]);
    const states = connection.all(
      query
        .selectFrom('delivery')
        .select('state')
        .where('id', 'in', [untrue, ...left])
        .orderBy('id'),
    );
    expect(states.map(({ state }) => state)).toEqual(['suppressed', 'failed', 'sent']);
    expect((await sendAgain(admin)).body).toEqual({ resent: 0 });
  });

  test('is for admins, and names what it does not understand', async () => {
    const { tell, owner, admin } = await world();
    tell({ as: owner, state: 'failed' });
    expect((await sendAgain(undefined)).status).toBe(401);
    expect((await sendAgain(owner)).status).toBe(403);
    const { status, body } = await sendAgain(admin, { channel: 'fax' });
    expect(status).toBe(422);
    expect(body.error.details.channel).toMatch(/fax/);
  });
});

describe('the way of somebody else who is told of a zone', () => {
  /** To uta, over a webhook of hers, of what happened at otto's. */
  async function failedElsewhere() {
    const api = await world();
    const { owner, other, tell, server } = api;
    const target_id = '11111111-0000-4000-8000-000000000001';
    const id = tell({ as: owner, recipient: other, state: 'failed', reason: '404 no such topic at ntfy.uta.example' });
    const { connection } = server;
    connection.run(query.updateTable('delivery').set({ channel: 'webhook', target_id }).where('id', '=', id));
    const target = { id: target_id, user_id: other.user.id, kind: 'webhook', preset: 'ntfy', name: 'My secret topic' } as const;
    const rest = {
      settings: '{}',
      secrets: null,
      coalesces: 1,
      paused_at: null,
      pause_reason: null,
      last_sent_at: null,
    } as const;
    connection.run(query.insertInto('notification_target').values({ ...target, ...rest, created_at: NOW, updated_at: NOW }));
    return { ...api, id, target_id };
  }
  const toldOf = async (as: Person) => (await read(as)).body.deliveries[0];

  test('is not shown to the owner of the zone, who sees that it failed', async () => {
    const { owner, id } = await failedElsewhere();
    expect(await toldOf(owner)).toMatchObject({
      ...{ id, channel: 'webhook', state: 'failed', reason: null },
      ...{ target_id: null, target_name: null, target_preset: null, attempts: [{ outcome: 'permanent', response: '' }] },
    });
  });

  test('is shown to that person, and to admins', async () => {
    const { other, admin, target_id } = await failedElsewhere();
    for (const as of [other, admin]) {
      const { reason, attempts, ...way } = await toldOf(as);
      expect(way).toMatchObject({ target_id, target_name: 'My secret topic', target_preset: 'ntfy' });
      expect([reason, attempts[0].response]).toEqual(Array(2).fill('404 no such topic at ntfy.uta.example'));
    }
  });

  test('stands neither in the explanation nor in the reason of the event', async () => {
    const { owner, id, server } = await failedElsewhere();
    const row = server.connection.get(query.selectFrom('delivery').selectAll().where('id', '=', id));
    if (!row?.event_id) throw new Error('it is gone');
    sumUpDeliveries(server.connection, row);
    const { body } = await call(explained.GET, { as: owner, params: { id: String(row.event_id) } });
    expect(body.event).toMatchObject({ notification_status: 'failed', notification_reason: null });
    expect(JSON.stringify(body)).not.toMatch(/ntfy|secret/);
  });
});

describe('POST /api/deliveries/:id/resend', () => {
  test('a failed, a suppressed and a sent one go again, which is recorded', async () => {
    const api = await world();
    const { tell, owner } = api;
    const told = (['failed', 'suppressed', 'sent'] as const).map((state) => tell({ as: owner, state, reason: 'cooldown' }));
    for (const id of told) {
      const { status, body } = await again(owner, id);
      expect(status).toBe(200);
      expect(body.delivery).toMatchObject({
        id,
        state: 'pending',
        reason: null,
        resent_at: '2026-05-01T12:00:00.000Z',
        next_attempt_at: '2026-05-01T12:00:00.000Z',
        can_resend: false,
      });
    }
    expect((await audits(api)).map(({ action, subject_id, detail }) => [action, subject_id, detail?.was])).toEqual([
      ['resend', String(told[2]), 'sent'],
      ['resend', String(told[1]), 'suppressed'],
      ['resend', String(told[0]), 'failed'],
    ]);
  });

  test('an alert about a phone goes again on whatever way; a test does not, nor what went over a way that was removed', async () => {
    const { owner, other, admin, server, homes, ...api } = await world();
    const device_alert_id = addDeviceAlert(server, homes.get(owner)?.device ?? 0);
    const target_id = '11111111-0000-4000-8000-000000000001';
    const mail = tellOf(server, owner, { device_alert_id }, { channel: 'email' });
    const inbox = tellOf(server, owner, { device_alert_id });
    const pushed = tellOf(server, owner, { device_alert_id }, { channel: 'push', target_id });
    const tried = tellOf(server, owner, { is_test: 1 }, { channel: 'email' });
    expect(await ids(owner, '?kind=device')).toEqual([pushed, mail]);
    expect(await ids(admin, '?channel=inbox')).toEqual([inbox]);
    expect(await ids(other)).toEqual([]);
    const { body } = await read(owner, '?kind=test');
    expect(body.deliveries).toMatchObject([{ id: tried, kind: 'test', device_id: null, geofence_id: null, can_resend: false }]);
    for (const id of [mail, inbox]) expect((await again(owner, id)).body.delivery).toMatchObject({ id, state: 'pending' });
    expect((await again(owner, pushed)).body.error.details.id).toBe(`delivery ${pushed} went over a way that was removed`);
    expect((await again(owner, tried)).body.error.details.id).toBe(`delivery ${tried} is a test`);
    expect((await again(other, mail)).status).toBe(403);
    const csv = (await read(owner, '?format=csv')).text.split('\n');
    expect(csv).toHaveLength(5);
    expect(csv[1]).toContain(',test,');
    expect((await audits({ ...api, owner, other, admin, server }))[0]).toMatchObject({ action: 'resend' });
  });

  test('somebody who was added to a zone gets it again without a share of the device', async () => {
    const { tell, owner, other, server, homes } = await world();
    const told = tell({ as: owner, state: 'sent', recipient: other });
    expect((await again(owner, told)).status).toBe(422);
    const row = { geofence_id: homes.get(owner)?.zone ?? '', user_id: other.user.id, created_at: NOW };
    server.connection.run(query.insertInto('zone_recipient').values(row));
    expect((await again(owner, told)).status).toBe(200);
  });

  test('says why it can not go: under way, taken back, or the recipient may not see the device any more', async () => {
    const { tell, owner, other, server, services } = await world();
    const waits = tell({ as: owner, state: 'pending' });
    const untrue = tell({ as: owner, state: 'sent' });
    server.connection.raw
      .prepare('UPDATE geofence_event SET retracted_at = ? WHERE id = (SELECT event_id FROM delivery WHERE id = ?)')
      .run(NOW, untrue);
    const shared = tell({ as: owner, state: 'sent', recipient: other });
    const refused = async (id: number) => {
      const { status, body } = await again(owner, id);
      return [status, body.error?.message];
    };
    expect(await refused(waits)).toEqual([422, `delivery ${waits} is under way already; it can't be sent again`]);
    expect(await refused(untrue)).toEqual([
      422,
      `delivery ${untrue} tells of an event that was taken back; it can't be sent again`,
    ]);
    expect(await refused(shared)).toEqual([
      422,
      `delivery ${shared} goes to uta, who may not see otto's phone any more; it can't be sent again`,
    ]);
    await services.shares.create(owner.user, { viewer: 'uta', device_id: null, with_history: false, until: null });
    expect((await again(owner, shared)).status).toBe(200);
  });

  test('is for those who see the delivery, and 30 times in ten minutes', async () => {
    const { tell, owner, other, admin } = await world();
    const id = tell({ as: owner, state: 'failed' });
    expect((await again(undefined, id)).status).toBe(401);
    expect((await again(other, id)).status).toBe(403);
    expect((await again(owner, 99_999)).status).toBe(404);
    expect((await again(owner, 'x')).status).toBe(404);
    expect((await again(admin, id)).status).toBe(200);
    let last = 200;
    for (let n = 0; n < 30 && last !== 429; n++) last = (await again(owner, id)).status;
    expect(last).toBe(429);
  });
});
