import mqtt from 'mqtt';
import type { Browser } from 'playwright-core';
import { launchChromium, NO_TILES } from '../support/chromium';
import { JPEG } from '../support/pictures';
import { Product, until } from '../support/product';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const HOME = { latitude: 52.5163, longitude: 13.3777 };
const HOUR = 3_600;

interface Credentials {
  id: number;
  topic: string;
  mqtt_username: string;
  mqtt_password: string;
}

let product: Product;
let browser: Browser;
let visitors: Visitors<'anna'>;
let device: Credentials;
let zone: { id: string };

const circle = { shape_type: 'circle', center_latitude: HOME.latitude, center_longitude: HOME.longitude, radius_meters: 150 };

/** Three stays of four hours at home, each day one, the last of them over since an hour; sent all at once, as after days without signal. */
async function report(): Promise<void> {
  const { mqtt_username: username, mqtt_password: password } = device;
  const phone = await mqtt.connectAsync(product.mqttUrl, { username, password });
  const now = Math.floor(Date.now() / 1000);
  const send = (metersNorth: number, secondsAgo: number, more: object = {}) => {
    const place = { lat: HOME.latitude + metersNorth / 111_195, lon: HOME.longitude, acc: 8, tid: 'an' };
    return phone.publishAsync(device.topic, JSON.stringify({ _type: 'location', ...place, tst: now - secondsAgo, ...more }), {
      qos: 1,
    });
  };
  for (const day of [2, 1, 0]) {
    const end = day * 24 * HOUR + HOUR;
    for (const minutes of [9, 6, 3]) await send(minutes * 300, end + 4 * HOUR + minutes * 60, { vel: 40 });
    for (let quarter = 16; quarter >= 0; quarter--) await send(quarter % 3, end + quarter * 900);
    for (const minutes of [3, 6, 9]) await send(minutes * 300, end - minutes * 60, { vel: 40 });
  }
  await send(2_700, 45 * 60, { poi: 'Lake', tag: 'trip', image: JPEG, imagename: 'lake.jpg' });
  await send(1_900, 40 * 60);
  await phone.endAsync();
}

beforeAll(async () => {
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: 'anna@example.org', ADMIN_PASSWORD: PASSWORD });
  await product.start();
  browser = await launchChromium();
  visitors = new Visitors(product, browser, { anna: 'anna@example.org' });
  await visitors.makeTokens();
  device = await product.cli('device', 'create', '--user', 'anna@example.org', '--name', 'Anna’s phone', '--device', 'phone');
  const asked = { ...circle, name: 'Garden', color: '#1c7ed6', email_notifications: false };
  zone = (await visitors.api<{ geofence: { id: string } }>('anna', 'POST', '/api/geofences', asked)).geofence;
  await report();
  await until('the events of three stays', async () => {
    const { total } = await visitors.api<{ total: number }>('anna', 'GET', '/api/geofences/events');
    return total >= 6;
  });
});

afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

test('the settings of a zone are saved and shown again, also those that are folded away', async () => {
  const page = await visitors.signIn('anna');
  const editor = `${product.url}/admin/geofences/${zone.id}`;
  await page.goto(editor);
  await page.getByRole('button', { name: 'Wait before it counts' }).click();
  await page.getByLabel('A departure counts after', { exact: true }).fill('3');
  await page.getByLabel('Unit of “A departure counts after”').selectOption('min');
  await page.getByLabel('A departure counts after', { exact: true }).fill('3');
  await page.getByRole('button', { name: 'Border and accuracy' }).click();
  await page.getByLabel('Leaves only beyond the border by').fill('35');
  await page.getByRole('button', { name: 'Save zone' }).click();
  await page.waitForURL('**/admin/geofences');
  await page.getByText('leaves after 3 min').waitFor();

  await page.goto(editor);
  const waiting = page.getByRole('button', { name: /Wait before it counts.*departure 3 min/ });
  await waiting.click();
  expect(await page.getByLabel('A departure counts after', { exact: true }).inputValue()).toBe('3');
  expect(await page.getByLabel('Unit of “A departure counts after”').inputValue()).toBe('min');
  await page.getByRole('button', { name: /Border and accuracy.*35 m/ }).click();
  expect(await page.getByLabel('Leaves only beyond the border by').inputValue()).toBe('35 m');
  await page.context().close();
});

