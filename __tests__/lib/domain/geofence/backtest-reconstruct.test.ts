import fc from 'fast-check';
import { Reconstruction } from '@/lib/domain/geofence/backtest-reconstruct';
import { foldDevice } from '@/lib/domain/geofence/fold-device';
import { ZoneSet } from '@/lib/domain/geofence/zone-set';
import type { Fix } from '@/lib/domain/model';
import { circle, destination, fix } from '../../../support/zones';

const HOME = { latitude: 52.52, longitude: 13.405 };
const START = Date.UTC(2026, 4, 1);
const DEVICE = { id: 1, owner_id: 1 };

/** One fix every five minutes, each so many metres east of home. */
const walk = (meters: readonly number[]): Fix[] =>
  meters.map((east, i) => {
    const { latitude, longitude } = destination(HOME, 90, east);
    return fix(latitude, longitude, { id: i + 1, occurred_at: START + i * 300_000, accuracy: 15 });
  });

const zone = (drawnAfter: number) =>
  circle(HOME.latitude, HOME.longitude, 150, { judged_after_location_id: drawnAfter, judged_since: START });

function past(drawnAfter: number, fixes: readonly Fix[], goesOnInside: boolean | null = null) {
  const reconstruction = new Reconstruction(zone(drawnAfter), DEVICE);
  reconstruction.take(fixes.filter(({ id }) => id <= drawnAfter));
  return reconstruction.finish(goesOnInside);
}

const meters = fc.array(fc.constantFrom(0, 60, 130, 155, 170, 250, 900, 4000), { minLength: 2, maxLength: 60 });

describe('the past of a zone beside its live ledger', () => {
  test('together they go in and out by turns, wherever the zone was drawn', () => {
    fc.assert(
      fc.property(meters, fc.nat(60), (east, drawnAfter) => {
        const fixes = walk(east);
        const live = foldDevice(new ZoneSet([zone(drawnAfter)]), DEVICE, { fixes }).events;
        const first = live[0];
        const both = [...past(drawnAfter, fixes, first ? first.event_type === 'exit' : null), ...live].map(
          ({ event_type }) => event_type,
        );
        expect(both).toEqual(both.map((_, i) => (i % 2 === 0 ? 'enter' : 'exit')));
      }),
      { numRuns: 300 },
    );
  });

  test('it is what a zone that was always there would have, up to the seam', () => {
    fc.assert(
      fc.property(meters, (east) => {
        const fixes = walk(east);
        const always = foldDevice(new ZoneSet([zone(0)]), DEVICE, { fixes }).events;
        const made = past(fixes.length, fixes).map((event) => ({ ...event, origin: 'live' }));
        // At most one event is added, which leads over to the side that the drawing took silently.
        expect(made.slice(0, always.length)).toEqual(always);
        expect(made.length - always.length).toBeLessThanOrEqual(1);
        expect(made.every(({ location_id }) => (location_id ?? 0) <= fixes.length)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('a device without fixes before the drawing has no past', () => {
    expect(past(0, walk([0, 0, 0]))).toEqual([]);
  });
});
