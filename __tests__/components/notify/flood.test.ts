import { type Arrival, arrive } from '@/components/notify/centre/flood';

/** What is shown of notifications that come at these seconds, each raising the counter by one. */
function shownOf(seconds: readonly number[]) {
  let arrivals: Arrival[] = [];
  return seconds.map((second, n) => {
    const result = arrive(arrivals, { at: second * 1_000, unread_before: n }, n + 1);
    arrivals = result.arrivals;
    return result.shown;
  });
}

test('three within ten seconds show themselves, from the fourth on only how many they are', () => {
  expect(shownOf([0, 3, 6, 9, 9.9])).toEqual(['itself', 'itself', 'itself', 4, 5]);
});

test('what is ten seconds old counts no more', () => {
  expect(shownOf([0, 1, 2, 10])).toEqual(['itself', 'itself', 'itself', 'itself']);
  expect(shownOf([0, 1, 2, 3, 20])).toEqual(['itself', 'itself', 'itself', 4, 'itself']);
});

test('of a flood the number has those, too, that the stream did not tell one by one', () => {
  let arrivals: Arrival[] = [];
  let shown: unknown;
  // The stream tells the newest five of 400 at once; the counter knows of all.
  for (const unread_before of [8, 408, 408, 408, 408]) ({ arrivals, shown } = arrive(arrivals, { at: 0, unread_before }, 408));
  expect(shown).toBe(400);
});

test('a counter that went down meanwhile does not hide what came', () => {
  let arrivals: Arrival[] = [];
  let shown: unknown;
  for (const unread_before of [50, 0, 1, 2])
    ({ arrivals, shown } = arrive(arrivals, { at: 0, unread_before }, unread_before + 1));
  expect(shown).toBe(4);
});
