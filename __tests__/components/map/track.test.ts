import type { LatLng } from '@/components/map/shape';
import { addFixes, decimate, drawable, shapeOf, summarise, type TrackFix } from '@/components/map/track';

const MINUTE = 60_000;
/** Metres of one degree of latitude on the engine's sphere. */
const DEGREE = 111_195;

function fix(id: number, metersNorth: number, minutes: number, more: Partial<TrackFix> = {}): TrackFix {
  return {
    id,
    latitude: 50 + metersNorth / DEGREE,
    longitude: 10,
    accuracy: 10,
    velocity: null,
    poi: null,
    tag: null,
    at: minutes * MINUTE,
    ...more,
  };
}

describe('a track', () => {
  test('keeps each fix once and in time order, however it arrives', () => {
    const track = addFixes([fix(1, 0, 0), fix(3, 0, 10)], [fix(3, 0, 10), fix(2, 0, 5), fix(4, 0, 12)]);
    expect(track.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });

  test('does not draw fixes that are good for more than a kilometre', () => {
    const track = [fix(1, 0, 0), fix(2, 50_000, 1, { accuracy: 1001 }), fix(3, 100, 2), fix(4, 200, 3, { accuracy: null })];
    expect(drawable(track).map(({ id }) => id)).toEqual([1, 3, 4]);
    expect(summarise(track)).toMatchObject({ points: 4, skipped: 1 });
    expect(summarise(track).distance).toBeLessThan(250);
  });

  test('a phone that rests walks no distance, one that moves walks its way', () => {
    const rest = Array.from({ length: 500 }, (_, i) => fix(i, (i % 2) * 15, i, { accuracy: 20 }));
    expect(summarise(rest).distance).toBe(0);
    const walk = Array.from({ length: 101 }, (_, i) => fix(i, i * 50, i));
    expect(summarise(walk).distance).toBeCloseTo(5000, 0);
    expect(summarise(walk).duration).toBe(100 * 60);
  });

  test('an empty track and a single fix are no error', () => {
    expect(summarise([])).toEqual({ points: 0, skipped: 0, distance: 0, duration: 0 });
    expect(shapeOf([])).toEqual({ lines: [], gaps: [] });
    expect(shapeOf([fix(1, 0, 0)]).lines).toHaveLength(1);
  });

  test('a long silence with a new place after it is a gap; at the same place it is not', () => {
    const track = [fix(1, 0, 0), fix(2, 100, 1), fix(3, 5000, 60), fix(4, 5100, 61), fix(5, 5110, 600)];
    const { lines, gaps } = shapeOf(track);
    expect(lines.map((line) => line.length)).toEqual([2, 2]);
    expect(gaps).toEqual([[lines[0]![1], lines[1]![0]]]);
  });

  test('crosses the antimeridian the short way', () => {
    const track = [
      fix(1, 0, 0, { longitude: 179.99 }),
      fix(2, 10, 1, { longitude: -179.99 }),
      fix(3, 20, 2, { longitude: 179.98 }),
    ];
    const longitudes = shapeOf(track, 0)
      .lines.flat()
      .map(([, longitude]) => longitude);
    expect(longitudes[1]).toBeCloseTo(180.01, 6);
    expect(longitudes[2]).toBeCloseTo(179.98, 6);
  });

  test('is thinned to the limit however long it is', () => {
    const wild = Array.from({ length: 30_000 }, (_, i) => fix(i, i * 10, i, { longitude: 10 + ((i * 7919) % 97) / 1000 }));
    const points = shapeOf(wild, 2, 2000).lines.flat().length;
    expect(points).toBeGreaterThan(1);
    expect(points).toBeLessThanOrEqual(2000);
  });
});

describe('decimation', () => {
  test('leaves out what lies on the line and keeps the ends and the corner', () => {
    const line: LatLng[] = [
      [0, 0],
      [0, 0.001],
      [0, 0.002],
      [0.001, 0.002],
      [0.002, 0.002],
    ];
    expect(decimate(line, 2)).toEqual([line[0], line[2], line[4]]);
  });

  test('no point that is left out is further from the line than the tolerance', () => {
    const line: LatLng[] = Array.from({ length: 2000 }, (_, i) => [50 + Math.sin(i / 40) / 100, 10 + i / 5000]);
    const kept = decimate(line, 5);
    expect(kept.length).toBeLessThan(line.length / 4);
    const scale = Math.cos((50 * Math.PI) / 180);
    for (const [latitude, longitude] of line) {
      const next = kept.findIndex(([, x]) => x >= longitude);
      const [b, a] = [kept[next]!, kept[Math.max(0, next - 1)]!];
      const t = b[1] === a[1] ? 0 : (longitude - a[1]) / (b[1] - a[1]);
      const slope = Math.hypot(b[0] - a[0], (b[1] - a[1]) * scale);
      const vertical = Math.abs(latitude - (a[0] + t * (b[0] - a[0])));
      const across = slope === 0 ? vertical : (vertical * Math.abs(b[1] - a[1]) * scale) / slope;
      expect(across * DEGREE).toBeLessThan(5.5);
    }
  });
});
