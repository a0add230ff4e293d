import fc from 'fast-check';
import type { Schedule, Weekday } from '@/lib/domain/model';
import { type Interval, isWithin, momentsBetween, wallTime, windowsBetween } from '@/lib/domain/schedule';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ALL: Weekday[] = [1, 2, 3, 4, 5, 6, 7];

const daily = (time_zone: string, start: string, end: string, days = ALL): Schedule => ({
  time_zone,
  windows: [{ days, start, end }],
});
const utc = (iso: string) => Date.parse(iso);
const iso = ({ start, end }: { start: number; end: number }) =>
  [start, end].map((at) => new Date(at).toISOString().replace(':00.000Z', 'Z'));

/** The windows of a schedule that touch a day of UTC. */
const on = (schedule: Schedule, day: string) =>
  windowsBetween(schedule, utc(`${day}T00:00Z`), utc(`${day}T00:00Z`) + DAY).map(iso);

describe('windowsBetween', () => {
  test('a window is a pair of moments by the clock of its zone', () => {
    expect(on(daily('Europe/Berlin', '08:00', '17:30'), '2026-01-15')).toEqual([['2026-01-15T07:00Z', '2026-01-15T16:30Z']]);
    expect(on(daily('Asia/Kathmandu', '08:00', '17:30'), '2026-01-15')).toEqual([['2026-01-15T02:15Z', '2026-01-15T11:45Z']]);
  });

  test('one across midnight belongs to the day on which it starts', () => {
    // 16 January 2026 is a Friday.
    const friday = daily('UTC', '22:00', '06:00', [5]);
    expect(on(friday, '2026-01-16')).toEqual([['2026-01-16T22:00Z', '2026-01-17T06:00Z']]);
    expect(on(friday, '2026-01-17')).toEqual([['2026-01-16T22:00Z', '2026-01-17T06:00Z']]);
    expect(isWithin(friday, utc('2026-01-17T05:59Z'))).toBe(true);
    expect(isWithin(friday, utc('2026-01-16T05:59Z'))).toBe(false);
    expect(isWithin(friday, utc('2026-01-17T06:00Z'))).toBe(false);
  });

  test('24:00 is the end of the day; an end at the start is a day later', () => {
    expect(on(daily('UTC', '00:00', '24:00', [4]), '2026-01-15')).toEqual([['2026-01-15T00:00Z', '2026-01-16T00:00Z']]);
    expect(on(daily('UTC', '09:00', '09:00', [4]), '2026-01-15')).toEqual([['2026-01-15T09:00Z', '2026-01-16T09:00Z']]);
    expect(on(daily('UTC', '09:00', '00:00', [4]), '2026-01-15')).toEqual([['2026-01-15T09:00Z', '2026-01-16T00:00Z']]);
  });

  test('several windows a day stay apart, by their start', () => {
    const schedule: Schedule = {
      time_zone: 'UTC',
      windows: [
        { days: [4], start: '12:00', end: '14:00' },
        { days: [4], start: '07:00', end: '09:00' },
        { days: [4], start: '13:00', end: '15:00' },
      ],
    };
    expect(on(schedule, '2026-01-15').map(([start]) => start)).toEqual([
      '2026-01-15T07:00Z',
      '2026-01-15T12:00Z',
      '2026-01-15T13:00Z',
    ]);
  });

  test('no schedule is always open', () => expect(isWithin(null, 0)).toBe(true));
});

describe('on the days when clocks change', () => {
  test.each([
    // Forward: what starts in the gap starts at the first moment after it.
    ['Europe/Berlin', '2026-03-29', '02:30', '04:00', ['2026-03-29T01:00Z', '2026-03-29T02:00Z']],
    ['Europe/Berlin', '2026-03-29', '01:30', '02:30', ['2026-03-29T00:30Z', '2026-03-29T01:00Z']],
    ['America/New_York', '2026-03-08', '02:15', '05:00', ['2026-03-08T07:00Z', '2026-03-08T09:00Z']],
    ['Australia/Lord_Howe', '2026-10-03', '02:15', '03:00', ['2026-10-03T15:30Z', '2026-10-03T16:00Z']],
    // Egypt skips the hour after midnight.
    ['Africa/Cairo', '2026-04-23', '00:00', '08:00', ['2026-04-23T22:00Z', '2026-04-24T05:00Z']],
    // Back: it starts with the first and ends with the second of two equal times.
    ['Europe/Berlin', '2026-10-25', '02:30', '04:00', ['2026-10-25T00:30Z', '2026-10-25T03:00Z']],
    ['Europe/Berlin', '2026-10-25', '01:00', '02:30', ['2026-10-24T23:00Z', '2026-10-25T01:30Z']],
    ['America/New_York', '2026-11-01', '00:30', '01:30', ['2026-11-01T04:30Z', '2026-11-01T06:30Z']],
    ['Australia/Lord_Howe', '2026-04-04', '01:00', '01:45', ['2026-04-04T14:00Z', '2026-04-04T15:15Z']],
    ['Africa/Cairo', '2026-10-29', '22:00', '23:30', ['2026-10-29T19:00Z', '2026-10-29T21:30Z']],
  ])('%s, %s: %s–%s', (zone, day, start, end, expected) => {
    expect(on(daily(zone, start, end), day)).toContainEqual(expected);
  });

  test('a window within the gap is none', () => {
    expect(on(daily('Europe/Berlin', '02:10', '02:50', [7]), '2026-03-29')).toEqual([]);
  });

  test('Samoa had no 30 December 2011: its windows are none, and one across midnight ends with the next day that was', () => {
    expect(on(daily('Pacific/Apia', '09:00', '17:00', [5]), '2011-12-30')).toEqual([]);
    expect(on(daily('Pacific/Apia', '22:00', '06:00', [4]), '2011-12-30')).toEqual([['2011-12-30T08:00Z', '2011-12-30T10:00Z']]);
    expect(on(daily('Pacific/Apia', '00:00', '24:00'), '2011-12-30')).toEqual([
      ['2011-12-29T10:00Z', '2011-12-30T10:00Z'],
      ['2011-12-30T10:00Z', '2011-12-31T10:00Z'],
    ]);
  });
});

