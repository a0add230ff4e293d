import { eastOf, radiusTo } from '@/components/geofence/circle-geometry';
import { parseCorners, parseDegrees, parsePlace, rectangleOf, writeCorners } from '@/components/geofence/coordinates';
import { freeColor, ZONE_COLORS } from '@/components/geofence/palette';
import { distance } from '@/lib/domain/geo';

describe('a place in text', () => {
  test.each([
    ['52.52, 13.405', [52.52, 13.405]],
    ['52.52,13.405', [52.52, 13.405]],
    [' 52.52  13.405 ', [52.52, 13.405]],
    ['52,52; 13,405', [52.52, 13.405]],
    ['52,52 13,405', [52.52, 13.405]],
    ['52,52, 13,405', [52.52, 13.405]],
    ['52, 13', [52, 13]],
    ['-33.86, 151.2', [-33.86, 151.2]],
    ['−33.86, 151.2', [-33.86, 151.2]],
    ['33.86° S, 151.2° E', [-33.86, 151.2]],
    ['40.7° N, 74.0° W', [40.7, -74]],
    ['geo:52.52,13.405;u=35', [52.52, 13.405]],
  ])('%j is %j', (text, place) => expect(parsePlace(text)).toEqual(place));

  test.each(['', '52.52', '52,13', '52.52, 13.405, 3', '91, 0', '0, 181', 'Berlin 52.5, 13.4', 'x'])('%j is none', (text) =>
    expect(parsePlace(text)).toBeNull(),
  );
});

describe('one coordinate', () => {
  test.each([
    ['52.52', 52.52],
    ['52,52', 52.52],
    ['-12°', -12],
    ['90', 90],
  ])('%j is %j', (text, value) => expect(parseDegrees(text, 90)).toBe(value));

  test.each(['', '90.1', '1.2.3', 'abc', '1e5'])('%j is none', (text) => expect(parseDegrees(text, 90)).toBeNull());
});

describe('corners as text', () => {
  test('come back as they were written', () => {
    expect(
      parseCorners(
        writeCorners([
          [1.5, 2],
          [3, -4.25],
        ]),
      ),
    ).toEqual({
      corners: [
        [1.5, 2],
        [3, -4.25],
      ],
    });
  });

  test('name the first line that is wrong, counting blank ones', () => {
    expect(parseCorners('1, 2\n\n3\n4, 5')).toEqual({ line: 3 });
  });

  test('two opposite corners make a rectangle', () => {
    expect(
      rectangleOf([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([
      [1, 2],
      [1, 4],
      [3, 4],
      [3, 2],
    ]);
  });
});

describe('the handle of the radius', () => {
  test.each([
    [0, 0, 200],
    [52.5, 13.4, 5000],
    [78, 179.999, 50_000],
  ])('at %d, %d it lies %d m from the centre, and says so', (latitude, longitude, radius) => {
    const center = { latitude, longitude };
    const edge = eastOf(center, radius);
    expect(distance(center, edge)).toBeCloseTo(radius, 3);
    expect(radiusTo(center, edge)).toBe(radius);
  });

  test('stays within what is allowed', () => {
    const center = { latitude: 10, longitude: 10 };
    expect(radiusTo(center, center)).toBe(50);
    expect(radiusTo(center, { latitude: 20, longitude: 10 })).toBe(50_000);
  });
});

test('a new zone gets a colour that no other has, as long as there is one', () => {
  expect(freeColor([])).toBe(ZONE_COLORS[0].value);
  expect(freeColor([ZONE_COLORS[0].value.toUpperCase(), ZONE_COLORS[2].value])).toBe(ZONE_COLORS[1].value);
  expect(freeColor(ZONE_COLORS.map(({ value }) => value))).toBe(ZONE_COLORS[0].value);
});
