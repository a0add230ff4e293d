import inPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { Geodesic } from 'geographiclib-geodesic';
import { distance, geofenceBounds, measure, shapeOf } from '@/lib/domain/geo';
import type { Position } from '@/lib/domain/model';
import { circle, destination, pointAt, polygon } from '../../../support/zones';

const bearing = fc.double({ min: 0, max: 360, noNaN: true });
const anywhere = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const off = (range: number) => fc.double({ min: -range, max: range, noNaN: true });

/** Random stars: simple polygons of 3–12 corners around a centre, in degrees. */
const star = fc
  .record({
    center: fc.tuple(fc.double({ min: -170, max: 170, noNaN: true }), fc.double({ min: -75, max: 75, noNaN: true })),
    size: fc.double({ min: 0.001, max: 8, noNaN: true }),
    spokes: fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 12 }),
  })
  .map(({ center: [x, y], size, spokes }) => {
    const corner = (spoke: number, i: number): Position => {
      const angle = (2 * Math.PI * i) / spokes.length;
      return [x + size * spoke * Math.cos(angle), y + size * spoke * Math.sin(angle)];
    };
    const ring = spokes.map(corner);
    return { center: [x, y] as Position, size, ring: [...ring, ring[0] as Position] };
  });

describe('a circle', () => {
  test('contains what is nearer to its centre than its radius, anywhere on earth', () => {
    fc.assert(
      fc.property(
        anywhere,
        bearing,
        fc.double({ min: 50, max: 50_000, noNaN: true }),
        off(40),
        (center, direction, radius, gap) => {
          fc.pre(Math.abs(gap) > 0.01);
          const shape = shapeOf(circle(center.latitude, center.longitude, radius));
          const point = pointAt(destination(center, direction, radius + gap));
          expect(shape.contains(point)).toBe(gap < 0);
          expect(shape.signedDistance(point)).toBeCloseTo(-gap, 2);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('lies in its box, also around a pole and across the antimeridian', () => {
    const edge = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.constantFrom(-180, -179.9, 0, 179.9, 180),
    });
    fc.assert(
      fc.property(
        fc.oneof(anywhere, edge),
        bearing,
        fc.double({ min: 50, max: 50_000, noNaN: true }),
        (center, direction, radius) => {
          const { south, west, north, east } = geofenceBounds(circle(center.latitude, center.longitude, radius));
          const { latitude, longitude } = destination(center, direction, radius * 0.999);
          expect(latitude).toBeGreaterThanOrEqual(south);
          expect(latitude).toBeLessThanOrEqual(north);
          expect(west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('has a box no larger than needed', () => {
    const { south, west, north, east } = geofenceBounds(circle(60, 10, 1000));
    expect(north - south).toBeCloseTo(0.017986, 5);
    expect(east - west).toBeCloseTo(0.035973, 5);
  });

  test('measures its area and centre', () => {
    const { area_square_meters, center, size_meters } = measure(circle(48.1, 11.5, 100));
    expect(area_square_meters).toBeCloseTo(Math.PI * 10_000, 0);
    expect(center).toEqual({ latitude: 48.1, longitude: 11.5 });
    expect(size_meters).toBe(100);
  });
});

describe('a polygon', () => {
  test('contains the same points as for turf', () => {
    fc.assert(
      fc.property(star, off(1), off(1), ({ center, size, ring }, dx, dy) => {
        const position: Position = [center[0] + dx * size, center[1] + dy * size];
        const shape = shapeOf(polygon([ring]));
        const point = pointAt({ latitude: position[1], longitude: position[0] });
        fc.pre(Math.abs(shape.signedDistance(point)) > 0.001);
        expect(shape.contains(point)).toBe(inPolygon(position, { type: 'Polygon', coordinates: [ring] }));
      }),
      { numRuns: 2000 },
    );
  });

  test('has holes', () => {
    fc.assert(
      fc.property(star, off(1), off(1), ({ center, size, ring }, dx, dy) => {
        const position: Position = [center[0] + dx * size, center[1] + dy * size];
        const hole = ring.map(([x, y]): Position => [center[0] + (x - center[0]) * 0.5, center[1] + (y - center[1]) * 0.5]);
        const shape = shapeOf(polygon([ring, hole]));
        const point = pointAt({ latitude: position[1], longitude: position[0] });
        fc.pre(Math.abs(shape.signedDistance(point)) > 0.001);
        expect(shape.contains(point)).toBe(inPolygon(position, { type: 'Polygon', coordinates: [ring, hole] }));
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same wherever the antimeridian runs through it and however its longitudes are written', () => {
    const written = fc.constantFrom<(x: number) => number>(
      (x) => x,
      (x) => ((((x + 180) % 360) + 360) % 360) - 180,
      (x) => x - 360,
    );
    fc.assert(
      fc.property(star, off(1), off(1), off(1), written, ({ center, size, ring }, dx, dy, shift, write) => {
        const move = 180 - center[0] + shift * size;
        const hole = ring.map(([x, y]): Position => [center[0] + (x - center[0]) * 0.5, center[1] + (y - center[1]) * 0.5]);
        const here = shapeOf(polygon([ring, hole]));
        const there = shapeOf(polygon([ring, hole].map((r) => r.map(([x, y]): Position => [write(x + move), y]))));
        const [x, y] = [center[0] + dx * size, center[1] + dy * size];
        const point = pointAt({ latitude: y, longitude: x });
        const moved = pointAt({ latitude: y, longitude: ((((x + move + 180) % 360) + 360) % 360) - 180 });
        const gap = here.signedDistance(point);
        fc.pre(Math.abs(gap) > 0.001);
        expect(there.contains(moved)).toBe(here.contains(point));
        expect(there.signedDistance(moved)).toBeCloseTo(gap, 3);
        expect(there.area_square_meters / here.area_square_meters).toBeCloseTo(1, 5);
        expect(distance({ ...here.center, longitude: here.center.longitude + move }, there.center)).toBeLessThan(0.1);
      }),
      { numRuns: 1000 },
    );
  });

  test('is as far away as the nearest of very many points of its edges', () => {
    fc.assert(
      fc.property(star, off(2), off(2), ({ center, size, ring }, dx, dy) => {
        const from = { latitude: Math.max(-90, Math.min(90, center[1] + dy * size)), longitude: center[0] + dx * size };
        let nearest = Number.POSITIVE_INFINITY;
        for (let i = 1; i < ring.length; i++) {
          const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]] as [Position, Position];
          for (let t = 0; t <= 1; t += 1 / 400) {
            nearest = Math.min(nearest, distance(from, { latitude: ay + (by - ay) * t, longitude: ax + (bx - ax) * t }));
          }
        }
        const found = Math.abs(shapeOf(polygon([ring])).signedDistance(pointAt(from)));
        // Half a step along the longest edge that is possible here, seen from the nearest point.
        const step = (2 * size * 111_320) / 800;
        expect(found).toBeLessThanOrEqual(nearest + 1);
        expect(found).toBeGreaterThanOrEqual(Math.sqrt(Math.max(0, nearest ** 2 - step ** 2)) - step * 0.02 - 1);
      }),
      { numRuns: 300 },
    );
  });

  test('has the area that the ellipsoid gives', () => {
    fc.assert(
      fc.property(star, ({ size, ring }) => {
        // Our edges are straight in longitude and latitude, the oracle's are geodesics: in larger zones that shows.
        fc.pre(size < 0.2);
        const oracle = Geodesic.WGS84.Polygon(false);
        for (const [x, y] of ring.slice(1)) oracle.AddPoint(y, x);
        const expected = Math.abs(oracle.Compute(false, true).area as number);
        expect(measure(polygon([ring])).area_square_meters / expected).toBeGreaterThan(0.985);
        expect(measure(polygon([ring])).area_square_meters / expected).toBeLessThan(1.015);
      }),
      { numRuns: 300 },
    );
  });

  test('has its centre in the middle, without its holes', () => {
    const square: Position[] = [
      [10, 50],
      [10.02, 50],
      [10.02, 50.02],
      [10, 50.02],
      [10, 50],
    ];
    const eastHalf: Position[] = [
      [10.01, 50],
      [10.02, 50],
      [10.02, 50.02],
      [10.01, 50.02],
      [10.01, 50],
    ];
    const whole = measure(polygon([square]));
    expect(whole.center.latitude).toBeCloseTo(50.01, 4);
    expect(whole.center.longitude).toBeCloseTo(10.01, 6);
    const half = measure(polygon([square, eastHalf]));
    expect(half.center.longitude).toBeCloseTo(10.005, 6);
    expect(half.area_square_meters / whole.area_square_meters).toBeCloseTo(0.5, 6);
  });

  test('across the antimeridian has a box with west beyond east', () => {
    const ring: Position[] = [
      [179, -1],
      [-178, -1],
      [-178, 2],
      [179, 2],
      [179, -1],
    ];
    expect(geofenceBounds(polygon([ring]))).toEqual({ south: -1, west: 179, north: 2, east: -178 });
  });

  test('around a pole contains the pole', () => {
    const ring: Position[] = [
      [0, 89],
      [90, 89],
      [180, 89],
      [-90, 89],
      [0, 89],
    ];
    const shape = shapeOf(polygon([ring]));
    expect(shape.bounds).toEqual({ south: 89, west: -180, north: 90, east: 180 });
    for (const longitude of [-180, -135, 0, 45, 179.9]) {
      expect(shape.contains(pointAt({ latitude: 89.5, longitude }))).toBe(true);
      expect(shape.contains(pointAt({ latitude: 88.9, longitude }))).toBe(false);
      expect(shape.signedDistance(pointAt({ latitude: 89.5, longitude }))).toBeCloseTo(55_597, -1);
    }
    expect(shape.signedDistance(pointAt({ latitude: 90, longitude: 0 }))).toBeCloseTo(111_195, -1);
    expect(shape.center.latitude).toBeCloseTo(90, 3);
    expect(shape.area_square_meters / (Math.PI * 111_195 ** 2)).toBeCloseTo(1, 3);
  });

  test('near a pole follows its edges, which are no great circles there', () => {
    const ring: Position[] = [
      [0, 89.9],
      [90, 89.9],
      [90, 89.99],
      [0, 89.99],
      [0, 89.9],
    ];
    const shape = shapeOf(polygon([ring]));
    expect(shape.contains(pointAt({ latitude: 89.901, longitude: 45 }))).toBe(true);
    expect(shape.signedDistance(pointAt({ latitude: 89.901, longitude: 45 }))).toBeCloseTo(111.2, 0);
    expect(shape.signedDistance(pointAt({ latitude: 89.899, longitude: 45 }))).toBeCloseTo(-111.2, 0);
  });

  test('of which the geometry is missing says so', () => {
    expect(() => shapeOf(polygon([]))).toThrow('zone polygon has no border');
    expect(() => shapeOf(circle(1, 2, 3, { radius_meters: null }))).toThrow('zone circle is a circle without centre or radius');
  });
});
