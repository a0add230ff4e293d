import { endOf, instantOf } from '@/components/admin/sharing/until';

const BERLIN = 'Europe/Berlin';
const at = (iso: string) => Date.parse(iso);

describe('the end of a share', () => {
  test.each([
    ['2026-11-21 18:30', '2026-11-21T17:30:00Z'],
    ['2026-07-01 18:30:00', '2026-07-01T16:30:00Z'],
    // The hours on both sides of the changes to and from summer time.
    ['2026-03-29 01:59', '2026-03-29T00:59:00Z'],
    ['2026-03-29 03:00', '2026-03-29T01:00:00Z'],
    ['2026-10-25 04:00', '2026-10-25T03:00:00Z'],
  ])('%s on a clock in Berlin is %s', (wall, utc) => {
    expect(instantOf(wall, BERLIN)).toBe(at(utc));
  });

  test('is no time where nothing was chosen', () => {
    expect(endOf('date', '', 0, BERLIN)).toBeNaN();
  });

  test('"until tonight" is midnight of the reader’s zone, also on a day of 25 hours', () => {
    expect(endOf('today', '', at('2026-11-21T22:59:00Z'), BERLIN)).toBe(at('2026-11-21T23:00:00Z'));
    expect(endOf('today', '', at('2026-11-21T23:00:00Z'), BERLIN)).toBe(at('2026-11-22T23:00:00Z'));
    expect(endOf('today', '', at('2026-10-24T22:30:00Z'), BERLIN)).toBe(at('2026-10-25T23:00:00Z'));
  });

  test('counts from now for hours and days, and is none when somebody is to end it', () => {
    expect(endOf('hour', '', 1_000, BERLIN)).toBe(3_601_000);
    expect(endOf('week', '', 0, BERLIN)).toBe(7 * 86_400_000);
    expect(endOf('open', '', 0, BERLIN)).toBeNull();
  });
});
