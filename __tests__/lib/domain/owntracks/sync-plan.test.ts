import type { DeviceReport, Geofence } from '@/lib/domain/model';
import { type PhoneRegions, phoneRegionsOf } from '@/lib/domain/owntracks/phone-regions';
import { chooseZones, planSync, type SyncSituation } from '@/lib/domain/owntracks/sync-plan';
import { regionsOnPhoneOnly, type SyncRow, standing, zoneOnPhone } from '@/lib/domain/owntracks/sync-view';
import { circle, polygon } from '../../../support/zones';

const NOW = 1_700_000_000_000;
const SECOND = NOW / 1000;
const zone = (id: string, fields: Partial<Geofence> = {}) =>
  circle(52, 13, 100, { id, name: id, owner_id: 1, device_id: null, is_active: true, ...fields });
const NOTHING: PhoneRegions = { regions: [], listed_at: null };

const situation = (fields: Partial<SyncSituation> = {}): SyncSituation => ({
  ...{
    device_id: 1,
    platform: 'ios' as const,
    keeps_zones: true,
    zones: [],
    rows: [],
    phone: NOTHING,
    place: null,
    taken_keys: [],
  },
  ...fields,
});

let ids = 0;
const newId = () => (++ids).toString(16).padStart(6, '0');
const plan = (it: SyncSituation, wish = {}, now = NOW) => planSync(it, wish, now, newId);

/** As it stands in the database after the phone was told. */
function rowOf(it: Geofence, fields: Partial<SyncRow> = {}): SyncRow {
  const [row] = plan(situation({ zones: [it], taken_keys: [] })).rows;
  return { ...(row as SyncRow), command_id: 1, command_state: 'sent', command_sent_at: NOW, ...fields };
}

const waypoint = (payload: object, received_at = NOW + 5_000, key = 'tst:1'): DeviceReport => ({
  ...{ device_id: 1, kind: 'waypoint', key, occurred_at: received_at, received_at },
  payload: payload as Record<string, unknown>,
});
const list = (received_at = NOW + 5_000): DeviceReport => ({ ...waypoint({}, received_at, ''), kind: 'waypoints' });
const asTold = ({ name, latitude, longitude, radius_meters, region_created_at, region_id }: SyncRow, more: object = {}) =>
  waypoint({ desc: name, lat: latitude, lon: longitude, rad: radius_meters, tst: region_created_at, rid: region_id, ...more });

const actions = ({ messages }: ReturnType<typeof plan>) => messages.map(({ action }) => action);
const waypointsIn = (it: ReturnType<typeof plan>) => {
  const set = it.messages.find(({ action }) => action === 'setWaypoints') as unknown as
    | { waypoints: { waypoints: { desc: string; tst: number; rid?: string; lat: number }[] } }
    | undefined;
  return set?.waypoints.waypoints ?? [];
};

