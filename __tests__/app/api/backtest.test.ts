import { POST } from '@/app/api/geofences/backtest/route';
import { call, NOW, type Person, type TestApi, testApi } from '../../support/api';
import { addDevice, addEvent, addLocation, addZone, CIRCLE } from '../../support/data';

const MINUTE = 60_000;
const DAY = 86_400_000;
const AWAY = { latitude: 52.6, longitude: 13.5 };

/** Ten days ago: an hour away, three at home, two away; the last hour at home. One fix a minute. */
function liveThrough(api: TestApi, device: number, days = 10): void {
  const start = NOW - days * DAY;
  for (let minute = 0; minute < 420; minute++) {
    const isHome = (minute >= 60 && minute < 240) || minute >= 360;
    addLocation(api.server, device, start + minute * MINUTE, isHome ? {} : AWAY);
  }
}

const run = (as: Person | undefined, body: object) => call(POST, { method: 'POST', as, body });
const { name: _name, ...DRAFT } = CIRCLE;

describe('POST /api/geofences/backtest', () => {
  test('says what a zone that is still without a name would have told, in three sizes', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    liveThrough(api, phone);
    const { status, body } = await run(api.owner, DRAFT);
    expect(status).toBe(200);
    const { backtest } = body;
    expect(backtest).toMatchObject({ from: new Date(NOW - 30 * DAY).toISOString(), to: new Date(NOW).toISOString(), fixes: 420 });
    expect(backtest.devices).toEqual([{ device_id: phone, device_name: "otto's phone", fixes: 420, from: backtest.from }]);
    expect(
      backtest.variants.map((variant: { kind: string; radius_meters: number }) => [variant.kind, variant.radius_meters]),
    ).toEqual([
      ['smaller', 70],
      ['chosen', 100],
      ['larger', 150],
    ]);
    const chosen = backtest.variants[1];
    expect(chosen.totals).toMatchObject({ events: 3, stays: 2, likely_false_exits: 0 });
    expect(chosen.totals.devices).toEqual([expect.objectContaining({ device_id: phone, events: 3, stays: 2 })]);
    const start = NOW - 10 * DAY;
    expect(
      chosen.stays.map(({ entered_at, left_at }: { entered_at: string; left_at: string | null }) => [entered_at, left_at]),
    ).toEqual([
      [new Date(start + 360 * MINUTE).toISOString(), null],
      [new Date(start + 60 * MINUTE).toISOString(), new Date(start + 240 * MINUTE).toISOString()],
    ]);
    expect(chosen.stays[1].fixes.length).toBeGreaterThan(1);
    expect(backtest.suggestion).toMatchObject({ radius_meters: 100, is_chosen: true });
  });

  test('a departure that was called a false alarm counts as a likely false exit of its stored zone', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    liveThrough(api, phone);
    const [zone, another] = [await addZone(api.server, api.owner), await addZone(api.server, api.owner)];
    const left = NOW - 10 * DAY + 240 * MINUTE;
    const event = addEvent(api.server, zone, phone, left, { event_type: 'exit' });
    const falseExits = async (geofence_id: string | null) => {
      const { body } = await run(api.owner, { ...DRAFT, geofence_id });
      return body.backtest.variants[1].likely_false_exits;
    };
    expect(await falseExits(zone)).toEqual([]);
    await api.services.falseAlarms.mark(api.owner.user, event);
    expect(await falseExits(zone)).toMatchObject([{ reason: 'reported', left_at: new Date(left).toISOString() }]);
    expect(await falseExits(another)).toEqual([]);
    expect(await falseExits(null)).toEqual([]);
    expect((await run(api.owner, { ...DRAFT, geofence_id: 'home' })).status).toBe(422);
  });

  test('what the phone says of regions of its own, of whatever name, has no part in it', async () => {
    const api = await testApi();
    const [phone, tablet] = [await addDevice(api.server, api.owner), await addDevice(api.server, api.owner, 'tablet')];
    const start = NOW - 10 * DAY;
    // At the border, where the position alone decides nothing.
    for (let minute = 0; minute < 60; minute++) {
      const place = { latitude: 52.52 + 0.00095, accuracy: 80 };
      addLocation(api.server, phone, start + minute * MINUTE, place);
      addLocation(api.server, tablet, start + minute * MINUTE, { ...place, in_regions: ['Home', 'Draft', ''] });
    }
    const { backtest } = (await run(api.owner, { ...DRAFT, name: 'Home' })).body;
    for (const { totals } of backtest.variants) {
      const [ofPhone, ofTablet] = totals.devices as { device_id: number }[];
      expect({ ...ofPhone, device_id: 0 }).toEqual({ ...ofTablet, device_id: 0 });
    }
  });

  test('looks at all devices of the owner, or at the one that is named', async () => {
    const api = await testApi();
    const [phone, tablet] = [await addDevice(api.server, api.owner), await addDevice(api.server, api.owner, 'tablet')];
    liveThrough(api, phone);
    liveThrough(api, tablet, 8);
    const both = (await run(api.owner, DRAFT)).body.backtest;
    expect(both.variants[1].totals).toMatchObject({ events: 6, stays: 4 });
    const one = (await run(api.owner, { ...DRAFT, device_id: tablet })).body.backtest;
    expect(one.devices.map(({ device_id }: { device_id: number }) => device_id)).toEqual([tablet]);
  });

  test('looks only at the days that are asked for', async () => {
    const api = await testApi();
    liveThrough(api, await addDevice(api.server, api.owner));
    expect((await run(api.owner, { ...DRAFT, days: 5 })).body.backtest).toMatchObject({
      fixes: 0,
      suggestion_reason: 'no_fixes',
    });
    expect((await run(api.owner, { ...DRAFT, days: 11 })).body.backtest.fixes).toBe(420);
  });

  test('a shape is tried scaled, without a suggestion', async () => {
    const api = await testApi();
    liveThrough(api, await addDevice(api.server, api.owner));
    const corners = [
      [13.403, 52.519],
      [13.407, 52.519],
      [13.407, 52.521],
      [13.403, 52.521],
      [13.403, 52.519],
    ];
    const geometry = { type: 'Polygon', coordinates: [corners] };
    const { backtest } = (await run(api.owner, { shape_type: 'polygon', geometry })).body;
    expect(backtest.variants.map(({ scale }: { scale: number }) => scale)).toEqual([0.7, 1, 1.5]);
    expect(backtest.variants[1]).toMatchObject({ radius_meters: null, totals: { stays: 2 } });
    expect(backtest).toMatchObject({ suggestion: null, suggestion_reason: 'not_a_circle' });
  });

  test('names what is wrong with the zone and with the days', async () => {
    const api = await testApi();
    const { status, body } = await run(api.owner, { ...DRAFT, radius_meters: 20 });
    expect(status).toBe(422);
    expect(body.error.details.radius_meters).toContain('20');
    const days = await run(api.owner, { ...DRAFT, days: 367 });
    expect([days.status, days.body.error.details.days]).toEqual([422, 'days is 367; it must be 1–366']);
  });

  test('strangers, and people with the devices or the zones of others, see nothing', async () => {
    const api = await testApi();
    const phone = await addDevice(api.server, api.owner);
    liveThrough(api, phone);
    expect((await run(undefined, DRAFT)).status).toBe(401);
    expect((await run(api.other, DRAFT)).body.backtest.fixes).toBe(0);
    expect((await run(api.other, { ...DRAFT, device_id: phone })).status).toBe(422);
    expect((await run(api.other, { ...DRAFT, owner_id: api.owner.user.id })).status).toBe(403);
    const admin = await run(api.admin, { ...DRAFT, owner_id: api.owner.user.id });
    expect(admin.body.backtest.fixes).toBe(420);
    const looked = await api.services.audit.list(api.admin.user, 1);
    expect(looked).toMatchObject([
      { action: 'read', subject_type: 'device_history', detail: { owner_ids: [api.owner.user.id] } },
    ]);
  });

  test('a newer one of the same person takes the place of one that still runs', async () => {
    const api = await testApi();
    liveThrough(api, await addDevice(api.server, api.owner));
    const [first, second] = await Promise.all([run(api.owner, DRAFT), run(api.owner, { ...DRAFT, radius_meters: 200 })]);
    expect([first.status, second.status].sort()).toEqual([200, 429]);
  });
});