test('while a zone is edited, the editor says what it would have told, in its size and two others', async () => {
  const page = await visitors.signIn('anna');
  await page.goto(`${product.url}/admin/geofences/${zone.id}`);
  const panel = page.getByRole('region', { name: 'What would have happened?' });
  const drawn = panel.getByRole('radio', { name: /As drawn/ });
  await drawn.getByText('3 visits').waitFor();
  await drawn.getByText('6 events').waitFor();
  await panel
    .getByRole('radio', { name: /Smaller/ })
    .getByText(/visits?$/)
    .waitFor();
  await panel
    .getByRole('radio', { name: /Larger/ })
    .getByText(/visits?$/)
    .waitFor();
  await page.context().close();
});

test('an event of the list opens into how it came about, and back leads to the list', async () => {
  const page = await visitors.signIn('anna');
  await page.goto(`${product.url}/admin/geofences/events`);
  await page
    .getByRole('link', { name: /^How this came about: Anna’s phone, Garden/ })
    .first()
    .click();
  await page.waitForURL(/\/events\/\d+$/);
  await page.getByRole('heading', { level: 1, name: /Anna’s phone left Garden/ }).waitFor();
  await page.getByText('Known from: positions').waitFor();
  await page.getByText('How likely it was inside').waitFor();
  await page.getByRole('link', { name: 'Events' }).last().click();
  await page.waitForURL('**/admin/geofences/events');
  await page.context().close();
});

test('the zone leads to the question why nothing happened, with itself chosen', async () => {
  const page = await visitors.signIn('anna');
  await page.goto(`${product.url}/admin/geofences/${zone.id}`);
  await page.getByRole('link', { name: 'Why did nothing happen?' }).click();
  await page.getByRole('heading', { level: 1, name: 'Why did nothing happen?' }).waitFor();
  expect(await page.getByRole('combobox', { name: 'Zone' }).inputValue()).toBe('Garden');
  await page.getByRole('combobox', { name: 'Device' }).click();
  await page.getByRole('option', { name: 'Anna’s phone' }).click();
  await page.getByText(/^There are 2 events in this time/).waitFor();
  await page.context().close();
});

test('deleting a zone says which groups it leaves', async () => {
  const other = await visitors.api<{ geofence: { id: string } }>('anna', 'POST', '/api/geofences', {
    ...circle,
    name: 'Shed',
    center_latitude: HOME.latitude + 0.01,
  });
  await visitors.api('anna', 'POST', '/api/groups', { name: 'Grounds', member_ids: [zone.id, other.geofence.id] });
  const page = await visitors.signIn('anna');
  await page.goto(`${product.url}/admin/geofences/${zone.id}`);
  await page.getByRole('button', { name: 'Delete zone' }).click();
  const question = page.getByRole('dialog');
  await question.getByText('The group Grounds goes on without it.').waitFor();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await page.context().close();
});

test('the picture of a place stands on the map beside the track, and on the device’s page', async () => {
  const page = await visitors.signIn('anna');
  await page.goto(`${product.url}/map?device=${device.id}`);
  await page.getByText('24 h', { exact: true }).click();
  await page.getByRole('button', { name: 'trip' }).waitFor();
  await page.getByRole('button', { name: 'Show the whole track' }).click();
  await page.locator('.leaflet-marker-icon[title^="Lake"]').click();
  const picture = page.locator('.leaflet-popup').getByRole('img', { name: 'Lake' });
  await until('the picture', () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 0));

  await page.goto(`${product.url}/admin/devices/${device.id}`);
  await page.getByRole('button', { name: 'Open the picture of Lake' }).click();
  const whole = page.getByRole('dialog', { name: 'Lake' }).getByRole('img', { name: 'Lake' });
  await until('the whole picture', () => whole.evaluate((image: HTMLImageElement) => image.naturalWidth > 0));
  await page.context().close();
});
