import fc from 'fast-check';
import { distance, type LatLon } from '@/lib/domain/geo';
import { enclosingCircle } from '@/lib/domain/geo/enclosing-circle';
import { destination } from '../../../support/zones';

const BERLIN = { latitude: 52.52, longitude: 13.405 };

test('a point has a circle of no size, two points one around their middle', () => {
  expect(enclosingCircle([BERLIN])).toMatchObject({ radius_meters: 0 });
  const east = destination(BERLIN, 90, 1000);
  const circle = enclosingCircle([BERLIN, east, BERLIN]);
  expect(circle.radius_meters).toBeCloseTo(500, 3);
  expect(distance(circle, destination(BERLIN, 90, 500))).toBeLessThan(0.01);
});

test('an acute triangle has its circumcircle, an obtuse one the circle over its longest side', () => {
  const corners = [0, 120, 240].map((bearing) => destination(BERLIN, bearing, 300));
  const circle = enclosingCircle(corners);
  expect(circle.radius_meters).toBeCloseTo(300, 3);
  expect(distance(circle, BERLIN)).toBeLessThan(0.01);
  const flat = [destination(BERLIN, 90, 500), destination(BERLIN, 270, 500), destination(BERLIN, 0, 50)];
  expect(enclosingCircle(flat).radius_meters).toBeCloseTo(500, 2);
});

test('holds its points across the antimeridian and around a pole', () => {
  const across = enclosingCircle([
    { latitude: 0, longitude: 179.99 },
    { latitude: 0, longitude: -179.99 },
  ]);
  expect(Math.abs(across.longitude)).toBeCloseTo(180, 6);
  expect(across.radius_meters).toBeCloseTo(distance({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 0.01 }), 2);
  const polar = [0, 90, 180, 270].map((longitude) => ({ latitude: 89.9, longitude }));
  expect(enclosingCircle(polar).latitude).toBeCloseTo(90, 6);
});

test('holds all points, and no smaller circle does', () => {
  const point = fc.record({
    latitude: fc.double({ min: 52, max: 52.2, noNaN: true }),
    longitude: fc.double({ min: 13, max: 13.3, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 8 }), (points) => {
      const circle = enclosingCircle(points);
      for (const one of points) expect(distance(circle, one)).toBeLessThanOrEqual(circle.radius_meters + 0.01);
      expect(circle.radius_meters).toBeLessThanOrEqual(smallestByTrial(points) + 0.01);
    }),
    { numRuns: 60 },
  );
});

/** The best of the circles over each pair, and of those found by moving the middle towards the farthest point. */
function smallestByTrial(points: LatLon[]): number {
  let center = points[0] as LatLon;
  let best = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= 150; step++) {
    const farthest = points.reduce((far, one) => (distance(center, one) > distance(center, far) ? one : far));
    best = Math.min(best, distance(center, farthest));
    const share = 1 / (step + 1);
    center = {
      latitude: center.latitude + (farthest.latitude - center.latitude) * share,
      longitude: center.longitude + (farthest.longitude - center.longitude) * share,
    };
  }
  return best;
}
