import { readFileSync } from 'node:fs';
import { countryNames } from '@/components/map/world/country-names';
import {
  graticuleStep,
  latitudeAt,
  linesBetween,
  mercatorY,
  traceGraticule,
  wrapLongitude,
  writeLine,
} from '@/components/map/world/graticule';

describe('the graticule', () => {
  test('is 30° on the whole world, 0.001° between houses, and never crowded', () => {
    expect(graticuleStep(2)).toBe(30);
    expect(graticuleStep(19)).toBe(0.001);
    for (let zoom = 2; zoom <= 19; zoom++) {
      const gap = (graticuleStep(zoom) * 256 * 2 ** zoom) / 360;
      expect(gap).toBeGreaterThanOrEqual(60);
      expect(gap).toBeLessThan(400);
    }
  });

  test.each([
    [13.3649, 13.3721, 0.002, [13.366, 13.368, 13.37, 13.372]],
    [-60, 60, 30, [-60, -30, 0, 30, 60]],
    [0.3, 0.9, 0.2, [0.4, 0.6, 0.8]],
    [1.1, 1.9, 1, []],
  ])('has between %d and %d at steps of %d exactly %j', (low, high, step, expected) =>
    expect(linesBetween(low, high, step)).toEqual(expected),
  );

  test.each([
    [190, -170],
    [-190, 170],
    [180, 180],
    [-180, 180],
    [373.4, 13.4],
    [0, 0],
  ])('names the meridian %d as %d', (longitude, expected) => expect(wrapLongitude(longitude)).toBeCloseTo(expected, 9));

  test.each([
    [13.4, '13,4° O'],
    [-0.5, '0,5° W'],
    [0, '0,0°'],
    [180, '180,0°'],
  ])('writes the meridian %d as %s', (degrees, expected) => {
    const number = new Intl.NumberFormat('de', { minimumFractionDigits: 1 });
    expect(writeLine(degrees, number, ['O', 'W'])).toBe(expected);
  });

  test('finds the latitude of a height on the map again', () => {
    for (const latitude of [-84, -52.5, 0, 0.001, 71.3]) expect(latitudeAt(mercatorY(latitude))).toBeCloseTo(latitude, 9);
  });

  test('meets itself at the edge of neighbouring tiles', () => {
    const tops = (x: number) => {
      const found: number[] = [];
      traceGraticule({ moveTo: (px, py) => px === 0 && py !== 0 && found.push(py), lineTo: () => {} }, { x, y: 5374, z: 14 });
      return found;
    };
    expect(tops(8800).length).toBeGreaterThan(0);
    expect(tops(8800)).toEqual(tops(8801));
  });
});

describe('names of countries', () => {
  const topology = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8'));
  const find = (language: string, name: string) => countryNames(topology, language).find((country) => country.name === name);

  test('are in the language of the person', () => {
    expect(find('de', 'Deutschland')).toBeDefined();
    expect(find('en', 'Germany')).toBeDefined();
    expect(find('de', 'Kosovo')).toBeDefined();
    expect(find('de', 'Germany')).toBeUndefined();
  });

  test.each([
    ['Germany', 51, 10, 9],
    ['Russia', 62, 97, 165],
    ['Brazil', -11, -53, 39],
  ])('stand in the middle of %s', (name, latitude, longitude, width) => {
    const country = find('en', name);
    expect(Math.abs((country?.latitude ?? 99) - latitude)).toBeLessThan(3);
    expect(Math.abs((country?.longitude ?? 999) - longitude)).toBeLessThan(5);
    expect(Math.abs((country?.width ?? 0) - width)).toBeLessThan(10);
  });
});
