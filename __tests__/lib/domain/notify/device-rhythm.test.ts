import fc from 'fast-check';
import {
  afterWaking,
  learnSilence,
  MIN_DAYS,
  NO_RHYTHM,
  type Rhythm,
  type RhythmContext,
  type Silence,
  usualSilence,
  wakingTime,
} from '@/lib/domain/notify/device-rhythm';
import { SILENCE_TUNING, silentFrom, UNKNOWN_RHYTHM_MS } from '@/lib/domain/notify/device-silence';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A midnight. */
const DAY_ONE = Date.UTC(2026, 0, 12);

/** Of each day the silences that end on it, by their lengths in minutes, one after the other from 10:00. */
function rhythmOf(days: readonly (readonly number[])[], context: RhythmContext = 'rest'): Rhythm {
  let rhythm = NO_RHYTHM;
  days.forEach((lengths, day) => {
    let from = DAY_ONE + day * DAY + 10 * HOUR;
    for (const minutes of lengths) {
      rhythm = learnSilence(rhythm, { from, to: from + minutes * MINUTE, context }, 0);
      from += minutes * MINUTE;
    }
  });
  return rhythm;
}

describe('the hours of the day', () => {
  const moments = fc.integer({ min: 0, max: 60 * DAY });
  const lengths = fc.integer({ min: 0, max: 10 * DAY });
  const offsets = fc.integer({ min: -12, max: 14 }).map((hours) => hours * HOUR);

  test('are those from 7 to 22 o’clock of the owner', () => {
    expect(wakingTime(DAY_ONE + 6 * HOUR, DAY_ONE + 8 * HOUR, 0)).toBe(HOUR);
    expect(wakingTime(DAY_ONE + 21 * HOUR, DAY_ONE + 32 * HOUR, 0)).toBe(2 * HOUR);
    expect(wakingTime(DAY_ONE + 21 * HOUR, DAY_ONE + 32 * HOUR, HOUR)).toBe(2 * HOUR);
    expect(wakingTime(DAY_ONE, DAY_ONE + DAY, 5 * HOUR)).toBe(15 * HOUR);
  });

  test('add up, and are never more than all of the time', () => {
    fc.assert(
      fc.property(moments, lengths, lengths, offsets, (from, first, second, offset) => {
        const middle = from + first;
        const whole = wakingTime(from, middle + second, offset);
        expect(whole).toBe(wakingTime(from, middle, offset) + wakingTime(middle, middle + second, offset));
        expect(whole).toBeLessThanOrEqual(first + second);
      }),
    );
  });

  test('the first moment after so many of them has exactly so many before it', () => {
    fc.assert(
      fc.property(
        moments,
        lengths.filter((length) => length > 0),
        offsets,
        (from, length, offset) => {
          const at = afterWaking(from, length, offset);
          expect(wakingTime(from, at, offset)).toBe(length);
          expect(wakingTime(from, at - 1, offset)).toBe(length - 1);
        },
      ),
    );
  });
});

