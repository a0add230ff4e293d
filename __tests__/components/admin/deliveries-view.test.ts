import {
  csvLink,
  EMPTY_VIEW,
  isFiltered,
  newerLink,
  pageLink,
  parseView,
  statsLink,
  viewQuery,
} from '@/components/admin/deliveries/view';

const ZONE = '00000000-0000-4000-8000-000000000001';
const ADDRESS = `state=suppressed&reason=cooldown&kind=exit&channel=push&recipient=7&device=3&zone=${ZONE}&from=2026-03-28&to=2026-03-29&as=timeline&page=2`;
const view = parseView(new URLSearchParams(ADDRESS));
const paramsOf = (link: string) => Object.fromEntries(new URL(link, 'http://localhost').searchParams);

test('a view and its address are the same', () => {
  expect(viewQuery(view)).toBe(ADDRESS);
  expect(viewQuery(EMPTY_VIEW)).toBe('');
  expect(parseView(new URLSearchParams())).toEqual(EMPTY_VIEW);
});

test('what an address can not mean is left out; swapped days are put right', () => {
  const odd = 'state=lost&reason=%3Cb%3E&kind=walk&channel=pigeon&recipient=-1&device=x&zone=home&from=2026-02-30&as=poem&page=0';
  expect(parseView(new URLSearchParams(odd))).toEqual(EMPTY_VIEW);
  const { from, to } = parseView(new URLSearchParams('from=2026-03-29&to=2026-03-28'));
  expect([from, to]).toEqual(['2026-03-28', '2026-03-29']);
});

test('the page ends where the reader began to read, the newer ones begin after it', () => {
  const anchor = Date.UTC(2026, 2, 29, 12);
  const filter = {
    state: 'suppressed',
    reason: 'cooldown',
    kind: 'exit',
    channel: 'push',
    recipient_id: '7',
    device_id: '3',
    geofence_id: ZONE,
  };
  // In Berlin the clocks go forward on the 29th.
  const from = Date.UTC(2026, 2, 27, 23);
  const end = Date.UTC(2026, 2, 29, 22) - 1;
  expect(paramsOf(pageLink(view, 'Europe/Berlin', anchor))).toEqual({
    ...filter,
    limit: '50',
    offset: '50',
    from: String(from),
    to: String(anchor),
  });
  expect(paramsOf(pageLink(view, 'Europe/Berlin', end + 5))).toMatchObject({ to: String(end) });
  expect(paramsOf(newerLink(view, 'Europe/Berlin', anchor))).toEqual({
    ...filter,
    limit: '1',
    from: String(anchor + 1),
    to: String(end),
  });
  expect(paramsOf(csvLink(view, 'Europe/Berlin'))).toEqual({ ...filter, format: 'csv', from: String(from), to: String(end) });
});

test('statistics are of all states, because one chooses by them; the form and the page are no filter', () => {
  expect(paramsOf(statsLink(view))).toEqual({
    kind: 'exit',
    channel: 'push',
    recipient_id: '7',
    device_id: '3',
    geofence_id: ZONE,
  });
  expect(isFiltered(view)).toBe(true);
  expect(isFiltered({ ...EMPTY_VIEW, as: 'timeline', page: 3 })).toBe(false);
});
