import { isOpen, OUTSIDE, ZoneSet } from '@/lib/domain/geofence';
import { DeviceFold } from '@/lib/domain/geofence/device-fold';
import { inOrder } from '@/lib/domain/geofence/fold-device';
import { GENESIS, type Snapshot } from '@/lib/domain/geofence/snapshot';
import type { Fix, Geofence, PhoneTransition } from '@/lib/domain/model';
import { DEVICE, fixAt, foldOf, HOME, historyOf, START, told, word } from '../../../support/phone';
import { circle } from '../../../support/zones';

const zone = (fields: Partial<Geofence> = {}) =>
  circle(HOME.latitude, HOME.longitude, 100, { id: 'home', name: 'Home', ...fields });
const home = [zone()];

describe('the phone’s word alone', () => {
  test('enter is an enter, at its time and at the place where the device was last', () => {
    const { events } = foldOf(home, [fixAt(0, 250), word(2, 'enter')]);
    expect(events).toEqual([
      expect.objectContaining({
        event_type: 'enter',
        occurred_at: START + 120_000,
        decided_at: START + 120_000,
        witnesses: ['transition'],
        confidence: 0.95,
        location_id: null,
        latitude: fixAt(0, 250).latitude,
        accuracy: 10,
      }),
    ]);
    expect(events[0]?.distance_from_center).toBeCloseTo(250, 0);
  });

  test('is put at its own place, and at the fix that came with it', () => {
    const own = fixAt(2, 130, { accuracy: 50 });
    const { latitude, longitude } = own;
    const { events } = foldOf(home, [fixAt(0, 300), own, word(2, 'enter', 'Home', { latitude, longitude, accuracy: 50 })]);
    expect(events).toEqual([expect.objectContaining({ latitude, longitude, accuracy: 50, location_id: own.id })]);
  });

  test('leave is an exit, and tells the length of the stay', () => {
    const { events } = foldOf(home, [fixAt(0, 0), word(30, 'leave')]);
    expect(events[1]).toMatchObject({ event_type: 'exit', occurred_at: START + 30 * 60_000, stay_seconds: 1800 });
  });

  test('says nothing of a device that was never measured', () => {
    expect(told(home, [word(0, 'enter')])).toEqual([]);
  });

  test('repeated is told once', () => {
    const items = [fixAt(0, 250), word(2, 'enter'), word(3, 'enter'), word(30, 'leave'), word(31, 'leave')];
    expect(told(home, items)).toEqual(['enter 2 transition', 'exit 30 transition']);
  });
});

describe('which zone is meant', () => {
  const heard = (region: string, fields: Partial<Geofence> = {}) =>
    told([zone(fields)], [fixAt(0, 250), word(2, 'enter', region)]).length;

  test.each(['Home', 'home', ' HOME ', '-Home', '+home', 'Home|1|2'])('%j is Home', (region) => {
    expect(heard(region)).toBe(1);
  });

  test('a zone whose own name is written like a region’s', () => expect(heard('Home', { name: '-Home|1|2' })).toBe(1));
  test('not one of another name', () => expect(heard('Work')).toBe(0));
  test('not one without a name', () => expect(heard('')).toBe(0));
  test('not another owner’s', () => expect(heard('Home', { owner_id: 9 })).toBe(0));
  test('not one for another device', () => expect(heard('Home', { device_id: 2 })).toBe(0));
  test('not one that was drawn after the phone said it', () => {
    expect(heard('Home', { judged_since: START + 2 * 60_000 })).toBe(0);
    expect(heard('Home', { judged_since: START + 2 * 60_000 - 1 })).toBe(1);
  });
  test('not a group', () => {
    const group = zone({ id: 'group', shape_type: 'group', name: 'Area' });
    const set = new ZoneSet([zone(), group], new Map([['group', ['home']]]));
    expect(set.names.named(DEVICE, 'Area')).toEqual([]);
    expect(set.names.named(DEVICE, 'Home')).toHaveLength(1);
  });
});

