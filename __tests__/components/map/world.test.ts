import { readFileSync } from 'node:fs';
import { clipRing, prepareWorld, traceBorders, traceLand, type World } from '@/components/map/world/tiles';

let world: World;

beforeAll(() => {
  world = prepareWorld(JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8')));
});

/** What a canvas would hold: rings of tile pixels, filled even-odd. */
function trace(x: number, y: number, z: number) {
  const rings: [number, number][][] = [];
  traceLand(
    {
      moveTo: (px, py) => rings.push([[px, py]]),
      lineTo: (px, py) => rings.at(-1)!.push([px, py]),
      closePath: () => {},
    },
    world,
    { x, y, z },
  );
  return rings;
}

/** Whether the pixel under a place is land on the tile that holds it. */
function isLand(latitude: number, longitude: number, z: number): boolean {
  const size = 2 ** z;
  const mx = ((longitude + 180) / 360) * size;
  const my = (0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI)) * size;
  const [px, py] = [(mx % 1) * 256, (my % 1) * 256];
  let inside = false;
  for (const ring of trace(Math.floor(mx), Math.floor(my), z)) {
    ring.forEach(([ax, ay], index) => {
      const [bx, by] = ring[(index + 1) % ring.length]!;
      if (ay > py !== by > py && px < ax + ((bx - ax) * (py - ay)) / (by - ay)) inside = !inside;
    });
  }
  return inside;
}

describe('the bundled world', () => {
  test.each([
    ['Berlin', 52.5, 13.4, true],
    ['the middle of the Atlantic', 40, -40, false],
    ['Sydney’s hinterland', -33, 149, true],
    ['the eastern end of Siberia, beyond the antimeridian', 66.5, -173, true],
    ['Siberia before the antimeridian', 68, 178, true],
    ['the sea between Greenland and Norway', 71, 0, false],
    ['the Southern Ocean', -60, 100, false],
    ['Antarctica', -80, 20, true],
    ['West Antarctica', -79, -100, true],
    ['the pole’s end of the map', -84.9, 60, true],
    ['the Caspian Sea', 42, 50.5, false],
  ])('%s is on the right side of the coast at every zoom', (_, latitude, longitude, expected) => {
    for (const z of [0, 2, 4, 7, 12]) expect([z, isLand(latitude, longitude, z)]).toEqual([z, expected]);
  });

  test('a tile far inland is one filled square, however large the country', () => {
    const rings = trace(8 * 2 ** 9 + 2 ** 9, 5 * 2 ** 9 + 100, 13);
    expect(rings.flat().length).toBeLessThan(20);
  });

  test('borders are drawn where countries meet and only there', () => {
    const count = (x: number, y: number, z: number) => {
      let points = 0;
      const note = () => void points++;
      traceBorders({ moveTo: note, lineTo: note, closePath: note }, world, { x, y, z });
      return points;
    };
    expect(count(8, 5, 4)).toBeGreaterThan(100);
    expect(count(2, 7, 4)).toBe(0);
  });

  test('clipping keeps the part of a ring inside the box', () => {
    const box = { minX: 0, minY: 0, maxX: 1, maxY: 1 };
    expect(clipRing([-1, -1, 2, -1, 2, 2, -1, 2], box)).toHaveLength(8);
    expect(clipRing([2, 2, 3, 2, 3, 3], box)).toEqual([]);
  });
});
