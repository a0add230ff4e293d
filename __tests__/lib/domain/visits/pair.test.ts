import fc from 'fast-check';
import { type BorderEvent, type Presence, pairVisits } from '@/lib/domain/visits';

const MINUTE = 60_000;
let id = 0;
const at = (event_type: 'enter' | 'exit', minute: number, change: Partial<BorderEvent> = {}): BorderEvent => ({
  id: ++id,
  geofence_id: 'home',
  device_id: 1,
  event_type,
  stay_seconds: null,
  occurred_at: minute * MINUTE,
  origin: 'live',
  ...change,
});
const inside = (since: number | null = 0): Presence => ({ geofence_id: 'home', device_id: 1, since });
const brief = (events: BorderEvent[], here: Presence[] = []) =>
  pairVisits(events, here).map(({ entered_at, left_at, is_open }) => [
    entered_at === null ? null : entered_at / MINUTE,
    left_at === null ? null : left_at / MINUTE,
    is_open,
  ]);

beforeEach(() => {
  id = 0;
});

describe('stays from arrivals and departures', () => {
  test('an arrival and the departure after it are one stay that names both events', () => {
    expect(pairVisits([at('enter', 5), at('exit', 35)], [])).toEqual([
      {
        geofence_id: 'home',
        device_id: 1,
        entered_at: 5 * MINUTE,
        left_at: 35 * MINUTE,
        is_open: false,
        origin: 'live',
        enter_event_id: 1,
        exit_event_id: 2,
      },
    ]);
  });

  test('an arrival without a departure is open while the device is inside', () => {
    expect(brief([at('enter', 5)], [inside(5 * MINUTE)])).toEqual([[5, null, true]]);
  });

  test('and ended at an unknown time once it is not: the zone was reshaped or switched off', () => {
    expect(brief([at('enter', 5)])).toEqual([[5, null, false]]);
    expect(brief([at('enter', 5), at('enter', 50), at('exit', 60)])).toEqual([
      [5, null, false],
      [50, 60, false],
    ]);
  });

  test('a departure without an arrival takes the arrival from the length that it tells, if it tells one', () => {
    expect(brief([at('exit', 90, { stay_seconds: 3600 })])).toEqual([[30, 90, false]]);
    expect(brief([at('exit', 90)])).toEqual([[null, 90, false]]);
  });

  test('a device around which the zone was drawn is there without any event', () => {
    expect(pairVisits([], [inside(7 * MINUTE)])).toMatchObject([{ entered_at: 7 * MINUTE, is_open: true, enter_event_id: null }]);
  });

  test('a stay that begins in the reconstructed past is marked so, also where it ended live', () => {
    const [visit] = pairVisits([at('enter', 5, { origin: 'reconstructed' }), at('exit', 9)], []);
    expect(visit?.origin).toBe('reconstructed');
  });

  test('devices and zones are kept apart, whatever the order between them', () => {
    const other = { device_id: 2 };
    const events = [
      at('enter', 1),
      at('enter', 2, other),
      at('exit', 3, { geofence_id: 'work' }),
      at('exit', 4, other),
      at('exit', 5),
    ];
    expect(brief(events)).toEqual([
      [null, 3, false],
      [2, 4, false],
      [1, 5, false],
    ]);
  });

  test('every event belongs to exactly one stay', () => {
    const kind = fc.constantFrom('enter' as const, 'exit' as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, fc.integer({ min: 1, max: 3 })), { maxLength: 40 }), (drawn) => {
        const events = drawn.map(([type, device_id], minute) => at(type, minute, { device_id }));
        const used = pairVisits(events, []).flatMap(({ enter_event_id, exit_event_id }) => [enter_event_id, exit_event_id]);
        expect(used.filter((one) => one !== null).sort((a, b) => a - b)).toEqual(events.map((event) => event.id));
      }),
    );
  });
});
