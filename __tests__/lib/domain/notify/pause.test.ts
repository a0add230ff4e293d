import { isPaused, pauseEnd } from '@/lib/domain/notify/pause';

const NOW = Date.UTC(2026, 2, 28, 21, 30);
const HOUR = 3_600_000;
const pause = (geofence_id: string | null, until: number | null) => ({
  id: 'p',
  user_id: 1,
  geofence_id,
  until,
  created_at: NOW,
});
const home = { geofence_id: 'home', channel: 'email' } as const;

describe('pauseEnd', () => {
  test('an hour, the next day in the person’s own zone, never', () => {
    expect(pauseEnd('hour', NOW, 'UTC')).toBe(NOW + HOUR);
    expect(pauseEnd('tomorrow', NOW, 'UTC')).toBe(Date.UTC(2026, 2, 29));
    expect(pauseEnd('tomorrow', NOW, 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 28, 23));
    expect(pauseEnd('tomorrow', NOW, 'Asia/Tokyo')).toBe(Date.UTC(2026, 2, 29, 15));
    expect(pauseEnd('for_good', NOW, 'UTC')).toBeNull();
  });

  test('on the day when the clocks change it ends with the day, not after 24 hours', () => {
    const midnight = Date.UTC(2026, 2, 28, 23);
    expect(pauseEnd('tomorrow', midnight, 'Europe/Berlin')).toBe(midnight + 23 * HOUR);
  });
});

describe('isPaused', () => {
  test('a pause holds back what is about its zone, until its very end', () => {
    const pauses = [pause('home', NOW + HOUR)];
    expect(isPaused(pauses, home, NOW + HOUR - 1)).toBe(true);
    expect(isPaused(pauses, home, NOW + HOUR)).toBe(false);
    expect(isPaused(pauses, { ...home, geofence_id: 'work' }, NOW)).toBe(false);
  });

  test('who unsubscribed gets no mail about any zone, ever', () => {
    expect(isPaused([pause(null, null)], home, NOW + 400 * 24 * HOUR)).toBe(true);
  });

  test('one of several is enough; none holds nothing back', () => {
    expect(isPaused([pause('work', null), pause('home', NOW - 1), pause('home', null)], home, NOW)).toBe(true);
    expect(isPaused([pause('work', null), pause('home', NOW - 1)], home, NOW)).toBe(false);
    expect(isPaused([], home, NOW)).toBe(false);
  });
});
