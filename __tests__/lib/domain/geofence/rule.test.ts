import fc from 'fast-check';
import { circle } from '@/__tests__/support/zones';
import { DEFAULT_RULE, rememberRule, ruleFor } from '@/lib/domain/geofence/rule';
import type { Geofence } from '@/lib/domain/model';

describe('the settings by which a fix is judged', () => {
  const step = fc.record({ fixes: fc.integer({ min: 0, max: 3 }), confirm_seconds: fc.integer({ min: 0, max: 3 }) });

  test('are those of the time when it came, after any course of changes', () => {
    const check = (steps: { fixes: number; confirm_seconds: number }[]) => {
      let zone: Geofence = circle(52.52, 13.405, 100, { judged_after_location_id: 5 });
      let newest = 5;
      const expected = new Map<number, number>();
      for (const { fixes, confirm_seconds } of steps) {
        for (let i = 0; i < fixes; i++) expected.set(++newest, zone.confirm_seconds);
        zone = { ...zone, earlier_rules: rememberRule(zone, { ...DEFAULT_RULE, confirm_seconds }, newest), confirm_seconds };
      }
      for (const [id, seconds] of expected) expect(ruleFor(zone, id).confirm_seconds).toBe(seconds);
      expect(ruleFor(zone, newest + 1).confirm_seconds).toBe(zone.confirm_seconds);
    };
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), check));
  });

  test('of the newest 50 changes are remembered; older fixes are judged by the oldest of them', () => {
    let zone: Geofence = circle(52.52, 13.405, 100);
    for (let id = 1; id <= 60; id++) {
      zone = { ...zone, earlier_rules: rememberRule(zone, { ...DEFAULT_RULE, grace_seconds: id }, id), grace_seconds: id };
    }
    expect(zone.earlier_rules).toHaveLength(50);
    expect([1, 11, 12, 60, 61].map((id) => ruleFor(zone, id).grace_seconds)).toEqual([10, 10, 11, 59, 60]);
  });

  test('are remembered as settings and nothing else', () => {
    const zone = circle(52.52, 13.405, 100);
    expect(rememberRule(zone, { ...DEFAULT_RULE, pass_through: true }, 7)).toEqual([
      { until_location_id: 7, rule: DEFAULT_RULE },
    ]);
    expect(rememberRule(zone, { ...zone }, 7)).toBeNull();
  });
});
