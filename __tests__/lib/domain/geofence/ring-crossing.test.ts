import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { readPolygon } from '@/lib/domain/geofence/polygon-input';
import { placeInRing, ringsCross, selfCrossing, type Vertex } from '@/lib/domain/geofence/ring-crossing';

const closed = (ring: Vertex[]): Vertex[] => [...ring, ring[0]!];

/** Few places, so that touching, overlapping and lying on a line are frequent; whole numbers, so that nothing is rounded. */
const place = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
const anyRing = fc.uniqueArray(place, { minLength: 3, maxLength: 9, selector: ([x, y]) => `${x},${y}` });

/** The common points of two segments by another way than the product: solving for where along them they meet. */
function haveCommonPoint([ax, ay]: Vertex, [bx, by]: Vertex, [cx, cy]: Vertex, [dx, dy]: Vertex): boolean {
  const denominator = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  if (denominator === 0) {
    if ((bx - ax) * (cy - ay) !== (by - ay) * (cx - ax)) return false;
    const along = (x: number, y: number) => (bx - ax) * (x - ax) + (by - ay) * (y - ay);
    const [from, to] = [along(cx, cy), along(dx, dy)].sort((a, b) => a - b) as [number, number];
    return to >= 0 && from <= along(bx, by);
  }
  const s = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / denominator;
  const t = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / denominator;
  return s >= 0 && s <= 1 && t >= 0 && t <= 1;
}

/** Simple where edges share the end of one and the start of the next and nothing else. */
function isSimple(ring: Vertex[]): boolean {
  const edges = ring.length - 1;
  for (let i = 0; i < edges; i++) {
    for (let j = i + 1; j < edges; j++) {
      const [a, b, c, d] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!];
      const areNeighbours = j === i + 1 || (i === 0 && j === edges - 1);
      if (!areNeighbours && haveCommonPoint(a, b, c, d)) return false;
      if (!areNeighbours) continue;
      const [before, shared, after] = j === i + 1 ? [a, b, d] : [c, a, b];
      const isStraight = (shared[0] - before[0]) * (after[1] - shared[1]) === (shared[1] - before[1]) * (after[0] - shared[0]);
      const goesBack = (shared[0] - before[0]) * (after[0] - shared[0]) + (shared[1] - before[1]) * (after[1] - shared[1]) < 0;
      if (isStraight && goesBack) return false;
    }
  }
  return true;
}

describe('a ring', () => {
  test('crosses itself exactly where two edges have more in common than a vertex between them', () => {
    fc.assert(
      fc.property(anyRing, (vertices) => {
        const ring = closed(vertices);
        expect(selfCrossing(ring) === null).toBe(isSimple(ring));
      }),
      { numRuns: 3_000 },
    );
  });

  test('around a place it is seen from is simple, and its hole of half the size is accepted, anywhere on earth', () => {
    const star = fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 });
    const center = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -80, max: 80, noNaN: true }));
    fc.assert(
      fc.property(star, center, fc.integer({ min: -2, max: 2 }), (radii, [longitude, latitude], turns) => {
        const ring = (scale: number) =>
          radii.map((radius, i) => {
            const angle = (2 * Math.PI * i) / radii.length;
            return [longitude + 360 * turns + scale * radius * Math.cos(angle), latitude + scale * radius * Math.sin(angle)];
          });
        const answer = readPolygon({ type: 'Polygon', coordinates: [ring(1), ring(0.5)] }, 'polygon');
        if ('problem' in answer) throw new Error(answer.problem);
        for (const [x] of answer.geometry.coordinates.flat()) expect(Math.abs(x)).toBeLessThanOrEqual(180);
      }),
      // A corner that is a digit beyond two turns.
      { examples: [[[0.2, 0.2, 0.2, 0.2], [-179.99999999999986, 0], -2]] },
    );
  });

  test('knows what lies in it as turf does', () => {
    fc.assert(
      fc.property(anyRing, place, (vertices, point) => {
        const ring = closed(vertices);
        fc.pre(isSimple(ring));
        const polygon = { type: 'Polygon' as const, coordinates: [ring.map(([x, y]) => [x, y])] };
        expect(placeInRing(point, ring) === 'inside').toBe(booleanPointInPolygon([...point], polygon, { ignoreBoundary: true }));
        expect(placeInRing(point, ring) !== 'outside').toBe(booleanPointInPolygon([...point], polygon));
      }),
      { numRuns: 1_000 },
    );
  });

  test('crosses another the same way round, and never itself', () => {
    fc.assert(
      fc.property(anyRing, anyRing, (one, two) => {
        expect(ringsCross(closed(one), closed(two))).toBe(ringsCross(closed(two), closed(one)));
        fc.pre(isSimple(closed(one)));
        expect(ringsCross(closed(one), closed(one))).toBe(false);
      }),
    );
  });
});