describe('what a phone is told', () => {
  test('the zones that it follows, with keys of their own, and then to show its list', () => {
    const it = plan(situation({ zones: [zone('Home'), zone('Work')], taken_keys: [SECOND] }));
    expect(actions(it)).toEqual(['setWaypoints', 'waypoints']);
    expect(waypointsIn(it).map(({ desc, tst }) => [desc, tst])).toEqual([
      ['Home', SECOND + 1],
      ['Work', SECOND + 2],
    ]);
    expect(it.rows).toMatchObject([
      { geofence_id: 'Home', state: 'pushed', is_chosen: false },
      { geofence_id: 'Work', state: 'pushed' },
    ]);
    expect(it.told).toEqual(['Home', 'Work']);
  });

  test('nothing when it does not follow, or when all is as it was told', () => {
    expect(plan(situation({ keeps_zones: false, zones: [zone('Home')] })).messages).toEqual([]);
    const home = zone('Home');
    expect(plan(situation({ zones: [home], rows: [rowOf(home)] }))).toMatchObject({ rows: [], messages: [] });
  });

  test('a zone that was put there by hand, and its changes, also when it follows no others', () => {
    const home = zone('Home');
    const it = plan(situation({ keeps_zones: false, zones: [home, zone('Work')] }), { push: ['Home'] });
    expect(it.rows).toMatchObject([{ geofence_id: 'Home', is_chosen: true }]);
    const row = rowOf(home, { is_chosen: true });
    const larger = zone('Home', { radius_meters: 300 });
    const next = plan(situation({ keeps_zones: false, zones: [larger], rows: [row] }));
    expect(waypointsIn(next)).toMatchObject([{ tst: row.region_created_at, rid: row.region_id, rad: 300 }]);
  });

  test('a zone that is gone or switched off: iOS by a place that is none, with the same key', () => {
    const home = zone('Home');
    const row = rowOf(home);
    for (const zones of [[], [zone('Home', { is_active: false })]]) {
      const it = plan(situation({ zones, rows: [row] }));
      expect(waypointsIn(it)).toMatchObject([{ tst: row.region_created_at, rid: row.region_id }]);
      expect(Math.abs(waypointsIn(it)[0]?.lat as number)).toBeGreaterThan(90);
      expect(it.rows).toMatchObject([{ state: 'removing' }]);
    }
  });

  test('Android forgets all and is told the rest again, what its owner made there included', () => {
    const [home, work] = [zone('Home'), zone('Work')];
    const rows = [rowOf(home, { region_created_at: 10 }), rowOf(work, { region_created_at: 11 })];
    const own = waypoint({ desc: 'Pub', lat: 1, lon: 2, rad: 70, tst: 7 }, NOW + 5_000, 'tst:7');
    const phone = phoneRegionsOf([list(), own, ...rows.map((row) => asTold(row))]);
    const it = plan(situation({ platform: 'android', zones: [home], rows, phone }));
    expect(actions(it)).toEqual(['clearWaypoints', 'setWaypoints', 'waypoints']);
    expect(waypointsIn(it).map(({ desc, tst }) => [desc, tst])).toEqual([
      ['Home', 10],
      ['Pub', 7],
    ]);
  });

  test('Android whose list is unknown is asked for it before anything is taken away', () => {
    const work = zone('Work');
    const before = situation({ platform: 'android', rows: [rowOf(work)] });
    const it = plan(before);
    expect(actions(it)).toEqual(['waypoints']);
    expect(it.told).toEqual([]);
    const waiting = { ...rowOf(work), state: 'removing' as const, command_id: null, command_state: null, command_sent_at: null };
    expect(plan({ ...before, rows: [waiting] }).messages).toEqual([]);
    const listed = plan({ ...before, rows: [waiting], phone: phoneRegionsOf([list(), asTold(waiting)]) });
    expect(actions(listed)).toEqual(['clearWaypoints', 'setWaypoints', 'waypoints']);
  });

  test('a person’s no stays a no, until the person says yes', () => {
    const home = zone('Home');
    const never = plan(situation({ zones: [home] }), { remove: ['Home'] });
    expect(never).toMatchObject({ messages: [], rows: [{ state: 'removed', is_chosen: true }] });
    const row = { ...(never.rows[0] as SyncRow), command_state: null, command_sent_at: null };
    expect(plan(situation({ zones: [home], rows: [row] })).messages).toEqual([]);
    expect(waypointsIn(plan(situation({ zones: [home], rows: [row] }), { push: ['Home'] }))).toHaveLength(1);
  });

  test('what still waits to be told is told in one with the new', () => {
    const [home, work] = [zone('Home'), zone('Work')];
    const rows = [rowOf(home, { command_id: 5, command_state: 'queued', command_sent_at: null })];
    const it = plan(situation({ zones: [home, work], rows }));
    expect(it.withdraw).toEqual([5]);
    expect(
      waypointsIn(it)
        .map(({ desc }) => desc)
        .sort(),
    ).toEqual(['Home', 'Work']);
  });

  test('what ran out before it was sent is told again', () => {
    const home = zone('Home');
    const rows = [rowOf(home, { command_state: 'expired', command_sent_at: null })];
    expect(waypointsIn(plan(situation({ zones: [home], rows })))).toHaveLength(1);
  });

  test('a region of the same name that its owner made becomes the zone’s, with its keys', () => {
    const phone = phoneRegionsOf([waypoint({ desc: '-home', lat: 52.1, lon: 13, rad: 80, tst: 42 }, NOW, 'tst:42')]);
    const it = plan(situation({ zones: [zone('Home')], phone }));
    expect(waypointsIn(it)).toMatchObject([{ tst: 42, lat: 52 }]);
    const same = phoneRegionsOf([waypoint({ desc: 'Home', lat: 52, lon: 13, rad: 100, tst: 42 }, NOW, 'tst:42')]);
    expect(plan(situation({ zones: [zone('Home')], phone: same }))).toMatchObject({
      messages: [],
      rows: [{ region_created_at: 42, state: 'confirmed' }],
    });
  });

  test('iOS watches twenty: its own ones, then zones of this device, chosen ones and the nearest', () => {
    const own = Array.from({ length: 17 }, (_, n) =>
      waypoint({ desc: `own ${n}`, lat: 1, lon: n, rad: 60, tst: n + 1 }, NOW, `tst:${n + 1}`),
    );
    const far = circle(40, 13, 100, { id: 'far', name: 'far', owner_id: 1 });
    const near = circle(52.01, 13, 100, { id: 'near', name: 'near', owner_id: 1 });
    const mine = circle(10, 13, 100, { id: 'mine', name: 'mine', owner_id: 1, device_id: 1 });
    const wished = circle(-10, 13, 100, { id: 'wished', name: 'wished', owner_id: 1 });
    const it = situation({
      zones: [far, near, mine, wished],
      phone: phoneRegionsOf(own),
      place: { latitude: 52, longitude: 13 },
    });
    const { wanted, left_out } = chooseZones(it, { push: ['wished'] });
    expect(wanted.map(({ id }) => id)).toEqual(['wished', 'mine', 'near']);
    expect(left_out.map(({ id }) => id)).toEqual(['far']);
    expect(chooseZones({ ...it, platform: 'android' }).left_out).toEqual([]);
  });
});

