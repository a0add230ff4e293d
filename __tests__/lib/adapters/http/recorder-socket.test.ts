import { NOW, PASSWORD, type Person, type TestApi, testApi } from '@/__tests__/support/api';
import { Browser } from '@/__tests__/support/browser';
import { addDevice, addLocation } from '@/__tests__/support/data';
import { faults, heldBytes, Listener, startLiveSocket, stopLiveSockets } from '@/__tests__/support/live-socket';
import { until } from '@/__tests__/support/product';
import { query } from '@/lib/storage/sqlite/connection';

const FRONTEND = 'https://tracks.example.org';

jest.setTimeout(60_000);

let api: TestApi;
let url: string;
let phone: number;
beforeEach(async () => {
  api = await testApi({ FRONTEND_ORIGINS: FRONTEND });
  phone = await addDevice(api.server, api.owner);
  url = await startLiveSocket(api);
});
afterEach(() => {
  expect(faults.splice(0)).toEqual([]);
});

const basic = (name: string, password: string) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const listen = (who: Person, headers: Record<string, string> = {}) =>
  Listener.open(url, { authorization: `Bearer ${who.token}`, ...headers });
const heard = (listener: Listener, count: number) =>
  until(`${count} messages`, async () => listener.frames.length >= count && listener.frames);

describe('what phones say', () => {
  test('a fix comes once, with whose it is and where it was', async () => {
    addLocation(api.server, phone, NOW - 60_000);
    const listener = await listen(api.owner);
    addLocation(api.server, phone, NOW, { tid: 'op' });
    expect(await heard(listener, 1)).toEqual([
      {
        ...{ _type: 'location', lat: 52.52, lon: 13.405, acc: 10, tst: NOW / 1000, tid: 'op', ghash: 'u33dc0c' },
        ...{ topic: 'owntracks/otto/phone', username: 'otto', device: 'phone', name: "otto's phone", _label: "otto's phone" },
      },
    ]);
  });

  test('transitions, waypoints and beacons come too, each once', async () => {
    const listener = await listen(api.owner);
    const { connection } = api.server;
    const times = { occurred_at: NOW, received_at: NOW };
    const transition = { device_id: phone, event: 'enter' as const, region: 'Home', region_created_at: NOW, ...times };
    connection.run(query.insertInto('phone_transition').values(transition));
    const waypoint = { device_id: phone, kind: 'waypoint' as const, key: 'tst:1', ...times };
    const payload = JSON.stringify({ desc: 'Home', rad: 100, lat: 52.5, lon: 13.4 });
    connection.run(query.insertInto('device_report').values({ ...waypoint, payload }));
    const beacon = { device_id: phone, beacon: 'cca4:1:2', name: 'Keys', first_at: NOW, last_at: NOW, count: 1 };
    connection.run(query.insertInto('beacon_sighting').values({ ...beacon, rssi: -60, proximity: 1, distance_meters: 2 }));
    addLocation(api.server, phone, NOW);
    await heard(listener, 4);
    expect([...listener.heard].sort()).toEqual(['beacon phone', 'location phone', 'transition phone', 'waypoint phone']);
    connection.run(query.updateTable('beacon_sighting').set({ last_at: NOW + 5_000, count: 2 }));
    await heard(listener, 5);
    expect(listener.frames[4]).toMatchObject({ _type: 'beacon', uuid: 'cca4', tst: NOW / 1000 + 5 });
  });

  test('is for their person alone: not for strangers, not for an admin, nor imported', async () => {
    const mine = await addDevice(api.server, api.admin, 'mine');
    const [stranger, admin, owner] = await Promise.all([api.other, api.admin, api.owner].map((who) => listen(who)));
    const id = addLocation(api.server, phone, NOW - 5_000);
    api.server.connection.run(
      query
        .insertInto('phone_transition')
        .values({ device_id: phone, event: 'enter', region: 'X', occurred_at: NOW, received_at: NOW }),
    );
    addLocation(api.server, mine, NOW);
    await heard(admin!, 1);
    await heard(owner!, 2);
    expect(id).toBeGreaterThan(0);
    expect(admin!.heard).toEqual(['location mine']);
    expect(stranger!.frames).toEqual([]);
  });

  test('of a shared device only where it is, without what is the owner’s, until the share ends', async () => {
    const wish = { viewer: 'uta', device_id: phone, with_history: false, until: null };
    const { id } = await api.services.shares.create(api.owner.user, wish);
    const [viewer, owner] = await Promise.all([listen(api.other), listen(api.owner)]);
    addLocation(api.server, phone, NOW, { ssid: 'secret', in_regions: ['secret'] });
    await heard(viewer!, 1);
    expect(JSON.stringify(viewer!.frames)).not.toContain('secret');
    // Late news of where it was is the past.
    addLocation(api.server, phone, NOW - 60_000);
    await heard(owner!, 2);
    await api.services.shares.remove(api.owner.user, id);
    addLocation(api.server, phone, NOW + 1_000);
    await heard(owner!, 3);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(viewer!.frames).toHaveLength(1);
  });
});

