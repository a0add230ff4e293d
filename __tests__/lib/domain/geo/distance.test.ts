import fc from 'fast-check';
import { Geodesic } from 'geographiclib-geodesic';
import { distance } from '@/lib/domain/geo';
import { chordOfMeters, metersOfChord, shorterWay, wrapLongitude } from '@/lib/domain/geo/sphere';

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const position = fc.record({ latitude, longitude });

const onTheEllipsoid = (a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }) =>
  Geodesic.WGS84.Inverse(a.latitude, a.longitude, b.latitude, b.longitude).s12 as number;

describe('great-circle distance', () => {
  test('differs from the geodesic on the ellipsoid by no more than 0.6 %', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        const expected = onTheEllipsoid(a, b);
        expect(Math.abs(distance(a, b) - expected)).toBeLessThanOrEqual(expected * 0.006 + 1e-6);
      }),
      { numRuns: 2000 },
    );
  });

  test('is exact for metres as well as for thousands of kilometres', () => {
    fc.assert(
      fc.property(position, fc.double({ min: 1e-5, max: 1e-3, noNaN: true }), (a, step) => {
        const b = { latitude: a.latitude > 0 ? a.latitude - step : a.latitude + step, longitude: a.longitude };
        const expected = onTheEllipsoid(a, b);
        expect(Math.abs(distance(a, b) - expected)).toBeLessThanOrEqual(expected * 0.006 + 1e-6);
      }),
    );
  });

  test('does not see the antimeridian and does not care at which longitude a pole is written', () => {
    expect(distance({ latitude: 0, longitude: 179.999 }, { latitude: 0, longitude: -179.999 })).toBeCloseTo(222.39, 1);
    expect(distance({ latitude: 90, longitude: 0 }, { latitude: 90, longitude: 123 })).toBeCloseTo(0, 6);
    expect(distance({ latitude: 89.999, longitude: 0 }, { latitude: 89.999, longitude: 180 })).toBeCloseTo(222.39, 1);
  });

  test('goes half round the earth at most', () => {
    expect(distance({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 })).toBeCloseTo(20_015_114.4, 0);
  });
});

describe('the square of a chord', () => {
  test('stands for metres, there and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e7, noNaN: true }), (meters) => {
        expect(metersOfChord(chordOfMeters(meters)) / meters).toBeCloseTo(1, 9);
      }),
    );
  });

  test('ends at the other side of the earth', () => {
    expect(chordOfMeters(1e9)).toBe(4);
  });
});

describe('longitudes', () => {
  test('are wrapped into −180 to 180', () => {
    expect([0, 180, -180, 190, -190, 540, 725].map(wrapLongitude)).toEqual([0, -180, -180, -170, 170, -180, 5]);
  });

  test('differ by the shorter way round', () => {
    expect([10, 350, -350, 358].map(shorterWay)).toEqual([10, -10, 10, -2]);
  });
});
