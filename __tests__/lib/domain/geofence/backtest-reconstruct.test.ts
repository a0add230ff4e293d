import fc from 'fast-check';
import { Reconstruction } from '@/lib/domain/geofence/backtest-reconstruct';
import { type DeviceHistory, foldDevice } from '@/lib/domain/geofence/fold-device';
import { ZoneSet } from '@/lib/domain/geofence/zone-set';
import type { Fix, PhoneTransition } from '@/lib/domain/model';
import { word } from '../../../support/phone';
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

/** Drawn right after a fix. */
const zone = (drawnAfter: number) =>
  circle(HOME.latitude, HOME.longitude, 150, {
    name: 'Home',
    judged_after_location_id: drawnAfter,
    judged_since: START + (drawnAfter - 1) * 300_000,
  });

function past(drawnAfter: number, { fixes, transitions = [] }: DeviceHistory, goesOnInside: boolean | null = null) {
  const reconstruction = new Reconstruction(zone(drawnAfter), DEVICE);
  reconstruction.take({ fixes: fixes.filter(({ id }) => id <= drawnAfter), transitions });
  return reconstruction.finish(goesOnInside);
}

/** What the phone says of its own region `Home`, so many seconds after the first fix. */
const wordsOf = (said: readonly { seconds: number; event: 'enter' | 'leave' }[]): PhoneTransition[] =>
  said
    .map(({ seconds, event }) =>
      word(0, event, 'Home', { occurred_at: START + seconds * 1000, received_at: START + seconds * 1000 }),
    )
    .sort((a, b) => a.occurred_at - b.occurred_at)
    .map((one, i) => ({ ...one, id: i + 1 }));

const meters = fc.array(fc.constantFrom(0, 60, 130, 155, 170, 250, 900, 4000), { minLength: 2, maxLength: 60 });

describe('the past of a zone beside its live ledger', () => {
  test('together they go in and out by turns, wherever the zone was drawn', () => {
    fc.assert(
      fc.property(meters, fc.nat(60), (east, drawnAfter) => {
        const fixes = walk(east);
        const live = foldDevice(new ZoneSet([zone(drawnAfter)]), DEVICE, { fixes }).events;
        const first = live[0];
        const both = [...past(drawnAfter, { fixes }, first ? first.event_type === 'exit' : null), ...live].map(
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
        const made = past(fixes.length, { fixes }).map((event) => ({ ...event, origin: 'live' }));
        // At most one event is added, which leads over to the side that the drawing took silently.
        expect(made.slice(0, always.length)).toEqual(always);
        expect(made.length - always.length).toBeLessThanOrEqual(1);
        expect(made.every(({ location_id }) => (location_id ?? 0) <= fixes.length)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('a device without fixes before the drawing has no past', () => {
    expect(past(0, { fixes: walk([0, 0, 0]) })).toEqual([]);
  });

  test('what the phone said of its own region of that name is heard, as it would have been', () => {
    const said = fc.array(fc.record({ seconds: fc.nat(6000), event: fc.constantFrom('enter' as const, 'leave' as const) }));
    let heard = 0;
    fc.assert(
      fc.property(meters, said, (east, words) => {
        const fixes = walk(east);
        const end = (fixes.at(-1) as Fix).occurred_at;
        const transitions = wordsOf(words).filter(({ occurred_at }) => occurred_at <= end);
        const always = foldDevice(new ZoneSet([zone(0)]), DEVICE, { fixes, transitions }).events;
        const made = past(fixes.length, { fixes, transitions }).map((event) => ({ ...event, origin: 'live' }));
        expect(made.slice(0, always.length)).toEqual(always);
        heard += always.filter(({ witnesses }) => witnesses.includes('transition')).length;
      }),
      { numRuns: 200 },
    );
    expect(heard).toBeGreaterThan(50);
  });
});
