import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { call, NOW, type TestApi } from '@/__tests__/support/api';
import { addEvent, addEvents, apiWithHome } from '@/__tests__/support/data';
import { GET } from '@/app/api/geofences/events/route';
import { eventsCsv, fileResponse } from '@/lib/adapters/http/exports';

const HEADER =
  'id,occurred_at,received_at,event_type,device_id,device_name,geofence_id,geofence_name,latitude,longitude,accuracy,' +
  'distance_from_center,confidence,stay_seconds,notification_status,notification_reason,retracted_at,retract_reason,' +
  'decided_at,retract_decided_at,replaces_id,origin,is_pass_through,witnesses,is_late';

let api: TestApi, phone: number, home: string;
beforeEach(async () => {
  ({ api, phone, home } = await apiWithHome());
});

/** Bytes that are still needed, without what was left behind and waits to be collected. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

const csv = (query = '') => call(GET, { as: api.owner, path: `/api/geofences/events?format=csv${query}` });

test('is a file with a header, one line each, filtered as the list is', async () => {
  const id = addEvent(api.server, home, phone, NOW, { latitude: -33.5, longitude: -70.25, accuracy: null });
  addEvent(api.server, home, phone, NOW - 1, { event_type: 'exit' });
  const answer = await csv('&eventType=enter&limit=1');
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="fencepost-events-2026-05-01.csv"');
  expect(answer.text.split('\r\n')).toEqual([
    HEADER,
    `${id},2026-05-01T12:00:00.000Z,2026-05-01T12:00:01.000Z,enter,${phone},otto's phone,${home},Home,-33.5,-70.25,,12.5,0.97,,none,,,,2026-05-01T12:00:00.000Z,,,live,false,"[""geometry""]",false`,
    '',
  ]);
});

test('holds all that match, whatever limit and offset say, and only what the caller may see', async () => {
  for (let i = 0; i < 120; i++) addEvent(api.server, home, phone, NOW - i);
  expect((await csv('&limit=10&offset=5')).text.trim().split('\r\n')).toHaveLength(121);
  const others = await call(GET, { as: api.other, path: '/api/geofences/events?format=csv' });
  expect(others.text.trim()).toBe(HEADER);
  expect((await call(GET, { path: '/api/geofences/events?format=csv' })).status).toBe(401);
  expect((await csv('&deviceId=x')).status).toBe(422);
});

test("records that an admin took others' events", async () => {
  addEvent(api.server, home, phone, NOW);
  await call(GET, { as: api.admin, path: '/api/geofences/events?format=csv' });
  const entries = await api.services.audit.list(api.admin.user, 5);
  expect(entries).toContainEqual(expect.objectContaining({ action: 'read', subject_type: 'geofence_event' }));
});

describe('is safe to open in a spreadsheet', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\n=1', '＝1', '=HYPERLINK("http://x","y")'])(
    'the text %p gets an apostrophe',
    async (text) => {
      addEvent(api.server, home, phone, NOW, { notification_reason: text });
      const { text: file } = await csv();
      const cell = /,none,("(?:[^"]|"")*"|[^,]*),,,[^\r\n]*\r\n$/.exec(file)?.[1] ?? '';
      const value = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(value).toBe(`'${text}`);
    },
  );

  test('names of zones and devices, too; plain texts with commas, quotes and line breaks stay what they are', async () => {
    await api.services.zones.update(api.owner.user, home, { name: '=cmd|x' });
    addEvent(api.server, home, phone, NOW, { notification_reason: 'said "no", a = b\nagain' });
    const { text } = await csv();
    expect(text).toContain(",'=cmd|x,");
    expect(text).toContain(',"said ""no"", a = b\nagain",');
  });
});

describe('of 100,000 events', () => {
  const EVENTS = 100_000;
  beforeEach(() => addEvents(api.server, home, phone, NOW, EVENTS));

  test('streams in pieces, each made only when it is asked for, and stops when the reader leaves', async () => {
    let pages = 0;
    async function* counted() {
      for await (const page of api.services.events.stream(api.owner.user, {})) {
        pages += 1;
        expect(page.length).toBeLessThanOrEqual(1_000);
        yield page;
      }
    }
    const reader = fileResponse(eventsCsv(counted()), 'text/csv', 'x.csv').body!.getReader();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pages).toBe(0);
    await reader.read();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pages).toBe(1);
    await reader.cancel();

    const response = await GET(
      new Request('http://localhost/api/geofences/events?format=csv', {
        headers: { authorization: `Bearer ${api.owner.token}` },
      }),
      { params: Promise.resolve({}) },
    );
    const before = heapInUse();
    let [lines, largest, peak, pieces] = [0, 0, 0, 0];
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      largest = Math.max(largest, piece.length);
      if (pieces++ % 20 === 0) peak = Math.max(peak, heapInUse() - before);
      lines += Buffer.from(piece).toString('latin1').split('\n').length - 1;
    }
    expect(lines).toBe(EVENTS + 1);
    expect(largest).toBeLessThan(1_000_000);
    // The whole file has about 20 MB, its rows as objects several times that.
    expect(peak).toBeLessThan(15_000_000);
  }, 60_000);

  test('do not slow the list down', async () => {
    const queries = [
      '',
      '?offset=99900',
      '?eventType=enter',
      `?geofenceId=${home}&deviceId=${phone}`,
      `?startTime=${NOW - 9e7}&limit=1000`,
    ];
    for (const query of queries) {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        const start = process.cpuUsage();
        const answer = await call(GET, { as: api.owner, path: `/api/geofences/events${query}` });
        const { user, system } = process.cpuUsage(start);
        times.push((user + system) / 1_000);
        expect(answer.body.events.length).toBeGreaterThan(0);
      }
      // Milliseconds of processor time, 15–30 of them on an idle machine; reading rows instead of the index takes hundreds.
      expect(Math.min(...times)).toBeLessThan(150);
    }
  }, 60_000);
});
