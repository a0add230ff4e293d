import mqtt, { type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { findingsOf } from '../support/page-checks';
import { Product, until } from '../support/product';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const PEOPLE = { admin: 'anna@example.org' };

interface Region {
  desc: string;
  lat: number;
  lon: number;
  rad: number;
  tst: number;
}

let product: Product;
let browser: Browser;
let visitors: Visitors<keyof typeof PEOPLE>;
let device: { id: number; topic: string; mqtt_username: string; mqtt_password: string };
const phones: MqttClient[] = [];

/** An iPhone that does what it is told. */
async function iPhone() {
  const { mqtt_username: username, mqtt_password: password, topic } = device;
  const phone = await mqtt.connectAsync(product.mqttUrl, { username, password, clientId: 'annaphone', reconnectPeriod: 0 });
  phones.push(phone);
  const regions = new Map<number, Region>();
  const heard: { action: string; configuration?: object }[] = [];
  const say = (message: object, suffix = '') => phone.publishAsync(topic + suffix, JSON.stringify(message), { qos: 1 });
  phone.on('message', (_topic, payload) => {
    const command = JSON.parse(payload.toString()) as { action: string; waypoints?: { waypoints: Region[] } };
    heard.push(command);
    for (const region of command.waypoints?.waypoints ?? []) regions.set(region.tst, region);
    const tst = Math.floor(Date.now() / 1000);
    if (command.action === 'reportLocation') void say({ _type: 'location', lat: 52.5, lon: 13.4, tst, acc: 9, t: 'r' });
    if (command.action === 'waypoints') {
      const waypoints = [...regions.values()].map((region) => ({ ...region, _type: 'waypoint' }));
      void say({ _type: 'waypoints', waypoints }, '/waypoints');
    }
  });
  const listen = () => phone.subscribeAsync([`${topic}/cmd`, 'owntracks/+/+'], { qos: 1 });
  return { phone, heard, regions, say, listen };
}

const rowOf = (page: Page, table: string, name: string) => page.getByRole('table', { name: table }).getByRole('row', { name });
const commands = 'Commands to this phone';

beforeAll(async () => {
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: PEOPLE.admin, ADMIN_PASSWORD: PASSWORD });
  await product.start();
  browser = await launchChromium();
  visitors = new Visitors(product, browser, PEOPLE);
  await visitors.makeTokens();
  const made = await visitors.api<{ device: { id: number } } & typeof device>('admin', 'POST', '/api/devices', {
    ...{ name: 'Phone', device: 'phone' },
  });
  device = { ...made, id: made.device.id };
});

afterAll(async () => {
  for (const phone of phones) await phone.endAsync(true);
  await browser?.close();
  await product?.remove();
});

test('a question waits for the phone, is answered when it comes, and settings are delivered', async () => {
  const page = await visitors.signIn('admin');
  const seen = watch(page, product.url);
  await page.goto(`${product.url}/admin/devices/${device.id}?tab=remote`);
  await page.getByText('Nothing was asked of this phone yet.').waitFor();
  await page.getByRole('button', { name: 'Where are you now?' }).click();
  await rowOf(page, commands, 'Where are you now?').getByText('Waiting', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Report your status' }).click();
  await rowOf(page, commands, 'Report your status').getByRole('button', { name: 'Withdraw' }).click();
  await rowOf(page, commands, 'Report your status').waitFor({ state: 'detached' });

  const { heard, say, listen } = await iPhone();
  await say({ _type: 'status', iOS: { version: '26.3' } }, '/status');
  await listen();
  await rowOf(page, commands, 'Where are you now?').getByText('Answered', { exact: true }).waitFor();

  await page.getByRole('button', { name: 'Send settings' }).click();
  await page.getByText('Choose a mode or fill in a field first.').waitFor();
  await page.getByLabel('Tracking mode').selectOption('Move');
  await page.getByLabel('Metres to move before a fix').fill('200000');
  await page.getByText('It must be 0–100000.').waitFor();
  await page.getByLabel('Metres to move before a fix').fill('50');
  await page.getByRole('button', { name: 'Send settings' }).click();
  await rowOf(page, commands, 'Settings: Move').getByText('Delivered', { exact: true }).waitFor();
  const settings = { _type: 'configuration', monitoring: 2, locatorDisplacement: 50 };
  expect(heard.at(-1)).toEqual({ _type: 'cmd', action: 'setConfiguration', configuration: settings });
  expect(seen.complaints).toEqual([]);
});

test('a command outlives a kill of everything', async () => {
  await visitors.api('admin', 'POST', `/api/devices/${device.id}/commands`, { action: 'status' });
  for (const phone of phones.splice(0)) await phone.endAsync(true);
  await product.kill();
  await product.start();
  const { heard, listen } = await iPhone();
  await listen();
  await until('the command', async () => heard.some(({ action }) => action === 'status'));
});

test('zones are put on the phone, and what its owner changes there is shown and resolved', async () => {
  const circle = { shape_type: 'circle', center_latitude: 52.5, center_longitude: 13.4, radius_meters: 100 };
  await visitors.api('admin', 'POST', '/api/geofences', { name: 'Home', ...circle });
  for (const phone of phones.splice(0)) await phone.endAsync(true);
  const { regions, say, listen } = await iPhone();
  await listen();
  const page = await visitors.signIn('admin', 'en', 'phone');
  await page.goto(`${product.url}/admin/devices/${device.id}?tab=zones`);
  const home = rowOf(page, 'Zones on this phone', 'Home');
  await home.getByText('Not there').waitFor();
  expect(await findingsOf(page)).toMatchObject({ unlabelled: [], unnamed: [], clipped: [], overflow: 0 });
  await page.getByLabel('Keep this phone’s regions in step with its zones').click();
  await home.getByText('In step').waitFor();
  const [region] = [...regions.values()] as [Region];
  expect(region).toMatchObject({ desc: 'Home', rad: 100 });

  await say({ ...region, rad: 180, _type: 'waypoint' }, '/waypoint');
  await say({ _type: 'waypoint', desc: 'Pub', lat: 52.6, lon: 13.5, rad: 70, tst: 77 }, '/waypoint');
  await page.reload();
  await home.getByText('radius 180 m instead of 100 m').waitFor();
  await home.getByRole('button', { name: 'Keep the phone’s' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Change the zone' }).click();
  await home.getByText('In step').waitFor();
  await page.getByRole('button', { name: 'Make it a zone' }).click();
  await rowOf(page, 'Zones on this phone', 'Pub').getByText('In step').waitFor();
  const { geofences } = await visitors.api<{ geofences: { name: string; radius_meters: number }[] }>(
    'admin',
    'GET',
    '/api/geofences',
  );
  expect(geofences.map(({ name, radius_meters }) => [name, radius_meters])).toEqual([
    ['Home', 180],
    ['Pub', 70],
  ]);
});
