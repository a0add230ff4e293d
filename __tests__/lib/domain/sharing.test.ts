import fc from 'fast-check';
import { type Grant, isInForce, nextEnd, visibleBy } from '@/lib/domain/sharing';

const grant = (change: Partial<Grant> = {}): Grant => ({
  viewer_id: 2,
  owner_id: 1,
  device_id: 7,
  with_history: false,
  until: null,
  ...change,
});

describe('what a person sees of others', () => {
  test('ends at the moment that was named, not after it', () => {
    expect(isInForce({ until: 100 }, 99)).toBe(true);
    expect(isInForce({ until: 100 }, 100)).toBe(false);
    expect(isInForce({ until: null }, Number.MAX_SAFE_INTEGER)).toBe(true);
  });

  test('of several shares of a device is the most that any of them gives, until the last one ends', () => {
    const shares = [grant({ until: 200 }), grant({ with_history: true, until: 100 })];
    const seen = { owner_id: 1, device_id: 7 };
    expect(visibleBy(shares, 99)).toEqual([{ ...seen, with_history: true, until: 200 }]);
    expect(visibleBy(shares, 100)).toEqual([{ ...seen, with_history: false, until: 200 }]);
    expect(visibleBy([...shares, grant()], 99)).toEqual([{ ...seen, with_history: true, until: null }]);
    expect(visibleBy(shares, 200)).toEqual([]);
  });

  test('does not change by itself before the next end', () => {
    const until = fc.option(fc.integer({ min: 1, max: 20 }));
    const any = fc.record({ device_id: fc.integer({ min: 1, max: 3 }), with_history: fc.boolean(), until });
    fc.assert(
      fc.property(fc.array(any.map(grant)), fc.nat(20), (grants, now) => {
        const rights = (at: number) =>
          visibleBy(grants, at)
            .map(({ device_id, with_history }) => `${device_id} ${with_history}`)
            .sort();
        const end = nextEnd(grants, now);
        expect(end).toBeGreaterThan(now);
        if (Number.isFinite(end)) expect(rights(end - 1)).toEqual(rights(now));
        else expect(rights(1_000)).toEqual(rights(now));
      }),
    );
  });
});
