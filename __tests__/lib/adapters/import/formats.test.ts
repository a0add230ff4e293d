import type { Connection } from '@/lib/storage/sqlite/connection';
import { testDatabase } from '../../../support/database';
import { addDevices } from '../../../support/engine';
import { fileWith, importFile, storedLocations } from '../../../support/imports';

let connection: Connection;
let device_id: number;

beforeEach(() => {
  connection = testDatabase();
  device_id = addDevices(connection, 'jane', 1).devices[0] as number;
});

async function read(name: string, content: string) {
  const report = await importFile({ connection, device_id, file: fileWith(name, content) });
  const fixes = storedLocations(connection, device_id);
  return { report, fixes, places: fixes.map(({ occurred_at, latitude, longitude }) => [iso(occurred_at), latitude, longitude]) };
}

const iso = (time: number) => new Date(time).toISOString();

describe('a Recorder file', () => {
  const line = (time: string, topic: string, message: object | string) =>
    `${time}\t${topic.padEnd(18)}\t${typeof message === 'string' ? message : JSON.stringify(message)}\n`;
  const fix = (tst: number, more: object = {}) => ({ _type: 'location', lat: 52.5, lon: 13.4, tst, ...more });

  test('gives each location as its own message would have been taken', async () => {
    const message = {
      ...fix(1752085205),
      acc: 12,
      vel: 4,
      batt: 81,
      inregions: ['Home'],
      _http: true,
      conn: 'm',
      t: 'u',
      odometer: 7,
    };
    const { fixes, report } = await read('2025-07.rec', line('2025-07-09T18:20:05Z', '*', message));
    expect(fixes).toMatchObject([
      {
        ...{ latitude: 52.5, longitude: 13.4, accuracy: 12, velocity: 4, battery: 81, connection: 'm', trigger: 'u' },
        ...{ occurred_at: 1752085205000, in_regions: ['Home'], extra: { odometer: 7, _http: true } },
      },
    ]);
    expect(report).toMatchObject({ formats: ['recorder'], read: 1, added: 1, known: 0, refused: 0 });
  });

  test('is read with spaces for tabs, and whatever its relative topic says', async () => {
    const spaced = line('2025-07-09T18:20:05Z', '-', fix(1752085205)).replaceAll('\t', '   ');
    const { places } = await read('2025-07.rec', spaced + line('2025-07-09T18:21:05Z', 'event', fix(1752085265)));
    expect(places).toHaveLength(2);
  });

  test('loses nothing beside what is broken, and says where that is', async () => {
    const whole = line('2025-07-09T18:20:05Z', '*', fix(1752085205));
    const cut = line('2025-07-09T18:21:05Z', '*', fix(1752085265)).slice(0, 70);
    const { report, places } = await read(
      '2025-07.rec',
      `${whole}${cut}\n2025-07-09T18:22:05Z\t*\t0a0b0c\n${line('2025-07-09T18:23:05Z', '*', fix(1752085385))}`,
    );
    expect(places).toHaveLength(2);
    expect(report.refused).toBe(2);
    expect(report.faults.map(({ unit, at, reason }) => [unit, at, reason])).toEqual([
      ['line', 2, 'neither JSON nor a CSV line'],
      ['line', 3, 'a line without a message in JSON'],
    ]);
  });

  test('dates a message without a time by its line, the same each time', async () => {
    const content = line('2025-07-09T18:20:05Z', '*', { _type: 'location', lat: 1, lon: 2 });
    expect((await read('a.rec', content)).places).toEqual([['2025-07-09T18:20:05.000Z', 1, 2]]);
    expect((await read('a.rec', content)).report).toMatchObject({ added: 0, known: 1 });
  });

  test('refuses what a wrong clock put into the future', async () => {
    const { report } = await read('2040-01.rec', line('2040-01-01T00:00:00Z', '*', fix(2208988800)));
    expect(report).toMatchObject({ read: 0, refused: 1, faults: [{ reason: 'its time lies in the future' }] });
  });

  test('keeps waypoints and the fixes of transitions, but no word of the phone for the engine', async () => {
    const transition = {
      _type: 'transition',
      event: 'enter',
      desc: 'Home',
      tst: 1752085205,
      wtst: 1700000000,
      lat: 52.5,
      lon: 13.4,
      acc: 9,
    };
    const waypoint = { _type: 'waypoint', desc: 'Home', lat: 52.5, lon: 13.4, rad: 100, tst: 1700000000 };
    const { report, places } = await read(
      '2025-07.rec',
      line('2025-07-09T18:20:05Z', 'event', transition) + line('2025-07-09T18:20:06Z', 'waypoint', waypoint),
    );
    expect(places).toEqual([['2025-07-09T18:20:05.000Z', 52.5, 13.4]]);
    expect(report.waypoints).toBe(1);
    expect(connection.raw.prepare('SELECT count(*) AS n FROM phone_transition').get()).toEqual({ n: 0 });
    expect(connection.raw.prepare("SELECT count(*) AS n FROM device_report WHERE kind = 'waypoint'").get()).toEqual({ n: 1 });
  });

  test('leaves newer words of the device as they are', async () => {
    const insert = "INSERT INTO device_report VALUES (?, 'status', '', ?, ?, ?)";
    connection.raw.prepare(insert).run(device_id, 1760000000000, 1760000000000, '{"new":1}');
    await read('2025-07.rec', line('2025-07-09T18:20:05Z', 'status', { _type: 'status', iOS: { version: '1' } }));
    expect(connection.raw.prepare('SELECT payload FROM device_report').all()).toEqual([{ payload: '{"new":1}' }]);
  });
});

