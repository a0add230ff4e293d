import fc from 'fast-check';
import { distance, shapeOf } from '@/lib/domain/geo';
import { Backtest } from '@/lib/domain/geofence/backtest';
import { FixLog } from '@/lib/domain/geofence/backtest-log';
import { type FalseExit, type Outcome, outcomeOf, type Stay } from '@/lib/domain/geofence/backtest-outcome';
import { suggestRadius } from '@/lib/domain/geofence/backtest-suggest';
import { scaleGeometry, type Variant, variantsOf } from '@/lib/domain/geofence/backtest-variants';
import { foldDevice } from '@/lib/domain/geofence/fold-device';
import type { FoldEvent } from '@/lib/domain/geofence/fold-output';
import { ZoneSet } from '@/lib/domain/geofence/zone-set';
import type { Fix, Position } from '@/lib/domain/model';
import { circle, destination, fix, polygon } from '../../../support/zones';

const HOME = { latitude: 52.52, longitude: 13.405 };
const MINUTE = 60_000;
const START = Date.UTC(2026, 4, 1);
const DEVICE = { id: 1, owner_id: 1 };

/** One fix a minute, each so many metres east of home. */
function walk(...meters: number[]): Fix[] {
  return meters.map((east, minute) => {
    const { latitude, longitude } = destination(HOME, 90, east);
    return fix(latitude, longitude, { id: minute + 1, occurred_at: START + minute * MINUTE, accuracy: 10 });
  });
}

const times = (count: number, meters: number): number[] => Array.from({ length: count }, () => meters);
const home = (radius: number) => circle(HOME.latitude, HOME.longitude, radius);

/** Only what the stays are made of. */
const eventAt = (event_type: 'enter' | 'exit', minute: number) =>
  ({ event_type, occurred_at: START + minute * MINUTE }) as FoldEvent;

function outcomes(variants: readonly Variant[], fixes: readonly Fix[], from = START): Outcome[] {
  const test = new Backtest(variants, DEVICE, from);
  test.take(fixes);
  return [...test.finish(START + 90 * 86_400_000)];
}

/** What the chosen size would have made of it. */
function tried(radius: number, fixes: readonly Fix[], from = START): Outcome {
  const variants = variantsOf(home(radius));
  return outcomes(variants, fixes, from)[variants.findIndex(({ kind }) => kind === 'chosen')] as Outcome;
}

function suggestion(radius: number, fixes: readonly Fix[]) {
  const variants = variantsOf(home(radius));
  const all = outcomes(variants, fixes);
  return suggestRadius(
    variants.map((variant, i) => ({ variant, outcomes: [all[i] as Outcome] })),
    fixes.length,
  );
}

describe('the sizes that are tried', () => {
  test('a circle is tried smaller and larger, with round radii, and in steps between', () => {
    const variants = variantsOf(home(120));
    const named = variants.filter(({ kind }) => kind !== null).map(({ kind, geofence }) => [kind, geofence.radius_meters]);
    expect(named).toEqual([
      ['smaller', 85],
      ['chosen', 120],
      ['larger', 180],
    ]);
    expect(variants.length).toBeGreaterThanOrEqual(10);
    expect(variants.map(({ scale }) => scale)).toEqual(variants.map(({ scale }) => scale).sort((a, b) => a - b));
  });

  test('no radius is tried that a zone may not have', () => {
    const radii = (radius: number) => variantsOf(home(radius)).map(({ geofence }) => geofence.radius_meters as number);
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 50_000 }), (radius) => {
        const all = radii(radius);
        expect(Math.min(...all)).toBeGreaterThanOrEqual(50);
        expect(Math.max(...all)).toBeLessThanOrEqual(50_000);
        expect(new Set(all).size).toBe(all.length);
        expect(all).toContain(radius);
      }),
    );
    expect(variantsOf(home(50)).some(({ kind }) => kind === 'smaller')).toBe(false);
  });

  test('another shape is scaled about its centre, across the antimeridian too', () => {
    const corners: Position[] = [
      [179.99, 10],
      [-179.99, 10],
      [-179.99, 10.02],
      [179.99, 10.02],
      [179.99, 10],
    ];
    const zone = polygon([corners]);
    const { center, area_square_meters } = shapeOf(zone);
    const geometry = scaleGeometry(zone.geometry as NonNullable<typeof zone.geometry>, center, 2);
    const larger = shapeOf({ ...zone, geometry });
    expect(distance(larger.center, center)).toBeLessThan(1);
    expect(larger.area_square_meters / area_square_meters).toBeCloseTo(4, 3);
    expect(variantsOf(zone).map(({ kind }) => kind)).toEqual(['smaller', 'chosen', 'larger']);
  });
});