describe('what is usual', () => {
  test('is nothing before five days are known', () => {
    const days = Array.from({ length: MIN_DAYS - 1 }, () => [30, 45]);
    expect(usualSilence(rhythmOf(days), 'rest')).toBeNull();
    expect(usualSilence(rhythmOf([...days, [30]]), 'rest')).toEqual({ total: 45 * MINUTE, waking: 45 * MINUTE });
  });

  test('is the longest silence of a day, not the many short ones', () => {
    const days = Array.from({ length: 8 }, () => [...Array<number>(100).fill(1), 240]);
    expect(usualSilence(rhythmOf(days), 'rest')?.total).toBe(4 * HOUR);
  });

  test('is not what happened on one day of twenty: a night with an empty battery', () => {
    const days = Array.from({ length: 20 }, (_, day) => (day === 7 ? [30, 600] : [30]));
    expect(usualSilence(rhythmOf(days), 'rest')?.total).toBe(30 * MINUTE);
  });

  test('is what the last four weeks say: a new habit is learned', () => {
    const days = Array.from({ length: 60 }, (_, day) => (day < 30 ? [600] : [60]));
    const rhythm = rhythmOf(days);
    expect(rhythm.days).toHaveLength(28);
    expect(usualSilence(rhythm, 'rest')?.total).toBe(HOUR);
  });

  test('is apart for lying still and moving, but what is not known of one is taken from all', () => {
    let rhythm = rhythmOf(Array.from({ length: 6 }, () => [300]));
    expect(usualSilence(rhythm, 'moving')?.total).toBe(5 * HOUR);
    for (let day = 0; day < 6; day++) {
      const from = DAY_ONE + day * DAY + 8 * HOUR;
      rhythm = learnSilence(rhythm, { from, to: from + 20 * MINUTE, context: 'moving' }, 0);
    }
    expect(usualSilence(rhythm, 'moving')?.total).toBe(20 * MINUTE);
    expect(usualSilence(rhythm, 'rest')?.total).toBe(5 * HOUR);
  });

  test('of positions gives way to signs of life: pings between positions are not stored', () => {
    let rhythm = NO_RHYTHM;
    const day = (number: number, minutes: number): Silence => {
      const from = DAY_ONE + number * DAY + 10 * HOUR;
      return { from, to: from + minutes * MINUTE, context: 'rest' };
    };
    for (let number = 0; number < 14; number++) rhythm = learnSilence(rhythm, day(number, 480), 0, 'fixes');
    expect(usualSilence(rhythm, 'rest')?.total).toBe(8 * HOUR);
    for (let number = 14; number < 24; number++) rhythm = learnSilence(rhythm, day(number, 15), 0);
    expect(usualSilence(rhythm, 'rest')?.total).toBe(15 * MINUTE);
  });

  test('changes nothing that is remembered where it is nothing new', () => {
    const rhythm = rhythmOf([[240]]);
    const from = DAY_ONE + 15 * HOUR;
    expect(learnSilence(rhythm, { from, to: from + HOUR, context: 'rest' }, 0)).toBe(rhythm);
    expect(learnSilence(rhythm, { from, to: from - HOUR, context: 'rest' }, 0)).toBe(rhythm);
  });

  test('whatever is learned in whatever order, it stays small and is at least each day’s longest on nine days of ten', () => {
    const silences = fc.array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 2_000 })), { maxLength: 200 });
    fc.assert(
      fc.property(silences, (all) => {
        const ordered = [...all].sort(([a], [b]) => a - b);
        const longest = new Map<number, number>();
        let rhythm = NO_RHYTHM;
        for (const [day, minutes] of ordered) {
          const to = DAY_ONE + day * DAY + 12 * HOUR;
          rhythm = learnSilence(rhythm, { from: to - minutes * MINUTE, to, context: 'rest' }, 0);
          longest.set(day, Math.max(longest.get(day) ?? 0, minutes));
        }
        expect(rhythm.days.length).toBeLessThanOrEqual(28);
        const usual = usualSilence(rhythm, 'rest');
        const kept = [...longest].slice(-rhythm.days.length).filter(([day]) => day > ([...longest].at(-1)?.[0] ?? 0) - 28);
        if (usual === null) expect(kept.length).toBeLessThan(MIN_DAYS);
        else
          expect(kept.filter(([, minutes]) => minutes * MINUTE <= usual.total).length).toBeGreaterThanOrEqual(0.9 * kept.length);
      }),
    );
  });
});

describe('when a silence is no longer usual', () => {
  const since = DAY_ONE + 12 * HOUR;
  const last = { since, context: 'rest' as const, isConnected: false, isNearlyEmpty: false };
  const lasts = (total: number, waking: number, change = {}) =>
    silentFrom({ ...last, ...change }, { total: total * HOUR, waking: waking * HOUR }, 0).at - since;

  test('is after a day while nothing is known', () => {
    expect(silentFrom(last, null, 0)).toEqual({ at: since + UNKNOWN_RHYTHM_MS, usual: null });
  });

  test('is not before the shortest that is worth telling', () => {
    expect(lasts(0.1, 0.1)).toBe(SILENCE_TUNING.shortest.rest);
    expect(lasts(0.1, 0.1, { context: 'moving' })).toBe(SILENCE_TUNING.shortest.moving);
    expect(lasts(0.1, 0.1, { context: 'live' })).toBe(30 * MINUTE);
  });

  test('is well beyond what is usual, by day earlier than the nights are long', () => {
    expect(lasts(10, 10)).toBe(SILENCE_TUNING.factor * 10 * HOUR);
    expect(lasts(10, 3)).toBe(SILENCE_TUNING.factor * 3 * HOUR);
  });

  test('is earlier for a phone that was nearly empty, and later for one that holds its connection', () => {
    expect(lasts(0.5, 0.5, { isNearlyEmpty: true })).toBe(HOUR);
    expect(lasts(4, 4, { isNearlyEmpty: true })).toBe(4 * HOUR);
    expect(lasts(0.5, 0.5, { isConnected: true })).toBe(DAY);
  });

  test('is never within what is usual, whatever that is', () => {
    const minutes = fc.integer({ min: 0, max: 4_320 });
    fc.assert(
      fc.property(minutes, minutes, fc.boolean(), fc.constantFrom('rest', 'moving', 'live'), (a, b, isNearlyEmpty, context) => {
        const usual = { total: Math.max(a, b) * MINUTE, waking: Math.min(a, b) * MINUTE };
        const { at } = silentFrom({ ...last, isNearlyEmpty, context }, usual, 0);
        expect(wakingTime(since, at, 0) >= usual.waking || at - since >= usual.total).toBe(true);
        expect(at - since).toBeGreaterThanOrEqual(30 * MINUTE);
      }),
    );
  });
});