describe('GPX', () => {
  const gpx = (inner: string) =>
    `<?xml version="1.0"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">\n${inner}\n</gpx>`;

  test('gives points of tracks, routes and places with height, error, speed and course', async () => {
    const { fixes, report } = await read(
      'a.gpx',
      gpx(`<wpt lat="1" lon="2"><time>2025-01-01T00:00:00Z</time><name>Lake &amp; hut</name></wpt>
        <rte><rtept lat="3" lon="4"><time>2025-01-01T00:01:00Z</time></rtept></rte>
        <trk><name>Ride</name><trkseg><trkpt lat="52.5200001" lon="13.4"><ele>34.5</ele><time>2025-01-01T01:02:03+01:00</time><hdop>2</hdop>
        <extensions><x:TrackPointExtension xmlns:x="u"><x:speed>10</x:speed><x:course>90</x:course></x:TrackPointExtension></extensions></trkpt>
        </trkseg></trk>`),
    );
    expect(fixes).toMatchObject([
      { latitude: 1, longitude: 2, poi: 'Lake & hut' },
      { latitude: 3, longitude: 4, poi: null },
      {
        latitude: 52.5200001,
        longitude: 13.4,
        altitude: 34.5,
        accuracy: 10,
        velocity: 36,
        course: 90,
        occurred_at: Date.UTC(2025, 0, 1, 0, 2, 3),
      },
    ]);
    expect(report).toMatchObject({ formats: ['gpx'], read: 3, refused: 0 });
  });

  test('refuses points without time or place with their lines, and reads on', async () => {
    const { report, places } = await read(
      'a.gpx',
      gpx(
        '<trk><trkseg>\n<trkpt lat="1" lon="2"></trkpt>\n<trkpt lat="91" lon="2"><time>2025-01-01T00:00:00Z</time></trkpt>\n<trkpt lat="1" lon="2"><time>2025-01-01T00:00:00Z</time></trkpt>\n</trkseg></trk>',
      ),
    );
    expect(places).toHaveLength(1);
    expect(report.faults.map(({ at, reason }) => [at, reason])).toEqual([
      [4, 'no time that can be read'],
      [5, 'lat is 91; it must be -90–90'],
    ]);
  });

  test('gives all before the place where the file was cut off', async () => {
    const { report, places } = await read(
      'a.gpx',
      gpx('<trk><trkseg><trkpt lat="1" lon="2"><time>2025-01-01T00:00:00Z</time></trkpt><trkpt lat="1" l').slice(0, -12),
    );
    expect(places).toHaveLength(1);
    expect(report.refused).toBe(1);
  });
});

describe('GeoJSON', () => {
  test('gives points with the properties of our own export, and lines with a time for each position', async () => {
    const features = [
      {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [13.4, 52.5, 30] },
        properties: { occurred_at: '2025-01-01T00:00:00Z', accuracy: 9 },
      },
      {
        type: 'Feature',
        geometry: {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
        properties: { coordinateProperties: { times: ['2025-01-01T00:01:00Z', 1735689720000] } },
      },
      { type: 'Feature', geometry: { type: 'Polygon', coordinates: [] }, properties: {} },
    ];
    const { report, fixes } = await read('a.json', JSON.stringify({ type: 'FeatureCollection', features }, null, 2));
    expect(fixes).toMatchObject([
      { latitude: 52.5, longitude: 13.4, altitude: 30, accuracy: 9 },
      { latitude: 2, longitude: 1 },
      { latitude: 4, longitude: 3, occurred_at: Date.UTC(2025, 0, 1, 0, 2) },
    ]);
    expect(report.faults.map(({ reason }) => reason)).toEqual(['Polygon is no fix']);
  });

  test('may be a single feature', async () => {
    const feature = {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [13.4, 52.5] },
      properties: { time: '2025-01-01T00:00:00Z' },
    };
    expect((await read('a.geojson', JSON.stringify(feature))).places).toEqual([['2025-01-01T00:00:00.000Z', 52.5, 13.4]]);
  });
});

