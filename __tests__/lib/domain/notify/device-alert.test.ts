import type { DeviceActivity } from '@/lib/domain/model';
import {
  type AlertStanding,
  DEFAULT_SETTINGS,
  FLAP_MS,
  reconcileDeviceAlerts,
  UNKNOWN,
  type Verdicts,
  WELL,
} from '@/lib/domain/notify/device-alert';
import { contextOf, isEmptyBy, type PhoneFacts, type SignFix } from '@/lib/domain/notify/device-condition';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 12, 12);

const nothing: Verdicts = {
  silent: UNKNOWN,
  battery_low: UNKNOWN,
  permission: UNKNOWN,
  power_saving: UNKNOWN,
  wrong_topic: UNKNOWN,
  wrong_password: UNKNOWN,
};
const low = { is: 'bad' as const, occurred_at: NOW - HOUR, detail: { battery: 9 } };
const none: AlertStanding = { open: [], resolved: {} };
const open: AlertStanding = { open: [{ id: 7, kind: 'battery_low', occurred_at: NOW - HOUR }], resolved: {} };

describe('an alert', () => {
  const reconcile = (verdicts: Partial<Verdicts>, standing = none, settings = DEFAULT_SETTINGS) =>
    reconcileDeviceAlerts({ ...nothing, ...verdicts }, standing, settings, NOW);

  test('opens once and stays while nothing says that it is over', () => {
    const raise = { do: 'raise', kind: 'battery_low', occurred_at: NOW - HOUR, detail: { battery: 9 } };
    expect(reconcile({ battery_low: low })).toEqual([raise]);
    expect(reconcile({ battery_low: low }, open)).toEqual([]);
    expect(reconcile({ battery_low: UNKNOWN }, open)).toEqual([]);
    expect(reconcile({ battery_low: WELL }, open)).toEqual([{ do: 'resolve', id: 7, kind: 'battery_low' }]);
  });

  test('comes again six hours after it was over, not before; other kinds do not wait for it', () => {
    const resolved = (ago: number): AlertStanding => ({ open: [], resolved: { battery_low: NOW - ago } });
    expect(reconcile({ battery_low: low }, resolved(FLAP_MS - 1))).toEqual([]);
    expect(reconcile({ battery_low: low }, resolved(FLAP_MS))).toHaveLength(1);
    expect(reconcile({ battery_low: low }, { open: [], resolved: { silent: NOW - 1 } })).toHaveLength(1);
  });

  test('ends, and does not come, where nobody wants to know', () => {
    const off = { ...DEFAULT_SETTINGS, is_enabled: false };
    expect(reconcile({ battery_low: low }, none, off)).toEqual([]);
    expect(reconcile({ battery_low: low }, open, off)).toMatchObject([{ do: 'resolve' }]);
  });
});

const fix = (hoursAgo: number, battery: number | null, change: Partial<SignFix> = {}): SignFix => {
  const at = NOW - hoursAgo * HOUR;
  const times = { occurred_at: at, created_at: null, received_at: at };
  return { battery, battery_status: 1, velocity: null, monitoring_mode: 1, ...times, ...change };
};
const facts = (fixes: SignFix[], change: Partial<PhoneFacts> = {}, activity: Partial<DeviceActivity> = {}): PhoneFacts => ({
  activity: { last_ping_at: null, ping_battery: null, ping_battery_status: null, ...activity } as DeviceActivity,
  fixes,
  is_resting: null,
  status: null,
  lwt_at: null,
  ...change,
});

describe('a battery that is empty by now', () => {
  test.each([
    ['was at 6 %', facts([fix(2, 6), fix(3, 40)]), true],
    ['fell 10 % an hour from 30 %, four hours ago', facts([fix(4, 30), fix(6, 50)]), true],
    ['fell 10 % an hour from 50 %, four hours ago', facts([fix(4, 50), fix(6, 70)]), false],
    ['was at 6 % on the charger', facts([fix(2, 6, { battery_status: 2 })]), false],
    ['did not fall', facts([fix(20, 40), fix(22, 40)]), false],
    ['is not known', facts([fix(2, null)]), false],
    ['was told by a ping', facts([fix(9, 60)], {}, { last_ping_at: NOW - HOUR, ping_battery: 4, ping_battery_status: 1 }), true],
  ])('%s', (_, phone, expected) => {
    expect(isEmptyBy(phone, NOW)).toBe(expected);
  });
});

describe('a phone when it was last heard', () => {
  test.each([
    ['in move mode', facts([fix(1, 50, { monitoring_mode: 2 })], { is_resting: true }), 'live'],
    ['at rest, as the track filter takes it', facts([fix(1, 50, { velocity: 30 })], { is_resting: true }), 'rest'],
    ['on its way, as the track filter takes it', facts([fix(1, 50, { velocity: 0 })], { is_resting: false }), 'moving'],
    ['on its way by its own speed', facts([fix(1, 50, { velocity: 30 })]), 'moving'],
    ['still where it was, by a ping', facts([fix(2, 50)], { is_resting: false }, { last_ping_at: NOW - HOUR }), 'rest'],
    ['never anywhere', facts([]), 'rest'],
  ])('%s', (_, phone, expected) => {
    expect(contextOf(phone)).toBe(expected);
  });
});
