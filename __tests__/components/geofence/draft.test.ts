import { draftOf, geometryOfDraft, newDraft, problemsOf, toInput, type ZoneDraft } from '@/components/geofence/draft';
import { areaOf, type LatLng } from '@/components/map/shape';
import { readNewZone } from '@/lib/domain/geofence/zone-input';

const circle = (more: Partial<ZoneDraft> = {}): ZoneDraft => ({
  ...newDraft(1, '#0ca678'),
  name: 'Home',
  center_latitude: '52.52',
  center_longitude: '13.405',
  ...more,
});

const drawn = (rings: LatLng[][] | null, shape_type: 'polygon' | 'rectangle' = 'polygon') =>
  circle({ shape_type, geometry: { polygon: null, rectangle: null, [shape_type]: rings } });

const SQUARE: LatLng[] = [
  [0, 0],
  [0, 0.01],
  [0.01, 0.01],
  [0.01, 0],
];

describe('a draft of a zone', () => {
  test('a complete one is what the server takes', () => {
    expect(problemsOf(circle())).toEqual({});
    expect(readNewZone(toInput(circle()), 1)).toMatchObject({
      fields: { name: 'Home', center_latitude: 52.52, radius_meters: 200, device_id: null, geometry: null },
    });
  });

  test('everything that is wrong is told at once', () => {
    const wrong = circle({ name: ' ', center_latitude: '99', center_longitude: '', radius_meters: 20 });
    expect(problemsOf(wrong)).toEqual({
      name: 'name',
      center_latitude: 'latitude',
      center_longitude: 'longitude',
      radius_meters: 'radius',
    });
    expect(problemsOf({ ...drawn(null), name: '' })).toEqual({ name: 'name', geometry: 'undrawn' });
  });

  test.each([
    ['', 'radius'],
    ['abc', 'radius'],
    [49, 'radius'],
    [50, undefined],
    [50_000, undefined],
    [50_001, 'radius'],
  ])('a radius of %j is %j', (radius_meters, problem) =>
    expect(problemsOf(circle({ radius_meters })).radius_meters).toBe(problem),
  );

  test('a place typed into one field counts as both', () => {
    const typed = circle({ center_latitude: '48.8584, 2.2945', center_longitude: '' });
    expect(problemsOf(typed)).toEqual({});
    expect(toInput(typed)).toMatchObject({ center_latitude: 48.8584, center_longitude: 2.2945 });
  });

  const hole = (at: number): LatLng[] => [
    [at, at],
    [at, at + 0.002],
    [at + 0.002, at],
  ];
  test.each([
    ['a square', drawn([SQUARE]), undefined],
    ['a square with a hole', drawn([SQUARE, hole(0.002)]), undefined],
    ['nothing', drawn(null), 'undrawn'],
    ['a bow tie', drawn([[SQUARE[0]!, SQUARE[2]!, SQUARE[1]!, SQUARE[3]!]]), 'crossing'],
    ['two corners', drawn([SQUARE.slice(0, 2)]), 'tooFew'],
    [
      'a speck',
      drawn([
        [
          [0, 0],
          [0, 1e-7],
          [1e-7, 0],
        ],
      ]),
      'flat',
    ],
    ['a hole outside', drawn([SQUARE, hole(0.5)]), 'hole'],
    ['a hole across the border', drawn([SQUARE, hole(0.009)]), 'crossing'],
    [
      'too many corners',
      drawn([Array.from({ length: 1001 }, (_, i): LatLng => [Math.sin(i / 160) / 9, Math.cos(i / 160) / 9])]),
      'tooMany',
    ],
    ['three corners of a rectangle', drawn([SQUARE.slice(0, 3)], 'rectangle'), 'notRectangle'],
  ])('%s is told as what it is', (_, draft, problem) => expect(problemsOf(draft).geometry).toBe(problem));

  test('a shape that is tried does not lose the one before', () => {
    const draft = { ...drawn([SQUARE]), shape_type: 'circle' as const };
    expect(toInput(draft)).toMatchObject({ geometry: null, center_latitude: 52.52 });
    expect(toInput({ ...draft, shape_type: 'polygon' })).toMatchObject({ center_latitude: null, radius_meters: null });
    expect(toInput({ ...draft, shape_type: 'polygon' }).geometry?.coordinates[0]).toHaveLength(5);
  });

  test('a zone that is opened and saved without a change stays what it was, holes and all', () => {
    const { fields } = readNewZone(toInput(drawn([SQUARE, hole(0.002)])), 1) as unknown as {
      fields: Parameters<typeof draftOf>[0];
    };
    expect(toInput(draftOf(fields))).toMatchObject({ shape_type: 'polygon', geometry: fields.geometry, device_id: null });
  });

  test('is measured as the engine does, once it is complete', () => {
    expect(areaOf(geometryOfDraft(circle())!)!.size_meters).toBe(200);
    expect(geometryOfDraft(circle({ center_longitude: '' }))).toBeNull();
    expect(geometryOfDraft(circle({ radius_meters: '' }))).toBeNull();
    expect(geometryOfDraft(drawn(null))).toBeNull();
  });
});
