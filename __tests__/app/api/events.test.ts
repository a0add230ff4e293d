import { call, NOW, type Person, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addEvent, addZone } from '@/__tests__/support/data';
import { POST as postCleanup } from '@/app/api/geofences/cleanup/route';
import { GET as getEvents } from '@/app/api/geofences/events/route';
import { GET as getStats } from '@/app/api/geofences/events/stats/route';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const list = (as?: Person, query = '') => call(getEvents, { as, path: `/api/geofences/events${query}` });
const stats = (as?: Person) => call(getStats, { as });
const cleanup = (as?: Person) => call(postCleanup, { method: 'POST', as });

let api: TestApi;
let phone: number;
let home: string;
let theirPhone: number;
let theirs: string;
beforeEach(async () => {
  api = await testApi({ EVENT_RETENTION_DAYS: '30' });
  phone = await addDevice(api.server, api.owner);
  theirPhone = await addDevice(api.server, api.other);
  home = await addZone(api.server, api.owner);
  theirs = await addZone(api.server, api.other, { name: 'Theirs' });
});

describe('GET /api/geofences/events', () => {
  test('answers events with names, colours and ISO times, newest first', async () => {
    addEvent(api.server, home, phone, NOW - HOUR);
    const id = addEvent(api.server, home, phone, NOW, { event_type: 'exit', stay_seconds: 3_600, notification_status: 'sent' });
    const { status, body } = await list(api.owner);
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 2, events: [{ event_type: 'exit' }, { event_type: 'enter' }] });
    expect(body.events[0]).toEqual({
      id,
      geofence_id: home,
      geofence_name: 'Home',
      geofence_color: '#0ca678',
      device_id: phone,
      device_name: "otto's phone",
      owner_id: api.owner.user.id,
      location_id: null,
      event_type: 'exit',
      latitude: 52.52,
      longitude: 13.405,
      accuracy: 10,
      distance_from_center: 12.5,
      confidence: 0.97,
      stay_seconds: 3_600,
      occurred_at: new Date(NOW).toISOString(),
      received_at: new Date(NOW + 1_000).toISOString(),
      decided_at: new Date(NOW).toISOString(),
      retracted_at: null,
      retract_reason: null,
      retract_decided_at: null,
      false_alarm_at: null,
      replaces_id: null,
      origin: 'live',
      is_pass_through: false,
      is_late: false,
      witnesses: ['geometry'],
      notification_status: 'sent',
      notification_reason: null,
    });
  });

  test('says of an event that it is late by the measure of its zone, counted from when it could be known', async () => {
    const patient = await addZone(api.server, api.owner, { name: 'Patient', late_after_seconds: 7_200 });
    const known = (zone: string, after: number, fields: object = {}) =>
      addEvent(api.server, zone, phone, NOW - HOUR, { received_at: NOW - HOUR + after, ...fields });
    const late = [
      known(home, 900_000),
      known(home, 900_001),
      known(patient, 7_200_000),
      known(patient, 7_200_001),
      known(home, 2 * HOUR, { decided_at: NOW + HOUR - 900_000 }),
      known(home, 2 * HOUR, { origin: 'reconstructed' }),
    ];
    const { body } = await list(api.owner);
    const isLate = new Map(body.events.map(({ id, is_late }: { id: number; is_late: boolean }) => [id, is_late]));
    expect(late.map((id) => isLate.get(id))).toEqual([false, true, false, true, false, false]);
  });

  test('shows everybody their own, an admin all (recorded), a stranger nothing', async () => {
    addEvent(api.server, home, phone, NOW);
    addEvent(api.server, theirs, theirPhone, NOW);
    expect((await list(api.owner)).body).toMatchObject({ total: 1, events: [{ geofence_id: home }] });
    expect((await list(api.other)).body).toMatchObject({ total: 1, events: [{ geofence_id: theirs }] });
    expect((await list(api.other, `?geofenceId=${home}`)).body).toEqual({ events: [], total: 0 });
    expect((await list(api.other, `?deviceId=${phone}`)).body).toEqual({ events: [], total: 0 });
    expect((await list(api.admin)).body.total).toBe(2);
    expect(await list()).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED' } } });
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ action: 'read', subject_type: 'geofence_event', actor_user_id: api.admin.user.id });
  });

  test('filters by zone, device, type and time, as ISO 8601 or epoch milliseconds, and pages', async () => {
    const work = await addZone(api.server, api.owner, { name: 'Work' });
    addEvent(api.server, home, phone, NOW);
    addEvent(api.server, home, phone, NOW - HOUR, { event_type: 'exit' });
    addEvent(api.server, work, phone, NOW - 2 * HOUR);
    const total = async (query: string) => (await list(api.owner, query)).body.total;
    expect(await total(`?geofenceId=${work.toUpperCase()}`)).toBe(1);
    expect(await total(`?deviceId=${phone}`)).toBe(3);
    expect(await total('?eventType=exit')).toBe(1);
    expect(await total(`?startTime=${NOW - HOUR}&endTime=${NOW - HOUR}`)).toBe(1);
    expect(await total(`?startTime=${new Date(NOW - HOUR).toISOString()}`)).toBe(2);
    expect(await total('?startTime=2026-05-01T13:00:00%2B02:00')).toBe(2);
    expect(await total('?startTime=2026-05-01T13:00:00+02:00')).toBe(2);
    expect(await total('?endTime=2026-05-01T11:00:00')).toBe(2);
    expect(await total('?endTime=2026-05-01')).toBe(0);
    expect(await total('?geofenceId=&eventType=')).toBe(3);
    const page = (await list(api.owner, '?limit=1&offset=1')).body;
    expect(page).toMatchObject({ total: 3, events: [{ event_type: 'exit' }] });
  });

  test.each([
    ['geofenceId', 'home', 'geofenceId is "home"; it must be the id of a zone'],
    ['deviceId', '1.5', 'deviceId is "1.5"; it must be a whole number from 1'],
    ['eventType', 'arrive', 'eventType is "arrive"; it must be enter, exit or dwell'],
    ['startTime', 'yesterday', 'startTime is "yesterday"; it must be a time in ISO 8601 or in epoch milliseconds'],
    ['endTime', '2026-13-01', 'endTime is "2026-13-01"; it must be a time in ISO 8601 or in epoch milliseconds'],
    ['endTime', '999999999999999', 'endTime is "999999999999999"; it must be a time in ISO 8601 or in epoch milliseconds'],
    ['limit', '1001', 'limit is 1001; it must be 1–1000'],
    ['limit', '0', 'limit is 0; it must be 1–1000'],
    ['offset', '-1', 'offset is -1; it must be a whole number from 0'],
    ['format', 'pdf', 'format is "pdf"; it must be json or csv'],
  ])('refuses %s=%s', async (name, value, message) => {
    const answer = await list(api.owner, `?${name}=${value}`);
    expect(answer).toMatchObject({
      status: 422,
      body: { success: false, error: { code: 'VALIDATION_ERROR', details: { [name]: message } } },
    });
  });
});

