import { readSchedule } from '@/lib/domain/schedule/schedule-input';

const window = { days: [5, 1, 1], start: '22:00', end: '06:00' };
const schedule = { time_zone: 'Europe/Berlin', windows: [window] };

describe('readSchedule', () => {
  test('takes several windows, across midnight too, with the days in order', () => {
    const windows = [window, { days: [1], start: '00:00', end: '24:00' }];
    expect(readSchedule({ ...schedule, windows })).toEqual({
      schedule: { time_zone: 'Europe/Berlin', windows: [{ ...window, days: [1, 5] }, windows[1]] },
    });
  });

  test.each([
    ['no object', 'always', /^schedule is "always"; it must be an object with time_zone and windows, or null$/],
    ['a zone that is none', { ...schedule, time_zone: 'Europe/Atlantis' }, /^schedule.time_zone is "Europe\/Atlantis"; .*IANA/],
    ['an offset for a zone', { ...schedule, time_zone: '+02:00' }, /^schedule.time_zone is "\+02:00"/],
    ['no windows', { ...schedule, windows: [] }, /^schedule.windows is \[\]; it must be a list of 1–14 windows$/],
    ['too many windows', { ...schedule, windows: Array(15).fill(window) }, /1–14 windows$/],
    ['windows that are none', { ...schedule, windows: [7] }, /^schedule.windows\[0\] is 7; it must be an object/],
    ['no days', { ...schedule, windows: [{ ...window, days: [] }] }, /^schedule.windows\[0\].days is \[\]; .*1 \(Monday\) to 7/],
    ['an eighth day', { ...schedule, windows: [window, { ...window, days: [8] }] }, /^schedule.windows\[1\].days is 8/],
    ['a time that is none', { ...schedule, windows: [{ ...window, end: '25:00' }] }, /end is "25:00"; .*00:00 to 24:00$/],
    ['a start at 24:00', { ...schedule, windows: [{ ...window, start: '24:00' }] }, /start is "24:00"; .*00:00 to 23:59$/],
    ['a missing start', { ...schedule, windows: [{ days: [1], end: '06:00' }] }, /^schedule.windows\[0\].start is missing/],
  ])('refuses %s, naming field, value and range', (_, value, words) => {
    expect(readSchedule(value)).toEqual({ problem: expect.stringMatching(words) });
  });
});
