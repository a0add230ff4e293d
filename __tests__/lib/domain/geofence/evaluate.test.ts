import {
  DEFAULT_RULE,
  effectiveAccuracy,
  evaluate,
  OUTSIDE,
  prepareZone,
  type Transition,
  type Zone,
  type ZoneState,
} from '@/lib/domain/geofence';
import type { Fix, Position } from '@/lib/domain/model';
import { circle, destination, fix, pointAt, polygon } from '../../../support/zones';

const home = { latitude: 48.137, longitude: 11.575 };
const zone = prepareZone(circle(home.latitude, home.longitude, 100));

/** A fix so many metres from the centre of `zone`. */
const at = (meters: number, fields: Partial<Fix> = {}, bearing = 90) => {
  const { latitude, longitude } = destination(home, bearing, meters);
  return fix(latitude, longitude, fields);
};

/** A fix that the track filter believes as it is. */
function judge(state: ZoneState, one: Fix, around: Zone = zone) {
  const point = pointAt(one);
  const sight = { fix: one, point, accuracy: effectiveAccuracy(one.accuracy), isDoubted: false, earlier: null };
  return evaluate(state, sight, around, DEFAULT_RULE, around.shape.contains(point));
}

function follow(fixes: Fix[], start: ZoneState = OUTSIDE, around: Zone = zone) {
  let state = start;
  const transitions: Transition[] = [];
  for (const one of fixes) {
    const { state: next, transition } = judge(state, one, around);
    state = next;
    if (transition) transitions.push(transition);
  }
  return { state, transitions, types: transitions.map(({ type }) => type) };
}

describe('entering', () => {
  test('the first fix inside is an enter', () => {
    const first = at(0);
    const { state, transitions } = follow([first]);
    expect(transitions).toEqual([
      expect.objectContaining({ type: 'enter', occurred_at: first.occurred_at, location_id: first.id, stay_seconds: null }),
    ]);
    expect(transitions[0]?.distance_from_center).toBeCloseTo(0, 3);
    expect(transitions[0]?.confidence).toBeGreaterThan(0.99);
    expect(state).toMatchObject({ inside: true, since: first.occurred_at });
  });

  test('a phone on Wi-Fi at home is at home, even with its centre near the border', () => {
    expect(follow([at(95, { accuracy: 65 })]).types).toEqual(['enter']);
  });

  test('a circle larger than the zone does not enter, nor five zones at once', () => {
    const zones = [0, 1, 2, 3, 4].map((i) => prepareZone(circle(home.latitude, home.longitude, 50 + i * 10, { id: `${i}` })));
    const coarse = at(5, { accuracy: 800 });
    expect(zones.flatMap((one) => follow([coarse], OUTSIDE, one).types)).toEqual([]);
  });

  test('a fix with an accuracy above 1,000 m decides nothing, even far inside a large zone', () => {
    const large = prepareZone(circle(home.latitude, home.longitude, 20_000));
    expect(follow([at(0, { accuracy: 1001 })], OUTSIDE, large).state).toBe(OUTSIDE);
    expect(follow([at(0, { accuracy: 1000 })], OUTSIDE, large).types).toEqual(['enter']);
  });

  test('a missing accuracy counts as 20 m', () => {
    expect(follow([at(50, { accuracy: null })]).types).toEqual(['enter']);
  });

  test('a centre outside does not enter, however near and sure', () => {
    expect(follow([at(101, { accuracy: 3 })]).types).toEqual([]);
  });

  test('is dated to the first fix whose centre was inside, though another decided', () => {
    const [outside, coarse, between, sure] = [at(2000), at(20, { accuracy: 300 }), at(110, { accuracy: 300 }), at(10)];
    const { transitions } = follow([outside, coarse, between, sure]);
    expect(transitions).toEqual([
      expect.objectContaining({ type: 'enter', occurred_at: coarse.occurred_at, location_id: sure.id }),
    ]);
  });

  test('is not dated back beyond a fix that was surely outside', () => {
    const [coarse, outside, sure] = [at(20, { accuracy: 300 }), at(2000), at(10)];
    expect(follow([coarse, outside, sure]).transitions[0]?.occurred_at).toBe(sure.occurred_at);
  });

  test('is not dated to a fix that decides nothing', () => {
    const [useless, sure] = [at(20, { accuracy: 1500 }), at(10)];
    expect(follow([useless, sure]).transitions[0]?.occurred_at).toBe(sure.occurred_at);
  });
});

