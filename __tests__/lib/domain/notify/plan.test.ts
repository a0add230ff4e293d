import { COOLDOWN_MS, planNotification } from '@/lib/domain/notify/plan';

const NOW = Date.UTC(2026, 0, 15, 12);
const zone = { owner_id: 7, email_notifications: true, notify_on_enter: true, notify_on_exit: true };
const enter = { event_type: 'enter' as const };
const exit = { event_type: 'exit' as const };

describe('planNotification', () => {
  test('the owner gets a mail for the first event', () => {
    expect(planNotification(enter, zone, null, NOW)).toEqual({
      deliveries: [{ user_id: 7, channel: 'email', state: 'pending', reason: null }],
      notification_status: 'pending',
      notification_reason: null,
      notified: true,
    });
  });

  test('a second event within the cooldown is recorded as suppressed, with the reason', () => {
    expect(planNotification(exit, zone, NOW - COOLDOWN_MS + 1, NOW)).toEqual({
      deliveries: [{ user_id: 7, channel: 'email', state: 'suppressed', reason: 'cooldown' }],
      notification_status: 'suppressed',
      notification_reason: 'cooldown',
      notified: false,
    });
  });

  test('the cooldown ends after exactly five minutes', () => {
    expect(COOLDOWN_MS).toBe(300_000);
    expect(planNotification(exit, zone, NOW - COOLDOWN_MS, NOW).notified).toBe(true);
  });

  test('a clock that was set back far does not silence the zone', () => {
    expect(planNotification(enter, zone, NOW + 3_600_000, NOW).notified).toBe(true);
    expect(planNotification(enter, zone, NOW + 1_000, NOW).notified).toBe(false);
  });

  test.each([
    ['e-mail is off', enter, { email_notifications: false }],
    ['entering is not wanted', enter, { notify_on_enter: false }],
    ['leaving is not wanted', exit, { notify_on_exit: false }],
    ['the event is a dwell', { event_type: 'dwell' as const }, {}],
  ])('nobody is told when %s', (_, event, off) => {
    expect(planNotification(event, { ...zone, ...off }, null, NOW)).toEqual({
      deliveries: [],
      notification_status: 'none',
      notification_reason: null,
      notified: false,
    });
  });

  test('switching off one type leaves the other', () => {
    expect(planNotification(exit, { ...zone, notify_on_enter: false }, null, NOW).notified).toBe(true);
    expect(planNotification(enter, { ...zone, notify_on_exit: false }, null, NOW).notified).toBe(true);
  });
});
