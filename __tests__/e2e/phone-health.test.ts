import type { Browser, Page } from 'playwright-core';
import { type DeviceTab, devicePath } from '@/components/common/device-path';
import { sodiumReady } from '@/lib/domain/owntracks/encryption';
import { encryptFor } from '@/lib/services/encrypt-for';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { findingsOf } from '../support/page-checks';
import { Product, until } from '../support/product';
import { PASSWORD, SIZES, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const PEOPLE = { admin: 'anna@example.org', user: 'hans@example.org' };
const KEY = 'correct horse';
const tst = () => Math.floor(Date.now() / 1000);

interface Device {
  id: number;
  mqtt_username: string;
  mqtt_password: string;
}

let product: Product;
let browser: Browser;
let visitors: Visitors<keyof typeof PEOPLE>;
let device: Device;

/** As a phone in HTTP mode. */
async function post(message: object): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${device.mqtt_username}:${device.mqtt_password}`).toString('base64')}`;
  const answer = await fetch(`${product.url}/pub`, { method: 'POST', headers: { authorization }, body: JSON.stringify(message) });
  expect(answer.status).toBe(200);
}

const fix = (more: object = {}) => ({ _type: 'location', lat: 52.52, lon: 13.405, tst: tst(), acc: 9, ...more });
const sealed = (message: object, key = KEY) => encryptFor({ encryption_key: key }, message);

const devicePage = async (page: Page, tab: DeviceTab) => {
  await page.goto(product.url + devicePath(device.id, tab));
  await page.locator('h1').waitFor();
};

beforeAll(async () => {
  await sodiumReady;
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: PEOPLE.admin, ADMIN_PASSWORD: PASSWORD });
  await product.start();
  await product.cli('user', 'create', '--email', PEOPLE.user, '--name', 'Hans', '--role', 'user', '--password', PASSWORD);
  browser = await launchChromium();
  visitors = new Visitors(product, browser, PEOPLE);
  await visitors.makeTokens();
  device = await product.cli('device', 'create', '--user', PEOPLE.user, '--name', 'Hans’ phone', '--device', 'phone');
});

afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

test('a key that does not fit is named with what to do; set in the page, it works for the next message', async () => {
  const page = await visitors.signIn('user');
  await post(sealed(fix()));
  await devicePage(page, 'connection');
  const problem = page.getByTestId('decrypt-problem');
  await problem.getByText('they are encrypted, and no key is set here').waitFor();
  const section = page.getByRole('region', { name: 'Encryption' });

  await section.getByRole('button', { name: 'Set key' }).click();
  await section.getByText('Enter a key', { exact: true }).waitFor();
  await section.getByLabel('Key', { exact: true }).fill('wrong horse');
  await section.getByRole('button', { name: 'Set key' }).click();
  await section.getByText('no encrypted message has come since').waitFor();
  await post(sealed(fix()));
  await devicePage(page, 'connection');
  await problem.getByText('the phone uses another key').waitFor();

  await section.getByLabel('Key', { exact: true }).fill(KEY);
  await section.getByRole('button', { name: 'Change key' }).click();
  await section.getByText('no encrypted message has come since').waitFor();
  await post(sealed(fix({ batt: 64 })));
  await devicePage(page, 'connection');
  await section.getByText('Encrypted messages arrive.').waitFor();
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByText('64 %').first().waitFor();
  expect(await page.content()).not.toContain(KEY);

  await page.goBack();
  await section.getByRole('button', { name: 'Remove key' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove key' }).click();
  await section.getByText('Off. Messages come as OwnTracks writes them').waitFor();
  await page.context().close();
});

test('what the phone’s settings forbid, its steps and beacons stand on its page, in German and on a small screen', async () => {
  await post({ _type: 'status', iOS: { locationManagerAuthorizationStatus: 'kCLAuthorizationStatusAuthorizedWhenInUse' } });
  await post({ _type: 'steps', tst: tst(), from: tst() - 3600, to: tst(), steps: 1234, distance: 900, floorsup: 1 });
  await post({ _type: 'beacon', desc: 'Desk', uuid: 'CA271EAE-5FA8-4E80-8F08-2A302A95A959', major: 1, minor: 2, tst: tst() });
  const page = await visitors.signIn('user', 'de', 'phone');
  const seen = watch(page, product.url);
  await devicePage(page, 'overview');
  await page.getByText('Dieses Telefon meldet sich nicht im Hintergrund').waitFor();
  const sound = { unlabelled: [], unnamed: [], clipped: [], headings: 1, overflow: 0, language: 'de' };
  expect(await findingsOf(page)).toEqual(sound);
  await page.getByRole('tab', { name: 'Daten' }).click();
  await page.getByText('1.234', { exact: true }).waitFor();
  await page.getByText('Desk', { exact: true }).waitFor();
  expect(await findingsOf(page)).toEqual(sound);
  await page.setViewportSize(SIZES.wide);
  expect(await findingsOf(page)).toEqual(sound);
  await page.goto(`${product.url}/map`);
  await page.getByText('Standort ist nur bei geöffneter App erlaubt').first().waitFor();
  expect(seen).toEqual({ complaints: [], foreign: [] });
  await page.context().close();
});

test('rejected messages say from whom, why and what to do; the filter stands in the address', async () => {
  for (let n = 0; n < 60; n++) await post({ _type: 'spaceship', number: n, password: 'geheim' });
  await post({ lat: 1, lon: 2 });
  await until('the messages', async () => {
    const { total } = await visitors.api<{ total: number }>('user', 'GET', '/api/rejected');
    return total >= 61;
  });
  const page = await visitors.signIn('user');
  await page.goto(`${product.url}/admin/devices`);
  await page.getByRole('link', { name: 'Rejected messages' }).click();
  await page.waitForURL('**/admin/rejected');
  await page.getByText('Of an unknown type', { exact: true }).first().waitFor();
  await page.getByText('Without a type', { exact: true }).first().waitFor();
  expect(await page.content()).not.toContain('geheim');

  await page.getByLabel('Reason').first().click();
  await page.getByRole('option', { name: 'Without a type (1)' }).click();
  await page.waitForURL('**/admin/rejected?code=no_type');
  await page.getByText('1–1 of 1').waitFor();
  await page.reload();
  await page.getByText('1–1 of 1').waitFor();

  await page.goto(`${product.url}/admin/rejected?code=unknown_type`);
  await page.getByRole('button', { name: 'Next page' }).click();
  await page.getByText('51–60 of 60').waitFor();
  await page.goto(`${product.url}/admin/rejected?code=no_place`);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.waitForURL('**/admin/rejected');
  await page.context().close();
});

test('somebody with no rejected messages is told what the page is for', async () => {
  const page = await visitors.signIn('admin');
  await page.goto(`${product.url}/admin/rejected`);
  // An admin sees those of all.
  await page.getByRole('link', { name: 'Hans’ phone of Hans' }).first().waitFor();
  await visitors.api('admin', 'DELETE', `/api/devices/${device.id}`);
  await page.goto(`${product.url}/admin/rejected`);
  await page.getByText('Nothing was rejected').waitFor();
  await page.context().close();
});
