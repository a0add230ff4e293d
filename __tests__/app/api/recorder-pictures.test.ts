import { call, NOW, type Person, testApi } from '@/__tests__/support/api';
import { addDevice, phoneOf } from '@/__tests__/support/data';
import { JPEG, PNG } from '@/__tests__/support/pictures';
import * as last from '@/app/api/0/last/route';
import * as locations from '@/app/api/0/locations/route';

const T = NOW / 1000 - 60;

/** What a phone says goes the way of all messages. */
async function setUp() {
  const api = await testApi();
  const phone = await addDevice(api.server, api.owner);
  const hear = phoneOf(api.server);
  const track = (as: Person, format = 'json') =>
    call(locations.GET, { as, path: `/api/0/locations?user=otto&device=phone&format=${format}` });
  return { ...api, phone, hear, track };
}

describe('pictures in the Recorder’s answers', () => {
  test('a named place has the picture that came with it, as it came, among fixes that have none', async () => {
    const { owner, hear, track } = await setUp();
    const fix = (n: number, more: object = {}) => hear({ _type: 'location', lat: 52.5, lon: 13.4, tst: T + n, ...more });
    for (let n = 0; n < 25; n++) await fix(n, n % 2 ? { poi: `No ${n}` } : {});
    await fix(25, { poi: 'Pier', image: PNG, imagename: 'pier.png' });
    await fix(26, { poi: 'Lake', image: JPEG });
    const { data } = (await track(owner)).body;
    expect(data).toHaveLength(27);
    expect(data.filter((one: { image?: string }) => one.image)).toMatchObject([
      { tst: T + 25, poi: 'Pier', image: PNG, imagename: 'pier.png' },
      { tst: T + 26, poi: 'Lake', image: JPEG },
    ]);
    expect(data.map(({ tst }: { tst: number }) => tst - T)).toEqual(Array.from({ length: 27 }, (_, n) => n));
    const { features } = (await track(owner, 'geojsonpoi')).body;
    expect(features.at(-2).properties).toMatchObject({ name: 'Pier', image: PNG, imagename: 'pier.png' });
  });

  test('a face is shown with the newest fix, to those who see the device; pictures of places to nobody else', async () => {
    const { owner, other, services, phone, hear, track } = await setUp();
    await hear({ _type: 'card', name: 'Otto Ohm', face: PNG });
    await hear({ _type: 'location', lat: 52.5, lon: 13.4, tst: T, poi: 'Pier', image: PNG });
    await services.shares.create(owner.user, { viewer: 'uta', device_id: phone, with_history: true, until: null });
    for (const as of [owner, other]) {
      const [one] = (await call(last.GET, { as, path: '/api/0/last' })).body;
      expect(one).toMatchObject({ name: 'Otto Ohm', face: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) });
    }
    expect((await track(other)).body.data).toEqual([expect.not.objectContaining({ image: expect.anything() })]);
    expect((await track(owner)).body.data).toEqual([expect.objectContaining({ image: PNG })]);
  });
});