describe('what the phone shows of it', () => {
  const home = zone('Home');
  const shown = (row: SyncRow, reports: DeviceReport[], it = home) => zoneOnPhone(it, row, phoneRegionsOf(reports), false);

  test('waiting until it says something, then in step; the plan notes that', () => {
    const row = rowOf(home);
    expect(shown(row, [])).toMatchObject({ state: 'waiting', drift: [] });
    const reports = [list(), asTold(row, { lat: 52.00001 })];
    expect(shown(row, reports)).toMatchObject({ state: 'in_step', drift: [] });
    const noted = plan(situation({ zones: [home], rows: [row], phone: phoneRegionsOf(reports) }));
    expect(noted).toMatchObject({ messages: [], rows: [{ state: 'confirmed', confirmed_at: NOW + 5_000 }] });
  });

  test('a list from before it was told says nothing', () => {
    const row = rowOf(home);
    expect(shown(row, [list(NOW - 1)])).toMatchObject({ state: 'waiting' });
    expect(shown({ ...row, command_state: 'queued', command_sent_at: null }, [list()])).toMatchObject({ state: 'waiting' });
  });

  test('what differs, by what it was told', () => {
    const row = rowOf(home, { state: 'confirmed' });
    expect(shown(row, [asTold(row, { lat: 52.001, rad: 150, desc: 'House' })]).drift).toEqual(['moved', 'resized', 'renamed']);
    expect(shown(row, [asTold(row, { rad: '101' })]).drift).toEqual([]);
    expect(shown(row, [list()])).toMatchObject({ state: 'drift', drift: ['missing'] });
  });

  test('what should go and is still there, and what is gone', () => {
    const row = rowOf(home, { state: 'removing' });
    expect(standing(row, null, null)).toEqual({ state: 'removing', drift: [] });
    expect(shown(row, [list(), asTold(row)])).toMatchObject({ state: 'drift', drift: ['still_there'] });
    expect(plan(situation({ rows: [row], phone: phoneRegionsOf([list()]) })).rows).toMatchObject([{ state: 'removed' }]);
  });

  test('regions that only the phone has are told apart by their keys, with the zone of their name', () => {
    const row = rowOf(home);
    const reports = [
      asTold(row, { desc: 'renamed by hand' }),
      waypoint({ desc: 'Pub', lat: 1, lon: 2, rad: 70, tst: 7 }, NOW, 'tst:7'),
      waypoint({ desc: '+Me', lat: 1, lon: 2, rad: 70, tst: 8 }, NOW, 'tst:8'),
      waypoint({ desc: 'Desk', tst: 9, lat: 0, lon: 0, rad: 0 }, NOW, 'tst:9'),
      waypoint({ desc: 'campus', lat: 3, lon: 4, rad: 70, tst: 10 }, NOW, 'tst:10'),
    ];
    const campus = polygon(
      [
        [
          [13, 52],
          [13.01, 52],
          [13.01, 52.01],
        ],
      ],
      { id: 'campus', name: 'Campus' },
    );
    const only = regionsOnPhoneOnly([home, campus], [row], phoneRegionsOf(reports));
    expect(only.map(({ name, kind, zone }) => [name, kind, zone?.id ?? null])).toEqual([
      ['campus', 'circle', 'campus'],
      ['Desk', 'beacon', null],
      ['Me', 'follow', null],
      ['Pub', 'circle', null],
    ]);
  });

  test('what a newer list lacks is gone from the phone, and so is what it was told to remove', () => {
    const old = waypoint({ desc: 'Old', lat: 1, lon: 2, rad: 70, tst: 7 }, NOW, 'tst:7');
    const removal = waypoint({ desc: 'Gone', lat: -1e6, lon: -1e6, rad: 0, tst: 8 }, NOW + 9_000, 'tst:8');
    expect(phoneRegionsOf([old, removal, list()])).toEqual({ regions: [], listed_at: NOW + 5_000 });
  });
});
