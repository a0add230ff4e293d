import fc from 'fast-check';
import type { NotificationPreference } from '@/lib/domain/model';
import { DEFAULT_PREFERENCE } from '@/lib/domain/notify/preference-input';
import { holdOf, quietEnd, speaksToPeople } from '@/lib/domain/notify/timing';

const BERLIN = 'Europe/Berlin';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const preference = (fields: Partial<NotificationPreference> = {}): NotificationPreference => ({
  ...DEFAULT_PREFERENCE,
  user_id: 1,
  updated_at: 0,
  ...fields,
});

/** 20 January 2026 in Berlin, one hour ahead of UTC. */
const at = (hour: number, minute = 0, day = 20) => Date.UTC(2026, 0, day, hour - 1, minute);

const hold = (fields: Partial<NotificationPreference>, now: number, more: Partial<Parameters<typeof holdOf>[1]> = {}) =>
  holdOf(preference(fields), { now, time_zone: BERLIN, is_fresh: true, collection_ends: null, sentSince: () => 0, ...more });

describe('a person who wants everything at once', () => {
  test('has nothing held', () => {
    expect(holdOf(null, { now: at(3), time_zone: BERLIN, is_fresh: true, collection_ends: null, sentSince: () => 0 })).toBeNull();
    expect(hold({}, at(3))).toBeNull();
  });
});

describe('collecting', () => {
  test('begins with the first and ends for all that came meanwhile', () => {
    const until = at(12, 2);
    expect(hold({ digest: 'minutes' }, at(12))).toEqual({ until, reason: 'digest' });
    expect(hold({ digest: 'minutes' }, at(12, 1), { collection_ends: until })).toEqual({ until, reason: 'digest' });
    expect(hold({ digest: 'minutes' }, until, { is_fresh: false })).toBeNull();
  });

  test('what comes just after a collection ended goes along with it', () => {
    expect(hold({ digest: 'minutes' }, at(12, 2), { collection_ends: at(12, 2) })).toBeNull();
  });

  test('hourly goes on the hour of the person', () => {
    expect(hold({ digest: 'hourly' }, at(12, 1))).toEqual({ until: at(13), reason: 'digest' });
    const kathmandu = hold({ digest: 'hourly' }, Date.UTC(2026, 0, 20, 12, 1), { time_zone: 'Asia/Kathmandu' });
    expect(kathmandu?.until).toBe(Date.UTC(2026, 0, 20, 12, 15));
  });

  test('daily goes at the time of the day that was chosen', () => {
    expect(hold({ digest: 'daily' }, at(7, 59))).toEqual({ until: at(8), reason: 'digest' });
    expect(hold({ digest: 'daily' }, at(8))).toEqual({ until: at(8, 0, 21), reason: 'digest' });
  });

  test('a try that did not work is not collected once more', () => {
    expect(hold({ digest: 'daily' }, at(8, 5), { is_fresh: false })).toBeNull();
  });
});

describe('quiet hours', () => {
  const night = { quiet_from: '22:00', quiet_until: '07:00' };

  test('hold until they end, over midnight too', () => {
    expect(hold(night, at(22))).toEqual({ until: at(7, 0, 21), reason: 'quiet' });
    expect(hold(night, at(3))).toEqual({ until: at(7), reason: 'quiet' });
    expect(hold(night, at(7))).toBeNull();
    expect(hold(night, at(21, 59))).toBeNull();
  });

  test('a collection that ends in them goes when they end', () => {
    expect(hold({ ...night, digest: 'minutes', digest_minutes: 10 }, at(21, 55))).toEqual({
      until: at(7, 0, 21),
      reason: 'quiet',
    });
  });

  test('a night that loses an hour is shorter', () => {
    const began = Date.UTC(2026, 2, 28, 21);
    expect(quietEnd(night, began, BERLIN)).toBe(Date.UTC(2026, 2, 29, 5));
  });

  test('for any hours: what is held is let go at a moment that is not quiet', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    const digest = fc.constantFrom('none', 'minutes', 'hourly', 'daily') as fc.Arbitrary<NotificationPreference['digest']>;
    fc.assert(
      fc.property(time, time, digest, fc.integer({ min: at(0), max: at(0) + 400 * 24 * HOUR }), (from, until, how, now) => {
        fc.pre(from !== until);
        const wants = { quiet_from: from, quiet_until: until, digest: how };
        const held = hold(wants, now);
        if (held === null) {
          expect(quietEnd(preference(wants), now, BERLIN)).toBeNull();
          return;
        }
        expect(held.until).toBeGreaterThan(now);
        expect(held.until - now).toBeLessThanOrEqual(50 * HOUR);
        expect(hold(wants, held.until, { is_fresh: false })).toBeNull();
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('a maximum for a day', () => {
  test('what is more waits for the summary of the next day', () => {
    const sentSince = jest.fn(() => 10);
    expect(hold({ max_per_day: 10 }, at(15), { sentSince })).toEqual({ until: at(8, 0, 21), reason: 'max' });
    expect(sentSince).toHaveBeenCalledWith(at(0));
    expect(hold({ max_per_day: 11 }, at(15), { sentSince })).toBeNull();
  });

  test('without one nobody counts', () => {
    const sentSince = jest.fn(() => 10);
    hold({}, at(15), { sentSince });
    expect(sentSince).not.toHaveBeenCalled();
  });
});

test('only what people read is held: not the notification centre, and no program', () => {
  expect(speaksToPeople('email', null)).toBe(true);
  expect(speaksToPeople('push', { coalesces: true })).toBe(true);
  expect(speaksToPeople('webhook', { coalesces: true })).toBe(true);
  expect(speaksToPeople('webhook', { coalesces: false })).toBe(false);
  expect(speaksToPeople('mqtt', null)).toBe(false);
  expect(speaksToPeople('inbox', null)).toBe(false);
});
