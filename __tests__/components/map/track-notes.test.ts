import type { TrackFix } from '@/components/map/track';
import { poisOf, tagRunsOf } from '@/components/map/track-notes';
import type { MapMedia } from '@/components/map/types';

const fix = (id: number, more: Partial<TrackFix> = {}): TrackFix => ({
  ...{ id, latitude: 50 + id / 1000, longitude: 10, accuracy: 10, velocity: null, poi: null, tag: null, at: id * 60_000 },
  ...more,
});

const picture = (id: number, location_id: number, more: Partial<MapMedia> = {}): MapMedia => ({
  ...{ id, location_id, poi: 'Lake', tag: null, latitude: 50, longitude: 10 },
  occurred_at: new Date(location_id * 60_000).toISOString(),
  ...more,
});

describe('the places of a track', () => {
  test('are its fixes with a name, with their pictures in the order they came', () => {
    const fixes = [fix(1), fix(2, { poi: 'Lake', tag: 'trip' }), fix(3, { poi: 'Hut' })];
    const pois = poisOf(fixes, [picture(9, 2), picture(8, 2)]);
    expect(pois).toEqual([
      { id: 2, latitude: 50.002, longitude: 10, at: 120_000, name: 'Lake', tag: 'trip', pictures: [8, 9] },
      { id: 3, latitude: 50.003, longitude: 10, at: 180_000, name: 'Hut', tag: null, pictures: [] },
    ]);
  });

  test('are also pictures without a name, and those whose fix is not among them; a picture of no place is none', () => {
    const pois = poisOf([fix(1)], [picture(7, 1, { poi: null }), picture(8, 99), picture(6, 98, { latitude: null })]);
    expect(pois).toMatchObject([
      { id: 1, name: null, pictures: [7] },
      { id: 99, name: 'Lake', pictures: [8] },
    ]);
  });
});

test('a tag lasts until it changes or is cleared, and may come again', () => {
  const tags = [null, 'trip', 'trip', 'work', null, 'trip'];
  const runs = tagRunsOf(tags.map((tag, id) => fix(id, { tag })));
  expect(runs.map(({ tag, first, last }) => [tag, first.id, last.id])).toEqual([
    ['trip', 1, 2],
    ['work', 3, 3],
    ['trip', 5, 5],
  ]);
  expect(tagRunsOf([])).toEqual([]);
});
