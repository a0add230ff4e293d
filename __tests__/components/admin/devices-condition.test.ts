import { deviceDto } from '@/__tests__/support/device-dto';
import { lastSignOfLife, problemsOf } from '@/components/admin/devices/condition';
import type { DeviceDto, LocationDto } from '@/components/admin/types';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

const location: LocationDto = {
  id: 1,
  device_id: 1,
  latitude: 52.5,
  longitude: 13.4,
  accuracy: 12,
  battery: 80,
  battery_status: 1,
  velocity: null,
  connection: null,
  trigger: null,
  occurred_at: ago(5),
  received_at: ago(5),
};

const device = (fields: Partial<DeviceDto> = {}) =>
  deviceDto({ connected: true, last_location: location, last_seen_at: ago(5), last_connect_at: ago(60), ...fields });

const kinds = (fields: Partial<DeviceDto>) => problemsOf(device(fields), NOW).map((problem) => problem.kind);

describe('the problems of a device', () => {
  test('a device that is silent for longer than is usual for it says so, though it is not a day', () => {
    const missed = { open_alerts: ['silent' as const], last_connect_at: null };
    expect(kinds({ ...missed, last_seen_at: ago(240) })).toEqual(['silent']);
    expect(kinds({ ...missed, last_seen_at: ago(1) })).toEqual([]);
  });

  test('a device that reports well has none', () => {
    expect(kinds({})).toEqual([]);
  });

  test('a wrong password counts until the device gets through again', () => {
    expect(problemsOf(device({ last_auth_failure_at: ago(3) }), NOW)).toEqual([
      { kind: 'wrong_password', at: ago(3), detail: null, severity: 'error' },
    ]);
    expect(kinds({ last_auth_failure_at: ago(90) })).toEqual([]);
  });

  test('messages that can’t be read are the first thing to see to', () => {
    const problems = problemsOf(
      device({ decrypt_problem: 'wrong_key', last_decrypt_failure_at: ago(2), last_location: null }),
      NOW,
    );
    expect(problems).toEqual([{ kind: 'wrong_key', at: ago(2), detail: null, severity: 'error' }]);
  });

  test('unencrypted messages of a device with a key are a warning: they are kept', () => {
    const unencrypted = { decrypt_problem: 'clear', last_decrypt_failure_at: ago(2) } as const;
    expect(problemsOf(device(unencrypted), NOW)).toEqual([{ kind: 'clear', at: ago(2), detail: null, severity: 'warning' }]);
  });

  test('a permission that stops the reports is named, lesser ones are left to the device’s page', () => {
    const hints = [
      { code: 'location_in_use', severity: 'stops' },
      { code: 'wifi_off', severity: 'notes' },
    ] as const;
    expect(kinds({ hints: [...hints] })).toEqual(['location_in_use']);
    expect(kinds({ hints: [...hints], last_seen_at: ago(3000), last_connect_at: null })).toEqual(['silent', 'location_in_use']);
    expect(kinds({ hints: [hints[1]] })).toEqual([]);
  });

  test('a wrong topic names the topic', () => {
    const problems = problemsOf(device({ last_denied_at: ago(1), last_denied_topic: 'owntracks/bob/phone' }), NOW);
    expect(problems).toMatchObject([{ kind: 'wrong_topic', detail: 'owntracks/bob/phone' }]);
  });

  test('a device that never came and one without a fix are told apart', () => {
    const fresh = { last_seen_at: null, last_location: null };
    expect(kinds({ ...fresh, last_connect_at: null })).toEqual(['never_connected']);
    expect(kinds({ ...fresh, last_connect_at: ago(2) })).toEqual(['no_fix']);
    expect(kinds({ ...fresh, last_connect_at: null, last_auth_failure_at: ago(2) })).toEqual(['wrong_password']);
  });

  test('a day of silence is a problem, an hour is none', () => {
    expect(kinds({ last_seen_at: ago(25 * 60), last_connect_at: ago(26 * 60) })).toEqual(['silent']);
    expect(kinds({ last_seen_at: ago(60), last_connect_at: ago(26 * 60) })).toEqual([]);
  });

  test('an empty battery is a problem unless it is being charged', () => {
    expect(kinds({ last_location: { ...location, battery: 9 } })).toEqual(['low_battery']);
    expect(kinds({ last_location: { ...location, battery: 9, battery_status: 2 } })).toEqual([]);
    expect(kinds({ last_location: { ...location, battery: 0, battery_status: null } })).toEqual(['low_battery']);
    expect(kinds({ last_location: { ...location, battery: null } })).toEqual([]);
  });
});

describe('the connection of a device', () => {
  test('the last sign of life is a message or a log-in', () => {
    expect(lastSignOfLife(device({ last_seen_at: ago(5), last_connect_at: ago(2) }))).toBe(ago(2));
    expect(lastSignOfLife(device({ last_seen_at: null, last_connect_at: null }))).toBeNull();
  });
});
