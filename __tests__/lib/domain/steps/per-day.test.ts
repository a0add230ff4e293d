import fc from 'fast-check';
import { type CountedSteps, stepsPerDay } from '@/lib/domain/steps/per-day';

const BERLIN = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);
const count = (from: string, to: string, steps: number | null, more: Partial<CountedSteps> = {}): CountedSteps => ({
  from_at: at(from),
  to_at: at(to),
  ...{ steps, distance_meters: null, floors_up: null, floors_down: null },
  ...more,
});
const brief = (counts: CountedSteps[]) => stepsPerDay(counts, BERLIN).map(({ day, steps }) => [day, steps]);

describe('steps per day', () => {
  test('the day is that of the person’s clock, the newest first', () => {
    const days = brief([
      count('2026-05-01T00:00:00+02:00', '2026-05-02T00:00:00+02:00', 4000),
      count('2026-05-02T00:00:00+02:00', '2026-05-02T09:00:00+02:00', 700),
    ]);
    expect(days).toEqual([
      ['2026-05-02', 700],
      ['2026-05-01', 4000],
    ]);
  });

  test('asked again and again for today, the longest count stands for it; hours add up', () => {
    expect(
      brief([
        count('2026-05-01T00:00:00+02:00', '2026-05-01T09:00:00+02:00', 700),
        count('2026-05-01T00:00:00+02:00', '2026-05-01T18:00:00+02:00', 5200),
        count('2026-05-01T08:00:00+02:00', '2026-05-01T09:00:00+02:00', 300),
        count('2026-05-01T18:00:00+02:00', '2026-05-01T19:00:00+02:00', 100),
      ]),
    ).toEqual([['2026-05-01', 5300]]);
  });

  test('a count over several days is divided by time, and said to be', () => {
    const days = stepsPerDay([count('2026-05-01T12:00:00+02:00', '2026-05-02T12:00:00+02:00', 1000, { floors_up: 4 })], BERLIN);
    expect(days).toMatchObject([
      { day: '2026-05-02', steps: 500, floors_up: 2, distance_meters: null, is_estimated: true },
      { day: '2026-05-01', steps: 500, floors_up: 2, is_estimated: true },
    ]);
  });

  test('some seconds beyond midnight make no other day', () => {
    expect(stepsPerDay([count('2026-04-30T23:59:40+02:00', '2026-05-02T00:00:05+02:00', 900)], BERLIN)).toMatchObject([
      { day: '2026-05-01', steps: 900, is_estimated: false },
    ]);
  });

  test('not known is not 0, and 0 is a count', () => {
    expect(brief([count('2026-05-01T08:00:00Z', '2026-05-01T09:00:00Z', null)])).toEqual([['2026-05-01', null]]);
    expect(brief([count('2026-05-01T08:00:00Z', '2026-05-01T09:00:00Z', 0)])).toEqual([['2026-05-01', 0]]);
  });

  test('a day with a change of the clock has its hours', () => {
    expect(brief([count('2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 2300)])).toEqual([['2026-03-29', 2300]]);
  });

  test('no step counts twice and none is lost, but for rounding and what overlaps', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(hours, (starts) => {
        const start = at('2026-05-01T00:30:00Z');
        const counts = starts.map((hour) => ({
          ...count('2026-05-01T00:00:00Z', '2026-05-01T00:00:01Z', 100),
          ...{ from_at: start + hour * 3_600_000, to_at: start + (hour + 1) * 3_600_000 },
        }));
        const sum = stepsPerDay(counts, BERLIN).reduce((all, { steps }) => all + (steps ?? 0), 0);
        expect(Math.abs(sum - 100 * starts.length)).toBeLessThanOrEqual(31);
      }),
    );
  });
});
