import { initials, inkOn } from '@/components/map/initials';
import { readMapLink } from '@/components/map/map-link';
import { geometryOf, ringsOf, sameRings } from '@/components/map/shape';
import { SHEET_RESTS, settle } from '@/components/map/sheet';
import { spanOf } from '@/components/map/span';
import { spread } from '@/components/map/spread';
import type { PolygonGeometry } from '@/lib/domain/model';

describe('initials', () => {
  test.each([
    ['Ada’s phone', 'AP'],
    ['Tablet', 'TA'],
    ['new-york_2', 'NY'],
    ['ä', 'Ä'],
    ['👩‍🚀 x', '👩X'],
    ['', '?'],
  ])('of %j are %j', (name, expected) => expect(initials(name)).toBe(expected));

  test('can be read on any colour with a contrast of 4.5 or more', () => {
    const luminance = (hex: string) => {
      const [r, g, b] = [1, 3, 5].map((at) => {
        const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const color of ['#1c7ed6', '#e8590c', '#ffffff', '#000000', '#7f7f7f', '#d6336c', '#f08c00', '#0ca678']) {
      const [low, high] = [luminance(color), luminance(inkOn(color))].sort((a, b) => a - b) as [number, number];
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('a polygon for the flat map', () => {
  const across: PolygonGeometry = {
    type: 'Polygon',
    coordinates: [
      [
        [179, -17],
        [-179, -17],
        [-179, -16],
        [179, -16],
        [179, -17],
      ],
      [
        [-179.6, -16.7],
        [-179.4, -16.7],
        [-179.4, -16.4],
        [-179.6, -16.7],
      ],
    ],
  };

  test('lies in one piece across the antimeridian, with its hole inside', () => {
    const [border, hole] = ringsOf(across);
    expect(border).toEqual([
      [-17, 179],
      [-17, 181],
      [-16, 181],
      [-16, 179],
    ]);
    expect(hole![0]![1]).toBeCloseTo(180.4, 9);
  });

  test('is the same as a copy, and not as one with another corner', () => {
    const rings = ringsOf(across);
    const copy = structuredClone(rings);
    expect(sameRings(rings, copy)).toBe(true);
    copy[1]![0]![0] += 1e-9;
    expect(sameRings(rings, copy)).toBe(false);
    expect(sameRings(rings, rings.slice(0, 1))).toBe(false);
    expect(sameRings(rings, null)).toBe(false);
    expect(sameRings(null, null)).toBe(true);
  });

  test('comes back as it was', () => expect(geometryOf(ringsOf(across))).toEqual(across));
});

describe('the link to the map', () => {
  test('points to a device, a zone, a place', () => {
    expect(readMapLink({ device: '7', geofence: 'abc' })).toEqual({ device: 7, geofence: 'abc', place: null, days: null });
    expect(readMapLink({ zone: 'abc' })).toEqual({ device: null, geofence: 'abc', place: null, days: null });
    expect(readMapLink({ days: '2025-01-01,2025-01-07' }).days).toEqual(['2025-01-01', '2025-01-07']);
    expect(readMapLink({ days: '2025-01-08,2025-01-07' }).days).toBeNull();
    expect(readMapLink({ days: '2025-13-01,2025-13-07' }).days).toBeNull();
    expect(readMapLink({ at: '48.1,-11.5' }).place).toEqual({ latitude: 48.1, longitude: -11.5, accuracy: null });
  });

  test.each([{ device: 'x' }, { device: '1.5' }, { at: '91,3' }, { at: '5' }, { at: ',' }])(
    'leaves out what makes no sense: %j',
    (query) => expect(readMapLink(query)).toEqual({ device: null, geofence: null, place: null, days: null }),
  );
});

describe('the span of a track', () => {
  const now = Date.parse('2026-11-21T22:30:00Z');

  test('today begins at midnight of the person’s own time zone and goes on', () => {
    expect(spanOf('today', [null, null], now, 'Europe/Berlin')).toEqual({ from: Date.parse('2026-11-20T23:00:00Z'), to: null });
    expect(spanOf('today', [null, null], now, 'Asia/Tokyo')).toEqual({ from: Date.parse('2026-11-21T15:00:00Z'), to: null });
  });

  test('custom days are both included, also where the clocks change', () => {
    expect(spanOf('custom', ['2026-10-25', '2026-10-25'], now, 'Europe/Berlin')).toEqual({
      from: Date.parse('2026-10-24T22:00:00Z'),
      to: Date.parse('2026-10-25T23:00:00Z') - 1,
    });
    expect(spanOf('custom', ['2026-10-25', null], now, 'Europe/Berlin')).toBeNull();
  });
});

describe('markers at one place', () => {
  test('stand in a row around it; others stay', () => {
    expect(
      spread([
        { x: 100, y: 50 },
        { x: 400, y: 50 },
        { x: 100, y: 50 },
      ]),
    ).toEqual([-14, 0, 14]);
    expect(spread([{ x: 0, y: 0 }])).toEqual([0]);
  });
});

describe('the sheet', () => {
  test('settles at the nearest rest, and a flick carries it one further', () => {
    expect(settle(0.5, 0)).toBe(1);
    expect(settle(0.2, 0)).toBe(0);
    expect(settle(SHEET_RESTS[1] + 0.02, 0.002)).toBe(2);
    expect(settle(SHEET_RESTS[1] - 0.02, -0.002)).toBe(0);
    expect(settle(0.9, 0.002)).toBe(2);
  });
});