describe('KML', () => {
  test('gives places with a time, and tracks by turns or in two lists', async () => {
    const { places, report } = await read(
      'a.kml',
      `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
      <Placemark><TimeStamp><when>2025-01-01T00:00:00Z</when></TimeStamp><Point><coordinates>13.4,52.5,30</coordinates></Point></Placemark>
      <Placemark><gx:Track><when>2025-01-01T00:01:00Z</when><when>2025-01-01T00:02:00Z</when><gx:coord>1 2 3</gx:coord><gx:coord>4 5 6</gx:coord></gx:Track></Placemark>
      <Placemark><gx:Track><when>2025-01-01T00:03:00Z</when><gx:coord>7 8 9</gx:coord><when>2025-01-01T00:04:00Z</when><gx:coord>10 11 12</gx:coord></gx:Track></Placemark>
      <Placemark><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark></Document></kml>`,
    );
    expect(places.map(([, latitude, longitude]) => [latitude, longitude])).toEqual([
      [52.5, 13.4],
      [2, 1],
      [5, 4],
      [8, 7],
      [11, 10],
    ]);
    expect(report.faults.map(({ reason }) => reason)).toEqual(['LineString is no fix']);
  });
});

describe('a table', () => {
  test('has columns by their usual names, whatever separates them', async () => {
    const { fixes } = await read('a.csv', 'Zeit;Breite;Länge;Genauigkeit\n2025-01-01 00:00:00;52,5;13,4;9\n');
    expect(fixes).toMatchObject([{ latitude: 52.5, longitude: 13.4, accuracy: 9, occurred_at: Date.UTC(2025, 0, 1) }]);
  });

  test('may have its date and its time of day apart', async () => {
    expect((await read('a.txt', 'date\ttime\tlat\tlon\n2025-01-01\t01:02:03\t1\t2\n')).places).toEqual([
      ['2025-01-01T01:02:03.000Z', 1, 2],
    ]);
  });

  test('names the lines that hold no fix', async () => {
    const { report, places } = await read(
      'a.csv',
      'timestamp,lat,lon\n2025-01-01T00:00:00Z,1,2\nsoon,1,2\n"2025-01-01T00:01:00Z",,2\n',
    );
    expect(places).toHaveLength(1);
    expect(report.faults.map(({ at, reason }) => [at, reason])).toEqual([
      [3, 'no time that can be read'],
      [4, 'no place that can be read'],
    ]);
  });
});

