import mqtt, { type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { Product, until } from '../support/product';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const PEOPLE = { owner: 'otto@example.org', viewer: 'uta@example.org' };

interface Device {
  id: number;
  topic: string;
  mqtt_username: string;
  mqtt_password: string;
}

let product: Product;
let browser: Browser;
let visitors: Visitors<keyof typeof PEOPLE>;
let device: Device;
let tablet: Device;
const phones: MqttClient[] = [];

const deviceOf = (user: string, name: string, id: string): Promise<Device> =>
  product.cli('device', 'create', '--user', user, '--name', name, '--device', id);

async function connect({ mqtt_username: username, mqtt_password: password }: Device): Promise<MqttClient> {
  const phone = await mqtt.connectAsync(product.mqttUrl, { username, password, reconnectPeriod: 0 });
  phones.push(phone);
  return phone;
}

/** By HTTP, so that the friends over MQTT get what another process stored. */
async function post(latitude: number): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${device.mqtt_username}:${device.mqtt_password}`).toString('base64')}`;
  const fix = { _type: 'location', lat: latitude, lon: 13.4, tst: Math.floor(Date.now() / 1000), acc: 9, batt: 80, tid: 'ot' };
  const answer = await fetch(`${product.url}/pub`, { method: 'POST', headers: { authorization }, body: JSON.stringify(fix) });
  expect(answer.status).toBe(200);
}

const openSharing = async (page: Page) => {
  await page.goto(`${product.url}/admin/sharing`);
  await page.getByRole('heading', { level: 1, name: 'Sharing' }).waitFor();
};

beforeAll(async () => {
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: 'anna@example.org', ADMIN_PASSWORD: PASSWORD });
  await product.start();
  for (const [name, email] of [
    ['Otto', PEOPLE.owner],
    ['Uta', PEOPLE.viewer],
  ] as const) {
    await product.cli('user', 'create', '--email', email, '--name', name, '--role', 'user', '--password', PASSWORD);
  }
  browser = await launchChromium();
  visitors = new Visitors(product, browser, PEOPLE);
  await visitors.makeTokens();
  device = await deviceOf(PEOPLE.owner, 'Otto’s phone', 'phone');
  tablet = await deviceOf(PEOPLE.viewer, 'Uta’s tablet', 'tablet');
});

afterAll(async () => {
  for (const phone of phones) await phone.endAsync(true);
  await browser?.close();
  await product?.remove();
});

test('a device is shared by name, moves on the other’s map and phone, and vanishes from both when the share ends', async () => {
  await post(52.5);
  const friends: string[] = [];
  const phone = await connect(tablet);
  phone.on('message', (_topic, payload) => friends.push(payload.toString()));
  await phone.subscribeAsync('owntracks/+/+', { qos: 1 });
  const map = await visitors.signIn('viewer');
  const seen = watch(map, product.url);
  await map.getByText('Uta’s tablet').waitFor();

  const page = await visitors.signIn('owner');
  await openSharing(page);
  await page.getByRole('heading', { name: 'Nobody sees your devices' }).waitFor();
  await page.getByRole('button', { name: 'Share' }).first().click();
  await page.getByLabel('With whom').fill('ute');
  await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
  await page.getByText('Nobody here has this user name').waitFor();
  await page.getByLabel('With whom').fill('uta');
  await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
  await page.getByRole('row', { name: /Uta/ }).waitFor();

  // Nobody touches the other window.
  await map.getByText('of Otto').waitFor();
  await until('the friend on the phone', async () => friends.length > 0);
  expect(JSON.parse(friends[0] as string)).toMatchObject({ _type: 'location', lat: 52.5, tid: 'ot' });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await post(52.6);
  await until('the next place on the phone', async () => friends.some((text) => text.includes('52.6')));
  await map.getByRole('button', { name: /Otto’s phone/ }).click();
  await map.getByText('52.60000').waitFor();
  await map.getByText('where it is now, not where it was').waitFor();
  expect(await map.getByText('Track', { exact: true }).count()).toBe(0);

  await page.getByRole('button', { name: 'End sharing with Uta' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End sharing' }).click();
  await map.getByText('of Otto').waitFor({ state: 'detached' });
  await until('the friend to vanish from the phone', async () => friends.at(-1) === '');
  await page.getByRole('heading', { name: 'Nobody sees your devices' }).waitFor();
  expect(seen).toEqual({ complaints: [], foreign: [] });
  await Promise.all([page.context().close(), map.context().close()]);
});

test('what is shared stands in the list of devices, leads to the map, and can be refused', async () => {
  const input = { viewer: 'uta', device_id: device.id, with_history: true };
  await visitors.api('owner', 'POST', '/api/shares', input);
  const page = await visitors.signIn('viewer');
  await page.goto(`${product.url}/admin/devices`);
  await page.getByText('Shared with you').waitFor();
  await page.getByRole('link', { name: 'Otto’s phone', exact: true }).click();
  await page.waitForURL(`**/map?device=${device.id}`);
  await page.getByText('Shared with you by Otto, with its past.').waitFor();
  await page.goto(`${product.url}/admin/devices/${device.id}`);
  await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
  await openSharing(page);
  await page.getByRole('button', { name: 'Stop seeing devices of Otto' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop seeing' }).click();
  await page.getByRole('heading', { name: 'Nobody shares with you' }).waitFor();
  await page.context().close();
});
