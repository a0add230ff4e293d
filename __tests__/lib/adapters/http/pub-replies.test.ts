import { NOW } from '@/__tests__/support/api';
import { setKey } from '@/__tests__/support/ingest';
import { basic, fix, withPhones } from '@/__tests__/support/pub';
import { open, sodiumReady } from '@/lib/domain/owntracks/encryption';

const KEY = 'correct horse';
// A PNG of one dot.
const FACE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

beforeAll(() => Promise.all([sodiumReady, import('sharp').catch(() => null)]));

/** A reply looks for friends' news that often only. */
const aLook = () => new Promise((resolve) => setTimeout(resolve, 60));

/** Uta shares her phone with Otto; her posts and his. */
async function withFriends(commands?: Parameters<typeof withPhones>[0]) {
  const phones = await withPhones(commands);
  const { services } = phones.server;
  const { device } = phones.others;
  const theirs = (body: string) => phones.post(body, { authorization: basic('uta', phones.others.mqtt_password) });
  const input = { viewer: 'otto', device_id: device.id, with_history: false };
  const share = (until: number | null = null) => services.shares.create(phones.uta.user, { ...input, until });
  const friends = async (body = fix()) => {
    await aLook();
    return JSON.parse((await phones.post(body)).text);
  };
  return { ...phones, services, theirs, share, friends };
}

describe('the answer of POST /pub', () => {
  test("holds a friend's card and place, with whole numbers and all members that the apps insist on", async () => {
    const { theirs, share, friends } = await withFriends();
    await share();
    await theirs(fix({ lat: 48.25, acc: 12.7, vel: 3.2, batt: 55, alt: -2.5, cog: 90, vac: 3, tid: 'ut', ssid: 'home' }));
    expect(await friends()).toEqual([
      { _type: 'card', tid: 'ut', name: 'uta' },
      {
        _type: 'location',
        tid: 'ut',
        lat: 48.25,
        lon: 13.4,
        tst: NOW / 1000 - 60,
        ...{ acc: 13, alt: -2, vac: 3, vel: 3, cog: 90, batt: 55 },
      },
    ]);
  });

  test("holds a friend's face in the very first reply", async () => {
    const { theirs, share, friends } = await withFriends();
    await theirs(fix({ tid: 'ut' }));
    await theirs(JSON.stringify({ _type: 'card', name: 'Uta', face: FACE }));
    await share();
    expect(await friends()).toEqual([
      { _type: 'card', tid: 'ut', name: 'Uta', face: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) },
      expect.objectContaining({ _type: 'location', tid: 'ut' }),
    ]);
  });

  test('says a card once, and again when it has changed or was said long ago', async () => {
    const { theirs, share, friends, time } = await withFriends();
    await share();
    await theirs(fix({ tid: 'ut' }));
    const cards = async () => (await friends()).filter(({ _type }: { _type: string }) => _type === 'card');
    expect(await cards()).toHaveLength(1);
    expect(await cards()).toHaveLength(0);
    await theirs(JSON.stringify({ _type: 'card', name: 'Uta', face: FACE }));
    const news = async () => {
      for (let n = 0; n < 60; n++) {
        const [card] = await cards();
        if (card) return card;
      }
      return null;
    };
    const card = await news();
    expect(card).toMatchObject({ _type: 'card', tid: 'ut', name: 'Uta' });
    expect(card.face).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(await cards()).toHaveLength(0);
    time.now += 31 * 60_000;
    expect(await cards()).toHaveLength(1);
  });

  test.each([
    ['a last will', '{"_type":"lwt","tst":1754215098}'],
    ['a status', '{"_type":"status","android":{"wifi":1}}'],
    ['junk', 'hello'],
  ])('to %s holds friends, too', async (_what, body) => {
    const { theirs, share, friends } = await withFriends();
    await share();
    await theirs(fix());
    expect((await friends(body)).map(({ _type }: { _type: string }) => _type)).toEqual(['card', 'location']);
  });

  test('to nothing is an empty list', async () => {
    const { theirs, share, friends } = await withFriends();
    await share();
    await theirs(fix());
    expect(await friends('')).toEqual([]);
  });

  test('holds nobody who does not share, and nobody any more whose share has ended', async () => {
    const { theirs, share, friends, services, uta, time } = await withFriends();
    await theirs(fix());
    expect(await friends()).toEqual([]);
    const { id } = await share();
    expect(await friends()).toHaveLength(2);
    await services.shares.remove(uta.user, id);
    expect(await friends()).toEqual([]);
    await share(time.now + 60_000);
    expect(await friends()).toHaveLength(1);
    time.now += 60_000;
    expect(await friends()).toEqual([]);
  });

  test('moves a friend on, never back, and not to where an archive says', async () => {
    const { theirs, share, friends, server, others } = await withFriends();
    await share();
    await theirs(fix({ lat: 48 }));
    await friends();
    await theirs(fix({ lat: 49, tst: NOW / 1000 - 30 }));
    await theirs(fix({ lat: 50, tst: NOW / 1000 - 3_600 }));
    const insert = 'INSERT INTO location (device_id, latitude, longitude, occurred_at, received_at, origin) VALUES (?,1,1,?,?,?)';
    server.connection.raw.prepare(insert).run(others.device.id, NOW, NOW, 'import');
    expect(await friends()).toMatchObject([{ _type: 'location', lat: 49 }]);
  });

  test('is one encrypted object for a phone with a key, and an empty list as it is', async () => {
    const { theirs, share, post, phone, connection, server } = await withFriends();
    await share();
    await theirs(fix());
    setKey(server.connection, phone.device, KEY);
    await aLook();
    const answer = JSON.parse((await post(fix())).text);
    expect(Object.keys(answer)).toEqual(['_type', 'data']);
    expect(answer._type).toBe('encrypted');
    const list = JSON.parse(Buffer.from(open(KEY, answer.data) as Uint8Array).toString());
    expect(list.map(({ _type }: { _type: string }) => _type)).toEqual(['card', 'location']);
    connection.raw.exec('DELETE FROM share');
    expect((await post(fix())).text).toBe('[]');
  });

  test('ends with what the phone is commanded, taken once for this phone and its app', async () => {
    const asked: unknown[] = [];
    const command = { _type: 'cmd' as const, action: 'reportLocation' as const };
    const takeForHttp = (...args: unknown[]) => (asked.push(args) === 1 ? [command] : []);
    const { theirs, share, post, phone } = await withFriends({ takeForHttp } as never);
    await share();
    await theirs('');
    await theirs(fix());
    asked.length = 0;
    await aLook();
    const first = JSON.parse((await post(fix(), { 'user-agent': 'Owntracks-Android/24' })).text);
    expect(first.map(({ _type }: { _type: string }) => _type)).toEqual(['card', 'location', 'cmd']);
    expect(asked).toEqual([[phone.device.id, 'Owntracks-Android/24']]);
  });

  test('is a list also when something about it fails, and what works is in it', async () => {
    const takeForHttp = () => {
      throw new Error('no commands today');
    };
    const { theirs, share, post, errors } = await withFriends({ takeForHttp });
    await share();
    await theirs(fix());
    await aLook();
    const { status, text } = await post(fix());
    expect([status, JSON.parse(text).length]).toEqual([200, 2]);
    expect(errors).toContainEqual(new Error('no commands today'));
  });
});

