import fc from 'fast-check';
import { friendCard, friendLocation, friendTransition } from '@/lib/domain/owntracks/friend';

const number = fc.option(fc.double({ min: -400, max: 20_000, noNaN: true }));
const fix = fc.record({
  id: fc.nat(),
  device_id: fc.nat(),
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  accuracy: number,
  altitude: number,
  vertical_accuracy: number,
  velocity: number,
  course: number,
  battery: number,
  occurred_at: fc.integer({ min: -1_000_000, max: 4_000_000_000_000 }),
});

describe('what phones are told of friends', () => {
  test('has all that the apps insist on and a whole number wherever they want one, whatever the fix', () => {
    fc.assert(
      fc.property(fix, (any) => {
        const message = friendLocation('ab', any);
        if (any.occurred_at < 1_000) return expect(message).toBeNull();
        const { _type, tid, lat, lon, tst, ...rest } = message as Record<string, string | number>;
        expect([_type, tid, lat, lon]).toEqual(['location', 'ab', any.latitude, any.longitude]);
        expect(Number.isInteger(tst) && (tst as number) > 0).toBe(true);
        for (const [name, value] of Object.entries(rest)) {
          expect(['acc', 'alt', 'vac', 'vel', 'cog', 'batt']).toContain(name);
          expect(Number.isInteger(value)).toBe(true);
        }
      }),
    );
  });

  test('leaves out what the phone did not say', () => {
    const bare = { accuracy: null, altitude: null, vertical_accuracy: null, velocity: null, course: null, battery: null };
    const message = friendLocation('ab', { id: 1, device_id: 2, latitude: 1, longitude: 2, occurred_at: 5_999, ...bare });
    expect(message).toEqual({ _type: 'location', tid: 'ab', lat: 1, lon: 2, tst: 5 });
    expect(friendCard('ab', 'Jane', null)).toEqual({ _type: 'card', tid: 'ab', name: 'Jane' });
    const silent = { region: '', region_created_at: null, region_id: null, trigger: null };
    const nowhere = { latitude: null, longitude: null, accuracy: null };
    const left = { device_id: 2, event: 'leave' as const, occurred_at: 5_000, received_at: 6_000, ...silent, ...nowhere };
    expect(friendTransition('ab', left)).toEqual({ _type: 'transition', tid: 'ab', event: 'leave', tst: 5 });
  });
});
