import fc from 'fast-check';
import { type Bounds, circleBounds } from '@/lib/domain/geo';
import { BoxIndex } from '@/lib/domain/geo/box-index';

const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const box = fc
  .tuple(latitude, fc.oneof(longitude, fc.constantFrom(-180, 180, 179.99999)), fc.double({ min: 50, max: 500_000, noNaN: true }))
  .map(([lat, lon, radius]) => circleBounds({ latitude: lat, longitude: lon }, radius));

function holds({ south, west, north, east }: Bounds, lat: number, lon: number): boolean {
  const around = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
  return around && lat >= south && lat <= north;
}

function found(index: BoxIndex, lat: number, lon: number): number[] {
  const items: number[] = [];
  index.at(lat, lon, (box) => {
    items.push(index.items[box] as number);
    return false;
  });
  return items.sort((a, b) => a - b);
}

describe('the spatial index', () => {
  test('finds every box around a point, once, and nothing that is more than some metres away', () => {
    fc.assert(
      fc.property(
        fc.array(box, { maxLength: 60 }),
        latitude,
        fc.oneof(longitude, fc.constantFrom(-180, 180)),
        (boxes, lat, lon) => {
          const items = found(new BoxIndex(boxes), lat, lon);
          expect(new Set(items).size).toBe(items.length);
          boxes.forEach((bounds, item) => {
            if (holds(bounds, lat, lon)) expect(items).toContain(item);
          });
          for (const item of items) {
            const { south, west, north, east } = boxes[item] as Bounds;
            const slack = 1e-4;
            const all = west === -180 && east === 180;
            const wider = {
              south: south - slack,
              north: north + slack,
              west: all ? west : west - slack,
              east: all ? east : east + slack,
            };
            expect([lon, lon + 360, lon - 360].some((written) => holds(wider, lat, written))).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('finds a box across the antimeridian from both sides and on it', () => {
    const index = new BoxIndex([{ south: -1, west: 179, north: 1, east: -179 }]);
    for (const lon of [179.5, 180, -180, -179.5]) expect(found(index, 0, lon)).toEqual([0]);
    for (const lon of [178.9, -178.9, 0]) expect(found(index, 0, lon)).toEqual([]);
  });

  test('may be empty', () => {
    expect(found(new BoxIndex([]), 0, 0)).toEqual([]);
  });
});