describe('what Google gives', () => {
  test('Records.json: the raw points', async () => {
    const locations = [
      {
        latitudeE7: 525200000,
        longitudeE7: 134050000,
        accuracy: 12,
        altitude: 40,
        velocity: 5,
        heading: 90,
        timestamp: '2020-01-01T00:00:00.123Z',
      },
      { latitudeE7: 525200000, longitudeE7: 4160917296, timestampMs: '1577836860000' },
      { source: 'WIFI', timestamp: '2020-01-01T00:02:00Z' },
    ];
    const { fixes, report } = await read('Records.json', JSON.stringify({ locations, settings: [1] }, null, 1));
    expect(fixes).toMatchObject([
      { latitude: 52.52, longitude: 13.405, accuracy: 12, altitude: 40, velocity: 18, course: 90, occurred_at: 1577836800123 },
      { latitude: 52.52, longitude: -13.405 },
    ]);
    expect(report).toMatchObject({ formats: ['google'], refused: 1 });
  });

  test('the monthly files: ways with their raw path, stays with begin and end', async () => {
    const timelineObjects = [
      {
        activitySegment: {
          startLocation: { latitudeE7: 10000000, longitudeE7: 20000000 },
          endLocation: { latitudeE7: 30000000, longitudeE7: 40000000 },
          duration: { startTimestamp: '2021-05-01T08:00:00Z', endTimestamp: '2021-05-01T08:10:00Z' },
          simplifiedRawPath: {
            points: [{ latE7: 15000000, lngE7: 25000000, accuracyMeters: 8, timestamp: '2021-05-01T08:05:00Z' }],
          },
        },
      },
      {
        placeVisit: {
          location: { latitudeE7: 30000000, longitudeE7: 40000000, name: 'Office' },
          duration: { startTimestampMs: '1619856600000', endTimestampMs: '1619860200000' },
        },
      },
    ];
    const { places } = await read('2021_MAY.json', JSON.stringify({ timelineObjects }));
    expect(places.map(([time, latitude]) => [time, latitude])).toEqual([
      ['2021-05-01T08:00:00.000Z', 1],
      ['2021-05-01T08:05:00.000Z', 1.5],
      ['2021-05-01T08:10:00.000Z', 3],
      ['2021-05-01T09:10:00.000Z', 3],
    ]);
  });

  test('the timeline that an Android phone keeps', async () => {
    const content = {
      semanticSegments: [
        {
          startTime: '2024-06-01T10:00:00.000+02:00',
          endTime: '2024-06-01T12:00:00.000+02:00',
          timelinePath: [{ point: '52.5200°, 13.4050°', time: '2024-06-01T10:05:00.000+02:00' }],
        },
        {
          startTime: '2024-06-01T12:00:00.000+02:00',
          endTime: '2024-06-01T13:00:00.000+02:00',
          visit: { topCandidate: { placeLocation: { latLng: '-1.5°, 2.5°' } } },
        },
        {
          startTime: '2024-06-01T13:00:00.000+02:00',
          endTime: '2024-06-01T14:00:00.000+02:00',
          activity: { start: { latLng: '3°, 4°' }, end: { latLng: '5°, 6°' } },
        },
      ],
      rawSignals: [
        {
          position: {
            LatLng: '7.5°, 8.5°',
            accuracyMeters: 13,
            altitudeMeters: 90.5,
            speedMetersPerSecond: 1,
            timestamp: '2024-06-01T15:00:00.000+02:00',
          },
        },
        { wifiScan: { deliveryTime: '2024-06-01T15:00:01.000+02:00', devicesRecords: [] } },
      ],
      userLocationProfile: { frequentPlaces: [] },
    };
    const { fixes, places, report } = await read('Timeline.json', JSON.stringify(content, null, 2));
    expect(places).toEqual([
      ['2024-06-01T08:05:00.000Z', 52.52, 13.405],
      ['2024-06-01T10:00:00.000Z', -1.5, 2.5],
      ['2024-06-01T11:00:00.000Z', -1.5, 2.5],
      ['2024-06-01T11:00:00.000Z', 3, 4],
      ['2024-06-01T12:00:00.000Z', 5, 6],
      ['2024-06-01T13:00:00.000Z', 7.5, 8.5],
    ]);
    expect(fixes[5]).toMatchObject({ accuracy: 13, altitude: 90.5, velocity: 3.6 });
    expect(report.refused).toBe(0);
  });

  test('the timeline that an iPhone keeps', async () => {
    const list = [
      {
        startTime: '2024-06-01T10:00:00.000+02:00',
        endTime: '2024-06-01T12:00:00.000+02:00',
        timelinePath: [{ point: 'geo:52.520000,13.405000', durationMinutesOffsetFromStartTime: '12' }],
      },
      {
        startTime: '2024-06-01T12:00:00.000+02:00',
        endTime: '2024-06-01T13:00:00.000+02:00',
        visit: { topCandidate: { placeLocation: 'geo:1.5,2.5' } },
      },
      {
        startTime: '2024-06-01T13:00:00.000+02:00',
        endTime: '2024-06-01T14:00:00.000+02:00',
        activity: { start: 'geo:3,4', end: 'geo:5,6' },
      },
    ];
    expect((await read('location-history.json', JSON.stringify(list))).places).toEqual([
      ['2024-06-01T08:12:00.000Z', 52.52, 13.405],
      ['2024-06-01T10:00:00.000Z', 1.5, 2.5],
      ['2024-06-01T11:00:00.000Z', 1.5, 2.5],
      ['2024-06-01T11:00:00.000Z', 3, 4],
      ['2024-06-01T12:00:00.000Z', 5, 6],
    ]);
  });

  test('a file that was cut off gives all before the cut', async () => {
    const content = JSON.stringify({
      locations: Array.from({ length: 5 }, (_, i) => ({
        latitudeE7: 10000000,
        longitudeE7: 10000000,
        timestampMs: `${1577836800000 + i}`,
      })),
    });
    const { report } = await read('Records.json', content.slice(0, -30));
    expect(report).toMatchObject({ read: 4, refused: 1, faults: [{ reason: 'the file was cut off here' }] });
  });
});

test('waypoints of OwnTracks become those of the device', async () => {
  const waypoints = [
    { _type: 'waypoint', desc: 'Home', lat: 1, lon: 2, rad: 100, tst: 1700000000 },
    { desc: 'Work', lat: 3, lon: 4, rad: 50, tst: 1700000001 },
  ];
  const { report } = await read('a.otrw', JSON.stringify({ _type: 'waypoints', waypoints }));
  expect(report).toMatchObject({ formats: ['otrw'], waypoints: 2, read: 0, refused: 0 });
});

test('a file that is none of these is refused by its name', async () => {
  await expect(read('a.json', '{"settings": {"a": 1}}')).rejects.toThrow(
    'nothing could be read: a.json: it is none of the formats that are understood',
  );
});