describe('leaving', () => {
  const inside = follow([at(0)]).state;

  test('takes more than 10 m beyond the border, however sure the fix', () => {
    expect(follow([at(109, { accuracy: 1 })], inside).types).toEqual([]);
    expect(follow([at(111, { accuracy: 1 })], inside).types).toEqual(['exit']);
  });

  test('takes more distance for a coarse fix', () => {
    expect(follow([at(180, { accuracy: 65 })], inside).types).toEqual([]);
    expect(follow([at(190, { accuracy: 65 })], inside).types).toEqual(['exit']);
  });

  test('takes a circle well apart from the zone where it dwarfs the zone', () => {
    expect(follow([at(1080, { accuracy: 500 })], inside).types).toEqual([]);
    expect(follow([at(1100, { accuracy: 500 })], inside).types).toEqual(['exit']);
  });

  test('is dated to the first fix beyond the border and tells the length of the stay', () => {
    const enter = at(0);
    const [near, far] = [at(105), at(300)];
    const { transitions, state } = follow([enter, near, far]);
    expect(transitions[1]).toMatchObject({
      type: 'exit',
      occurred_at: near.occurred_at,
      location_id: far.id,
      stay_seconds: (near.occurred_at - enter.occurred_at) / 1000,
    });
    expect(transitions[1]?.confidence).toBeGreaterThan(0.99);
    expect(state).toBe(OUTSIDE);
  });

  test('is not dated back beyond a fix that was surely inside', () => {
    const [near, back, far] = [at(105), at(20), at(300)];
    expect(follow([near, back, far], inside).transitions[0]?.occurred_at).toBe(far.occurred_at);
  });

  test('never dates before the previous event of the zone', () => {
    const since = 1_900_000_000_000;
    const silent: ZoneState = { ...OUTSIDE, inside: true, since };
    expect(follow([at(300, { occurred_at: since - 5000 })], silent).transitions[0]).toMatchObject({
      occurred_at: since,
      stay_seconds: 0,
    });
  });
});

describe('a wandering fix', () => {
  test('around the border of a zone makes one enter and no exit', () => {
    const meters = [90, 104, 97, 109, 88, 106, 99, 108, 92];
    expect(follow(meters.map((m) => at(m, { accuracy: 12 }))).types).toEqual(['enter']);
  });

  test('with a wandering accuracy changes nothing for a phone at home', () => {
    const meters = [
      [10, 15],
      [60, 65],
      [130, 120],
      [240, 300],
      [20, 20],
      [180, 150],
      [500, 800],
      [15, 2500],
      [5, 12],
    ] as const;
    expect(follow(meters.map(([m, accuracy]) => at(m, { accuracy }))).types).toEqual(['enter']);
  });

  test('that changes nothing gives back the same state', () => {
    const { state } = follow([at(0)]);
    expect(judge(state, at(10)).state).toBe(state);
    expect(judge(OUTSIDE, at(5000)).state).toBe(OUTSIDE);
  });
});

describe('other shapes', () => {
  const ring = (half: number): Position[] =>
    [45, 135, 225, 315, 45].map((bearing): Position => {
      const { latitude, longitude } = destination(home, bearing, half * Math.SQRT2);
      return [longitude, latitude];
    });

  test('a hole is outside', () => {
    const withHole = prepareZone(polygon([ring(500), ring(200)]));
    expect(follow([at(0)], OUTSIDE, withHole).types).toEqual([]);
    expect(follow([at(350), at(0), at(1000), at(350)], OUTSIDE, withHole).types).toEqual(['enter', 'exit', 'enter']);
  });

  test('a zone across the antimeridian is entered from the west and left to the east', () => {
    const fiji = prepareZone(
      polygon([
        [
          [179.99, -17],
          [-179.99, -17],
          [-179.99, -16.98],
          [179.99, -16.98],
          [179.99, -17],
        ],
      ]),
    );
    const along = [179.98, 179.995, -179.995, -179.98].map((longitude) => fix(-16.99, longitude));
    const { transitions } = follow(along, OUTSIDE, fiji);
    expect(transitions.map(({ type, longitude }) => [type, longitude])).toEqual([
      ['enter', 179.995],
      ['exit', -179.98],
    ]);
    expect(transitions[0]?.distance_from_center).toBeLessThan(600);
  });

  test('a circle around the pole is entered from any side', () => {
    const pole = prepareZone(circle(89.9999, 0, 1000));
    expect([-180, -90, 0, 90, 180].map((longitude) => follow([fix(89.995, longitude)], OUTSIDE, pole).types)).toEqual(
      Array(5).fill(['enter']),
    );
  });
});
