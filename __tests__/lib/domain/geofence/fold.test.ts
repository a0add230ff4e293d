import { type FoldInput, fold, judgeSilently, ZoneSet, type ZoneStatus } from '@/lib/domain/geofence';
import type { Fix, Geofence } from '@/lib/domain/model';
import { circle, fix, polygon } from '../../../support/zones';

/** Owner 1 has the devices 1 and 2, owner 9 has the device 3; nothing is known of them. */
function inputOf(fixes: Fix[], known: Partial<FoldInput> = {}): FoldInput {
  const device = (id: number) => (id > 3 ? null : { owner_id: id === 3 ? 9 : 1, track: null, open: [] });
  return { fixes, device, status: () => null, ...known };
}

const run = (zones: Geofence[], fixes: Fix[], known?: Partial<FoldInput>) => fold(new ZoneSet(zones), inputOf(fixes, known));
const told = (zones: Geofence[], fixes: Fix[], known?: Partial<FoldInput>) =>
  run(zones, fixes, known).events.map(({ event }) => `${event.device_id} ${event.event_type} ${event.geofence_id}`);

const home = circle(48, 11, 100, { id: 'home' });
const work = circle(48.02, 11, 100, { id: 'work' });

describe('the fold', () => {
  test('follows a device through its zones', () => {
    const fixes = [fix(48, 11), fix(48.01, 11), fix(48.02, 11), fix(48, 11)];
    expect(told([home, work], fixes)).toEqual(['1 enter home', '1 exit home', '1 enter work', '1 exit work', '1 enter home']);
  });

  test('keeps devices apart', () => {
    const fixes = [fix(48, 11), fix(48, 11, { device_id: 2 }), fix(48.02, 11)];
    expect(told([home, work], fixes)).toEqual(['1 enter home', '2 enter home', '1 exit home', '1 enter work']);
  });

  test('judges by a zone the devices of its owner only, or the one it names', () => {
    const fixes = [1, 2, 3].map((device_id) => fix(48, 11, { device_id }));
    expect(told([{ ...home, owner_id: 9 }], fixes)).toEqual(['3 enter home']);
    expect(told([{ ...home, device_id: 2 }], fixes)).toEqual(['2 enter home']);
  });

  test('judges only what was received after the zone was drawn, whatever its time', () => {
    const [before, after] = [fix(48, 11), fix(48, 11)];
    const drawn = { ...home, judged_after_location_id: before.id, created_at: after.occurred_at + 1 };
    expect(run([drawn], [before, after]).events.map(({ event }) => event.location_id)).toEqual([after.id]);
  });

  test('goes on from a silent status', () => {
    const [parked, away] = [fix(48, 11), fix(48.01, 11)];
    const [judged] = judgeSilently(home, [parked]);
    const status: ZoneStatus = {
      ...judged!,
      geofence_id: 'home',
      last_enter_time: null,
      last_exit_time: null,
      geofence_version: 1,
      updated_at: 0,
    };
    const known = { device: () => ({ owner_id: 1, track: null, open: [status] }) };
    expect(told([{ ...home, judged_after_location_id: parked.id }], [away], known)).toEqual(['1 exit home']);
  });

  test('lets a fix that is older than the head move nothing', () => {
    const now = 1_800_000_000_000;
    const fixes = [
      fix(48, 11, { occurred_at: now }),
      fix(48.01, 11, { occurred_at: now - 1 }),
      fix(48, 11, { occurred_at: now }),
    ];
    const { events, tracks } = run([home], fixes);
    expect(events).toHaveLength(1);
    expect(tracks).toEqual([expect.objectContaining({ head_location_id: fixes[2]!.id, head_occurred_at: now })]);
  });

  test('answers a status only where something changed', () => {
    const { statuses } = run([home, work], [fix(48, 11), fix(48.0001, 11), fix(48, 11.0001)]);
    expect(statuses).toEqual([
      expect.objectContaining({ device_id: 1, geofence_id: 'home', is_inside: true, last_location_id: expect.any(Number) }),
    ]);
    const known = { device: () => ({ owner_id: 1, track: null, open: statuses }) };
    expect(run([home, work], [fix(48, 11)], known).statuses).toEqual([]);
  });

  test('answers one status for a zone that was left and entered again in one step', () => {
    const { statuses, events } = run([home], [fix(48, 11), fix(49, 11), fix(48, 11), fix(49, 11), fix(48, 11)]);
    expect(events).toHaveLength(5);
    expect(statuses).toHaveLength(1);
    expect(statuses[0]?.is_inside).toBe(true);
  });

  test('asks for the status of a zone that is entered again in a later step', () => {
    const { statuses } = run([home], [fix(48, 11), fix(49, 11)]);
    const { statuses: later } = run([home], [fix(48, 11)], { status: () => statuses[0]! });
    expect(later[0]).toMatchObject({ is_inside: true, last_exit_time: statuses[0]!.last_exit_time });
  });

  test('leaves a status alone whose zone is gone or does not concern the device any more', () => {
    const { statuses } = run([home], [fix(48, 11)]);
    const known = { device: () => ({ owner_id: 1, track: null, open: statuses }) };
    expect(run([], [fix(49, 11)], known)).toMatchObject({ events: [], statuses: [] });
    expect(run([{ ...home, device_id: 2 }], [fix(49, 11)], known)).toMatchObject({ events: [], statuses: [] });
  });

  test('passes over fixes of a device that is gone', () => {
    expect(run([home], [fix(48, 11, { device_id: 4 })])).toEqual({ tracks: [], statuses: [], events: [] });
  });

  test('tells what one fix caused in an order of its own, exits first', () => {
    const zones = ['c', 'a', 'b'].map((id) => ({ ...work, id }));
    expect(told([home, ...zones], [fix(48, 11), fix(48.02, 11)])).toEqual([
      '1 enter home',
      '1 exit home',
      '1 enter a',
      '1 enter b',
      '1 enter c',
    ]);
  });

  test('takes longitudes as they are written', () => {
    expect(told([circle(0, 179.9999, 100)], [fix(0, -180.0002)])).toEqual(['1 enter circle']);
    expect(told([circle(0, -179.9999, 100)], [fix(0, 180)])).toEqual(['1 enter circle']);
  });

  test('judges by the good zones where one is broken, and says which is', () => {
    const zones = new ZoneSet([polygon([], { id: 'broken' }), home]);
    expect(zones.unusable).toEqual(['zone broken has no border']);
    expect(fold(zones, inputOf([fix(48, 11)])).events).toHaveLength(1);
  });
});
