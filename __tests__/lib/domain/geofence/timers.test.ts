import fc from 'fast-check';
import { fireTime, judgeSilently } from '@/lib/domain/geofence';
import type { Fix, Geofence, PhoneTransition } from '@/lib/domain/model';
import { fixAt, foldOf, HOME, MINUTE, START, told, word } from '../../../support/phone';
import { circle } from '../../../support/zones';

const zone = (fields: Partial<Geofence> = {}) =>
  circle(HOME.latitude, HOME.longitude, 100, { id: 'home', name: 'Home', ...fields });
const away = [fixAt(-20, 3000), fixAt(-10, 2800)];
const at = (minutes: number) => START + minutes * MINUTE;

describe('confirmation of an arrival', () => {
  const patient = [zone({ confirm_seconds: 300 })];

  test('fires on time without a further fix, with the time of the first fix inside', () => {
    const arrival = [...away, fixAt(0, 0)];
    expect(told(patient, arrival, 4.99)).toEqual([]);
    const { events } = foldOf(patient, arrival, 5);
    expect(events).toEqual([
      expect.objectContaining({ event_type: 'enter', occurred_at: at(0), decided_at: at(5), location_id: 1 }),
    ]);
  });

  test('is ended by a fix that is surely outside', () => {
    expect(told(patient, [...away, fixAt(0, 0), fixAt(3, 900), fixAt(3.5, 1500)], 60)).toEqual([]);
  });

  test('goes on while fixes are undecided', () => {
    expect(told(patient, [...away, fixAt(0, 0), fixAt(3, 115, { accuracy: 60 })], 60)).toEqual(['enter 0 geometry']);
  });

  test('is over when a late decision finds that it began long ago', () => {
    const coarse = [fixAt(0, 60, { accuracy: 250 }), fixAt(8, 10)];
    const { events } = foldOf(patient, [...away, ...coarse]);
    expect(events).toEqual([expect.objectContaining({ occurred_at: at(0), decided_at: at(8) })]);
  });
});

describe('grace of a departure', () => {
  const lenient = [zone({ grace_seconds: 600 })];

  test('bridges an excursion', () => {
    expect(told(lenient, [fixAt(0, 0), fixAt(60, 900), fixAt(62, 1000), fixAt(66, 10), fixAt(67, 5)], 600)).toEqual([
      'enter 0 geometry',
    ]);
  });

  test('ends on time, and the exit is dated to the first fix outside', () => {
    const left = [fixAt(0, 0), fixAt(60, 900), fixAt(62, 1000)];
    expect(told(lenient, left, 69.9)).toHaveLength(1);
    const { events } = foldOf(lenient, left, 70);
    expect(events[1]).toMatchObject({ event_type: 'exit', occurred_at: at(60), decided_at: at(70), stay_seconds: 3600 });
  });
});

describe('dwell', () => {
  const dwelling = zone({ dwell_seconds: 1800 });

  test('comes once in a stay, at its time, counted from the first fix inside', () => {
    const stay = [...away, fixAt(0, 60, { accuracy: 250 }), fixAt(2, 5), fixAt(40, 5), fixAt(90, 5), fixAt(300, 5)];
    const { events } = foldOf([dwelling], stay, 600);
    expect(events.map(({ event_type, occurred_at, stay_seconds }) => [event_type, occurred_at, stay_seconds])).toEqual([
      ['enter', at(0), null],
      ['dwell', at(30), 1800],
    ]);
  });

  test('comes again in the next stay', () => {
    const days = [fixAt(0, 0), fixAt(60, 3000), fixAt(61, 3500), fixAt(120, 0), fixAt(121, 0), fixAt(200, 0)];
    expect(told([dwelling], days).filter((one) => one.startsWith('dwell'))).toEqual(['dwell 30 geometry', 'dwell 150 geometry']);
  });

  test('does not come in a stay that ended before', () => {
    expect(told([dwelling], [fixAt(0, 0), fixAt(29, 3000), fixAt(29.5, 3500)], 600).join()).not.toContain('dwell');
  });

  test('survives an excursion that grace bridges, and comes when that is known', () => {
    const lenient = zone({ dwell_seconds: 1800, grace_seconds: 600 });
    const stay = [fixAt(0, 0), fixAt(27, 900), fixAt(28, 1000), fixAt(33, 10), fixAt(34, 5), fixAt(100, 5)];
    expect(told([lenient], stay, 31)).toHaveLength(2);
    expect(told([lenient], stay.slice(0, 3), 31)).toEqual(['enter 0 geometry']);
    expect(told([lenient], stay, 600).map((one) => one.split(' ')[0])).toEqual(['enter', 'dwell']);
  });

  test('does not wait for what is undecided, and the exit is dated behind it', () => {
    const stay = [fixAt(0, 0), fixAt(20, 130, { accuracy: 90 }), fixAt(40, 3000), fixAt(41, 3500)];
    const { events } = foldOf([dwelling], stay);
    expect(events.map(({ event_type }) => event_type)).toEqual(['enter', 'dwell', 'exit']);
    expect(events[2]!.occurred_at).toBeGreaterThanOrEqual(events[1]!.occurred_at);
  });

  test('is the one of the settings that held when the stay began', () => {
    const { hysteresis_meters, max_accuracy_meters, confirm_seconds, grace_seconds, pass_through } = dwelling;
    const rule = { hysteresis_meters, max_accuracy_meters, confirm_seconds, grace_seconds, pass_through, dwell_seconds: 1800 };
    const changed = (dwell_seconds: number | null) => zone({ dwell_seconds, earlier_rules: [{ until_location_id: 1, rule }] });
    const stay = [fixAt(0, 0), fixAt(10, 3), fixAt(120, 3)];
    expect(told([changed(null)], stay)).toEqual(['enter 0 geometry', 'dwell 30 geometry']);
    expect(told([changed(3600)], stay)).toEqual(['enter 0 geometry', 'dwell 30 geometry']);
  });

  test('is not begun by a zone that is drawn around the device', () => {
    const parked = fixAt(0, 0);
    const [judged] = judgeSilently(dwelling, [{ fix: parked, track: null }]);
    expect(judged).toMatchObject({ is_inside: true, state: { dwell: null } });
    expect(told([{ ...dwelling, judged_after_location_id: parked.id }], [parked, fixAt(10, 3), fixAt(90, 3)], 600)).toEqual([]);
  });
});

