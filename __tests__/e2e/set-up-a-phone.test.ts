import { readFileSync } from 'node:fs';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import type { Configuration } from '@/components/provisioning/types';
import { fixture, pem } from '../support/certificates';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { findingsOf } from '../support/page-checks';
import { freePort, Product, until } from '../support/product';
import { PASSWORD, type SIZES, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const PEOPLE = { admin: 'anna@example.org' };
const KEY = 'correct horse';

let product: Product;
let browser: Browser;
let visitors: Visitors<keyof typeof PEOPLE>;
const phones: MqttClient[] = [];

/** A phone that was set up with this configuration, as the app would connect. The certificate is installed on it. */
async function phoneFrom(configuration: Configuration, more: IClientOptions = {}): Promise<MqttClient> {
  const { host, port, tls, ws, username, password } = configuration;
  const protocol = ws ? (tls ? 'wss' : 'ws') : tls ? 'mqtts' : 'mqtt';
  // The name is not in any DNS; the certificate is compared with it all the same.
  const trust = { ca: pem('broker.crt'), servername: host };
  const own = {
    protocol,
    host: '127.0.0.1',
    port,
    path: '/mqtt',
    username,
    password,
    clientId: 'annaphone',
    reconnectPeriod: 0,
  } as const;
  const phone = await mqtt.connectAsync({ ...own, ...trust, ...more });
  phones.push(phone);
  return phone;
}

/** What the link on the page would bring to the phone. */
async function configurationOn(page: Page): Promise<Configuration> {
  const link = (await page.getByRole('link', { name: 'Set up on this phone' }).getAttribute('href')) ?? '';
  return JSON.parse(Buffer.from(decodeURIComponent(link.split('inline=')[1] ?? ''), 'base64').toString()) as Configuration;
}

async function pageOf(deviceId: number, size?: keyof typeof SIZES): Promise<Page> {
  const page = await visitors.signIn('admin', 'en', size);
  await page.goto(`${product.url}/admin/devices/${deviceId}`);
  return page;
}

beforeAll(async () => {
  product = await Product.create({
    TILE_URL: NO_TILES,
    ADMIN_EMAIL: PEOPLE.admin,
    ADMIN_PASSWORD: PASSWORD,
    MQTT_TLS_CERT: fixture('broker.crt'),
    MQTT_TLS_KEY: fixture('broker.key'),
    MQTT_TLS_PORT: String(await freePort()),
    MQTT_WS_PORT: String(await freePort()),
  });
  await product.start();
  browser = await launchChromium();
  visitors = new Visitors(product, browser, PEOPLE);
  await visitors.makeTokens();
});

afterAll(async () => {
  for (const phone of phones) await phone.endAsync(true);
  await browser?.close();
  await product?.remove();
});

test('a phone is set up over TLS, gets a wrong password, the right one, and a new one', async () => {
  const device = await product.cli<{ id: number }>(
    'device',
    'create',
    '--user',
    PEOPLE.admin,
    '--name',
    'Phone',
    '--device',
    'phone',
  );
  await visitors.api('admin', 'PATCH', `/api/devices/${device.id}`, { encryption_key: KEY });
  const page = await pageOf(device.id);
  const seen = watch(page, product.url);
  await page.getByText('Waiting for the phone…').waitFor();

  // The way is chosen; what is not switched on can't be.
  await page.getByRole('button', { name: 'Other ways' }).click();
  await page.getByRole('radio', { name: /^MQTT over TLS/ }).click();
  await page.getByText(/^mqtts:\/\//).waitFor();
  await until('the link of the way', async () => (await configurationOn(page)).tls);
  const configuration = await configurationOn(page);
  expect(configuration).not.toHaveProperty('encryptionKey');
  expect(configuration.host).toBe('mqtt.example.org');
  await page.getByLabel('Include the encryption key').check();
  await until('the key in the link', async () => (await configurationOn(page)).encryptionKey === KEY);

  await expect(phoneFrom(configuration, { password: 'wrong' })).rejects.toMatchObject({ code: 4 });
  await page.getByText(/A wrong user name or password came (just now|\d+ seconds? ago)/).waitFor();
  const phone = await phoneFrom(configuration);
  await page.getByText(/^Connected since/).waitFor();

  // The file is the same as the link.
  await page.getByRole('tab', { name: 'File' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the file' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('anna-phone.otrc');
  const saved = JSON.parse(readFileSync(await file.path(), 'utf8')) as Configuration;
  expect(saved).toMatchObject({ encryptionKey: KEY, deviceId: 'phone', tls: true });

  // A new password ends the connection, and the page waits for the phone again.
  const closed = new Promise<void>((resolve) => phone.once('close', () => resolve()));
  await page.getByRole('button', { name: 'New password', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new password' }).click();
  await closed;
  await page.getByText('Waiting for the phone to sign in with its new password…').waitFor();
  await expect(phoneFrom(configuration)).rejects.toMatchObject({ code: 4 });
  await page.getByRole('tab', { name: 'By hand' }).click();
  const password = await page.getByLabel('Password', { exact: true }).inputValue();
  expect(password).not.toBe(configuration.password);
  await phoneFrom({ ...configuration, password });
  await page.getByText(/^Connected since/).waitFor();
  expect(seen.complaints).toEqual([]);
});

test.each(['wide', 'phone'] as const)('the set-up is named and usable by keyboard on a %s window', async (size) => {
  const device = await product.cli<{ id: number }>(
    ...['device', 'create', '--user', PEOPLE.admin, '--name', 'Tablet', '--device', `tablet-${size}`],
  );
  const page = await pageOf(device.id, size);
  for (const tab of ['Code or link', 'File', 'By hand']) {
    await page.getByRole('tab', { name: tab }).click();
    const findings = await findingsOf(page);
    expect(findings).toMatchObject({ unlabelled: [], unnamed: [], overflow: 0 });
  }
  await page.getByRole('button', { name: 'Other ways' }).click();
  // By keyboard: the arrows move between the ways, and the code follows.
  await page.getByRole('radio', { name: /^MQTT Recommended/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.getByText(/^mqtts:\/\//).waitFor();
});
