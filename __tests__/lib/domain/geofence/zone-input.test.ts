import { changeZone, readNewZone, readZonePatch, type ZoneFields } from '@/lib/domain/geofence/zone-input';
import { DEFAULT_SETTINGS } from '@/lib/domain/geofence/zone-settings';
import type { Position } from '@/lib/domain/model';

const OWNER = 7;
const circle = { name: 'Home', shape_type: 'circle', center_latitude: 52.52, center_longitude: 13.405, radius_meters: 100 };
const square: Position[] = [
  [13, 52],
  [13.1, 52],
  [13.1, 52.1],
  [13, 52.1],
  [13, 52],
];
const polygon = (...coordinates: unknown[]) => ({
  name: 'Field',
  shape_type: 'polygon',
  geometry: { type: 'Polygon', coordinates },
});

function problemsOf(input: unknown): Record<string, string> {
  const read = readNewZone(input, OWNER);
  return 'problems' in read ? read.problems : {};
}

function fieldsOf(input: unknown): ZoneFields {
  const read = readNewZone(input, OWNER);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.fields;
}

const ringOf = (input: unknown) => fieldsOf(input).geometry?.coordinates[0];

/** A regular figure round a place. */
const round = (corners: number, [longitude, latitude]: Position = [13, 52], size = 0.1): Position[] =>
  Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return [longitude + size * Math.cos(angle), latitude + size * Math.sin(angle)];
  });

describe('a new zone', () => {
  test('needs a name and a shape; the rest has defaults', () => {
    expect(fieldsOf(circle)).toEqual({
      ...circle,
      description: null,
      geometry: null,
      owner_id: OWNER,
      device_id: null,
      is_active: true,
      color: '#0ca678',
      ...DEFAULT_SETTINGS,
    });
    expect(problemsOf({})).toEqual({
      name: 'name is missing; it must be 1–100 characters',
      shape_type: 'shape_type is missing; it must be circle, polygon or rectangle',
    });
  });

  test.each([
    ['radius_meters', 20, 'radius_meters is 20; it must be 50–50000'],
    ['radius_meters', 50_001, 'radius_meters is 50001; it must be 50–50000'],
    ['radius_meters', '100', 'radius_meters is "100"; it must be 50–50000'],
    ['radius_meters', undefined, 'radius_meters is missing; it must be 50–50000'],
    ['center_latitude', 90.5, 'center_latitude is 90.5; it must be −90–90'],
    ['center_longitude', -181, 'center_longitude is -181; it must be −180–180'],
    ['center_longitude', null, 'center_longitude is missing; it must be −180–180'],
    ['name', '  ', 'name is ""; it must be 1–100 characters'],
    ['name', null, 'name is null; it must be 1–100 characters'],
    ['color', 'green', 'color is "green"; it must be #rrggbb'],
    ['shape_type', 'hexagon', 'shape_type is "hexagon"; it must be circle, polygon or rectangle'],
    ['is_active', 'yes', 'is_active is "yes"; it must be true or false'],
    ['device_id', -1, 'device_id is -1; it must be the number of a device'],
  ])('says what is wrong with %s %p', (field, value, message) => {
    expect(problemsOf({ ...circle, [field]: value })).toEqual({ [field]: message });
  });

  test('names every wrong field at once', () => {
    expect(Object.keys(problemsOf({ ...circle, name: '', radius_meters: 1, color: '' }))).toEqual([
      'name',
      'radius_meters',
      'color',
    ]);
  });

  test('names what is wrong with the shape together with the rest', () => {
    expect(problemsOf({ shape_type: 'circle', radius_meters: 1, color: 3 })).toEqual({
      name: 'name is missing; it must be 1–100 characters',
      radius_meters: 'radius_meters is 1; it must be 50–50000',
      color: 'color is 3; it must be #rrggbb',
      center_latitude: 'center_latitude is missing; it must be −90–90',
      center_longitude: 'center_longitude is missing; it must be −180–180',
    });
    expect(Object.keys(problemsOf({ ...polygon([[0, 0]]), name: '' })).sort()).toEqual(['geometry', 'name']);
  });

  test.each([[[]], ['circle'], [null], [3]])('that is no object (%p) is refused', (input) => {
    expect(Object.keys(problemsOf(input))).toEqual(['body']);
  });

  test('takes the limits themselves, trims, and reads an id in digits', () => {
    const fields = fieldsOf({
      ...circle,
      name: ' x ',
      radius_meters: 50,
      center_latitude: -90,
      device_id: '12',
      color: '#ABCDEF',
    });
    expect(fields).toMatchObject({ name: 'x', radius_meters: 50, center_latitude: -90, device_id: 12, color: '#abcdef' });
    expect(fieldsOf({ ...circle, name: 'ü'.repeat(100), radius_meters: 50_000 })).toMatchObject({ radius_meters: 50_000 });
    expect(problemsOf({ ...circle, name: 'x'.repeat(101) }).name).toMatch(/it must be 1–100 characters$/);
  });

  test('as a circle has no geometry and as a polygon no circle', () => {
    expect(fieldsOf({ ...circle, geometry: { type: 'Polygon', coordinates: [square] } }).geometry).toBeNull();
    expect(fieldsOf({ ...circle, ...polygon(square) })).toMatchObject({ center_latitude: null, radius_meters: null });
  });
});