describe('LAST', () => {
  test('is answered with the newest fix of each device, then said back', async () => {
    const tablet = await addDevice(api.server, api.owner, 'tablet');
    addLocation(api.server, phone, NOW - 1_000);
    addLocation(api.server, phone, NOW, { tid: 'op' });
    addLocation(api.server, tablet, NOW);
    const listener = await listen(api.owner);
    listener.socket.send('');
    listener.socket.send('LAST');
    await until('the echo', async () => listener.texts.includes('LAST'));
    expect(listener.heard.sort()).toEqual(['location phone', 'location tablet']);
    expect(listener.frames.find(({ device }) => device === 'phone')).toMatchObject({
      ...{ tid: 'op', lat: 52.52, lon: 13.405, tst: NOW / 1000, topic: 'owntracks/otto/phone', ghash: 'u33dc0c' },
      ...{ name: "otto's phone", _label: "otto's phone" },
    });
  });

  test('asked a thousand times at once it is answered twice at most', async () => {
    addLocation(api.server, phone, NOW);
    const listener = await listen(api.owner);
    for (let n = 0; n < 1_000; n++) listener.socket.send('LAST');
    await until('an echo', async () => listener.texts.includes('LAST'));
    addLocation(api.server, phone, NOW + 1_000);
    await until('the next fix', async () => listener.frames.some(({ tst }) => tst === NOW / 1000 + 1));
    expect(listener.texts.filter((text) => text === 'LAST').length).toBeLessThan(20);
  });

  test('a longer text than that ends the connection', async () => {
    const listener = await listen(api.owner);
    listener.socket.send('x'.repeat(2_000));
    await until('the end', async () => listener.closed);
    expect(listener.closed?.code).toBe(1009);
  });
});

describe('log-ins', () => {
  test('a token or a password as Basic, and a session of our own pages', async () => {
    const browser = new Browser();
    await browser.signIn('otto@example.org', PASSWORD);
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const host = new URL(url).host;
    for (const headers of [
      { authorization: basic('', api.owner.token) },
      { authorization: basic('otto', PASSWORD), origin: `http://${host}` },
      { authorization: basic('otto', PASSWORD), origin: FRONTEND },
      { cookie, origin: `http://${host}` },
    ] as Record<string, string>[]) {
      const listener = await Listener.open(url, headers);
      listener.socket.send('LAST');
      await until('the echo', async () => listener.texts.includes('LAST'));
    }
  });

  test('what a browser adds by itself for a page of another origin counts for nothing', async () => {
    const origin = 'https://elsewhere.example.org';
    const headers = { authorization: basic('otto', PASSWORD), origin };
    await expect(Listener.open(url, headers)).rejects.toThrow('403');
    await expect(Listener.open(url, { cookie: 'next-auth.session-token=x', origin: 'null' })).rejects.toThrow('403');
  });

  test('none, wrong ones and tokens in the address are refused; a browser is made to ask', async () => {
    await expect(Listener.open(url, {})).rejects.toThrow('401');
    await expect(Listener.open(`${url}?token=${api.owner.token}`, {})).rejects.toThrow('401');
    for (let n = 0; n < 10; n++)
      await expect(Listener.open(url, { authorization: basic('otto', `${n}`) })).rejects.toThrow('401');
    await expect(Listener.open(url, { authorization: basic('otto', 'x') })).rejects.toThrow('429');
  });

  test('a removed token, a changed password and a removed person end the connection', async () => {
    const byToken = await listen(api.owner);
    const byPassword = await Listener.open(url, { authorization: basic('otto', PASSWORD) });
    const removed = await listen(api.other);
    const [token] = await api.services.tokens.list(api.owner.user);
    await api.services.tokens.remove(api.owner.user, token!.id);
    await until('the end of the first', async () => byToken.closed);
    expect(byPassword.closed).toBeNull();
    await api.services.users.changePassword(api.owner.user, PASSWORD, 'another password');
    await api.services.users.remove(api.admin.user, api.other.user.id);
    await until('the end of the others', async () => byPassword.closed && removed.closed);
    expect(byToken.closed).toEqual({ code: 1008, reason: 'the log-in has ended' });
  });
});

describe('connections', () => {
  test('are kept open by empty frames, which tell nothing', async () => {
    const listener = await listen(api.owner);
    await until('two pings', async () => listener.texts.filter((text) => text === '').length >= 2);
    expect(listener.frames).toEqual([]);
  });

  test('are cut when nobody answers at the other end', async () => {
    const silent = await Listener.open(url, { authorization: `Bearer ${api.owner.token}` }, { autoPong: false });
    const listener = await listen(api.owner);
    await until('the end', async () => silent.closed);
    expect(silent.closed?.code).toBe(1006);
    expect(listener.closed).toBeNull();
  });

  test('are ended when the server ends', async () => {
    const listener = await listen(api.owner);
    await stopLiveSockets();
    await until('the end', async () => listener.closed);
    expect(listener.closed?.code).toBe(1001);
  });

  test('a reader that takes nothing holds nothing up, and misses nothing later', async () => {
    const slow = await listen(api.owner);
    const quick = await listen(api.owner);
    slow.socket.pause();
    const insert = api.server.connection.raw.prepare(
      'INSERT INTO location (device_id, latitude, longitude, tag, occurred_at, received_at) VALUES (?, 1, 2, ?, ?, 0)',
    );
    const [count, tag] = [2_000, 'x'.repeat(8_000)];
    api.server.connection.transaction(() => {
      for (let n = 0; n < count; n++) insert.run(phone, tag, NOW + n * 1_000);
    });
    await heard(quick, count);
    expect(heldBytes()).toBeLessThan(100_000);
    slow.socket.resume();
    await heard(slow, count);
    expect(slow.frames.map(({ tst }) => tst)).toEqual(quick.frames.map(({ tst }) => tst));
  });
});
