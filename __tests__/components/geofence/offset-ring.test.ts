import fc from 'fast-check';
import { offsetRing } from '@/components/geofence/offset-ring';
import type { LatLng } from '@/components/map/shape';
import { shapeOf, spherePoint } from '@/lib/domain/geo';
import type { Geofence } from '@/lib/domain/model';

const polygon = (ring: LatLng[]) => {
  const open = ring.map(([lat, lng]): [number, number] => [lng, lat]);
  return shapeOf({
    shape_type: 'polygon',
    geometry: { type: 'Polygon', coordinates: [[...open, open[0]!]] },
  } as unknown as Geofence);
};
const distances = (ring: LatLng[], line: LatLng[]) =>
  line.map(([lat, lng]) => polygon(ring).signedDistance(spherePoint(lat, lng)));

const SQUARE: LatLng[] = [
  [52, 13],
  [52, 13.01],
  [52.006, 13.01],
  [52.006, 13],
];

test.each([
  ['against the clock', SQUARE],
  ['with it', [...SQUARE].reverse()],
])('around a square drawn %s the line runs at its distance, outside', (_, ring) => {
  const all = distances(ring, offsetRing(ring, 50));
  expect(all.length).toBeGreaterThan(20);
  for (const distance of all) expect(Math.abs(-distance - 50)).toBeLessThan(0.5);
});

test('no point of the line comes nearer than its distance, whatever the shape', () => {
  const corner = fc.tuple(fc.integer({ min: 200, max: 900 }), fc.integer({ min: 5, max: 400 }));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 200, max: 900 }), { minLength: 3, maxLength: 12 }), corner, (radii, [, meters]) => {
      const star = radii.map((radius, i): LatLng => {
        const angle = (2 * Math.PI * i) / radii.length;
        return [
          48 + (radius * Math.sin(angle)) / 111_195,
          9 + (radius * Math.cos(angle)) / (111_195 * Math.cos((48 * Math.PI) / 180)),
        ];
      });
      const all = distances(star, offsetRing(star, meters));
      expect(all.length).toBeGreaterThan(0);
      expect(-Math.max(...all)).toBeGreaterThan(meters * 0.98 - 0.5);
      expect(-Math.min(...all)).toBeLessThan(meters * 1.02 + 0.5);
    }),
    { numRuns: 40 },
  );
});

test('of a hole the line is within, and of a narrow one there is none', () => {
  const line = offsetRing(SQUARE, 50, false);
  for (const distance of distances(SQUARE, line)) expect(Math.abs(distance - 50)).toBeLessThan(0.5);
  expect(offsetRing(SQUARE, 500, false)).toEqual([]);
});
