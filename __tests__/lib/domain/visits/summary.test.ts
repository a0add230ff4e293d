import fc from 'fast-check';
import { clip, isWithin, type Span, summarize, type Visit } from '@/lib/domain/visits';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-12-01T12:00:00Z');
const visit = (entered: string | null, left: string | null, is_open = false): Visit => ({
  geofence_id: 'home',
  device_id: 1,
  entered_at: entered === null ? null : Date.parse(entered),
  left_at: left === null ? null : Date.parse(left),
  is_open,
  origin: 'live',
  enter_event_id: 1,
  exit_event_id: 2,
});
const BERLIN = 'Europe/Berlin';
const days = (visits: Visit[], span: Span = {}, zone = BERLIN) =>
  summarize(visits, span, NOW, zone).per_day.map(({ start, visits: count, total_seconds }) => [
    start,
    count,
    total_seconds / 3600,
  ]);

describe('what stays come to', () => {
  test('a stay over midnight counts on both days of the person, not of UTC', () => {
    expect(days([visit('2026-05-01T21:00:00Z', '2026-05-02T05:00:00Z')])).toEqual([
      ['2026-05-01', 1, 1],
      ['2026-05-02', 1, 7],
    ]);
  });

  test.each([
    ['the day with 25 hours', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '2026-10-25', 25],
    ['the day with 23 hours', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '2026-03-29', 23],
  ])('%s is as long as it was', (_, from, to, day, hours) => expect(days([visit(from, to)])).toEqual([[day, 1, hours]]));

  test('the hour that comes twice counts twice, the one that is skipped not at all', () => {
    const autumn = summarize([visit('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')], {}, NOW, BERLIN).per_hour[6];
    const spring = summarize([visit('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')], {}, NOW, BERLIN).per_hour[6];
    expect(autumn?.slice(1, 4)).toEqual([3600, 7200, 3600]);
    expect(spring?.slice(1, 4)).toEqual([3600, 0, 3600]);
  });

  test('weeks begin on Monday, and a stay of several days is one stay of its week', () => {
    const { per_week } = summarize([visit('2026-05-01T10:00:00Z', '2026-05-04T10:00:00Z')], {}, NOW, 'UTC');
    expect(per_week).toEqual([
      { start: '2026-04-27', visits: 1, total_seconds: 62 * 3600 },
      { start: '2026-05-04', visits: 1, total_seconds: 10 * 3600 },
    ]);
  });

  test('only what lies within the span counts, an open stay up to now', () => {
    const span = { start: Date.parse('2026-12-01T00:00:00Z'), end: NOW + 12 * HOUR };
    const open = visit('2026-11-30T20:00:00Z', null, true);
    expect(summarize([open], span, NOW, 'UTC')).toMatchObject({
      visits: 1,
      total_seconds: 12 * 3600,
      longest_seconds: 12 * 3600,
    });
  });

  test('a stay of unknown length is counted, but is no part of sum and mean', () => {
    const visits = [visit('2026-05-01T10:00:00Z', '2026-05-01T12:00:00Z'), visit(null, '2026-05-03T10:00:00Z')];
    expect(summarize(visits, {}, NOW, 'UTC')).toMatchObject({ visits: 2, total_seconds: 7200, average_seconds: 7200 });
    expect(summarize(visits.slice(1), {}, NOW, 'UTC')).toMatchObject({ visits: 1, average_seconds: null, longest_seconds: null });
  });

  test('a stay belongs to each span that it touches', () => {
    const stay = visit('2026-05-01T10:00:00Z', '2026-05-03T10:00:00Z');
    const day = (date: string) => ({ start: Date.parse(`${date}T00:00:00Z`), end: Date.parse(`${date}T23:59:59Z`) });
    expect(
      ['2026-04-30', '2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04'].map((date) => isWithin(stay, day(date), NOW)),
    ).toEqual([false, true, true, true, false]);
  });

  test('days, weeks and hours all come to the sum, in any zone and over any span', () => {
    const START = Date.parse('2026-01-01T00:00:00Z');
    const stay = fc.tuple(fc.integer({ min: 0, max: 330 * 24 }), fc.integer({ min: 0, max: 24 * 9 }));
    const zones = fc.constantFrom('UTC', BERLIN, 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kathmandu');
    fc.assert(
      fc.property(fc.array(stay, { minLength: 1, maxLength: 8 }), zones, fc.option(stay), (drawn, zone, asked) => {
        const visits = drawn.map(([from, length]) => ({
          ...visit(null, null),
          entered_at: START + from * HOUR,
          left_at: START + (from + length) * HOUR,
        }));
        const span = asked ? { start: START + asked[0] * HOUR, end: START + (asked[0] + asked[1]) * HOUR } : {};
        const within = visits.filter((one) => isWithin(one, span, NOW));
        const sum = within.reduce((total, one) => {
          const [from = 0, to = 0] = clip(one, span, NOW) ?? [];
          return total + (to - from) / 1000;
        }, 0);
        const { per_day, per_week, per_hour, total_seconds } = summarize(within, span, NOW, zone);
        const total = (periods: { total_seconds: number }[]) => periods.reduce((all, period) => all + period.total_seconds, 0);
        expect([total_seconds, total(per_day), total(per_week), per_hour.flat().reduce((a, b) => a + b, 0)]).toEqual([
          sum,
          sum,
          sum,
          sum,
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