describe('a polygon', () => {
  test('is closed where it is open, and repeated vertices are dropped', () => {
    expect(ringOf(polygon(square.slice(0, 4)))).toEqual(square);
    expect(ringOf(polygon([square[0], square[0], ...square.slice(1)]))).toEqual(square);
    expect(ringOf(polygon(square.map(([x, y]) => [x, y, 34])))).toEqual(square);
  });

  test.each([
    [undefined, /^geometry is missing; a polygon needs a GeoJSON Polygon$/],
    [{ type: 'Point', coordinates: [1, 2] }, /^geometry.type is "Point"; it must be "Polygon"$/],
    [{ type: 'Polygon', coordinates: [] }, /must be a list of rings/],
    [{ type: 'Polygon', coordinates: ['x'] }, /^the border is "x"; it must be a list/],
    [{ type: 'Polygon', coordinates: [[[1, 2], [3]]] }, /^vertex 2 of the border is \[3\]; it must be \[longitude, latitude\]$/],
    [{ type: 'Polygon', coordinates: [[[0, 91], ...square]] }, /^vertex 1 of the border has the latitude 91; it must be −90–90$/],
    [{ type: 'Polygon', coordinates: [[[1e6, 1], ...square]] }, /has the longitude 1000000/],
    [{ type: 'Polygon', coordinates: [square.slice(0, 2)] }, /^the border has 2 vertices; it must have 3 or more$/],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [2, 2],
          ],
        ],
      },
      /crosses itself|encloses no area/,
    ],
  ])('of the form %j is refused', (geometry, message) => {
    expect(problemsOf({ ...polygon(), geometry }).geometry).toMatch(message);
  });

  test('may have 1,000 vertices in all, not one more; the closing ones do not count', () => {
    const hole = round(400, [13, 52], 0.01);
    expect(ringOf(polygon(round(1_000)))).toHaveLength(1_001);
    expect(fieldsOf(polygon(round(600), hole)).geometry?.coordinates).toHaveLength(2);
    expect(problemsOf(polygon(round(1_001))).geometry).toBe('geometry has 1001 vertices; it must have at most 1000');
    expect(problemsOf(polygon(round(601), hole)).geometry).toBe('geometry has 1001 vertices; it must have at most 1000');
    expect(problemsOf(polygon(round(50_000))).geometry).toMatch(/at most 1000/);
  });

  test.each([
    [
      'a bow tie',
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
      ],
      'the border crosses itself: its edges 1–2 and 3–4 meet',
    ],
    [
      'a spike',
      [
        [0, 0],
        [2, 0],
        [1, 0],
        [1, 1],
      ],
      'the border crosses itself: its edges 1–2 and 2–3 meet',
    ],
    [
      'a touching vertex',
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 0],
        [0, 4],
      ],
      'the border crosses itself: its edges 1–2 and 3–4 meet',
    ],
    [
      'a repeated vertex',
      [
        [0, 0],
        [2, 0],
        [1, 1],
        [2, 2],
        [0, 2],
        [1, 1],
      ],
      'the border crosses itself: its edges 2–3 and 5–6 meet',
    ],
  ])('with %s is refused', (_what, ring, message) => {
    expect(problemsOf(polygon(ring)).geometry).toBe(message);
  });

  test('with the largest ring is checked in a blink', () => {
    const zigzag = Array.from({ length: 500 }, (_, i): Position => [i / 1_000, (i % 2) / 10]);
    const back = zigzag.map(([x, y]): Position => [x, y + 0.5]).reverse();
    const start = performance.now();
    expect(ringOf(polygon([...zigzag, ...back]))).toHaveLength(1_001);
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('may have holes inside its border only', () => {
    const hole = round(6, [13.05, 52.05], 0.01);
    expect(fieldsOf(polygon(square, hole)).geometry?.coordinates[1]).toHaveLength(7);
    expect(problemsOf(polygon(square, round(6, [13.1, 52.05], 0.01))).geometry).toBe('hole 1 crosses the border');
    expect(problemsOf(polygon(square, round(6, [14, 52], 0.01))).geometry).toBe('hole 1 lies outside the border');
    expect(problemsOf(polygon(square, hole, round(6, [13.055, 52.05], 0.01))).geometry).toBe('hole 2 overlaps hole 1');
    expect(problemsOf(polygon(square, hole, round(6, [13.05, 52.05], 0.005))).geometry).toBe('hole 2 overlaps hole 1');
    expect(fieldsOf(polygon(square, hole, round(6, [13.07, 52.05], 0.01))).geometry?.coordinates).toHaveLength(3);
    expect(
      problemsOf(
        polygon(square, [
          [13.02, 52.02],
          [13.04, 52.04],
          [13.04, 52.02],
          [13.02, 52.04],
        ]),
      ).geometry,
    ).toMatch(/^hole 1 crosses itself/);
  });

  test('across the antimeridian is the same zone however its longitudes are written', () => {
    const within = [
      [179.9, -17],
      [-179.9, -17],
      [-179.9, -16],
      [179.9, -16],
      [179.9, -17],
    ];
    expect(ringOf(polygon(within))).toEqual(within);
    for (const turn of [0, 360, -360, 720]) {
      const beyond = [
        [179.9 + turn, -17],
        [180.1 + turn, -17],
        [180.1 + turn, -16],
        [179.9 + turn, -16],
      ];
      const ring = ringOf(polygon(beyond))!;
      expect(ring.map(([x]) => Math.round(x * 1e6) / 1e6)).toEqual([179.9, -179.9, -179.9, 179.9, 179.9]);
    }
    const hole = [
      [-179.95, -16.6],
      [179.95, -16.6],
      [179.95, -16.4],
      [-179.95, -16.4],
    ];
    expect(fieldsOf(polygon(within, hole)).geometry?.coordinates).toHaveLength(2);
    expect(
      problemsOf(
        polygon([
          [179.9, -17],
          [-179.9, -16],
          [-179.9, -17],
          [179.9, -16],
        ]),
      ).geometry,
    ).toMatch(/crosses itself/);
  });

  test('may touch the antimeridian from either side, and go round a pole', () => {
    expect(
      ringOf(
        polygon([
          [180, 0],
          [-180, 1],
          [179, 1],
          [179, 0],
        ]),
      ),
    ).toBeDefined();
    expect(
      ringOf(
        polygon([
          [-180, 0],
          [180, 1],
          [-179, 1],
          [-179, 0],
        ]),
      ),
    ).toBeDefined();
    expect(
      ringOf(
        polygon([
          [0, 80],
          [90, 80],
          [179, 80],
          [-90, 80],
        ]),
      ),
    ).toHaveLength(5);
  });

  test('with an edge half way round the earth is refused, because nobody can say which way it goes', () => {
    expect(
      problemsOf(
        polygon([
          [-90, 0],
          [90, 0],
          [0, 40],
        ]),
      ).geometry,
    ).toMatch(/spans 180° of longitude/);
    expect(
      problemsOf(
        polygon([
          [190, 0],
          [-10, 0],
          [90, 40],
        ]),
      ).geometry,
    ).toMatch(/spans 200° of longitude/);
  });

  test('keeps its coordinates to the last digit', () => {
    const ring: Position[] = [
      [13.123456789012344, 52.1],
      [13.2, 52.1],
      [13.2, 52.2],
    ];
    expect(ringOf(polygon(ring))).toEqual([...ring, ring[0]]);
  });
});

