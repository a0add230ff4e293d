import { call, NOW, type Person, type TestApi, testApi } from '@/__tests__/support/api';
import { addDevice, addLocation } from '@/__tests__/support/data';
import { GET } from '@/app/api/locations/route';

const get = (as: Person | undefined, query: string) => call(GET, { as, path: `/api/locations?${query}` });
const iso = (time: number) => new Date(time).toISOString();

let api: TestApi;
let phone: number;
beforeEach(async () => {
  api = await testApi();
  phone = await addDevice(api.server, api.owner);
});

describe('GET /api/locations', () => {
  test('answers every field; what the phone did not say is null, 0 is 0 and no regions are no regions', async () => {
    const id = addLocation(api.server, phone, NOW, {
      altitude: 0,
      velocity: 0,
      in_regions: [],
      created_at: NOW + 5,
      extra: { cog: 7 },
    });
    const { status, body } = await get(api.owner, `device_id=${phone}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      locations: [
        {
          id,
          device_id: phone,
          latitude: 52.52,
          longitude: 13.405,
          accuracy: 10,
          altitude: 0,
          vertical_accuracy: null,
          velocity: 0,
          course: null,
          battery: null,
          battery_status: null,
          trigger: null,
          monitoring_mode: null,
          connection: null,
          ssid: null,
          bssid: null,
          pressure: null,
          tid: null,
          in_regions: [],
          tag: null,
          poi: null,
          occurred_at: iso(NOW),
          created_at: iso(NOW + 5),
          received_at: iso(NOW + 500),
          extra: { cog: 7 },
        },
      ],
      next_cursor: null,
    });
  });

  test('is oldest first, all without a span, else from–to with both ends, as ISO 8601 or epoch milliseconds', async () => {
    for (const offset of [2_000, 0, 3_000, 1_000]) addLocation(api.server, phone, NOW + offset);
    const offsets = async (query: string) =>
      (await get(api.owner, `device_id=${phone}${query}`)).body.locations.map(
        (row: { occurred_at: string }) => Date.parse(row.occurred_at) - NOW,
      );
    expect(await offsets('')).toEqual([0, 1_000, 2_000, 3_000]);
    expect(await offsets(`&from=${NOW + 1_000}&to=${iso(NOW + 2_000)}`)).toEqual([1_000, 2_000]);
    expect(await offsets(`&to=${NOW}`)).toEqual([0]);
  });

  test('next_cursor leads through all of it once, while new fixes arrive', async () => {
    for (let i = 0; i < 10; i++) addLocation(api.server, phone, NOW + Math.floor(i / 3), { latitude: i });
    const seen: number[] = [];
    let pages = 0;
    for (let cursor = ''; ; ) {
      const { body } = await get(api.owner, `device_id=${phone}&limit=4${cursor}`);
      seen.push(...body.locations.map((row: { latitude: number }) => row.latitude));
      pages += 1;
      addLocation(api.server, phone, NOW - pages);
      if (!body.next_cursor) break;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(pages).toBe(3);
  });

  test('no next_cursor where the page just holds the rest', async () => {
    for (let i = 0; i < 4; i++) addLocation(api.server, phone, NOW + i);
    expect((await get(api.owner, `device_id=${phone}&limit=4`)).body.next_cursor).toBeNull();
    expect((await get(api.owner, `device_id=${phone}&limit=3`)).body.next_cursor).not.toBeNull();
  });

  test('is for the owner and admins; what an admin reads is recorded', async () => {
    for (const format of ['json', 'csv', 'gpx', 'geojson']) {
      const query = `device_id=${phone}&format=${format}`;
      expect(await get(api.other, query)).toMatchObject({ status: 403, body: { error: { code: 'ACCESS_DENIED' } } });
      expect(await get(undefined, query)).toMatchObject({ status: 401 });
      expect((await get(api.owner, query)).status).toBe(200);
    }
    const looks = async () =>
      (await api.services.audit.list(api.admin.user, 100)).filter((entry) => entry.subject_type === 'device_history');
    expect(await looks()).toEqual([]);
    expect((await get(api.admin, `device_id=${phone}`)).status).toBe(200);
    expect(await looks()).toMatchObject([
      { action: 'read', actor_user_id: api.admin.user.id, subject_id: String(phone), detail: { owner_ids: [api.owner.user.id] } },
    ]);
  });

  test.each([
    ['', 'device_id', 'device_id is missing; it must be a whole number from 1'],
    ['device_id=abc', 'device_id', 'device_id is "abc"; it must be a whole number from 1'],
    ['device_id=1&from=x', 'from', 'from is "x"; it must be a time in ISO 8601 or in epoch milliseconds'],
    ['device_id=1&limit=0', 'limit', 'limit is 0; it must be a whole number from 1'],
    ['device_id=1&format=shp', 'format', 'format is "shp"; it must be json, geojson, gpx, csv, kml or rec'],
    ['device_id=1&cursor=zzz', 'cursor', 'cursor is "zzz"; it must be a next_cursor of an earlier answer'],
  ])('refuses %p', async (query, field, message) => {
    expect(await get(api.owner, query)).toMatchObject({ status: 422, body: { error: { details: { [field]: message } } } });
  });

  test('does not know a device that is not there', async () => {
    expect(await get(api.owner, 'device_id=9999')).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
  });
});

describe('as a file', () => {
  const file = (format: string, more = '') => get(api.owner, `device_id=${phone}&format=${format}${more}`);

  test('CSV has all fields, safe against formulas', async () => {
    const id = addLocation(api.server, phone, NOW, {
      longitude: -3.5,
      tag: '=1+1',
      in_regions: ['Home', 'Büro'],
      extra: { a: 1 },
    });
    const { text, headers } = await file('csv');
    const [header, line, end] = text.split('\r\n');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="fencepost-device-${phone}.csv"`);
    expect(header).toMatch(/^id,device_id,occurred_at,.*,extra$/);
    expect(line).toBe(
      `${id},${phone},${iso(NOW)},,${iso(NOW + 500)},52.52,-3.5,10,,,,,,,,,,,,,,"[""Home"",""Büro""]",'=1+1,,"{""a"":1}"`,
    );
    expect(line?.split(',').length).toBeGreaterThanOrEqual(header?.split(',').length ?? 0);
    expect(end).toBe('');
  });

  test('GeoJSON is a collection of points with the other fields as properties', async () => {
    addLocation(api.server, phone, NOW, { altitude: 34 });
    const id = addLocation(api.server, phone, NOW + 1, { battery: 5 });
    const { text, headers } = await file('geojson');
    expect(headers.get('content-type')).toBe('application/geo+json');
    const collection = JSON.parse(text);
    expect(collection).toMatchObject({ type: 'FeatureCollection', features: [{ type: 'Feature' }, { id }] });
    expect(collection.features[0].geometry).toEqual({ type: 'Point', coordinates: [13.405, 52.52, 34] });
    expect(collection.features[1].geometry).toEqual({ type: 'Point', coordinates: [13.405, 52.52] });
    expect(collection.features[1].properties).toMatchObject({ battery: 5, occurred_at: iso(NOW + 1), device_id: phone });
  });

  test('GPX is a track named like the device', async () => {
    await api.services.devices.update(api.owner.user, phone, { name: 'A <b> & "c"\u0007' });
    addLocation(api.server, phone, NOW, { altitude: 34.5 });
    addLocation(api.server, phone, NOW + 1_000);
    const { text, headers } = await file('gpx');
    expect(headers.get('content-type')).toBe('application/gpx+xml');
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<gpx version="1.1" creator="Fencepost" xmlns="http://www.topografix.com/GPX/1/1">\n' +
        '<trk><name>A &lt;b&gt; &amp; &quot;c&quot;</name><trkseg>\n' +
        `<trkpt lat="52.52" lon="13.405"><ele>34.5</ele><time>${iso(NOW)}</time></trkpt>\n` +
        `<trkpt lat="52.52" lon="13.405"><time>${iso(NOW + 1_000)}</time></trkpt>\n` +
        '</trkseg></trk></gpx>\n',
    );
  });

  test('holds the whole span or as many as were asked for, in every format', async () => {
    api.server.connection.transaction(() => {
      for (let i = 0; i < 2_300; i++) addLocation(api.server, phone, NOW + i);
    });
    const count = async (format: string, more = '') => {
      const { text } = await file(format, more);
      if (format === 'geojson') return JSON.parse(text).features.length;
      return format === 'gpx' ? text.split('<trkpt').length - 1 : text.trim().split('\r\n').length - 1;
    };
    for (const format of ['csv', 'gpx', 'geojson']) {
      expect(await count(format)).toBe(2_300);
      expect(await count(format, '&limit=1500')).toBe(1_500);
      expect(await count(format, `&from=${NOW + 2_000}`)).toBe(300);
      expect(await count(format, `&from=${NOW + 9_000}`)).toBe(0);
    }
  });
});
