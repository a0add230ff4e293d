import { endsWaiting, planNotification, type ToldEvent, type ToldZone } from '@/lib/domain/notify/plan';

const NOW = Date.UTC(2026, 0, 15, 12);
const MINUTE = 60_000;

const zone: ToldZone = {
  id: 'zone-1',
  owner_id: 7,
  email_notifications: true,
  notify_on_enter: true,
  notify_on_exit: true,
  notify_on_dwell: true,
  schedule: null,
  notify_enter_after_seconds: 0,
  notify_exit_min_stay_seconds: 0,
  late_policy: 'silent',
  cooldown_seconds: 300,
  late_after_seconds: 900,
};
const event = (event_type: ToldEvent['event_type'], change: Partial<ToldEvent> = {}): ToldEvent => ({
  event_type,
  origin: 'live',
  occurred_at: NOW,
  decided_at: NOW,
  stay_seconds: null,
  ...change,
});
const [enter, exit, dwell] = [event('enter'), event('exit'), event('dwell')];
const first = { lastNotifiedAt: null, replaced: null, pauses: [], now: NOW };

const reasonOf = (told: ToldEvent, change: Partial<ToldZone> = {}, moment: Partial<typeof first> & object = {}) =>
  planNotification(told, { ...zone, ...change }, { ...first, ...moment }).notification_reason;

describe('planNotification', () => {
  test('the owner gets a mail for the first event', () => {
    expect(planNotification(enter, zone, first)).toEqual({
      deliveries: [{ user_id: 7, channel: 'email', state: 'pending', reason: null, not_before: NOW }],
      notification_status: 'pending',
      notification_reason: null,
      notified: true,
    });
  });

  test('a second event within the cooldown is recorded as suppressed, with the reason', () => {
    expect(planNotification(exit, zone, { ...first, lastNotifiedAt: NOW - 300_000 + 1 })).toEqual({
      deliveries: [{ user_id: 7, channel: 'email', state: 'suppressed', reason: 'cooldown', not_before: NOW }],
      notification_status: 'suppressed',
      notification_reason: 'cooldown',
      notified: false,
    });
  });

  test('the cooldown ends after exactly five minutes', () => {
    expect(300_000).toBe(300_000);
    expect(planNotification(exit, zone, { ...first, lastNotifiedAt: NOW - 300_000 }).notified).toBe(true);
  });

  test('a clock that was set back far does not silence the zone', () => {
    expect(planNotification(enter, zone, { ...first, lastNotifiedAt: NOW + 3_600_000 }).notified).toBe(true);
    expect(planNotification(enter, zone, { ...first, lastNotifiedAt: NOW + 1_000 }).notified).toBe(false);
  });

  test('a dwell is told within the cooldown of its own arrival and begins none', () => {
    const plan = planNotification(dwell, zone, { ...first, lastNotifiedAt: NOW - MINUTE });
    expect(plan).toMatchObject({ notification_status: 'pending', notified: false });
  });

  test.each([
    ['e-mail is off', enter, { email_notifications: false }],
    ['entering is not wanted', enter, { notify_on_enter: false }],
    ['leaving is not wanted', exit, { notify_on_exit: false }],
    ['dwelling is not wanted', dwell, { notify_on_dwell: false }],
    ['the past was reconstructed', event('enter', { origin: 'reconstructed' }), {}],
  ])('nobody is told when %s', (_, told, off) => {
    expect(planNotification(told, { ...zone, ...off }, first)).toEqual({
      deliveries: [],
      notification_status: 'none',
      notification_reason: null,
      notified: false,
    });
  });

  test('switching off one type leaves the others', () => {
    expect(planNotification(exit, { ...zone, notify_on_enter: false }, first).notified).toBe(true);
    expect(planNotification(enter, { ...zone, notify_on_exit: false }, first).notified).toBe(true);
  });
});

