import fc from 'fast-check';
import {
  apiQuery,
  csvLink,
  EMPTY_VIEW,
  type EventsView,
  isFiltered,
  pageLink,
  parseView,
  viewQuery,
} from '@/components/admin/events/filter';

const day = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const view: fc.Arbitrary<EventsView> = fc
  .record({
    device: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    zone: fc.option(fc.uuid()),
    type: fc.option(fc.constantFrom('enter', 'exit', 'dwell')),
    retracted: fc.option(fc.constantFrom('only', 'exclude')),
    days: fc.tuple(fc.option(day), fc.option(day)),
    page: fc.integer({ min: 1, max: 5000 }),
  })
  .map(({ days: [a, b], ...rest }) => {
    const [from, to] = a && b && a > b ? [b, a] : [a, b];
    return { ...rest, from, to } as EventsView;
  });

describe('the query of the events page', () => {
  test('a view survives the way through the URL', () => {
    fc.assert(fc.property(view, (given) => expect(parseView(new URLSearchParams(viewQuery(given)))).toEqual(given)));
  });

  test('the newest page of everything has no query', () => {
    expect(viewQuery(EMPTY_VIEW)).toBe('');
    expect(parseView(new URLSearchParams())).toEqual(EMPTY_VIEW);
  });

  test('what makes no sense is left out', () => {
    const query = new URLSearchParams('device=x&type=party&from=2026-02-30&to=yesterday&page=-3&zone=home');
    expect(parseView(query)).toEqual(EMPTY_VIEW);
  });

  test('swapped days are turned round', () => {
    expect(parseView(new URLSearchParams('from=2026-05-09&to=2026-05-02'))).toMatchObject({
      from: '2026-05-02',
      to: '2026-05-09',
    });
  });

  test('the page alone is no filter', () => {
    expect(isFiltered({ ...EMPTY_VIEW, page: 4 })).toBe(false);
    expect(isFiltered({ ...EMPTY_VIEW, type: 'exit' })).toBe(true);
  });
});

describe('the query of the API', () => {
  const days = { from: '2026-03-29', to: '2026-03-29' };
  const filtered: EventsView = { device: 7, zone: 'z1', type: 'enter', retracted: null, ...days, page: 3 };

  test("days are days of the reader's time zone, the short one of summer time too", () => {
    const query = apiQuery(filtered, 'Europe/Berlin');
    expect(Object.fromEntries(query)).toEqual({
      geofenceId: 'z1',
      deviceId: '7',
      eventType: 'enter',
      startTime: '2026-03-28T23:00:00.000Z',
      endTime: '2026-03-29T21:59:59.999Z',
    });
  });

  test('events that were taken back are left out, shown alone, or among the others', () => {
    expect(apiQuery({ ...filtered, retracted: 'only' }, 'UTC').get('retracted')).toBe('only');
    expect(apiQuery(filtered, 'UTC').has('retracted')).toBe(false);
    expect(parseView(new URLSearchParams('retracted=exclude')).retracted).toBe('exclude');
    expect(parseView(new URLSearchParams('retracted=nonsense')).retracted).toBe(null);
  });

  test('a page is a limit and an offset', () => {
    const query = new URL(pageLink(filtered, 'UTC', 100), 'http://x').searchParams;
    expect([query.get('limit'), query.get('offset')]).toEqual(['50', '100']);
  });

  test('the file holds the whole filtered set, not the page', () => {
    const query = new URL(csvLink(filtered, 'UTC'), 'http://x').searchParams;
    expect([query.get('format'), query.get('limit'), query.get('offset')]).toEqual(['csv', null, null]);
    expect(query.get('deviceId')).toBe('7');
  });
});
