import { barsOf, PRESETS, presetOf, timeOf, withStretch } from '@/components/geofence/schedule/week';
import type { ScheduleWindow } from '@/lib/domain/model';

const brief = (windows: ScheduleWindow[]) => barsOf(windows).map(({ day, from, to }) => `${day} ${timeOf(from)}–${timeOf(to)}`);

describe('the bars of a week', () => {
  test('a window within a day is one bar on each of its days', () => {
    expect(brief([{ days: [1, 3], start: '07:00', end: '16:30' }])).toEqual(['1 07:00–16:30', '3 07:00–16:30']);
  });

  test('one across midnight goes on on the next day, that of Sunday on Monday', () => {
    expect(brief([{ days: [7], start: '22:00', end: '06:00' }])).toEqual(['7 22:00–24:00', '1 00:00–06:00']);
  });

  test.each(['24:00', '00:00'])('one until %s ends with its day', (end) => {
    expect(brief([{ days: [6], start: '12:00', end }])).toEqual(['6 12:00–24:00']);
  });

  test('a stretch drawn on a day joins the window with the same hours, in either direction', () => {
    const first = withStretch([], 2, 480, 1080);
    expect(first).toEqual([{ days: [2], start: '08:00', end: '18:00' }]);
    expect(withStretch(first, 1, 1080, 480)).toEqual([{ days: [1, 2], start: '08:00', end: '18:00' }]);
    expect(withStretch(first, 1, 1080, 1440)).toHaveLength(2);
  });

  test('a preset is known again, whatever the time zone', () => {
    expect(presetOf(null)).toBe('always');
    expect(presetOf({ time_zone: 'Asia/Tokyo', windows: PRESETS.nights })).toBe('nights');
    expect(presetOf({ time_zone: 'UTC', windows: [{ days: [1], start: '08:00', end: '09:00' }] })).toBe('own');
  });
});