describe('GET /api/geofences/events/stats', () => {
  test('sums up what the caller may see', async () => {
    addEvent(api.server, home, phone, NOW - HOUR);
    addEvent(api.server, home, phone, NOW - 2 * DAY);
    for (let i = 0; i < 3; i++) addEvent(api.server, theirs, theirPhone, NOW - HOUR);
    expect((await stats(api.owner)).body).toEqual({
      total_events: 2,
      events_last_24h: 1,
      most_active_geofence: { id: home, name: 'Home', events: 2 },
      most_active_device: { id: phone, name: "otto's phone", events: 2 },
    });
    expect((await stats(api.admin)).body).toMatchObject({ total_events: 5, most_active_geofence: { id: theirs } });
    expect((await stats()).status).toBe(401);
  });
});

describe('POST /api/geofences/cleanup', () => {
  test('removes what is older than the retention, for admins only, and records it', async () => {
    addEvent(api.server, home, phone, NOW - 30 * DAY - 1);
    const kept = addEvent(api.server, home, phone, NOW - 30 * DAY);
    expect(await cleanup(api.owner)).toMatchObject({ status: 403, body: { error: { code: 'ACCESS_DENIED' } } });
    expect((await cleanup()).status).toBe(401);
    expect((await list(api.owner)).body.total).toBe(2);
    expect(await cleanup(api.admin)).toMatchObject({ status: 200, body: { deleted_events: 1 } });
    expect((await list(api.owner)).body.events).toMatchObject([{ id: kept }]);
    const entries = await api.services.audit.list(api.admin.user, 10);
    expect(entries).toContainEqual(expect.objectContaining({ action: 'cleanup', detail: { deleted_events: 1 } }));
  });
});
