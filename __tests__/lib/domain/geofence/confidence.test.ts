import fc from 'fast-check';
import { distanceToLeave, effectiveAccuracy, probabilityInside, provesInside } from '@/lib/domain/geofence';

/** Standard normal deviates from uniform ones (Box–Muller), seeded. */
function* normals(seed: number): Generator<number, never> {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  for (;;) {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    yield radius * Math.cos(angle);
    yield radius * Math.sin(angle);
  }
}

/** Share of throws around a fix that fall into a disc, by trying. */
function tried(signedDistance: number, size: number, accuracy: number): number {
  const deviates = normals(7);
  const sigma = accuracy / 1.5096;
  let hits = 0;
  for (let i = 0; i < 20_000; i++) {
    const x = size - signedDistance + sigma * deviates.next().value;
    if (Math.hypot(x, sigma * deviates.next().value) <= size) hits++;
  }
  return hits / 20_000;
}

describe('the probability of being inside', () => {
  test('is what trying gives, for centres inside and outside', () => {
    const cases = [
      [100, 100, 20],
      [10, 100, 20],
      [0, 100, 100],
      [-15, 100, 20],
      [-50, 100, 100],
      [40, 100, 300],
      [-300, 50, 500],
      [2, 5000, 30],
    ] as const;
    for (const [gap, size, accuracy] of cases) {
      expect(Math.abs(probabilityInside(gap, size, accuracy) - tried(gap, size, accuracy))).toBeLessThan(0.02);
    }
  });

  test('is 68 % in the middle of a zone as large as the circle', () => {
    expect(probabilityInside(100, 100, 100)).toBeCloseTo(0.68, 3);
  });

  test('falls from the middle to the outside and stays a probability', () => {
    const meters = fc.double({ min: 1, max: 2000, noNaN: true });
    fc.assert(
      fc.property(meters, meters, fc.double({ min: -3000, max: 2000, noNaN: true }), (size, accuracy, gap) => {
        const here = probabilityInside(Math.min(gap, size), size, accuracy);
        const further = probabilityInside(Math.min(gap, size) - accuracy, size, accuracy);
        expect(here).toBeGreaterThanOrEqual(0);
        expect(here).toBeLessThanOrEqual(1);
        expect(further).toBeLessThanOrEqual(here + 0.01);
      }),
    );
  });
});

describe('the thresholds', () => {
  test('an accuracy that was not given counts as 20 m', () => {
    expect([null, 0, -1, 5].map(effectiveAccuracy)).toEqual([20, 20, 20, 5]);
  });

  test('a circle no larger than the zone proves inside, a larger one does not', () => {
    expect([50, 100, 101].map((accuracy) => provesInside(accuracy, 100))).toEqual([true, true, false]);
  });

  test('leaving takes 10 m at least, more for a coarse fix, and more still for one that dwarfs the zone', () => {
    expect(distanceToLeave(3, 100)).toBe(10);
    expect(distanceToLeave(100, 100)).toBeCloseTo(132.5, 1);
    expect(distanceToLeave(101, 100)).toBeCloseTo(200.7, 1);
  });
});
