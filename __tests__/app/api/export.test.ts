import { unzipSync } from 'fflate';
import { GET } from '@/app/api/export/route';
import { Ingest } from '@/lib/services/ingest';
import { FilePictures } from '@/lib/storage/files/picture-files';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteMediaStore } from '@/lib/storage/sqlite/media-store';
import { call, NOW, PASSWORD, type Person, type TestApi, testApi } from '../../support/api';
import { addDevice, addEvent, addLocation, addZone } from '../../support/data';
import { fileWith, importFile, storedLocations } from '../../support/imports';
import { directoryOf } from '../../support/ingest';
import { PNG } from '../../support/pictures';

const KEY = 'the passphrase of a phone';
const UUID = 'CA271EAE-5FA8-4E80-8F08-2A302A95A959';

async function archiveOf(as?: Person) {
  const request = new Request('http://localhost:3000/api/export', {
    headers: { host: 'localhost:3000', ...(as ? { authorization: `Bearer ${as.token}` } : {}) },
  });
  const response = await GET(request, { params: Promise.resolve({}) });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const files = response.ok ? unzipSync(bytes) : {};
  const texts = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString()]));
  return { response, bytes, texts };
}

async function household(api: TestApi) {
  const phone = await addDevice(api.server, api.owner, 'Phone');
  await api.services.devices.update(api.owner.user, phone, { encryption_key: KEY });
  const zone = await addZone(api.server, api.owner);
  addLocation(api.server, phone, Date.UTC(2025, 0, 31, 23, 59, 59), { tag: 'trip' });
  addLocation(api.server, phone, Date.UTC(2025, 1, 1), { extra: { odometer: 7 }, in_regions: ['Home'] });
  addEvent(api.server, zone, phone, Date.UTC(2025, 1, 1));
  const report = { device_id: phone, occurred_at: NOW, received_at: NOW };
  const waypoint = JSON.stringify({ desc: 'Home', lat: 1, lon: 2, rad: 100, tst: 1_700_000_000 });
  api.server.connection.run(
    query.insertInto('device_report').values({ ...report, kind: 'waypoint', key: 'tst:1700000000', payload: waypoint }),
  );
  return { phone, zone };
}

test('an archive holds the devices with their histories, zones, events and what the phones told', async () => {
  const api = await testApi();
  const { zone } = await household(api);
  const { response, texts } = await archiveOf(api.owner);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="fencepost-otto-2026-05-01.zip"');
  expect(Object.keys(texts).sort()).toEqual([
    ...['README.txt', 'devices.json', 'events.csv', 'expectations.json', 'groups.json', 'profile.json'],
    ...[
      'rec/otto/phone/2025-01.rec',
      'rec/otto/phone/2025-02.rec',
      'shares.json',
      'waypoints/otto/phone/otto-phone.otrw',
      'zones.geojson',
    ],
  ]);
  expect(JSON.parse(texts['zones.geojson'] as string)).toMatchObject({
    type: 'FeatureCollection',
    features: [
      { id: zone, geometry: { type: 'Point', coordinates: [13.405, 52.52] }, properties: { name: 'Home', radius_meters: 100 } },
    ],
  });
  expect(texts['events.csv']?.split('\r\n')).toHaveLength(3);
  expect(JSON.parse(texts['profile.json'] as string)).toMatchObject({ email: 'otto@example.org' });
});

test('it holds no secret', async () => {
  const api = await testApi();
  await household(api);
  const { texts } = await archiveOf(api.owner);
  const all = Object.values(texts).join('\n');
  const { connection } = api.server;
  const secrets = [
    ...[PASSWORD, KEY, api.owner.token],
    ...connection.all(query.selectFrom('user').select('password_hash')).map((row) => row.password_hash),
    ...connection.all(query.selectFrom('device').select('secret_hash')).map((row) => row.secret_hash),
    ...connection.all(query.selectFrom('device').select('provision_secret')).map((row) => row.provision_secret as string),
    ...connection.all(query.selectFrom('device').select('encryption_key')).map((row) => row.encryption_key as string),
  ];
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});

