import type { NotificationDto } from '@/components/notify/centre/types';
import { hrefOf, short } from '@/components/notify/centre/words';

const about = (change: Partial<NotificationDto>): NotificationDto => ({
  id: 1,
  kind: 'enter',
  event_id: null,
  alert_id: null,
  device_alert_id: null,
  occurred_at: '2026-05-01T12:00:00.000Z',
  told_at: '2026-05-01T12:00:00.000Z',
  opened_at: null,
  ended_at: null,
  device_id: 3,
  device_name: 'Phone',
  device_color: '#1971c2',
  geofence_id: null,
  geofence_name: null,
  geofence_color: null,
  detail: null,
  can_explain: false,
  ...change,
});

test.each([
  [{ event_id: 7, can_explain: true }, '/admin/geofences/events/7'],
  // Who is told of somebody else's zone may not see how it came about.
  [{ event_id: 7, can_explain: false }, null],
  [{ alert_id: 5, kind: 'no_show' }, '/admin/geofences/expectations'],
  [{ device_alert_id: 5, kind: 'battery_low' }, '/admin/devices/3'],
  [{ kind: 'test', device_id: null }, '/notifications/settings'],
] as const)('%j leads to %s', (change, href) => expect(hrefOf(about(change))).toBe(href));

test('a badge has room for two digits', () => expect([1, 99, 100, 10_000].map(short)).toEqual(['1', '99', '99+', '99+']));