describe('whose message a post is', () => {
  test('credentials in the address count as all others, whatever the query says', async () => {
    const { postRaw, phone, locations } = await withPhones();
    expect(await postRaw(fix(), { auth: `otto:${phone.mqtt_password}`, path: '/pub?u=uta&d=phone' })).toBe(200);
    expect(locations().map((row) => row.device_id)).toEqual([phone.device.id]);
  });

  test.each<Record<string, string>>([
    { 'X-LIMIT-U': 'uta', 'X-LIMIT-D': 'phone' },
    { 'x-limit-u': 'uta', 'x-limit-d': 'phone' },
    { 'X-Limit-U': 'OTTO', 'X-Limit-D': 'another' },
  ])('headers %j do not move it to another device', async (headers) => {
    const { postRaw, phone, locations } = await withPhones();
    expect(await postRaw(fix({ topic: 'owntracks/uta/phone' }), { auth: `otto:${phone.mqtt_password}`, headers })).toBe(200);
    expect(locations().map((row) => row.device_id)).toEqual([phone.device.id]);
  });

  test('the name of the header with the credentials may be written in any case', async () => {
    const { postRaw, phone } = await withPhones();
    for (const name of ['AUTHORIZATION', 'authorization', 'AuThOrIzAtIoN']) {
      expect(await postRaw(fix(), { headers: { [name]: basic('otto', phone.mqtt_password) } })).toBe(200);
    }
    expect(
      await postRaw(fix(), { headers: { Authorization: basic('otto', phone.mqtt_password).replace('Basic', 'basic') } }),
    ).toBe(200);
  });

  test('without credentials headers and query are believed nothing', async () => {
    const { postRaw, locations } = await withPhones();
    const headers = { 'X-Limit-U': 'otto', 'X-Limit-D': 'phone' };
    expect(await postRaw(fix({ topic: 'owntracks/otto/phone' }), { headers, path: '/pub?u=otto&d=phone' })).toBe(401);
    expect(await postRaw(fix(), { auth: 'otto:wrong', headers })).toBe(401);
    expect(locations()).toEqual([]);
  });
});