test('it can be imported again, and gives the same fixes', async () => {
  const api = await testApi();
  const { phone } = await household(api);
  const { bytes } = await archiveOf(api.owner);
  const copy = await addDevice(api.server, api.owner, 'copy');
  const { connection } = api.server;
  const report = await importFile({ connection, device_id: copy, file: fileWith('all.zip', bytes) });
  expect(report).toMatchObject({ added: 2, waypoints: 1, refused: 0 });
  const said = (id: number) => storedLocations(connection, id).map(({ id: _i, device_id: _d, received_at: _r, ...fix }) => fix);
  expect(said(copy)).toEqual(said(phone));
});

test('a card has its name and its face, here and where it is imported', async () => {
  const api = await testApi();
  const { phone } = await household(api);
  const { connection, config } = api.server;
  const pictures = new FilePictures(config.mediaDir);
  const ingest = new Ingest(new SqliteIngestStore(connection), directoryOf(connection), () => NOW, { pictures });
  const payload = Buffer.from(JSON.stringify({ _type: 'card', name: 'Otto', tid: 'ot', face: PNG }));
  const topic = 'owntracks/otto/phone/info';
  await new Promise((done) => ingest.accept({ topic, payload, retained: false, source: 'mqtt' }, done));
  const { bytes, texts } = await archiveOf(api.owner);
  expect(texts['phones/otto/phone.json']).toBeUndefined();
  expect(JSON.parse(texts['cards/otto/phone/otto-phone.json'] as string)).toEqual({
    ...{ _type: 'card', name: 'Otto', tid: 'ot', face: PNG },
  });
  const copy = await addDevice(api.server, api.owner, 'copy');
  await importFile({ connection, device_id: copy, file: fileWith('all.zip', bytes), pictures });
  const faceOf = (device_id: number) => new SqliteMediaStore(connection).face(device_id);
  expect((await faceOf(copy))?.sha256).toBe((await faceOf(phone))?.sha256);
});

test('it holds what phones told besides, and of their settings no secret', async () => {
  const api = await testApi();
  await household(api);
  const ingest = new Ingest(new SqliteIngestStore(api.server.connection), directoryOf(api.server.connection), () => NOW);
  const hear = (suffix: string, message: object) =>
    new Promise((done) => {
      const payload = Buffer.from(JSON.stringify(message));
      ingest.accept({ topic: `owntracks/otto/phone/${suffix}`, payload, retained: false, source: 'mqtt' }, done);
    });
  const tst = NOW / 1000 - 60;
  await hear('event', { _type: 'transition', event: 'enter', desc: 'Home', tst, wtst: 1_700_000_000, acc: 5, t: 'c' });
  await hear('step', { _type: 'steps', tst, from: tst - 3600, to: tst, steps: 1234, distance: 900 });
  await hear('beacon', { _type: 'beacon', desc: 'keys', uuid: UUID, major: 1, minor: 2, tst, rssi: -60, prox: 1 });
  await hear('dump', { _type: 'dump', configuration: { _type: 'configuration', mode: 0, password: KEY } });
  const { texts } = await archiveOf(api.owner);
  const told = texts['phones/otto/phone.json'] as string;
  expect(JSON.parse(told)).toMatchObject({
    transitions: [{ event: 'enter', region: 'Home', region_created_at: '2023-11-14T22:13:20.000Z' }],
    steps: [{ steps: 1234, distance_meters: 900, to: new Date(NOW - 60_000).toISOString() }],
    beacons: [{ name: 'keys', first_at: new Date(NOW - 60_000).toISOString() }],
    configuration: { settings: { mode: 0, password: '***' } },
  });
  expect(told).not.toContain(KEY);
});

test('nobody gets what is of others, not even an admin', async () => {
  const api = await testApi();
  await household(api);
  for (const person of [api.other, api.admin]) {
    const { texts } = await archiveOf(person);
    expect(Object.keys(texts).filter((name) => name.startsWith('rec/'))).toEqual([]);
    expect(JSON.parse(texts['devices.json'] as string)).toEqual([]);
    expect(JSON.parse(texts['zones.geojson'] as string).features).toEqual([]);
    expect(texts['events.csv']?.split('\r\n')).toHaveLength(2);
  }
  expect((await archiveOf()).response.status).toBe(401);
  expect((await call(GET)).status).toBe(401);
});
