import { distance } from '@/lib/domain/geo';
import { freeKeys, phoneNameOf, regionOfZone, removalOfRegion, waypointOfRegion } from '@/lib/domain/owntracks/zone-regions';
import { circle, polygon } from '../../../support/zones';

describe('a zone as a phone can watch it', () => {
  test('a circle is a circle; what phones can not watch is widened', () => {
    expect(regionOfZone(circle(52.123456789, 13.4, 120.2, { name: 'Home' }))).toEqual({
      ...{ name: 'Home', latitude: 52.123457, longitude: 13.4, radius_meters: 121, is_enclosing: false },
    });
    expect(regionOfZone(circle(52, 13, 20)).radius_meters).toBe(50);
  });

  test('any other shape is the smallest circle around it, with nothing left out', () => {
    const corners: [number, number][] = [
      [13.4, 52.5],
      [13.42, 52.5],
      [13.42, 52.51],
      [13.41, 52.503],
      [13.4, 52.51],
      [13.4, 52.5],
    ];
    const region = regionOfZone(polygon([corners], { name: 'Campus' }));
    expect(region).toMatchObject({ name: 'Campus', is_enclosing: true });
    const reach = Math.max(...corners.map(([longitude, latitude]) => distance(region, { latitude, longitude })));
    expect(region.radius_meters).toBeGreaterThanOrEqual(reach);
    expect(region.radius_meters).toBeLessThanOrEqual(reach + 2);
  });

  test('across the antimeridian, too', () => {
    const region = regionOfZone(
      polygon([
        [
          [179.99, -17],
          [-179.99, -17],
          [-179.99, -16.99],
          [179.99, -16.99],
          [179.99, -17],
        ],
      ]),
    );
    expect(Math.abs(region.longitude)).toBe(180);
    expect(region.radius_meters).toBeLessThan(1_300);
  });

  test.each([
    ['Home', 'Home'],
    ['-Home', 'Home'],
    ['+-Work', 'Work'],
    ['Office|1|2', 'Office'],
    ['Grandma & Grandpa', 'Grandma & Grandpa'],
    ['a|b', 'a|b'],
    ['+', 'Zone'],
    ['Desk:E2C56DB5-DFFB-48D2-B060-D0F5A71096E0:1:2', 'Desk E2C56DB5-DFFB-48D2-B060-D0F5A71096E0 1 2'],
  ])('%j is no instruction for the phone as %j', (name, expected) => {
    expect(phoneNameOf(name)).toBe(expected);
  });
});

test('keys are whole seconds that were never used', () => {
  expect(freeKeys(new Set([100, 102]), 100, 3)).toEqual([101, 103, 104]);
  expect(freeKeys(new Set(), 5, 0)).toEqual([]);
});

test('a region is told with both its keys; one that goes, with no place on earth', () => {
  const told = { region_created_at: 17, region_id: '0a1b2c', name: 'Home', latitude: 1, longitude: 2, radius_meters: 60 };
  expect(waypointOfRegion(told)).toEqual({ desc: 'Home', lat: 1, lon: 2, rad: 60, tst: 17, rid: '0a1b2c' });
  const { lat, lon } = removalOfRegion(told);
  expect(Math.abs(lat)).toBeGreaterThan(90);
  expect(Math.abs(lon)).toBeGreaterThan(180);
});
