import mqtt from 'mqtt';
import type { Browser } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { mailServer } from '../support/mail-server';
import { Product, until } from '../support/product';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const EMAIL = 'anna@example.org';
const HOME = { latitude: 52.5163, longitude: 13.3777 };

let product: Product | undefined;
let browser: Browser | undefined;

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

interface Credentials {
  topic: string;
  mqtt_username: string;
  mqtt_password: string;
}

/** The phone is so many metres north of home, at times so many seconds ago. */
async function report(
  { topic, mqtt_username, mqtt_password }: Credentials,
  url: string,
  fixes: [number, number][],
): Promise<void> {
  const phone = await mqtt.connectAsync(url, { username: mqtt_username, password: mqtt_password });
  const now = Math.floor(Date.now() / 1000);
  for (const [north, ago] of fixes) {
    const place = { lat: HOME.latitude + north / 111_195, lon: HOME.longitude, acc: 8, tid: 'an' };
    await phone.publishAsync(topic, JSON.stringify({ _type: 'location', ...place, tst: now - ago }), { qos: 1 });
  }
  await phone.endAsync();
}

test('own words: written with buttons, checked while typing, in the mail with its map, and ours again', async () => {
  const server = await mailServer();
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD, SMTP_URL: server.url });
  await product.start();
  browser = await launchChromium();
  const visitors = new Visitors(product, browser, { anna: EMAIL });
  await visitors.makeTokens();
  const device = await product.cli<Credentials>('device', 'create', '--user', EMAIL, '--name', 'Phone', '--device', 'phone');
  const place = { center_latitude: HOME.latitude, center_longitude: HOME.longitude };
  await visitors.api('anna', 'POST', '/api/geofences', { name: 'Home', shape_type: 'circle', radius_meters: 150, ...place });

  const page = await visitors.signIn('anna', 'en', 'phone');
  const seen = watch(page, product.url);
  await page.goto(`${product.url}/notifications/settings`);
  const words = page.getByRole('form', { name: 'Words for: A device arrives' });
  const [subject, text] = [words.getByLabel('Subject'), words.getByLabel('Text')];
  const preview = words.getByRole('region', { name: 'This is how it reads' });
  await subject.fill('Back: !');
  await subject.press('ArrowLeft');
  await words.getByRole('button', { name: 'Device', exact: true }).click();
  expect(await subject.inputValue()).toBe('Back: {device}!');
  await subject.pressSequentially('?');
  expect(await subject.inputValue()).toBe('Back: {device}?!');
  await preview.getByText("Back: Anna's phone?!").waitFor();
  await text.fill('At {home}');
  await words.getByText('There is no {home} here (at character 4).').waitFor();
  await text.fill('At {zone}, {time}.\n{link}');
  await words.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();

  await report(device, product.mqttUrl, [
    [3000, 180],
    [1500, 120],
    [0, 60],
    [0, 40],
    [0, 20],
    [0, 0],
  ]);
  const mail = await until('the mail', async () => server.mails[0]);
  expect(mail.subject).toBe('Back: Phone?!');
  expect(mail.text).toMatch(/^At Home, \d\d:\d\d\.\nhttp:\/\/localhost:\d+\/map\?/m);
  expect(mail.attachments).toMatchObject([{ mimeType: 'image/png', disposition: 'inline' }]);

  await page.reload();
  await preview.getByText('Back: Phone?!').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await words.getByRole('button', { name: 'Use our words' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Use our words' }).click();
  await preview.getByText('Phone arrived at Home').waitFor();
  expect(await subject.inputValue()).toBe('{device} arrived at {zone}');
  expect(seen).toEqual({ complaints: [], foreign: [] });
});
