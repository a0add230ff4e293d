import fc from 'fast-check';
import { shapeOf, UnionShape } from '@/lib/domain/geo';
import { ZoneSet } from '@/lib/domain/geofence';
import { foldDevice } from '@/lib/domain/geofence/fold-device';
import { passageOf } from '@/lib/domain/geofence/pass-through';
import type { Fix, Geofence, Position } from '@/lib/domain/model';
import { DEVICE, fixAt, foldOf, HOME, historyOf, MINUTE, START, told } from '../../../support/phone';
import { circle, destination, polygon } from '../../../support/zones';

const through = (fields: Partial<Geofence> = {}) =>
  circle(HOME.latitude, HOME.longitude, 200, { id: 'home', pass_through: true, ...fields });

const square = (half: number): Position[] =>
  [45, 135, 225, 315, 45].map((bearing): Position => {
    const { latitude, longitude } = destination(HOME, bearing, half * Math.SQRT2);
    return [longitude, latitude];
  });

/** Driving east past home, with a fix 1 km before and 1 km behind it and others before those. */
const drive = (fields: Partial<Fix> = {}) =>
  [-4000, -3000, -2000, -1000, 1000, 2000].map((meters, i) => fixAt(i < 4 ? i : i + 1, meters, { velocity: 60, ...fields }));

describe('passing through between two fixes', () => {
  test('makes an enter and an exit, timed and placed where the way crosses the border', () => {
    const { events } = foldOf([through()], drive());
    expect(events.map(({ event_type }) => event_type)).toEqual(['enter', 'exit']);
    const [enter, exit] = events;
    // 1,000 m before to 1,000 m behind in two minutes: the border is crossed after 800 and after 1,200 m.
    expect((enter!.occurred_at - START) / MINUTE).toBeCloseTo(3.8, 2);
    expect((exit!.occurred_at - START) / MINUTE).toBeCloseTo(4.2, 2);
    expect(exit!.stay_seconds).toBeCloseTo(24, 0);
    for (const event of events) {
      expect(event).toMatchObject({
        is_pass_through: true,
        location_id: 501,
        decided_at: START + 5 * MINUTE,
        witnesses: ['geometry'],
      });
      expect(event.distance_from_center).toBeCloseTo(200, 0);
      expect(event.confidence).toBeGreaterThan(0.9);
    }
  });

  test('leaves the device outside, with nothing to remember', () => {
    expect(foldOf([through()], drive()).end.zones).toEqual([]);
  });

  test('is told only where the zone wants it', () => {
    expect(told([through({ pass_through: false })], drive())).toEqual([]);
  });

  test('is told once where a fix lies in the zone: as any arrival', () => {
    const fixes = [...drive(), fixAt(4, 0, { velocity: 60 })];
    expect(foldOf([through()], fixes).events.map(({ is_pass_through }) => is_pass_through)).toEqual([false, false]);
  });

  test('is judged by the settings of the time when the fix was received', () => {
    const { hysteresis_meters, max_accuracy_meters, confirm_seconds, grace_seconds, dwell_seconds } = through();
    const rule = { hysteresis_meters, max_accuracy_meters, confirm_seconds, grace_seconds, dwell_seconds, pass_through: true };
    const off = (until_location_id: number) => through({ pass_through: false, earlier_rules: [{ until_location_id, rule }] });
    expect(told([off(10_000)], drive())).toHaveLength(2);
    expect(told([off(100)], drive())).toEqual([]);
  });

  test('tells nothing of fixes that were received before the zone was drawn', () => {
    expect(told([through({ judged_after_location_id: 10_000 })], drive())).toEqual([]);
  });

  test('is not told of a way past the zone, nor of one that only grazes it', () => {
    const north = (meters: number) => {
      const { latitude, longitude } = destination(HOME, 0, meters);
      return through({ center_latitude: latitude, center_longitude: longitude });
    };
    expect(told([north(500)], drive())).toEqual([]);
    expect(told([north(197)], drive())).toEqual([]);
    expect(told([north(60)], drive())).toHaveLength(2);
  });

  test('is not told where the way in the zone is short against the accuracies', () => {
    expect(told([through({ radius_meters: 60 })], drive({ accuracy: 10 }))).toHaveLength(2);
    expect(told([through({ radius_meters: 60 })], drive({ accuracy: 65 }))).toEqual([]);
  });

  test('is not told after a silence in which it could have gone anywhere', () => {
    const silence = (minutes: number) =>
      drive().map((one, i) => (i < 4 ? one : fixAt(minutes + i, i === 4 ? 1000 : 2000, { velocity: 60 })));
    expect(told([through()], silence(8))).toHaveLength(2);
    expect(told([through()], silence(20))).toEqual([]);
  });

  test('is not an arrival where those need a longer confirmation', () => {
    expect(told([through({ confirm_seconds: 10 })], drive())).toHaveLength(2);
    expect(told([through({ confirm_seconds: 60 })], drive())).toEqual([]);
  });

  test('is told of a group as of one area', () => {
    const [west, east] = [-150, 150].map((meters) => {
      const { latitude, longitude } = destination(HOME, meters < 0 ? 270 : 90, Math.abs(meters));
      return circle(latitude, longitude, 200, { id: meters < 0 ? 'west' : 'east' });
    }) as [Geofence, Geofence];
    const group = through({
      id: 'group',
      shape_type: 'group',
      center_latitude: null,
      center_longitude: null,
      radius_meters: null,
    });
    const zones = new ZoneSet([west, east, group], new Map([['group', ['west', 'east']]]));
    const { events } = foldDevice(zones, DEVICE, historyOf(drive()));
    expect(events.map(({ geofence_id, event_type }) => `${geofence_id} ${event_type}`)).toEqual(['group enter', 'group exit']);
    expect(events[1]?.stay_seconds).toBeCloseTo(42, 0);
  });
});

