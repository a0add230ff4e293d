import { apiQuery, barsOf, EMPTY_VIEW, parseView, spanOf, viewQuery } from '@/components/admin/visits/view';
import { sharesOf } from '@/components/admin/visits/zone-shares';

const ZONE = '0b5f0e52-7a4e-4a37-9a2c-0d6a6f3b1c2d';
const NOW = Date.parse('2026-03-30T22:30:00Z');
const view = (query: string) => parseView(new URLSearchParams(query));

describe('the view of the page of stays', () => {
  test.each(['', 'days=7', `device=3&zone=${ZONE}&days=90`, 'from=2026-03-01&to=2026-03-29&page=2'])(
    '%j is the link to itself',
    (query) => {
      expect(viewQuery(view(query))).toBe(query);
    },
  );

  test.each(['days=12', 'zone=home&device=x&page=0', 'from=2026-02-30&to=2026-03-01', 'from=2026-03-01'])(
    'what makes no sense in %j is left out',
    (query) => expect(view(query)).toEqual(EMPTY_VIEW),
  );

  test('days in the wrong order are turned round', () => {
    expect(view('from=2026-03-09&to=2026-03-02')).toMatchObject({ from: '2026-03-02', to: '2026-03-09', days: null });
  });

  test('the last days end with today of the person, from midnight to midnight of their clock', () => {
    expect(spanOf(view('days=7'), NOW, 'Europe/Berlin')).toEqual(['2026-03-25', '2026-03-31']);
    expect(Object.fromEntries(apiQuery(view('days=7'), NOW, 'Europe/Berlin'))).toEqual({
      startTime: '2026-03-24T23:00:00.000Z',
      endTime: '2026-03-31T21:59:59.999Z',
    });
  });
});

describe('the bars', () => {
  const day = { start: '2026-03-02', visits: 2, total_seconds: 7200 };

  test('have an empty one for each day without a stay', () => {
    const { unit, bars } = barsOf(['2026-03-01', '2026-03-03'], [day], []);
    expect(unit).toBe('day');
    expect(bars.map(({ start, visits }) => [start, visits])).toEqual([
      ['2026-03-01', 0],
      ['2026-03-02', 2],
      ['2026-03-03', 0],
    ]);
  });

  test('of a long span are weeks, from the Monday before it', () => {
    const { unit, bars } = barsOf(['2026-01-01', '2026-06-30'], [], [day]);
    expect(unit).toBe('week');
    expect([bars[0]?.start, bars.length]).toEqual(['2025-12-29', 27]);
    expect(bars.filter(({ visits }) => visits > 0)).toEqual([day]);
  });
});

test('a zone’s share is that of the time of all devices', () => {
  const stats = (geofence_id: string, total_seconds: number) => ({
    geofence_id,
    geofence_name: geofence_id,
    geofence_color: '#0ca678',
    total_seconds,
    visits: 1,
  });
  expect(sharesOf([stats('work', 60), stats('home', 100), stats('work', 240)])).toMatchObject([
    { id: 'work', total_seconds: 300, visits: 2, share: 0.75 },
    { id: 'home', share: 0.25 },
  ]);
  expect(sharesOf([stats('home', 0)])).toMatchObject([{ share: 0 }]);
});
