import fc from 'fast-check';
import { circle, destination, fix } from '@/__tests__/support/zones';
import { explain } from '@/lib/domain/geofence/explain';
import type { ExplainedStep, FixStep } from '@/lib/domain/geofence/explain-step';
import { thin } from '@/lib/domain/geofence/explain-thin';
import { foldDevice } from '@/lib/domain/geofence/fold-device';
import type { Zone } from '@/lib/domain/geofence/zone';
import { ZoneSet } from '@/lib/domain/geofence/zone-set';
import type { Fix, Geofence } from '@/lib/domain/model';

const HOME = { latitude: 48.2, longitude: 16.37 };
const DEVICE = { id: 1, owner_id: 1 };
const START = 1_700_000_000_000;

/** A walk around a zone of 120 m: metres from its middle, circle, seconds since the fix before. */
const walk = fc.array(
  fc.record({
    meters: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 5_000 })),
    bearing: fc.integer({ min: 0, max: 359 }),
    accuracy: fc.constantFrom(5, 15, 40, 110, 130, 600, 1_500),
    seconds: fc.integer({ min: 1, max: 1_500 }),
  }),
  { minLength: 2, maxLength: 60 },
);
const settings = fc.record({
  confirm_seconds: fc.constantFrom(0, 0, 600),
  grace_seconds: fc.constantFrom(0, 0, 900),
  dwell_seconds: fc.constantFrom(null, 1_200),
  judged_after_location_id: fc.constantFrom(0, 0, 10),
});

function fixesOf(steps: readonly { meters: number; bearing: number; accuracy: number; seconds: number }[]): Fix[] {
  let at = START;
  return steps.map(({ meters, bearing, accuracy, seconds }, index) => {
    at += seconds * 1_000;
    const { latitude, longitude } = destination(HOME, bearing, meters);
    return fix(latitude, longitude, { id: index + 1, accuracy, occurred_at: at, received_at: at });
  });
}

function prepared(fields: Partial<Geofence> = {}) {
  const zones = new ZoneSet([circle(HOME.latitude, HOME.longitude, 120, fields)]);
  return { zones, zone: zones.find('circle') as Zone };
}

const all = { from: Number.MIN_SAFE_INTEGER, until: START + 90 * 86_400_000 };
const isFix = (step: ExplainedStep): step is FixStep => step.kind === 'fix';

describe('an explanation', () => {
  test('decides and takes back what the engine does, at the same times', () => {
    fc.assert(
      fc.property(walk, settings, (steps, fields) => {
        const { zones, zone } = prepared(fields);
        const fixes = fixesOf(steps);
        const { fold } = foldDevice(zones, DEVICE, { fixes }, all.until);
        const told = explain({ zones, zone, device: DEVICE, start: null, fixes, transitions: [], ...all });
        expect(told.flatMap(({ decided }) => decided.map(({ event_type, occurred_at }) => [event_type, occurred_at]))).toEqual(
          fold.output.events.map(({ event }) => [event.event_type, event.occurred_at]),
        );
        expect(
          told.flatMap(({ taken_back }) => taken_back.map(({ event_type, occurred_at }) => [event_type, occurred_at])),
        ).toEqual(fold.output.retractions.map(({ key }) => [key.event_type, key.occurred_at]));
        expect(told.filter(isFix).map(({ location_id }) => location_id)).toEqual(fixes.map(({ id }) => id));
      }),
      { numRuns: 300 },
    );
  });

  test('of a part, begun at a checkpoint, is that part of the whole', () => {
    fc.assert(
      fc.property(walk, settings, fc.nat(58), (steps, fields, cut) => {
        const { zones, zone } = prepared(fields);
        const fixes = fixesOf(steps);
        const before = fixes.slice(0, 1 + (cut % (fixes.length - 1)));
        const rest = fixes.slice(before.length);
        const from = (before.at(-1) as Fix).occurred_at + 1;
        const { end } = foldDevice(zones, DEVICE, { fixes: before });
        const input = { zones, zone, device: DEVICE, transitions: [], until: all.until, from };
        const start = { snapshot: end, cursor: fixes.length };
        const part = explain({ ...input, start, fixes: rest });
        expect(part).toEqual(explain({ ...input, start: null, fixes }));
      }),
      { numRuns: 300 },
    );
  });

  test('names decisions that agree with the probabilities and thresholds beside them', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        const { zones, zone } = prepared();
        const told = explain({ zones, zone, device: DEVICE, start: null, fixes: fixesOf(steps), transitions: [], ...all });
        for (const step of told.filter(isFix)) {
          if (step.decision === 'inside') expect(step.probability).toBeGreaterThanOrEqual((step.inside_from as number) - 1e-9);
          if (step.decision === 'outside') expect(step.probability).toBeLessThanOrEqual(step.outside_to + 1e-9);
          if (step.decision === 'undecided') expect(step.probability).toBeGreaterThan(step.outside_to - 1e-9);
          const sides = step.decided.map(({ event_type }) => (event_type === 'enter' ? 'inside' : 'outside'));
          expect(sides.every((side) => side === step.decision)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('shows the end of a confirmation as a step of its own, at its time', () => {
    const { zones, zone } = prepared({ confirm_seconds: 300 });
    const fixes = [2_000, 800, 0].map((meters, index) => {
      const at = START + index * 60_000;
      const { latitude, longitude } = destination(HOME, 0, meters);
      return fix(latitude, longitude, { id: index + 1, velocity: 40, occurred_at: at, received_at: at });
    });
    const told = explain({ zones, zone, device: DEVICE, start: null, fixes, transitions: [], ...all });
    expect(told[2]).toMatchObject({ kind: 'fix', inside: false, pending: { event_type: 'enter', due: START + 420_000 } });
    expect(told[3]).toMatchObject({
      kind: 'timer',
      at: START + 420_000,
      inside: true,
      pending: null,
      decided: [{ event_type: 'enter', occurred_at: START + 120_000 }],
    });
  });
});

describe('thinning', () => {
  test('keeps each decision, the ends, and says how many were left out', () => {
    const { zones, zone } = prepared();
    const meters = [...Array.from({ length: 400 }, () => 3_000), ...Array.from({ length: 400 }, () => 5)];
    const fixes = fixesOf(meters.map((each) => ({ meters: each, bearing: 0, accuracy: 10, seconds: 60 })));
    const told = explain({ zones, zone, device: DEVICE, start: null, fixes, transitions: [], ...all });
    const shown = thin(told, 50);
    expect(shown).toHaveLength(50);
    expect(shown.filter(({ decided }) => decided.length > 0)).toHaveLength(1);
    expect([shown[0]?.at, shown.at(-1)?.at]).toEqual([told[0]?.at, told.at(-1)?.at]);
    expect(shown.reduce((sum, { skipped_before }) => sum + skipped_before, 0)).toBe(750);
  });
});
