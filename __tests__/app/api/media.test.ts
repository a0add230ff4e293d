import { rmSync } from 'node:fs';
import sharp from 'sharp';
import { type Answer, call, NOW, type Person, testApi } from '@/__tests__/support/api';
import { addDevice, phoneOf } from '@/__tests__/support/data';
import { largeJpeg, PNG } from '@/__tests__/support/pictures';
import * as list from '@/app/api/devices/[id]/media/route';
import * as picture from '@/app/api/media/[id]/route';
import { FilePictures } from '@/lib/storage/files/picture-files';

const TST = NOW / 1000 - 60;

/** As a phone's camera takes it: turned, and with the place beside it. */
const photo = () =>
  sharp({ create: { width: 1200, height: 800, channels: 3, background: '#285' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();

async function setUp() {
  const api = await testApi();
  const id = await addDevice(api.server, api.owner);
  const hear = phoneOf(api.server);
  const hearPlace = (image: Buffer | string, more: object = {}) => {
    const base64 = typeof image === 'string' ? image : image.toString('base64');
    return hear({ _type: 'location', lat: 52.5, lon: 13.4, tst: TST, poi: 'Lake', image: base64, imagename: 'a.jpg', ...more });
  };
  const all = (as?: Person, query = '') =>
    call(list.GET, { as, path: `/api/devices/${id}/media${query}`, params: { id: String(id) } });
  const show = (media: number | string, as?: Person, size = '') =>
    call(picture.GET, { as, path: `/api/media/${media}${size}`, params: { id: String(media) } });
  return { ...api, id, hear, hearPlace, all, show, mediaDir: api.server.config.mediaDir };
}

async function bytesOf(as: Person, id: number, size: string): Promise<Buffer> {
  const request = new Request(`http://localhost:3000/api/media/${id}?size=${size}`, {
    headers: { authorization: `Bearer ${as.token}`, host: 'localhost:3000' },
  });
  const response = await picture.GET(request, { params: Promise.resolve({ id: String(id) }) });
  return Buffer.from(await response.arrayBuffer());
}

const idsOf = ({ body }: Answer) => body.media.map(({ id }: { id: number }) => id);

describe('GET /api/devices/:id/media', () => {
  test('lists pictures newest first with what their fix says, and not where the file lies', async () => {
    const { owner, hear, hearPlace, all } = await setUp();
    await hearPlace(PNG, { tag: 'trip' });
    await hear({ _type: 'card', name: 'Otto', face: PNG });
    const { status, body } = await all(owner);
    expect(status).toBe(200);
    expect(body.media[0]).toMatchObject({ kind: 'face', poi: null, latitude: null });
    expect(body.media[1]).toEqual({
      ...{ id: 1, device_id: 1, location_id: 1, kind: 'poi', mime: 'image/png', bytes: 90, name: 'a.jpg' },
      ...{ poi: 'Lake', tag: 'trip', latitude: 52.5, longitude: 13.4 },
      occurred_at: new Date(TST * 1000).toISOString(),
      received_at: new Date(NOW).toISOString(),
    });
  });

  test('of one kind, of a time span whose ends count, and so many', async () => {
    const { owner, hear, hearPlace, all } = await setUp();
    for (const tst of [TST - 20, TST - 10, TST]) await hearPlace(PNG, { tst });
    await hear({ _type: 'card', name: 'Otto', face: PNG });
    expect(idsOf(await all(owner, '?kind=face'))).toEqual([4]);
    expect(idsOf(await all(owner, `?kind=poi&from=${(TST - 20) * 1000}&to=${(TST - 10) * 1000}`))).toEqual([2, 1]);
    expect(idsOf(await all(owner, '?limit=1'))).toEqual([4]);
  });

  test('says what is wrong with a query', async () => {
    const { owner, all } = await setUp();
    const { status, body } = await all(owner, '?kind=svg&limit=501');
    expect(status).toBe(422);
    expect(body.error.details).toEqual({
      kind: 'kind is "svg"; it must be face or poi',
      limit: 'limit is 501; it must be 1–500',
    });
  });
});

describe('GET /api/media/:id', () => {
  test('a thumbnail is small, upright and knows nothing of the place; so does the whole picture', async () => {
    const { owner, hearPlace } = await setUp();
    const taken = await photo();
    expect(await sharp(taken).metadata()).toMatchObject({ orientation: 6, exif: expect.anything() });
    await hearPlace(taken);
    for (const [size, width, height] of [['thumb', 213, 320] as const, ['full', 800, 1200] as const]) {
      const metadata = await sharp(await bytesOf(owner, 1, size)).metadata();
      expect(metadata).toMatchObject({ format: 'webp', width, height });
      expect(metadata.exif).toBeUndefined();
    }
    expect((await bytesOf(owner, 1, 'thumb')).length).toBeLessThan(3_000);
    // What was drawn once is kept and drawn from.
    expect((await bytesOf(owner, 1, 'thumb')).equals(await bytesOf(owner, 1, 'thumb'))).toBe(true);
  });

  test('is cached by its person only, and is nothing but a picture', async () => {
    const { owner, hearPlace, show } = await setUp();
    await hearPlace(PNG);
    const { status, headers } = await show(1, owner, '?size=thumb');
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  test('what only begins like a picture is handed out as it came, under its own type', async () => {
    const { owner, hearPlace, show } = await setUp();
    await hearPlace(largeJpeg(2000));
    const { status, headers } = await show(1, owner);
    expect([status, headers.get('content-type'), headers.get('content-length')]).toEqual([200, 'image/jpeg', '2000']);
  });

  test('a picture whose file is lost is not found', async () => {
    const { owner, hearPlace, show, mediaDir } = await setUp();
    await hearPlace(PNG);
    rmSync(mediaDir, { recursive: true });
    expect(await show(1, owner)).toMatchObject({
      status: 404,
      body: { error: { message: 'the file of picture 1 does not exist' } },
    });
  });

  test('a disk that is full costs only the copy of what was drawn', async () => {
    const { owner, hearPlace, show } = await setUp();
    await hearPlace(PNG);
    const keep = jest.spyOn(FilePictures.prototype, 'keepRendition').mockRejectedValueOnce(new Error('ENOSPC'));
    expect((await show(1, owner, '?size=thumb')).headers.get('content-type')).toBe('image/webp');
    expect(keep).toHaveBeenCalledTimes(1);
    keep.mockRestore();
  });

  test.each(['0', 'x', '99'])('%p is not found', async (id) => {
    const { owner, show } = await setUp();
    expect((await show(id, owner)).status).toBe(404);
  });
});

describe('who may see pictures', () => {
  test('the owner and admins, who leave a trace of it; nobody else', async () => {
    const { services, admin, owner, other, hearPlace, all, show } = await setUp();
    await hearPlace(PNG);
    const answers = [owner, admin, other, undefined].map(async (as) => [(await all(as)).status, (await show(1, as)).status]);
    expect(await Promise.all(answers)).toEqual([
      [200, 200],
      [200, 200],
      [403, 403],
      [401, 401],
    ]);
    const subjects = (await services.audit.list(admin.user, 50)).map(({ subject_type }) => subject_type);
    expect(subjects).toContain('media');
  });

  test('a person with whom the device is shared sees its face, but no pictures of places', async () => {
    const { services, owner, other, id, hear, hearPlace, all, show } = await setUp();
    await hearPlace(PNG);
    await hear({ _type: 'card', name: 'Otto', face: PNG });
    const share = await services.shares.create(owner.user, {
      viewer: other.user.email,
      device_id: id,
      with_history: true,
      until: null,
    });
    expect(idsOf(await all(other))).toEqual([2]);
    expect(idsOf(await all(other, '?kind=poi'))).toEqual([]);
    expect([(await show(2, other)).status, (await show(1, other)).status]).toEqual([200, 403]);
    await services.shares.remove(owner.user, share.id);
    expect([(await all(other)).status, (await show(2, other)).status]).toEqual([403, 403]);
  });
});

test('a face for friends is a small JPEG, whatever the card had', async () => {
  const { services, hear, id } = await setUp();
  expect(await services.faces.of(id)).toBeNull();
  const face = await sharp({ create: { width: 600, height: 400, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } })
    .png()
    .toBuffer();
  await hear({ _type: 'card', name: 'Otto', face: face.toString('base64') });
  const drawn = Buffer.from((await services.faces.of(id)) ?? '', 'base64');
  expect(await sharp(drawn).metadata()).toMatchObject({ format: 'jpeg', width: 192, height: 128 });
});