describe('what would have happened', () => {
  test('each variant has exactly the events that the engine would have made of it alone', () => {
    const east = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(east, fc.integer({ min: 1, max: 7 }), (meters, size) => {
        const fixes = walk(...meters);
        const variants = variantsOf(home(150));
        const test = new Backtest(variants, DEVICE, START);
        for (let i = 0; i < fixes.length; i += size) test.take(fixes.slice(i, i + size));
        const found = [...test.finish(START + 86_400_000)].map(({ events }) => events);
        const alone = variants.map(({ geofence }) => foldDevice(new ZoneSet([geofence]), DEVICE, { fixes }, START + 86_400_000));
        expect(found).toEqual(alone.map(({ events }) => events));
      }),
      { numRuns: 60 },
    );
  });

  test('a stay has its arrival, its departure and its length; the last one may still go on', () => {
    const { stays, events } = tried(100, walk(...times(5, 900), ...times(30, 0), ...times(20, 900), ...times(10, 0)));
    expect(events.map(({ event_type }) => event_type)).toEqual(['enter', 'exit', 'enter']);
    expect(stays[0]).toEqual({
      device_id: 1,
      entered_at: START + 5 * MINUTE,
      left_at: START + 35 * MINUTE,
      seconds: 1800,
    });
    expect(stays[1]).toMatchObject({ entered_at: START + 55 * MINUTE, left_at: null });
  });

  test('a device that was inside before the time looked at does not arrive in it', () => {
    const fixes = walk(...times(60, 0), ...times(10, 900));
    const { events, stays } = tried(100, fixes, START + 30 * MINUTE);
    expect(events.map(({ event_type }) => event_type)).toEqual(['exit']);
    expect(stays).toEqual([{ device_id: 1, entered_at: null, left_at: START + 60 * MINUTE, seconds: 1800 }]);
  });
});

describe('likely false exits', () => {
  /** The events are given, since what the track filter makes of such a walk is not the question. */
  function judged(radius: number, fixes: Fix[], ...turns: ['enter' | 'exit', number][]): Outcome {
    const log = new FixLog();
    for (const one of fixes) log.add(one);
    const events = turns.map(([type, minute]) => eventAt(type, minute));
    return outcomeOf(home(radius), 1, events, log, { from: START, until: START + 1000 * MINUTE });
  }
  const around = (away: number[]) =>
    judged(
      60,
      walk(...times(30, 0), ...away, ...times(30, 0), ...times(20, 2000)),
      ['enter', 0],
      ['exit', 30],
      ['enter', 30 + away.length],
      ['exit', 60 + away.length],
    );

  test('back after some minutes just beyond the border: it was there all the time', () => {
    const { false_exits } = around(times(6, 110));
    expect(false_exits).toHaveLength(1);
    expect(false_exits[0]).toMatchObject({ reason: 'returned', left_at: START + 30 * MINUTE, other_at: START + 36 * MINUTE });
    expect(false_exits[0]?.farthest_meters).toBeCloseTo(40, 0);
  });

  test('one that was far away in the same time did leave', () => {
    expect(around(times(6, 700)).false_exits).toEqual([]);
  });

  test('one that stayed away for long did leave, however near it was', () => {
    expect(around(times(40, 110)).false_exits).toEqual([]);
  });

  test('a moment inside in which no fix was surely inside was none', () => {
    const next = walk(...times(10, 65), 55, ...times(10, 65));
    expect(judged(60, next, ['enter', 10], ['exit', 11]).false_exits).toMatchObject([{ reason: 'brushed' }]);
    const through = walk(...times(10, 500), 0, ...times(10, 500));
    expect(judged(60, through, ['enter', 10], ['exit', 11])).toMatchObject({ false_exits: [], brief_stays: 1 });
  });

  describe('what people called a false alarm', () => {
    const fixes = walk(...times(30, 0), ...times(60, 700), ...times(30, 0), ...times(20, 700));
    const log = new FixLog();
    for (const one of fixes) log.add(one);
    const events = (
      [
        ['enter', 0],
        ['exit', 30],
        ['enter', 90],
        ['exit', 120],
      ] as const
    ).map(([type, minute]) => eventAt(type, minute));
    const span = { from: START, until: START + 1000 * MINUTE };
    const falseExits = (event_type: 'enter' | 'exit', minute: number) =>
      outcomeOf(home(60), 1, events, log, span, [{ event_type, occurred_at: START + minute * MINUTE }]).false_exits;

    test('counts as a likely false exit, however far the device seemed to be', () => {
      expect(falseExits('exit', 30)).toMatchObject([
        { reason: 'reported', left_at: START + 30 * MINUTE, other_at: START + 90 * MINUTE },
      ]);
    });

    test('of an arrival: the exit that ends that stay', () => {
      expect(falseExits('enter', 90)).toMatchObject([
        { reason: 'reported', left_at: START + 120 * MINUTE, other_at: START + 90 * MINUTE },
      ]);
    });

    test('is the same event within five minutes, and only of the same kind', () => {
      expect(falseExits('exit', 35)).toHaveLength(1);
      expect(falseExits('exit', 36)).toEqual([]);
      expect(falseExits('enter', 30)).toEqual([]);
    });
  });

  test('the fixes of an exit and of a stay are found, thinned', () => {
    const outcome = around(times(6, 110));
    expect(outcome.fixesOf(outcome.false_exits[0] as NonNullable<(typeof outcome.false_exits)[0]>)).toHaveLength(6);
    const shown = outcome.fixesOf(outcome.stays[0] as NonNullable<(typeof outcome.stays)[0]>);
    expect(shown).toHaveLength(8);
    expect(shown.every(({ at }) => at >= START && at < START + 30 * MINUTE)).toBe(true);
  });
});

