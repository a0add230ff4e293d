import fc from 'fast-check';
import { addDays, dayAt, endOfDay, startOfDay } from '@/lib/domain/time/zoned-day';

const iso = (instant: number) => new Date(instant).toISOString();

describe('calendar days in a time zone', () => {
  test.each([
    ['2026-01-15', 'Europe/Berlin', '2026-01-14T23:00:00.000Z'],
    ['2026-07-15', 'Europe/Berlin', '2026-07-14T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-07-15', 'America/Los_Angeles', '2026-07-15T07:00:00.000Z'],
    ['2026-07-15', 'Pacific/Kiritimati', '2026-07-14T10:00:00.000Z'],
    ['2026-07-15', 'Asia/Kathmandu', '2026-07-14T18:15:00.000Z'],
    // Midnight was skipped there: the day began at 01:00.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    // The hour before midnight came twice there.
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
    // The hour after midnight came twice there: the day begins with the first.
    ['2025-11-02', 'America/Havana', '2025-11-02T04:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, instant) => {
    expect(iso(startOfDay(day, zone))).toBe(instant);
  });

  test('a day with 25 hours ends where the next begins', () => {
    expect(endOfDay('2026-10-25', 'Europe/Berlin') + 1 - startOfDay('2026-10-25', 'Europe/Berlin')).toBe(25 * 3_600_000);
  });

  test('every instant lies within its day', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Cairo',
      'America/Havana',
    );
    fc.assert(
      fc.property(fc.integer({ min: 1_262_304_000_000, max: 2_000_000_000_000 }), zones, (instant, zone) => {
        const day = dayAt(instant, zone);
        expect(startOfDay(day, zone)).toBeLessThanOrEqual(instant);
        expect(endOfDay(day, zone)).toBeGreaterThanOrEqual(instant);
      }),
    );
  });

  test('days are counted over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });
});
