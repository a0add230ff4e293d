import mqtt, { type MqttClient } from 'mqtt';
import type { Browser } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { mailServer, reply } from '../support/mail-server';
import { Product, until } from '../support/product';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const HOME = { latitude: 52.5163, longitude: 13.3777 };

interface Device {
  topic: string;
  mqtt_username: string;
  mqtt_password: string;
}

let product: Product;
let browser: Browser;
let phone: MqttClient;
let visitors: Visitors<'anna'>;
let isFull = true;
let mails: { subject?: string }[];

beforeAll(async () => {
  const server = await mailServer({
    onRcptTo: (_to, _session, callback) => callback(isFull ? reply(552, 'mailbox full') : undefined),
  });
  mails = server.mails;
  const people = { anna: 'anna@example.org' };
  const env = { TILE_URL: NO_TILES, ADMIN_EMAIL: people.anna, ADMIN_PASSWORD: PASSWORD, SMTP_URL: server.url };
  product = await Product.create(env);
  await product.start();
  browser = await launchChromium();
  visitors = new Visitors(product, browser, people);
  await visitors.makeTokens();
  const {
    topic,
    mqtt_username: username,
    mqtt_password: password,
  } = await product.cli<Device>(...['device', 'create', '--user', people.anna, '--name', 'Anna’s phone', '--device', 'phone']);
  phone = await mqtt.connectAsync(product.mqttUrl, { username, password, reconnectPeriod: 0 });
  const circle = { shape_type: 'circle', center_latitude: HOME.latitude, center_longitude: HOME.longitude, radius_meters: 150 };
  await visitors.api('anna', 'POST', '/api/geofences', {
    ...circle,
    name: 'Garden',
    color: '#1c7ed6',
    email_notifications: true,
  });
  for (const [north, secondsAgo] of [
    [900, 1500],
    [5, 890],
    [6, 830],
  ] as const) {
    const tst = Math.floor(Date.now() / 1000) - secondsAgo;
    const fix = { _type: 'location', lat: HOME.latitude + north / 111_195, lon: HOME.longitude, acc: 8, tid: 'an', tst };
    await phone.publishAsync(topic, JSON.stringify(fix), { qos: 1 });
  }
  await until('a failed delivery', async () => {
    const { total } = await visitors.api<{ total: number }>('anna', 'GET', '/api/deliveries?state=failed');
    return total === 1;
  });
});

afterAll(async () => {
  await phone?.endAsync();
  await browser?.close();
  await product?.remove();
});

test('a mail that failed stands on the dashboard, says why, and goes out when it is sent again', async () => {
  const page = await visitors.signIn('anna', 'en');
  const seen = watch(page, product.url);
  await page.goto(`${product.url}/admin`);
  const line = page.getByText('1 notification of the last 24 hours could not be delivered');
  await line.waitFor();
  await page.getByRole('link', { name: 'See what happened' }).click();
  await page.waitForURL('**/admin/deliveries?state=failed');
  const row = page.getByRole('row', { name: /Anna’s phone arrived at Garden/ });
  await row.getByText(/552 mailbox full/).waitFor();

  await row.getByRole('button', { name: /^Details:/ }).click();
  const attempts = page.getByRole('dialog');
  await attempts.getByText('Refused for good').waitFor();
  await page.keyboard.press('Escape');
  await attempts.waitFor({ state: 'hidden' });

  await page.getByText('All', { exact: true }).click();
  await page.waitForURL((url) => url.search === '');
  isFull = false;
  await row.getByRole('button', { name: /^Send again:/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send again', exact: true }).click();
  await page.getByText(/It goes out again to/).waitFor();
  await row.getByText('Sent', { exact: true }).waitFor({ timeout: 30_000 });
  expect(mails).toHaveLength(1);
  expect(seen).toEqual({ complaints: [], foreign: [] });
  await page.context().close();
});