describe('the phone’s word and the geometry', () => {
  test('are one enter with two witnesses, whoever says it first', () => {
    expect(told(home, [fixAt(0, 3000), fixAt(10, 0), word(11, 'enter')])).toEqual(['enter 10 geometry+transition']);
    expect(told(home, [fixAt(0, 300), word(2, 'enter'), fixAt(3, 10), fixAt(4, 10)])).toEqual(['enter 2 geometry+transition']);
  });

  test('are one exit with two witnesses, whoever says it first', () => {
    const stay = [fixAt(0, 0), word(0, 'enter')];
    const geometryFirst = told(home, [...stay, fixAt(10, 2000), fixAt(11, 2500), word(12, 'leave')]);
    expect(geometryFirst).toEqual(['enter 0 geometry+transition', 'exit 10 geometry+transition']);
    const phoneFirst = told(home, [...stay, word(10, 'leave'), fixAt(12, 2000), fixAt(13, 2500)]);
    expect(phoneFirst).toEqual(['enter 0 geometry+transition', 'exit 10 geometry+transition']);
  });

  test('an undecided crossing is decided by the phone, and dated to the first sign', () => {
    const coarse = fixAt(5, 60, { accuracy: 250 });
    expect(told(home, [fixAt(0, 3000), coarse, word(8, 'enter')])).toEqual(['enter 5 transition']);
  });

  test('a fix just outside does not undo an enter of the phone; one clearly outside does', () => {
    const near = [fixAt(0, 280), word(1, 'enter'), fixAt(3, 150), fixAt(5, 250), fixAt(8, 180)];
    expect(told(home, near)).toEqual(['enter 1 transition']);
    expect(told(home, [...near, fixAt(20, 2000), fixAt(21, 2100)])).toEqual(['enter 1 transition', 'exit 3 geometry']);
  });

  test('leave undoes it at once', () => {
    expect(told(home, [fixAt(0, 280), word(1, 'enter'), fixAt(3, 150), word(9, 'leave')])).toEqual([
      'enter 1 transition',
      'exit 3 transition',
    ]);
  });

  test('events are dated never before the zone’s previous one', () => {
    const { events } = foldOf(home, [fixAt(0, 0), word(10, 'leave'), word(10.01, 'enter'), word(10.02, 'leave')]);
    const times = events.map(({ occurred_at }) => occurred_at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(events.map(({ event_type }) => event_type)).toEqual(['enter', 'exit', 'enter', 'exit']);
  });

  test('the state is forgotten when both have told the exit', () => {
    const { fold } = foldOf(home, [fixAt(0, 0), word(0, 'enter'), word(10, 'leave'), fixAt(12, 2000), fixAt(13, 2500)]);
    expect(fold.snapshot().zones.filter(({ state }) => isOpen(state))).toEqual([]);
    expect(fold.snapshot().zones).toEqual([]);
  });
});

describe('a word that plainly contradicts a measurement', () => {
  test('enter with the device kilometres away does not win', () => {
    expect(told(home, [fixAt(0, 5000), word(0.5, 'enter')])).toEqual([]);
    expect(told(home, [fixAt(0, 5000), word(5, 'enter')])).toHaveLength(1);
  });

  test('enter with a place of its own kilometres away does not win, a coarse one near does', () => {
    const at = (meters: number, accuracy: number) => {
      const { latitude, longitude } = fixAt(10, meters);
      return word(10, 'enter', 'Home', { latitude, longitude, accuracy });
    };
    expect(told(home, [fixAt(0, 5000), at(3000, 20)])).toEqual([]);
    expect(told(home, [fixAt(0, 5000), at(900, 800)])).toHaveLength(1);
  });

  test('leave with the device deep in a large zone does not win', () => {
    const large = [zone({ radius_meters: 20_000 })];
    expect(told(large, [fixAt(0, 0), word(1, 'leave')])).toEqual(['enter 0 geometry']);
  });

  test('an enter is taken back when the next fix could not have been reached from there', () => {
    const items = [fixAt(0, 400), word(9.9, 'enter'), fixAt(10, 6000), fixAt(11, 6500)];
    const { events, fold } = foldOf(home, items);
    expect(events).toEqual([]);
    expect(fold.output.retractions).toMatchObject([{ key: { event_type: 'enter', location_id: null }, reason: 'outlier' }]);
  });

  test('a leave is taken back when a fix is surely inside right after it, and the stay goes on', () => {
    const items = [fixAt(0, 0), fixAt(5, 5), word(10, 'leave'), fixAt(11, 5), fixAt(60, 5)];
    expect(told([zone({ dwell_seconds: 1800 })], items)).toEqual(['enter 0 geometry', 'dwell 30 geometry']);
  });
});

test('of two words of one moment that contradict each other the first holds', () => {
  const near = fixAt(0, 250);
  expect(told(home, [near, word(2, 'enter'), word(2, 'leave', 'Home', { id: 999 })])).toEqual(['enter 2 transition']);
  const inside = [fixAt(0, 0), word(2, 'leave'), word(2, 'enter', 'Home', { id: 999 }), word(9, 'enter')];
  expect(told(home, inside)).toEqual(['enter 0 geometry', 'exit 2 transition', 'enter 9 transition']);
  const atOnce = [fixAt(2, 0), word(2, 'leave'), word(2, 'enter', 'Home', { id: 999 })];
  expect(told(home, atOnce)).toEqual(['enter 2 geometry', 'exit 2 transition']);
});

describe('confirmation and grace', () => {
  test('hold for the phone’s word, too', () => {
    const patient = [zone({ confirm_seconds: 300, grace_seconds: 600 })];
    const arrival = [fixAt(0, 280), word(1, 'enter')];
    expect(told(patient, arrival, 5)).toEqual([]);
    expect(told(patient, arrival, 6)).toEqual(['enter 1 transition']);
    expect(told(patient, [...arrival, word(3, 'leave')], 60)).toEqual([]);
    expect(told(patient, [...arrival, word(30, 'leave'), word(35, 'enter')], 60)).toEqual(['enter 1 transition']);
    expect(told(patient, [...arrival, word(30, 'leave')], 60)).toEqual(['enter 1 transition', 'exit 30 transition']);
  });

  test('a change that waits gains the other witness', () => {
    const patient = [zone({ confirm_seconds: 300 })];
    const { events } = foldOf(patient, [fixAt(0, 3000), fixAt(10, 0), word(11, 'enter')], START + 16 * 60_000);
    expect(events).toEqual([expect.objectContaining({ event_type: 'enter', witnesses: ['geometry', 'transition'] })]);
    expect(events[0]?.confidence).toBeGreaterThan(0.99);
  });
});

describe('the list of regions in a fix', () => {
  const listed = (minutes: number, meters: number, fields: Partial<Fix> = {}) =>
    fixAt(minutes, meters, { in_regions: ['Home'], ...fields });

  test('decides for inside where the position does not', () => {
    expect(told(home, [fixAt(0, 3000), listed(10, 60, { accuracy: 250 })])).toEqual(['enter 10 inregions']);
    expect(told(home, [fixAt(0, 3000), fixAt(10, 60, { accuracy: 250, in_regions: [] })])).toEqual([]);
  });

  test('does not decide against a position that is surely outside, nor later by going on', () => {
    const items = [fixAt(0, 3000), listed(10, 500), listed(20, 480, { accuracy: 350 })];
    expect(told(home, items)).toEqual([]);
  });

  test('is one more witness of an enter', () => {
    expect(told(home, [fixAt(0, 3000), listed(10, 0)])).toEqual(['enter 10 geometry+inregions']);
    expect(told(home, [fixAt(0, 3000), fixAt(10, 0), word(11, 'enter'), listed(12, 3)])).toEqual([
      'enter 10 geometry+transition+inregions',
    ]);
  });

  test('without a region that was in it before supports leaving, and alone decides nothing', () => {
    const stay = [fixAt(0, 3000), listed(10, 0), listed(11, 3)];
    expect(told(home, [...stay, fixAt(12, 4, { in_regions: [] })])).toHaveLength(1);
    const near = [fixAt(20, 220, { velocity: 5 }), fixAt(21, 280, { velocity: 5 })];
    expect(told(home, [...stay, ...near.map((one) => ({ ...one, in_regions: ['Home'] }))])).toHaveLength(1);
    const left = told(home, [...stay, ...near.map((one) => ({ ...one, in_regions: [] }))]);
    expect(left[1]).toMatch(/^exit .* geometry\+inregions$/);
  });

  test('that the zone was drawn after is not heard', () => {
    const late = [zone({ judged_after_location_id: 2000 })];
    expect(told(late, [fixAt(0, 3000), listed(10, 60, { accuracy: 250 })])).toEqual([]);
  });

  test('of a fix that is not believed is not believed either', () => {
    const atRest = Array.from({ length: 12 }, (_, i) => fixAt(i * 5, 3000));
    expect(told(home, [...atRest, listed(55.1, 60)])).toEqual([]);
  });
});

test('a fold that begins with any snapshot on the way comes to the same', () => {
  const zones = [
    zone({ confirm_seconds: 120, grace_seconds: 180, dwell_seconds: 600 }),
    zone({ id: 'yard', radius_meters: 250 }),
  ];
  const items = [
    ...[fixAt(0, 3000), fixAt(10, 60, { accuracy: 250 }), word(11, 'enter'), fixAt(12, 20, { in_regions: ['home'] })],
    ...[fixAt(30, 140), word(31, 'leave'), fixAt(32, 10), word(40, 'leave'), fixAt(45, 2500), fixAt(46, 2600)],
    ...[word(60, 'enter'), fixAt(61, 2700), fixAt(80, 300), word(81, 'enter'), fixAt(82, 50, { in_regions: [] })],
  ];
  const set = new ZoneSet(zones);
  const whole = foldOf(zones, items, 300);
  const stream = [...inOrder(historyOf(items))];
  const run = (fold: DeviceFold, part: readonly (Fix | PhoneTransition)[]) => {
    for (const item of part) 'region' in item ? fold.hear(item) : fold.take(item);
    return fold;
  };
  for (let cut = 0; cut <= stream.length; cut++) {
    const first = run(new DeviceFold(set, DEVICE, GENESIS), stream.slice(0, cut));
    const kept = JSON.parse(JSON.stringify(first.snapshot())) as Snapshot;
    const second = run(new DeviceFold(set, DEVICE, kept), stream.slice(cut));
    second.ripenUntil(START + 300 * 60_000);
    const all = [first, second].flatMap(({ output }) => output.events.map(({ event }) => event));
    expect(all.map(({ event_type, occurred_at }) => [event_type, occurred_at])).toEqual(
      whole.fold.output.events.map(({ event }) => [event.event_type, event.occurred_at]),
    );
    const counts = ({ retractions, amendments }: DeviceFold['output']) => [retractions.length, amendments.length];
    expect(counts(first.output).map((n, i) => n + (counts(second.output)[i] ?? 0))).toEqual(counts(whole.fold.output));
    expect(second.snapshot()).toEqual(whole.end);
  }
  expect(whole.fold.output.events.length).toBeGreaterThan(5);
});

test('a zone that nothing is known of is the same value always', () => {
  const { fold } = foldOf(home, [fixAt(0, 5000), word(0.5, 'enter')]);
  expect(fold.stateOf(new ZoneSet(home).find('home') as never)).toBe(OUTSIDE);
});
