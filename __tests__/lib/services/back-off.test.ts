import fc from 'fast-check';
import { GIVE_UP_AFTER_MS, pauseAfter } from '@/lib/services/back-off';

test('doubles from five seconds to fifteen minutes', () => {
  const pauses = [1, 2, 3, 4, 8, 9, 50, 2000].map((attempts) => pauseAfter(attempts, 0.5) / 1000);
  expect(pauses).toEqual([5, 10, 20, 40, 640, 900, 900, 900]);
});

test('is spread by a fifth in both directions, never further', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempts, random) => {
        const middle = pauseAfter(attempts, 0.5);
        const pause = pauseAfter(attempts, random);
        expect(pause).toBeGreaterThanOrEqual(middle * 0.8 - 1);
        expect(pause).toBeLessThanOrEqual(middle * 1.2 + 1);
      },
    ),
  );
});

test('a day of failures is about a hundred attempts', () => {
  let attempts = 0;
  for (let at = 0; at <= GIVE_UP_AFTER_MS; at += pauseAfter(attempts, 0.5)) attempts += 1;
  expect(attempts).toBeGreaterThan(90);
  expect(attempts).toBeLessThan(120);
});