describe('the moment at which a timer fires by the server’s clock', () => {
  const hour = 60 * MINUTE;
  test('is that by the phone’s clock where both are alike', () => expect(fireTime(at(5), at(0), at(0))).toBe(at(5)));
  test('is earlier for a phone whose clock is ahead', () => expect(fireTime(at(5) + hour, at(0) + hour, at(0))).toBe(at(5)));
  test('is right after its arrival for a fix that came late', () => expect(fireTime(at(5), at(0), at(60))).toBe(at(60) + 3000));
  test('is never before what comes in one go is here', () => expect(fireTime(at(0), at(0), at(0))).toBe(at(0) + 3000));
});

describe('for any course, any settings, any words of the phone', () => {
  const step = fc.record({
    gap: fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0, max: 90, noNaN: true }), fc.constant(0)),
    meters: fc.oneof(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -9000, max: 9000 })),
    accuracy: fc.constantFrom<number | null>(null, 5, 20, 65, 150, 600, 1500),
    said: fc.constantFrom('fix', 'fix', 'fix', 'fix', 'enter', 'leave'),
    in_regions: fc.constantFrom<string[] | null>(null, null, [], ['Home']),
  });
  const settings = fc.record({
    confirm_seconds: fc.constantFrom(0, 0, 60, 900),
    grace_seconds: fc.constantFrom(0, 0, 60, 900),
    dwell_seconds: fc.constantFrom(null, 60, 1800),
    pass_through: fc.boolean(),
    radius_meters: fc.constantFrom(60, 100, 1000),
  });

  function courseOf(
    steps: { gap: number; meters: number; accuracy: number | null; said: string; in_regions: string[] | null }[],
  ) {
    let minutes = 0;
    return steps.map(({ gap, meters, accuracy, said, in_regions }, i): Fix | PhoneTransition => {
      minutes += Math.round(gap * 1000) / 1000;
      if (said === 'fix') return fixAt(minutes, meters, { id: i + 1, accuracy, in_regions });
      return word(minutes, said as 'enter' | 'leave', 'Home', { id: i + 1 });
    });
  }

  test('enters and exits of a zone alternate, and no event is dated before the previous one', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 40 }), settings, (steps, fields) => {
        const { events } = foldOf([zone(fields)], courseOf(steps), 100_000);
        let inside = false;
        let dwelt = false;
        let last = Number.NEGATIVE_INFINITY;
        for (const { event_type, occurred_at, decided_at } of events) {
          expect(occurred_at).toBeGreaterThanOrEqual(last);
          expect(decided_at).toBeGreaterThanOrEqual(occurred_at);
          expect(event_type === 'enter').toBe(!inside);
          if (event_type === 'dwell') expect(dwelt).toBe(false);
          dwelt = event_type === 'dwell';
          inside = event_type !== 'exit';
          last = occurred_at;
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 500), seed: Number(process.env.SEED ?? 11) },
    );
  });
});
