import { geohash } from '@/lib/domain/geo/geohash';

describe('geohash', () => {
  test.each([
    // The example of the system's inventor, and places on borders of the grid.
    [57.64911, 10.40744, 11, 'u4pruydqqvj'],
    [42.605, -5.603, 5, 'ezs42'],
    [52.52, 13.405, 7, 'u33dc0c'],
    [0, 0, 7, 's000000'],
    [-90, -180, 7, '0000000'],
    [90, 180, 7, 'zzzzzzz'],
    [-25.382708, -49.265506, 8, '6gkzwgjz'],
  ])('of %p, %p with %p characters', (latitude, longitude, precision, hash) => {
    expect(geohash(latitude, longitude, precision)).toBe(hash);
  });

  test('has seven characters where nothing is said', () => {
    expect(geohash(57.64911, 10.40744)).toBe('u4pruyd');
  });
});