describe('the schedule', () => {
  /** 15 January 2026 is a Thursday; 12:00 UTC is 13:00 in Berlin. */
  const schedule = { time_zone: 'Europe/Berlin', windows: [{ days: [4 as const], start: '13:00', end: '14:00' }] };

  test('is asked for the time at which it happened, by the clock of its zone', () => {
    expect(reasonOf(enter, { schedule })).toBeNull();
    expect(reasonOf(event('enter', { occurred_at: NOW - 1 }), { schedule })).toBe('schedule');
    expect(reasonOf(event('exit', { occurred_at: NOW + 60 * MINUTE }), { schedule })).toBe('schedule');
  });

  test('begins no cooldown with what it holds back', () => {
    const night = event('enter', { occurred_at: NOW - 1 });
    expect(planNotification(night, { ...zone, schedule }, first).notified).toBe(false);
  });
});

describe('late events', () => {
  const late = event('enter', { occurred_at: NOW - 120 * MINUTE, decided_at: NOW - 15 * MINUTE - 1 });

  test('are shown only, by default', () => expect(reasonOf(late)).toBe('late'));
  test('are told where the zone says so', () => expect(reasonOf(late, { late_policy: 'tell' })).toBeNull());
  test('are those that could have been known earlier: a confirmation of two hours makes nothing late', () => {
    expect(reasonOf({ ...late, decided_at: NOW - 15 * MINUTE })).toBeNull();
  });
  test('are so after the time that the zone says', () => expect(reasonOf(late, { late_after_seconds: 3_600 })).toBeNull());
});

describe('conditional notifications', () => {
  const after = { notify_enter_after_seconds: 600 };

  test('an arrival waits until the stay is long enough, and begins no cooldown meanwhile', () => {
    const told = event('enter', { occurred_at: NOW - 4 * MINUTE });
    expect(planNotification(told, { ...zone, ...after }, first)).toEqual({
      deliveries: [{ user_id: 7, channel: 'email', state: 'pending', reason: 'waiting', not_before: NOW + 6 * MINUTE }],
      notification_status: 'pending',
      notification_reason: 'waiting',
      notified: false,
    });
  });

  test('an arrival that is long enough ago goes at once', () => {
    const told = event('enter', { occurred_at: NOW - 10 * MINUTE });
    expect(planNotification(told, { ...zone, ...after }, first)).toMatchObject({ notification_reason: null, notified: true });
  });

  test('a phone whose clock is ahead puts it off by no more than that time', () => {
    const told = event('enter', { occurred_at: NOW + 300 * MINUTE });
    expect(planNotification(told, { ...zone, ...after }, first).deliveries[0]?.not_before).toBe(NOW + 10 * MINUTE);
  });

  test('a departure waits for nothing', () => expect(reasonOf(exit, after)).toBeNull());

  test('a departure is told only after a stay that is long enough; an unknown stay is', () => {
    const least = { notify_exit_min_stay_seconds: 300 };
    expect(reasonOf(event('exit', { stay_seconds: 299 }), least)).toBe('short_stay');
    expect(reasonOf(event('exit', { stay_seconds: 300 }), least)).toBeNull();
    expect(reasonOf(event('exit'), least)).toBeNull();
  });

  test('a departure ends the waiting of an arrival unless the stay was long enough', () => {
    expect(endsWaiting({ stay_seconds: 599 }, after)).toBe(true);
    expect(endsWaiting({ stay_seconds: 600 }, after)).toBe(false);
    expect(endsWaiting({ stay_seconds: null }, after)).toBe(true);
  });
});

describe('an event that replaces another', () => {
  test('is not told twice', () => expect(reasonOf(enter, {}, { replaced: 'sent' } as never)).toBe('already_told'));

  test.each(['pending', 'failed'])('is told when the other was %s, whatever cooldown that began', (replaced) => {
    expect(reasonOf(enter, {}, { replaced, lastNotifiedAt: NOW } as never)).toBeNull();
  });

  test('keeps to the cooldown when the other did', () => {
    expect(reasonOf(enter, {}, { replaced: 'suppressed', lastNotifiedAt: NOW } as never)).toBe('cooldown');
  });
});