describe('where a way runs through an area', () => {
  const [from, to] = [fixAt(0, -1000), fixAt(1, 1000)];

  test('a polygon', () => {
    const passage = passageOf(shapeOf(polygon([square(300)])), from, to);
    expect(passage?.enter).toBeCloseTo(0.35, 3);
    expect(passage?.exit).toBeCloseTo(0.65, 3);
    expect(passage?.depth).toBeCloseTo(300, 0);
  });

  test('a hole is not part of it, but of the one passage', () => {
    const passage = passageOf(shapeOf(polygon([square(300), square(100)])), from, to);
    expect(passage?.enter).toBeCloseTo(0.35, 3);
    expect(passage?.exit).toBeCloseTo(0.65, 3);
    expect(passage?.chord).toBeCloseTo(400, 0);
  });

  test('two areas apart are one passage', () => {
    const [a, b] = [-300, 300].map((meters) => shapeOf(circle(fixAt(0, meters).latitude, fixAt(0, meters).longitude, 100)));
    const passage = passageOf(new UnionShape([a!, b!]), from, to);
    expect(passage?.enter).toBeCloseTo(0.3, 3);
    expect(passage?.exit).toBeCloseTo(0.7, 3);
    expect(passage?.chord).toBeCloseTo(400, 0);
  });

  test('none where it begins or ends inside', () => {
    const shape = shapeOf(circle(HOME.latitude, HOME.longitude, 1500));
    expect(passageOf(shape, from, to)).toBeNull();
    expect(passageOf(shape, from, fixAt(1, 4000))).toBeNull();
  });

  test('across the antimeridian and over a pole', () => {
    const fiji = shapeOf(circle(-17, 180, 1000));
    const passage = passageOf(fiji, { latitude: -17, longitude: 179.95 }, { latitude: -17, longitude: -179.95 });
    expect([passage?.enter, passage?.exit].map((part) => Math.round((part ?? 0) * 1000) / 1000)).toEqual([0.406, 0.594]);
    const pole = passageOf(shapeOf(circle(90, 0, 1000)), { latitude: 89.95, longitude: 0 }, { latitude: 89.95, longitude: 180 });
    expect(pole?.chord).toBeCloseTo(2000, 0);
  });

  test('of any circle: on the border at both ends, and as long as the chord', () => {
    const bearing = fc.integer({ min: 0, max: 359 });
    const place = fc.record({
      latitude: fc.double({ min: -80, max: 80, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(
        place,
        fc.integer({ min: 60, max: 5000 }),
        bearing,
        fc.integer({ min: 0, max: 90 }),
        (center, radius, towards, off) => {
          const beside = destination(center, towards + 90, (radius * off) / 100);
          const [start, end] = [destination(beside, towards, 3 * radius), destination(beside, towards + 180, 3 * radius)];
          const passage = passageOf(shapeOf(circle(center.latitude, center.longitude, radius)), start, end);
          const expected = 2 * radius * Math.sqrt(1 - (off / 100) ** 2);
          expect(passage).not.toBeNull();
          expect(Math.abs(passage!.chord - expected)).toBeLessThan(0.01 * radius + 1);
          expect(Math.abs(passage!.enter + passage!.exit - 1)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 100 },
    );
  });
});
