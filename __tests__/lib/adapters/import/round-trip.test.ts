import fc from 'fast-check';
import { GET } from '@/app/api/locations/route';
import type { Location } from '@/lib/domain/model';
import { query } from '@/lib/storage/sqlite/connection';
import { call, type TestApi, testApi } from '../../../support/api';
import { addDevice, addLocation } from '../../../support/data';
import { fileWith, importFile, storedLocations } from '../../../support/imports';

const text = fc.string({ minLength: 1, maxLength: 20 }).filter((value) => !value.includes('\0'));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const degrees = (most: number) =>
  fc.double({ min: -most, max: most, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const positive = fc.double({ min: 0, max: 5_000, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2026, 3, 1) });
/** Members of other trackers, as they can stand in a message. */
const extra = fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), fc.oneof(fc.integer(), text, fc.boolean(), fc.constant(null)), {
  minKeys: 1,
  maxKeys: 3,
});

type Said = Omit<Location, 'id' | 'device_id' | 'received_at'>;

const said: fc.Arbitrary<Said> = fc.record({
  latitude: degrees(90),
  longitude: degrees(180),
  accuracy: maybe(positive.filter((value) => value > 0)),
  altitude: maybe(degrees(9_000)),
  vertical_accuracy: maybe(positive),
  velocity: maybe(positive),
  course: maybe(fc.integer({ min: 0, max: 360 })),
  battery: maybe(fc.integer({ min: 0, max: 100 })),
  battery_status: maybe(fc.integer({ min: 0, max: 3 })),
  trigger: maybe(fc.constantFrom('u', 'p', 'c', 'C', '1')),
  monitoring_mode: maybe(fc.integer({ min: -1, max: 2 })),
  connection: maybe(fc.constantFrom('w', 'm', 'o')),
  ssid: maybe(text),
  bssid: maybe(fc.constant('c4:0a:7:1e:22:9')),
  pressure: maybe(positive),
  tid: maybe(text),
  in_regions: maybe(fc.array(text, { maxLength: 3 })),
  tag: maybe(text),
  poi: maybe(text),
  occurred_at: time,
  created_at: maybe(time),
  extra: maybe(extra.map((members) => ({ ...members }))),
});

/** Fixes of a device, as `saidOf` sees them. */
const saidOf = ({ id: _id, device_id: _device, received_at: _received, ...fix }: Location): Said => fix;

let api: TestApi;

/** What comes back when what a device said is written as a file and imported into another. */
async function thereAndBack(fixes: Said[], format: string): Promise<{ before: Said[]; after: Said[]; refused: number }> {
  const { connection } = api.server;
  for (const { id } of connection.all(query.selectFrom('device').select('id')))
    connection.run(query.deleteFrom('device').where('id', '=', id));
  const [from, into] = [await addDevice(api.server, api.owner, 'from'), await addDevice(api.server, api.owner, 'into')];
  for (const { occurred_at, ...fix } of fixes) {
    try {
      addLocation(api.server, from, occurred_at, fix);
    } catch {
      // The same place at the same time twice.
    }
  }
  const { body, text: written } = await call(GET, { as: api.owner, path: `/api/locations?device_id=${from}&format=${format}` });
  const content = typeof body === 'string' ? body : written;
  const report = await importFile({ connection, device_id: into, file: fileWith(`a.${format}`, content) });
  return {
    before: storedLocations(connection, from).map(saidOf),
    after: storedLocations(connection, into).map(saidOf),
    refused: report.refused,
  };
}

beforeEach(async () => {
  api = await testApi();
});

const some = fc.array(said, { minLength: 1, maxLength: 8 });
const runs = { numRuns: 25 };

describe('what was exported and is imported again', () => {
  test('as a Recorder file is the same, member for member', async () => {
    await fc.assert(
      fc.asyncProperty(some, async (fixes) => {
        const { before, after, refused } = await thereAndBack(fixes, 'rec');
        expect(refused).toBe(0);
        expect(after).toEqual(before);
      }),
      runs,
    );
  }, 60_000);

  test('as CSV is the same, member for member', async () => {
    await fc.assert(
      fc.asyncProperty(some, async (fixes) => {
        const { before, after, refused } = await thereAndBack(fixes, 'csv');
        expect(refused).toBe(0);
        expect(after).toEqual(before);
      }),
      runs,
    );
  }, 60_000);

  test.each(['gpx', 'kml', 'geojson'])(
    'as %s has its places, times and heights',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(some, async (fixes) => {
          const { before, after, refused } = await thereAndBack(fixes, format);
          const track = (list: Said[]) =>
            list.map(({ occurred_at, latitude, longitude, altitude }) => ({ occurred_at, latitude, longitude, altitude }));
          expect(refused).toBe(0);
          expect(track(after)).toEqual(track(before));
        }),
        runs,
      );
    },
    60_000,
  );

  test('as a Recorder file keeps a time that was none', async () => {
    const occurred_at = Date.UTC(2025, 0, 1, 0, 0, 0, 250);
    const fix = { created_at: occurred_at, extra: { tst: 'soon' } };
    const [only] = fc.sample(said, { numRuns: 1, seed: 1 }) as [Said];
    const { before, after } = await thereAndBack([{ ...only, ...fix, occurred_at }], 'rec');
    expect(after).toEqual(before);
    expect(after[0]?.extra).toEqual({ tst: 'soon' });
  });
});