describe('the suggested radius', () => {
  const HOUR = 60 * MINUTE;
  const stay = (from: number, to: number): Stay => ({ device_id: 1, entered_at: from, left_at: to, seconds: (to - from) / 1000 });
  const false_exit = (left_at: number): FalseExit => ({
    device_id: 1,
    reason: 'returned',
    left_at,
    other_at: left_at + 5 * MINUTE,
    farthest_meters: 20,
  });
  const real = [stay(0, 3 * HOUR), stay(5 * HOUR, 8 * HOUR)];
  /** Broken in two by an exit that did not happen. */
  const broken = [stay(0, HOUR), stay(HOUR + 5 * MINUTE, 3 * HOUR), ...real.slice(1)];

  /** What was seen at each radius. */
  function suggested(chosen: number, seen: (radius: number) => { stays: Stay[]; false_exits?: FalseExit[] }) {
    const all = variantsOf(home(chosen)).map((variant) => {
      const { stays, false_exits = [] } = seen(variant.geofence.radius_meters as number);
      return { variant, outcomes: [{ events: [], stays, false_exits, brief_stays: 0, fixesOf: () => [] }] };
    });
    const found = suggestRadius(all, 1000);
    if (typeof found === 'string') throw new Error(found);
    return found;
  }

  test('a zone from which the device seems to leave gets the smallest radius with which it does not', () => {
    const found = suggested(60, (radius) =>
      radius < 100 ? { stays: broken, false_exits: [false_exit(HOUR)] } : { stays: real },
    );
    const right = found.rungs.filter(({ radius_meters }) => radius_meters >= 100);
    expect(found).toMatchObject({ is_chosen: false, radius_meters: right[0]?.radius_meters });
    expect(found.rungs[0]).toMatchObject({ visits: 2, false_exits: 1, missed_visits: 0, cost: 3 });
  });

  test('a departure that was called a false alarm counts like every other that did not happen', () => {
    const reported = { ...false_exit(HOUR), reason: 'reported' as const };
    const found = suggested(60, (radius) => (radius < 100 ? { stays: broken, false_exits: [reported] } : { stays: real }));
    expect(found.is_chosen).toBe(false);
    expect(found.rungs[0]).toMatchObject({ visits: 2, false_exits: 1, missed_visits: 0, cost: 3 });
  });

  test('a stay whose arrival was called a false alarm is no visit', () => {
    const never = { ...false_exit(2 * HOUR), reason: 'reported' as const, other_at: 0 };
    const found = suggested(60, () => ({
      stays: [{ device_id: 1, entered_at: 0, left_at: 2 * HOUR, seconds: 7200 }, ...real],
      false_exits: [never],
    }));
    expect(found.rungs[0]?.visits).toBe(real.length);
  });

  test('one that is too small to be noticed grows to the range in which the visits are seen', () => {
    const found = suggested(60, (radius) => ({ stays: radius < 90 ? [] : real }));
    expect(found.radius_meters).toBe(found.stable.from_meters);
    expect(found.radius_meters).toBeGreaterThanOrEqual(90);
    expect(found.rungs[0]).toMatchObject({ missed_visits: 2, cost: 6 });
  });

  test('one that takes in another place shrinks', () => {
    const others = [20, 30, 40].map((hour) => stay(hour * HOUR, (hour + 1) * HOUR));
    const found = suggested(400, (radius) => ({
      stays: [...real, ...others.filter((_, i) => radius >= ([400, 700, 1000][i] as number))],
    }));
    expect(found.rungs.find(({ radius_meters }) => radius_meters === 400)).toMatchObject({ surplus_visits: 1 });
    expect(found).toMatchObject({ is_chosen: false });
    expect(found.radius_meters).toBeLessThan(400);
  });

  test('the chosen radius stays where none is better', () => {
    expect(suggestion(300, walk(...times(60, 0), ...times(60, 5000), ...times(60, 0)))).toMatchObject({
      radius_meters: 300,
      is_chosen: true,
    });
  });

  test('there is none, and why, without fixes, far from the zone and for other shapes', () => {
    expect(suggestion(100, [])).toBe('no_fixes');
    expect(suggestion(100, walk(...times(60, 20_000)))).toBe('never_near');
    const triangle: Position[] = [
      [13, 52],
      [13.1, 52],
      [13.1, 52.1],
      [13, 52],
    ];
    const tries = variantsOf(polygon([triangle])).map((variant) => ({ variant, outcomes: [] }));
    expect(suggestRadius(tries, 5)).toBe('not_a_circle');
  });
});
