import { rmSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder, testDatabase } from '@/__tests__/support/database';
import { addDevice, directoryOf } from '@/__tests__/support/ingest';
import { JPEG, PNG, WEBP } from '@/__tests__/support/pictures';
import { Ingest } from '@/lib/services/ingest';
import { Retention } from '@/lib/services/retention';
import { PictureSweep } from '@/lib/services/sweep-pictures';
import { FilePictures } from '@/lib/storage/files/picture-files';
import type { PictureFiles } from '@/lib/storage/ports';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeviceStore } from '@/lib/storage/sqlite/device-store';
import { SqliteEventStore } from '@/lib/storage/sqlite/event-store';
import { SqliteIngestStore } from '@/lib/storage/sqlite/ingest-store';
import { SqliteLocationStore } from '@/lib/storage/sqlite/location-store';
import { SqliteMediaStore } from '@/lib/storage/sqlite/media-store';

const NOW = 1_754_215_200_000;
const TST = NOW / 1000 - 60;
const HOUR = 3_600_000;

const folders: string[] = [];
const ingests: Ingest[] = [];
afterEach(async () => {
  for (const ingest of ingests.splice(0)) await ingest.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function setUp(change: (files: PictureFiles) => Pick<PictureFiles, 'keep'> = (files) => files) {
  const folder = temporaryFolder();
  folders.push(folder);
  const connection = testDatabase();
  const device = addDevice(connection, 'jane', 'phone');
  const files = new FilePictures(path.join(folder, 'media'));
  const clock = { now: NOW };
  const errors: string[] = [];
  const ingest = new Ingest(new SqliteIngestStore(connection), directoryOf(connection), () => clock.now, {
    pictures: change(files),
    onError: (error) => errors.push(error.message),
  });
  ingests.push(ingest);
  const send = (message: object | '', topic = 'owntracks/jane/phone') =>
    new Promise<void>((resolve, reject) => {
      const payload = Buffer.from(message && JSON.stringify(message));
      ingest.accept({ topic, payload, retained: false, source: 'mqtt' }, (error) => (error ? reject(error) : resolve()));
    });
  const store = new SqliteMediaStore(connection);
  const media = () => store.list({ device_id: device.id, limit: 10 });
  const locations = () => connection.all(query.selectFrom('location').selectAll());
  const card = async () => (await new SqliteDeviceStore(connection).reports(device.id)).find(({ kind }) => kind === 'card');
  return { connection, device, files, store, clock, errors, ingest, send, media, locations, card };
}

const place = (more: object = {}) => ({
  _type: 'location',
  lat: 52.52,
  lon: 13.405,
  tst: TST,
  poi: 'Lake',
  tag: 'trip',
  ...more,
});
const card = (more: object = {}) => ({ _type: 'card', name: 'Jane', tid: 'ja', ...more });
const INFO = 'owntracks/jane/phone/info';

describe('the picture of a place', () => {
  test('is a file and a row when the fix is acknowledged, and no part of the fix', async () => {
    const { send, media, locations, files, ingest } = setUp();
    await send(place({ image: PNG, imagename: 'lake.png' }));
    const [fix] = locations();
    expect(fix).toMatchObject({ poi: 'Lake', tag: 'trip', extra: null });
    const [picture] = await media();
    expect(picture).toMatchObject({
      ...{ kind: 'poi', location_id: fix?.id, mime: 'image/png', name: 'lake.png', bytes: Buffer.from(PNG, 'base64').length },
      ...{ occurred_at: TST * 1000, received_at: NOW, poi: 'Lake', tag: 'trip', latitude: 52.52, longitude: 13.405 },
    });
    expect((await files.read(picture?.sha256 ?? '', 'image/png'))?.toString('base64')).toBe(PNG);
    expect(ingest.counters()).toMatchObject({ location: 1, pictures: 1, stored: 1 });
  });

  test('comes once, however often it is sent; two of one fix are two', async () => {
    const { send, media, locations } = setUp();
    await Promise.all([send(place({ image: PNG })), send(place({ image: PNG }))]);
    await send(place({ image: JPEG, created_at: TST + 5 }));
    expect(locations()).toHaveLength(1);
    expect((await media()).map(({ mime, location_id }) => [mime, location_id])).toEqual([
      ['image/jpeg', 1],
      ['image/png', 1],
    ]);
  });

  test('that is none costs the fix nothing', async () => {
    const { send, media, locations } = setUp();
    await send(place({ image: 'bm9uZQ==' }));
    expect(await media()).toEqual([]);
    expect(JSON.parse(locations()[0]?.extra ?? '')).toEqual({
      image_error: 'image is neither a JPEG nor a PNG nor a WebP picture',
    });
  });

  test('that can not be written now is not acknowledged, and other fixes do not wait for it', async () => {
    let isFull = true;
    const { send, media, locations, errors, ingest } = setUp((files) => ({
      keep: (bytes, type) => (isFull ? Promise.reject(new Error('ENOSPC')) : files.keep(bytes, type)),
    }));
    await expect(send(place({ image: PNG }))).rejects.toThrow('a picture could not be stored: ENOSPC');
    expect(errors).toEqual(['a picture could not be stored: ENOSPC']);
    await send(place({ tst: TST + 1 }));
    expect(locations()).toHaveLength(1);
    isFull = false;
    await send(place({ image: PNG }));
    expect(await media()).toHaveLength(1);
    expect(ingest.counters()).toMatchObject({ failed: 1 });
  });

  test('holds up no fix that comes after it', async () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { send, locations } = setUp((files) => ({ keep: (bytes, type) => waiting.then(() => files.keep(bytes, type)) }));
    const picture = send(place({ image: PNG }));
    await send(place({ tst: TST + 1 }));
    expect(locations()).toHaveLength(1);
    release();
    await picture;
    expect(locations()).toHaveLength(2);
  });

  test('that was being written when the server stopped must come again', async () => {
    let release = () => {};
    const waiting = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { send, ingest, locations } = setUp((files) => ({
      keep: (bytes, type) => waiting.then(() => files.keep(bytes, type)),
    }));
    const picture = send(place({ image: PNG }));
    await ingest.stop();
    release();
    await expect(picture).rejects.toThrow('the server is stopping');
    expect(locations()).toEqual([]);
  });

  test('goes with its fix, and its file with the next sweep after an hour', async () => {
    const { send, media, files, store, connection } = setUp();
    await send(place({ image: PNG }));
    await send(place({ tst: TST + 86_400, image: JPEG }));
    const [newest, oldest] = await media();
    const later = () => Date.now() + 2 * HOUR;
    const days = { events: 30, locations: 1 };
    const at = () => (TST + 86_400) * 1000 + 86_400_000;
    await new Retention(new SqliteEventStore(connection), new SqliteLocationStore(connection), at, days).run();
    expect(await media()).toHaveLength(1);
    expect(await new PictureSweep(files, store, () => Date.now()).run()).toBe(0);
    expect(await new PictureSweep(files, store, later).run()).toBe(1);
    expect(await files.read(oldest?.sha256 ?? '', 'image/png')).toBeNull();
    expect(await files.read(newest?.sha256 ?? '', 'image/jpeg')).not.toBeNull();
  });
});

describe('the face on a card', () => {
  test('is the newest one only; a broker that repeats the card changes nothing', async () => {
    const { send, media, card: reported, clock } = setUp();
    await send(card({ face: PNG }), INFO);
    const [first] = await media();
    clock.now += 1000;
    await send(card({ face: PNG }), INFO);
    expect(await media()).toEqual([first]);
    clock.now += 1000;
    await send(card({ face: JPEG, name: 'Jane D.' }), INFO);
    expect(await media()).toMatchObject([{ kind: 'face', mime: 'image/jpeg', location_id: null }]);
    expect((await reported())?.payload).toEqual({ name: 'Jane D.', tid: 'ja' });
  });

  test('of a card that is older than the known one does not count', async () => {
    const { send, media } = setUp();
    await send(card({ face: PNG, created_at: TST }), INFO);
    await send(card({ face: WEBP, created_at: TST - 3600 }), INFO);
    expect(await media()).toMatchObject([{ mime: 'image/png' }]);
  });

  test('goes when a newer card shows none, and stays when the new one is no picture', async () => {
    const { send, media, clock } = setUp();
    await send(card({ face: PNG }), INFO);
    clock.now += 1000;
    await send(card({ face: 'bm9uZQ==' }), INFO);
    expect(await media()).toHaveLength(1);
    await send(card(), INFO);
    expect(await media()).toEqual([]);
  });

  test('goes with the name when the retained card is cleared; an empty message elsewhere clears nothing', async () => {
    const { send, media, card: reported } = setUp();
    await send(card({ face: PNG }), INFO);
    await send('');
    expect(await media()).toHaveLength(1);
    await send('', INFO);
    expect(await media()).toEqual([]);
    expect(await reported()).toBeUndefined();
  });
});
