import { WebSocket } from 'ws';
import { Product, until } from '@/__tests__/support/product';

jest.setTimeout(120_000);

const PASSWORD = 'correct horse battery';
const HOUR = 3_600_000;

let product: Product;
let device: { topic: string; mqtt_username: string; mqtt_password: string };

beforeAll(async () => {
  product = await Product.create();
  await product.start();
  for (const name of ['anna', 'bob']) {
    const person = ['--email', `${name}@example.org`, '--name', name, '--role', 'user', '--password', PASSWORD];
    await product.cli('user', 'create', ...person);
    const made = await product.cli('device', 'create', '--user', `${name}@example.org`, '--name', 'Phone', '--device', 'Phone');
    if (name === 'anna') device = made as typeof device;
  }
});
afterAll(() => product.remove());

const basic = (name: string, password: string) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const credentials = basic('anna', PASSWORD);
const seconds = () => Math.floor(Date.now() / 1000);

/** The phone's own message over HTTP. */
async function publish(message: object): Promise<void> {
  const headers = { authorization: basic(device.mqtt_username, device.mqtt_password), 'content-type': 'application/json' };
  const answer = await fetch(`${product.url}/pub`, { method: 'POST', headers, body: JSON.stringify(message) });
  expect(answer.status).toBe(200);
}

const fix = (tst: number, more: object = {}) => ({
  _type: 'location',
  lat: 52.52,
  lon: 13.405,
  acc: 12,
  tid: 'an',
  tst,
  ...more,
});

/** As the frontend's one function for all its calls. */
async function fetchApi(path: string, params: Record<string, string> = {}, authorization = credentials) {
  const url = new URL(`${product.url}${path}`);
  for (const key of Object.keys(params)) url.searchParams.set(key, params[key] as string);
  return (await fetch(url.href, { headers: { authorization } })).json();
}

/** A time as the frontend's date picker gives it to the server. */
const picked = (time: number) => new Date(time).toISOString().slice(0, 19);

interface Fix {
  tst: number;
  username: string;
  device: string;
  [member: string]: unknown;
}

describe('what the OwnTracks frontend does, call by call', () => {
  test('its start: users, devices, newest fixes, a month of history, version', async () => {
    const now = seconds();
    for (const ago of [30, 20, 10]) await publish(fix(now - ago, { batt: ago }));
    await publish(fix(now - 15, { poi: 'Pier' }));

    const users: string[] = (await fetchApi('/api/0/list')).results;
    expect(users).toEqual(['anna']);
    const devices: string[] = (await fetchApi('/api/0/list', { user: users[0] as string })).results;
    expect(devices).toEqual(['phone']);

    const last: Fix[] = await fetchApi('/api/0/last');
    expect(last.filter((one) => !(one.username === 'ping' && one.device === 'ping'))).toHaveLength(1);
    const [one] = last as [Fix];
    expect([users, devices]).toEqual([[one.username], [one.device]]);
    expect(one).toMatchObject({ lat: 52.52, lon: 13.405, acc: 12, tst: now - 10, batt: 10, topic: device.topic });
    expect(Object.values(one)).not.toContain(null);

    const wish = { from: picked(Date.now() - 31 * 24 * HOUR), to: picked(Date.now() + 12 * HOUR), format: 'json' };
    const { data } = await fetchApi('/api/0/locations', { ...wish, user: 'anna', device: 'phone' });
    expect((data as Fix[]).sort((a, b) => a.tst - b.tst).map(({ tst }) => tst - now)).toEqual([-30, -20, -15, -10]);
    expect((data as Fix[]).map(({ poi }) => poi)).toEqual([undefined, undefined, 'Pier', undefined]);

    expect((await fetchApi('/api/0/version')).version).toMatch(/^\d+\.\d+/);
  });

  test('a chosen user, a chosen device, an empty time', async () => {
    expect(await fetchApi('/api/0/last', { user: 'anna' })).toHaveLength(1);
    expect(await fetchApi('/api/0/last', { user: 'anna', device: 'phone' })).toHaveLength(1);
    const wish = { from: '2019-01-01T00:00:00', to: '2019-02-01T23:59:59', user: 'anna', device: 'phone', format: 'json' };
    expect((await fetchApi('/api/0/locations', wish)).data).toEqual([]);
  });

  test('its live connection: LAST, its echo, then each new fix, whereupon it asks for the newest', async () => {
    const socket = new WebSocket(`${product.url.replace('http', 'ws')}/ws/last`, { headers: { authorization: credentials } });
    const types: string[] = [];
    let news: Fix[] = [];
    socket.on('open', () => socket.send('LAST'));
    socket.on('message', async (message) => {
      const text = message.toString();
      if (!text) return;
      if (text === 'LAST') types.push('LAST');
      else types.push(JSON.parse(text)._type);
      if (types.at(-1) === 'location') news = await fetchApi('/api/0/last');
    });
    await until('the echo', async () => types.includes('LAST'));
    expect(types).toEqual(['location', 'LAST']);
    const now = seconds();
    await publish(fix(now, { lat: 48.1 }));
    await until('the fix', async () => news.some(({ tst, lat }) => tst === now && lat === 48.1));
    expect(types.slice(2)).toEqual(['location']);
    socket.close();
  });

  test('somebody else sees nothing of it', async () => {
    const bob = basic('bob', PASSWORD);
    expect((await fetchApi('/api/0/list', {}, bob)).results).toEqual(['bob']);
    expect(await fetchApi('/api/0/last', { user: 'anna' }, bob)).toEqual([]);
    const wish = { from: '2019-01-01', to: '2099-01-01', user: 'anna', device: 'phone' };
    expect((await fetchApi('/api/0/locations', wish, bob)).data).toEqual([]);
  });

  test('a live connection to any other address is refused, one without a log-in is asked for it', async () => {
    const status = (path: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${product.url.replace('http', 'ws')}${path}`);
        socket.on('unexpected-response', (_request, response) => {
          resolve([response.statusCode, response.headers['www-authenticate']]);
          socket.terminate();
        });
        socket.on('error', () => resolve('cut'));
      });
    expect(await status('/ws/last')).toEqual([401, 'Basic realm="Fencepost", charset="UTF-8"']);
    expect(await status('/ws/other')).toBe('cut');
  });

  test('the product ends at once with a live connection open', async () => {
    const socket = new WebSocket(`${product.url.replace('http', 'ws')}/ws/last`, { headers: { authorization: credentials } });
    const ended = new Promise((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.on('open', resolve));
    const startedAt = Date.now();
    await product.stop();
    expect(await ended).toBe(1001);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });
});
