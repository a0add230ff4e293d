import { conditionOf, STALE_AFTER_MS } from '@/components/map/condition';
import type { MapDevice } from '@/components/map/types';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();

function device(fixAge: number | null, seenAge: number | null, more: Partial<MapDevice> = {}): MapDevice {
  const last_location =
    fixAge === null ? null : ({ occurred_at: ago(fixAge), battery: 80, battery_status: 1 } as MapDevice['last_location']);
  return {
    last_seen_at: seenAge === null ? null : ago(seenAge),
    last_connect_at: null,
    last_disconnect_at: null,
    last_auth_failure_at: null,
    last_denied_at: null,
    last_denied_topic: null,
    decrypt_problem: null,
    hints: [],
    open_alerts: [],
    last_location,
    ...more,
  } as MapDevice;
}

const HOUR = 3_600_000;

describe('the condition of a device', () => {
  test('is stale after two hours without a sign of life, not a moment earlier', () => {
    expect(conditionOf(device(STALE_AFTER_MS, STALE_AFTER_MS), NOW).stale).toBe(false);
    expect(conditionOf(device(STALE_AFTER_MS + 1, STALE_AFTER_MS + 1), NOW)).toMatchObject({ stale: true, problem: null });
  });

  test('a phone that rests and still talks is not stale', () => {
    expect(conditionOf(device(9 * HOUR, HOUR), NOW).stale).toBe(false);
  });

  test('a day of silence is a problem, with its length', () => {
    const { problem, silentSeconds } = conditionOf(device(30 * HOUR, 30 * HOUR), NOW);
    expect([problem?.kind, silentSeconds]).toEqual(['silent', 30 * 3600]);
  });

  test('a device that never spoke needs setting up, one with an imported position does not', () => {
    expect(conditionOf(device(null, null), NOW)).toMatchObject({
      stale: false,
      silentSeconds: null,
      problem: { kind: 'never_connected' },
    });
    expect(conditionOf(device(HOUR, null), NOW).problem).toBeNull();
  });

  test('an imported position is no sign of life, however fresh', () => {
    const imported = { last_location_imported: true };
    expect(conditionOf(device(60_000, null, imported), NOW)).toMatchObject({ stale: false, silentSeconds: null, problem: null });
    expect(conditionOf(device(60_000, 5 * HOUR, imported), NOW)).toMatchObject({ stale: true, problem: { kind: 'no_fix' } });
  });

  test('a wrong password is told until the device gets through again', () => {
    expect(conditionOf(device(HOUR, HOUR, { last_auth_failure_at: ago(60_000) }), NOW).problem?.kind).toBe('wrong_password');
    expect(conditionOf(device(HOUR, 1000, { last_auth_failure_at: ago(60_000) }), NOW).problem).toBeNull();
  });
});