describe('a rectangle', () => {
  const rectangle = (...coordinates: unknown[]) => ({ ...polygon(...coordinates), shape_type: 'rectangle' });

  test('has four corners in one ring', () => {
    expect(ringOf(rectangle(square))).toEqual(square);
    expect(problemsOf(rectangle(round(5))).geometry).toBe('geometry has 5 corners in 1 ring(s); a rectangle must have 4 in one');
    expect(problemsOf(rectangle(square, round(4, [13.05, 52.05], 0.01))).geometry).toMatch(/in 2 ring\(s\)/);
  });
});

describe('a change', () => {
  const current = fieldsOf(circle);
  const changed = (input: unknown, from: ZoneFields = current) => {
    const read = readZonePatch(input);
    return 'problems' in read ? read : changeZone(from, read.patch);
  };

  test('of some fields leaves the others', () => {
    expect(changed({ name: 'Flat' })).toEqual({ fields: { ...current, name: 'Flat' }, reshaped: false });
    expect(changed({ description: 'x', device_id: 3, is_active: false })).toMatchObject({
      fields: { description: 'x', device_id: 3, is_active: false, radius_meters: 100 },
      reshaped: false,
    });
    expect(changed({ device_id: null }, { ...current, device_id: 3 })).toMatchObject({ fields: { device_id: null } });
  });

  test('of the area counts as one only where it is another area', () => {
    expect(changed({ radius_meters: 101 })).toMatchObject({ reshaped: true });
    expect(changed({ radius_meters: 100, center_latitude: 52.52 })).toMatchObject({ reshaped: false });
    expect(changed({ radius_meters: 20 })).toEqual({ problems: { radius_meters: 'radius_meters is 20; it must be 50–50000' } });
  });

  test('of the shape brings what the new shape needs and drops the rest', () => {
    const geometry = { type: 'Polygon', coordinates: [square] };
    const toPolygon = changed({ shape_type: 'polygon', geometry });
    expect(toPolygon).toMatchObject({ fields: { geometry, center_latitude: null, radius_meters: null }, reshaped: true });
    expect(changed({ shape_type: 'polygon' })).toEqual({
      problems: { geometry: 'geometry is missing; a polygon needs a GeoJSON Polygon' },
    });
    const polygonFields = 'fields' in toPolygon ? toPolygon.fields : current;
    expect(changed({ shape_type: 'circle', radius_meters: 60 }, polygonFields)).toEqual({
      problems: {
        center_latitude: 'center_latitude is missing; it must be −90–90',
        center_longitude: 'center_longitude is missing; it must be −180–180',
      },
    });
    expect(changed({ shape_type: 'rectangle' }, polygonFields)).toMatchObject({
      fields: { shape_type: 'rectangle' },
      reshaped: false,
    });
  });

  test('of a part that the shape does not have is refused instead of ignored', () => {
    const polygonFields = fieldsOf(polygon(square));
    expect(changed({ radius_meters: 500 }, polygonFields)).toEqual({
      problems: { radius_meters: 'radius_meters does not belong to a polygon; give shape_type to change the shape' },
    });
    expect(changed({ geometry: { type: 'Polygon', coordinates: [square] } })).toMatchObject({
      problems: { geometry: expect.anything() },
    });
  });

  test('may send a zone back as it was read', () => {
    const dto = { ...current, id: 'x', version: 3, owner_name: 'Otto', area_square_meters: 1, center: {}, created_at: 'then' };
    expect(changed(dto)).toEqual({ fields: current, reshaped: false });
  });
});
