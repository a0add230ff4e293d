import { GET } from '@/app/api/device-alerts/route';
import * as settings from '@/app/api/devices/[id]/alert-settings/route';
import * as device from '@/app/api/devices/[id]/route';
import { DeviceAlertWriter } from '@/lib/storage/sqlite/device-alert-writer';
import { SqliteDeviceWatchStore } from '@/lib/storage/sqlite/device-watch-store';
import { call, NOW, type Person, type TestApi } from '../../support/api';
import { apiWithHome } from '../../support/data';

const HOUR = 3_600_000;
let api: TestApi, phone: number;

const list = (as: Person | undefined, path = '/') => call(GET, { as, path });
const read = (as?: Person) => call(settings.GET, { as, params: { id: String(phone) } });
const change = (as: Person | undefined, body: unknown) =>
  call(settings.PATCH, { as, method: 'PATCH', body, params: { id: String(phone) } });

function raise(kind: 'silent' | 'battery_low', at: number, detail: Record<string, unknown>): void {
  const owner = { device_id: phone, user_id: api.owner.user.id };
  new DeviceAlertWriter(api.server.connection).act(owner, { do: 'raise', kind, occurred_at: at - HOUR, detail }, at);
}

beforeEach(async () => {
  ({ api, phone } = await apiWithHome());
  raise('battery_low', NOW - 3 * HOUR, { battery: 12 });
  const resolve = { do: 'resolve', id: 1, kind: 'battery_low' } as const;
  new DeviceAlertWriter(api.server.connection).act({ device_id: phone, user_id: api.owner.user.id }, resolve, NOW - 2 * HOUR);
  raise('silent', NOW, { last_seen_at: NOW - HOUR, usual_seconds: 1800, lwt: null });
});

describe('GET /api/device-alerts', () => {
  test('answers with what is and was wrong, newest first, with times in ISO 8601', async () => {
    const { status, body } = await list(api.owner, `/?device_id=${phone}`);
    expect(status).toBe(200);
    expect(body.alerts).toEqual([
      {
        id: 2,
        device_id: phone,
        device_name: "otto's phone",
        kind: 'silent',
        occurred_at: new Date(NOW - HOUR).toISOString(),
        raised_at: new Date(NOW).toISOString(),
        resolved_at: null,
        detail: { last_seen_at: new Date(NOW - HOUR).toISOString(), usual_seconds: 1800, lwt: null },
        notification_status: 'pending',
        notification_reason: null,
      },
      expect.objectContaining({
        kind: 'battery_low',
        resolved_at: new Date(NOW - 2 * HOUR).toISOString(),
        detail: { battery: 12 },
      }),
    ]);
    expect((await list(api.owner, '/?open=true')).body.alerts).toMatchObject([{ kind: 'silent' }]);
    expect((await list(api.owner, '/?open=false&limit=1')).body.alerts).toMatchObject([{ kind: 'battery_low' }]);
  });

  test('the device tells which are open', async () => {
    const answer = await call(device.GET, { as: api.owner, params: { id: String(phone) } });
    expect(answer.body.device.open_alerts).toEqual(['silent']);
  });

  test('strangers are turned away, others see theirs only, an admin all, which is in the audit log', async () => {
    expect((await list(undefined)).status).toBe(401);
    expect((await list(api.other)).body.alerts).toEqual([]);
    expect((await list(api.other, `/?device_id=${phone}`)).status).toBe(403);
    expect((await list(api.other, '/?device_id=999')).status).toBe(404);
    expect((await list(api.admin)).body.alerts).toHaveLength(2);
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ subject_type: 'device_alert', actor_name: 'ada' });
  });

  test('who is shown where a phone is, and was, is not told what is wrong with it', async () => {
    const share = { viewer: 'uta', device_id: phone, with_history: true, until: null };
    await api.services.shares.create(api.owner.user, share);
    expect((await list(api.other)).body.alerts).toEqual([]);
    expect((await list(api.other, `/?device_id=${phone}`)).status).toBe(403);
    expect((await read(api.other)).status).toBe(403);
    const seen = await call(device.GET, { as: api.other, params: { id: String(phone) } });
    expect(seen.body.device).toMatchObject({ shared: true, open_alerts: [] });
  });

  test.each([
    ['device_id=phone', 'device_id'],
    ['open=maybe', 'open'],
    ['limit=0', 'limit'],
  ])('refuses %s', async (search, field) => {
    const answer = await list(api.owner, `/?${search}`);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details[field]).toMatch(field);
  });
});

describe('/api/devices/:id/alert-settings', () => {
  test('alerts are on, at 15 per cent, and a new phone is not known yet', async () => {
    expect((await read(api.owner)).body).toEqual({
      settings: { is_enabled: true, battery_percent: 15 },
      rhythm: { days: 0, days_needed: 5, usual_seconds: { rest: null, moving: null, live: null } },
    });
  });

  test('changes what is given, and keeps the rest', async () => {
    expect((await change(api.owner, { battery_percent: 20 })).body.settings).toEqual({ is_enabled: true, battery_percent: 20 });
    expect((await change(api.owner, { is_enabled: false })).body.settings).toEqual({ is_enabled: false, battery_percent: 20 });
    expect((await read(api.owner)).body.settings).toEqual({ is_enabled: false, battery_percent: 20 });
    const [entry] = await api.services.audit.list(api.admin.user, 1);
    expect(entry).toMatchObject({ action: 'update', subject_type: 'device', detail: { fields: ['is_enabled'] } });
  });

  test('tells how often the phone is usually heard', async () => {
    const days = [1, 2, 3, 4, 5].map((day) => ({ day, source: 'signs' as const, longest: { rest: [90, 30] as const } }));
    new SqliteDeviceWatchStore(api.server.connection).saveRhythms(new Map([[phone, { v: 1, days }]]));
    const { rhythm } = (await read(api.owner)).body;
    expect(rhythm).toEqual({ days: 5, days_needed: 5, usual_seconds: { rest: 5400, moving: 5400, live: 5400 } });
  });

  test.each([
    [{ battery_percent: 0 }, 'battery_percent', /^battery_percent is 0; it must be 1–50$/],
    [{ battery_percent: 51 }, 'battery_percent', /1–50/],
    [{ battery_percent: 'low' }, 'battery_percent', /"low"/],
    [{ is_enabled: 'yes' }, 'is_enabled', /^is_enabled is "yes"; it must be true or false$/],
  ])('refuses %j', async (body, field, message) => {
    const answer = await change(api.owner, body);
    expect(answer.status).toBe(422);
    expect(answer.body.error.details[field]).toMatch(message);
  });

  test('are the owner’s and an admin’s', async () => {
    expect((await read()).status).toBe(401);
    expect((await change(undefined, {})).status).toBe(401);
    expect((await read(api.other)).status).toBe(403);
    expect((await change(api.other, { is_enabled: false })).status).toBe(403);
    expect((await change(api.admin, { is_enabled: false })).status).toBe(200);
  });
});