const CHANGES = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Africa/Cairo', '2026-04-24'],
  ['Africa/Cairo', '2026-10-30'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Kathmandu', '2026-06-01'],
] as const;

const time = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const windowArbitrary = fc.record({
  days: fc.subarray(ALL, { minLength: 1 }),
  start: fc.integer({ min: 0, max: 1439 }).map(time),
  end: fc.integer({ min: 0, max: 1440 }).map(time),
});

describe.each(CHANGES)('%s around %s', (time_zone, day) => {
  const from = utc(`${day}T00:00Z`) - DAY;
  const to = from + 3 * DAY;
  const change = from + 18 * HOUR;

  test('isWithin and windowsBetween agree, minute by minute', () => {
    fc.assert(
      fc.property(fc.array(windowArbitrary, { minLength: 1, maxLength: 3 }), (windows) => {
        const schedule = { time_zone, windows };
        const found = windowsBetween(schedule, change, change + 30 * HOUR);
        const disagreed: number[] = [];
        for (let at = change; at < change + 30 * HOUR; at += MINUTE) {
          if (isWithin(schedule, at) !== isIn(found, at)) disagreed.push(at);
        }
        expect(disagreed).toEqual([]);
      }),
      { numRuns: 2 },
    );
  }, 30_000);

  test('days tile: from 00:00 to 24:00 every moment is in just one of them', () => {
    const days = windowsBetween(daily(time_zone, '00:00', '24:00'), from, to);
    expect(days[0]?.start).toBeLessThanOrEqual(from);
    expect(days.at(-1)?.end).toBeGreaterThanOrEqual(to);
    for (const [i, one] of days.slice(1).entries()) expect(one.start).toBe(days[i]?.end);
  });

  test('wherever the clock shows a time once, a window is what the clock says', () => {
    const shown = new Map<number, number[]>();
    for (let at = from; at < to; at += MINUTE) {
      const wall = wallTime(time_zone, at);
      shown.set(wall, [...(shown.get(wall) ?? []), at]);
    }
    const once = new Map([...shown].flatMap(([wall, [at = 0, ...more]]) => (more.length === 0 ? [[at, wall] as const] : [])));
    fc.assert(
      fc.property(windowArbitrary, ({ days, start, end }) => {
        const schedule = daily(time_zone, start, end, days);
        const found = windowsBetween(schedule, from, to);
        const wrong = [...once].filter(([at, wall]) => isIn(found, at) !== isShownWithin(wall, days, start, end));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

const isIn = (windows: Interval[], at: number) => windows.some(({ start, end }) => start <= at && at < end);

/** The same by the face of the clock alone. */
function isShownWithin(wall: number, days: Weekday[], start: string, end: string): boolean {
  const date = new Date(wall);
  const today = (date.getUTCDay() || 7) as Weekday;
  const yesterday = (((today + 5) % 7) + 1) as Weekday;
  const now = date.toISOString().slice(11, 16);
  if (start < end) return days.includes(today) && start <= now && now < end;
  return (days.includes(today) && start <= now) || (days.includes(yesterday) && now < end);
}

describe('momentsBetween', () => {
  test('the moments at which the clock shows a time, the end included, the start not', () => {
    const from = utc('2026-01-12T22:00Z');
    const moments = momentsBetween('Europe/Berlin', [1, 2], '23:00', from, from + DAY);
    expect(moments.map((at) => new Date(at).toISOString())).toEqual(['2026-01-13T22:00:00.000Z']);
  });

  test('a time that is skipped comes with the first moment after the gap, one that comes twice with the first', () => {
    const of = (day: string) => momentsBetween('Europe/Berlin', ALL, '02:30', utc(`${day}T00:00Z`) - HOUR, utc(`${day}T12:00Z`));
    expect(of('2026-03-29')).toEqual([utc('2026-03-29T01:00Z')]);
    expect(of('2026-10-25')).toEqual([utc('2026-10-25T00:30Z')]);
  });
});
