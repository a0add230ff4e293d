import { call, NOW, type Person, type TestApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addLocation, addZone, apiWithHome, CIRCLE } from '@/__tests__/support/data';
import { GET as getSpan } from '@/app/api/geofences/[id]/explain/route';
import { GET as getEvent } from '@/app/api/geofences/events/[id]/route';
import { query } from '@/lib/storage/sqlite/connection';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Degrees of latitude for a distance northwards. */
const north = (meters: number) => CIRCLE.center_latitude + meters / 111_195;

let api: TestApi, phone: number, home: string;
beforeEach(async () => {
  ({ api, phone, home } = await apiWithHome());
});

const fixAt = (minute: number, meters: number, accuracy = 10) =>
  addLocation(api.server, phone, NOW + minute * MINUTE, {
    latitude: north(meters),
    longitude: CIRCLE.center_longitude,
    accuracy,
    velocity: 30,
    received_at: NOW + minute * MINUTE,
  });

const explainEvent = (id: number | string, as?: Person) => call(getEvent, { as, params: { id: String(id) } });
const explainSpan = (search: string, as: Person | undefined = api.owner, id = home) =>
  call(getSpan, { as, path: `/api/geofences/${id}/explain?${search}`, params: { id } });
const span = (deviceId = phone, from = NOW, to = NOW + HOUR) =>
  `deviceId=${deviceId}&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;

const drive = () => [2_000, 1_200, 600, 30, 0].map((meters, index) => fixAt(index, meters));

describe('GET /api/geofences/events/:id', () => {
  test('shows the fixes around the decision with circles, probabilities, thresholds and what was decided', async () => {
    const ids = drive();
    const id = addEvent(api.server, home, phone, NOW + 3 * MINUTE, { location_id: ids[3], decided_at: NOW + 3 * MINUTE });
    const { status, body } = await explainEvent(id, api.owner);
    expect(status).toBe(200);
    expect(body.event).toMatchObject({ id, event_type: 'enter', replaced_by_id: null, decided_at: '2026-05-01T12:03:00.000Z' });
    const { steps, is_earlier_form, is_whole, geofence, device } = body.explanation;
    expect({ is_earlier_form, is_whole }).toEqual({ is_earlier_form: false, is_whole: true });
    expect(geofence).toMatchObject({ id: home, radius_meters: 100, hysteresis_meters: 10 });
    expect(device).toMatchObject({ id: phone, name: "otto's phone" });
    expect(steps.map(({ location_id }: { location_id: number }) => location_id)).toEqual(ids);
    expect(steps[2]).toMatchObject({ decision: 'outside', reason: 'far_enough', inside: false, decided: [] });
    expect(steps[3]).toMatchObject({
      kind: 'fix',
      at: '2026-05-01T12:03:00.000Z',
      decision: 'inside',
      reason: 'centre_inside',
      inside: true,
      decided: [{ event_type: 'enter', occurred_at: '2026-05-01T12:03:00.000Z', location_id: ids[3] }],
    });
    expect(steps[3].probability).toBeGreaterThan(steps[3].inside_from);
    expect(steps[2].probability).toBeLessThanOrEqual(steps[2].outside_to);
  });

  test('tells each attempt to notify, and the event that took its place', async () => {
    const ids = drive();
    const told = addEvent(api.server, home, phone, NOW + 2 * MINUTE, { retracted_at: NOW + HOUR, retract_reason: 'late_fix' });
    const id = addEvent(api.server, home, phone, NOW + 3 * MINUTE, { location_id: ids[3], replaces_id: told });
    const { connection } = api.server;
    const delivery = connection.run(
      query.insertInto('delivery').values({
        event_id: id,
        alert_id: null,
        user_id: api.owner.user.id,
        channel: 'email',
        state: 'failed',
        reason: 'no such mailbox',
        attempts: 1,
        next_attempt_at: NOW,
        claimed_until: null,
        created_at: NOW,
        finished_at: NOW + 1_000,
      }),
    ).lastInsertRowid;
    connection.run(
      query
        .insertInto('delivery_attempt')
        .values({ delivery_id: delivery, at: NOW + 1_000, outcome: 'permanent', response: '550 no such mailbox' }),
    );
    const { body } = await explainEvent(id, api.owner);
    const event = body.explanation.events.find((one: { id: number }) => one.id === id);
    expect(event.deliveries).toMatchObject([
      {
        state: 'failed',
        user_name: 'otto',
        reason: 'no such mailbox',
        tries: [{ at: '2026-05-01T12:00:01.000Z', outcome: 'permanent', response: '550 no such mailbox' }],
      },
    ]);
    expect((await explainEvent(told, api.owner)).body.event).toMatchObject({ retract_reason: 'late_fix', replaced_by_id: id });
  });

  test('says when an event belongs to an earlier form of the zone, and shows what the present one makes of it', async () => {
    const ids = drive();
    const id = addEvent(api.server, home, phone, NOW + 3 * MINUTE, { location_id: ids[3] });
    await api.services.zones.update(api.owner.user, home, { radius_meters: 900 });
    const { body } = await explainEvent(id, api.owner);
    expect(body.explanation.is_earlier_form).toBe(true);
    expect(body.explanation.steps[2]).toMatchObject({ decision: 'inside', decided: [{ event_type: 'enter' }] });
  });

  test('is for the owner of zone and device and for admins, which is recorded', async () => {
    const id = addEvent(api.server, home, phone, NOW);
    expect((await explainEvent(id)).status).toBe(401);
    expect(await explainEvent(id, api.other)).toMatchObject({ status: 403, body: { error: { code: 'ACCESS_DENIED' } } });
    expect((await explainEvent(id, api.admin)).status).toBe(200);
    const entries = await api.services.audit.list(api.admin.user, 3);
    expect(entries).toContainEqual(expect.objectContaining({ action: 'read', subject_type: 'explanation' }));
    expect((await explainEvent(id + 1, api.owner)).status).toBe(404);
    expect((await explainEvent('nonsense', api.owner)).status).toBe(404);
  });
});

describe('GET /api/geofences/:id/explain', () => {
  const codes = async (search = span()) =>
    (await explainSpan(search)).body.explanation.findings.map(({ code }: { code: string }) => code);

  test('without a fix says so, and when the last one came', async () => {
    fixAt(-10, 5_000);
    expect((await explainSpan(span())).body.explanation).toMatchObject({
      fixes: 0,
      steps: [],
      findings: [{ code: 'no_fix', last_fix_at: '2026-05-01T11:50:00.000Z' }],
    });
  });

  test('with fixes outside only says how near they came', async () => {
    for (let minute = 0; minute < 5; minute++) fixAt(minute, 330 + minute);
    const { findings } = (await explainSpan(span())).body.explanation;
    expect(findings).toEqual([{ code: 'stayed_outside', nearest_meters: expect.closeTo(230, 0) }]);
  });

  test('with circles larger than the zone says that they decide nothing', async () => {
    for (let minute = 0; minute < 4; minute++) fixAt(minute, 20, 250);
    expect(await codes()).toEqual(['coarse']);
  });

  test('names a zone that is off, that watches another device, and that was drawn later', async () => {
    drive();
    const tablet = await addDevice(api.server, api.owner, 'tablet');
    await api.services.zones.update(api.owner.user, home, { is_active: false, device_id: tablet });
    expect(await codes()).toEqual(expect.arrayContaining(['inactive', 'not_watching']));
    const later = await addZone(api.server, api.owner, { name: 'Later' });
    const { findings } = (await explainSpan(span(), api.owner, later)).body.explanation;
    expect(findings[0]).toMatchObject({ code: 'drawn_later', fixes: 5 });
  });

  test('names a confirmation that still waits', async () => {
    await api.services.zones.update(api.owner.user, home, { confirm_seconds: 7_200 });
    drive();
    expect(await codes()).toEqual(['waiting']);
  });

  test('begins at the newest checkpoint before the span', async () => {
    const ids = drive();
    const all = (await explainSpan(span())).body.explanation;
    expect(all.steps[4]).toMatchObject({ location_id: ids[4], inside: true });
    const { connection } = api.server;
    const state = JSON.stringify({ v: 1, head: null, settled_until: -1, track: null, zones: [], doubt: null });
    connection.run(
      query
        .insertInto('device_checkpoint')
        .values({ device_id: phone, at: NOW + 3.5 * MINUTE, folded: 4, cursor: ids[3] as number, state }),
    );
    const { steps } = (await explainSpan(span(phone, NOW + 4 * MINUTE))).body.explanation;
    expect(steps).toMatchObject([{ location_id: ids[4], decided: [{ event_type: 'enter' }] }]);
  });

  test('thins quiet stretches of long spans and says how many fixes it left out', async () => {
    const insert = api.server.connection.raw.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999)
       INSERT INTO location (device_id, latitude, longitude, accuracy, occurred_at, received_at)
       SELECT ?, 52.6, 13.4, 10, ? + i * 700, ? + i * 700 FROM n`,
    );
    insert.run(phone, NOW, NOW);
    const { explanation } = (await explainSpan(span())).body;
    expect(explanation.fixes).toBe(5_000);
    expect(explanation.steps).toHaveLength(2_000);
    const skipped = explanation.steps.reduce((sum: number, step: { skipped_before: number }) => sum + step.skipped_before, 0);
    expect(skipped).toBe(3_000);
  });

  test.each([
    ['deviceId=x&from=2026-05-01&to=2026-05-02', 'deviceId'],
    ['deviceId=1&to=2026-05-02', 'from'],
    ['deviceId=1&from=2026-05-02&to=2026-05-01', 'to'],
    ['deviceId=1&from=2026-05-01&to=2026-05-09', 'to'],
  ])('refuses %s, naming %s', async (search, field) => {
    const { status, body } = await explainSpan(search);
    expect(status).toBe(422);
    expect(Object.keys(body.error.details)).toEqual([field]);
  });

  test('asks for zone and device of the same owner', async () => {
    const theirPhone = await addDevice(api.server, api.other);
    expect((await call(getSpan, { path: `/x?${span()}`, params: { id: home } })).status).toBe(401);
    expect((await explainSpan(span(), api.other)).status).toBe(403);
    expect((await explainSpan(span(theirPhone))).status).toBe(403);
    expect((await explainSpan(span(9_999))).status).toBe(404);
    expect((await explainSpan(span(), api.owner, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await explainSpan(span(), api.admin)).status).toBe(200);
  });
});
