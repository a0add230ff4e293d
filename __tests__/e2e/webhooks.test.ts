import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { findingsOf } from '../support/page-checks';
import { Product, until } from '../support/product';
import { AROUND_HOME, RealPhone } from '../support/real-phone';
import { answers, type Received, receiver } from '../support/receiver';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const PEOPLE = { anna: 'anna@example.org' };

let product: Product;
let browser: Browser;
let phone: RealPhone;
let visitors: Visitors<'anna'>;

beforeAll(async () => {
  const env = { TILE_URL: NO_TILES, ADMIN_EMAIL: PEOPLE.anna, ADMIN_PASSWORD: PASSWORD };
  product = await Product.create(env);
  await product.start();
  browser = await launchChromium();
  visitors = new Visitors(product, browser, PEOPLE);
  await visitors.makeTokens();
  phone = await RealPhone.of(product, PEOPLE.anna, 'Anna’s phone');
  await visitors.api('anna', 'POST', '/api/geofences', { ...AROUND_HOME, name: 'Garden', color: '#1c7ed6' });
});

afterAll(async () => {
  await phone?.end();
  await browser?.close();
  await product?.remove();
});

async function fillIn(page: Page, url: string): Promise<void> {
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('House');
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByRole('button', { name: 'Add' }).click();
}

const proves = (secret: string, { headers, body }: Received) => {
  const expected = createHmac('sha256', secret).update(`${headers['fencepost-timestamp']}.${body}`).digest('hex');
  return headers['fencepost-signature'] === `v1=${expected}`;
};

test('a webhook into the own network needs a word, shows its secret once, is tested, and gets the arrival signed', async () => {
  const there = await receiver();
  const page = await visitors.signIn('anna');
  const seen = watch(page, product.url);
  await page.goto(`${product.url}/notifications/settings`);

  await fillIn(page, `${there.url}/hook`);
  await page.getByText('This is the server that Fencepost runs on').waitFor();
  expect(there.connections).toBe(0);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('These besides').fill('127.0.0.1');
  await page.locator('#outbound').getByRole('button', { name: 'Save' }).click();
  await page.getByText('it counts from the next message on').waitFor();

  await fillIn(page, `${there.url}/hook`);
  const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('button', { name: 'Test House' }).click();
  await page.getByText('The test went out').waitFor();
  await page.getByText('200 ok').waitFor();

  await phone.report([900, 600], [5, 60], [6, 0]);
  const told = await until('a signed arrival', async () => there.received.find(({ body }) => JSON.parse(body).kind === 'enter'));
  expect(there.received.every((one) => proves(secret, one))).toBe(true);
  expect(JSON.parse(told.body)).toMatchObject({ device: { name: 'Anna’s phone' }, zone: { name: 'Garden' }, is_test: false });

  // The form's refusal is the only answer that is no success.
  expect(seen.complaints.filter((words) => !words.includes('422'))).toEqual([]);
  await page.reload();
  await page.getByText('House', { exact: true }).first().waitFor();
  expect(await page.content()).not.toContain(secret);
  expect(await findingsOf(page)).toMatchObject({ unlabelled: [], unnamed: [], clipped: [], headings: 1, overflow: 0 });
  await page.context().close();
});

test('on a phone in German: what a refusal was, the pause after five of them, and the way out of it', async () => {
  const there = await receiver(answers(404, 'no such hook'));
  const made = { preset: 'signed', name: 'Schuppen', url: there.url };
  const { target } = await visitors.api<{ target: { id: string } }>('anna', 'POST', '/api/notifications/targets', made);
  const page = await visitors.signIn('anna', 'de', 'phone');
  await page.goto(`${product.url}/notifications/settings`);
  await page.getByRole('button', { name: 'Schuppen testen' }).click();
  await page.getByText('Der Test wurde abgelehnt').waitFor();
  await page.getByText('404 no such hook').first().waitFor();

  const connection = new Connection(product.databaseFile);
  const pause = { failures: 5, paused_at: Date.now() - 60_000, pause_reason: '404 no such hook' };
  connection.run(query.updateTable('notification_target').set(pause).where('id', '=', target.id));
  connection.close();
  await page.reload();
  await page.getByText('Fencepost hat es angehalten').waitFor();
  expect(await findingsOf(page)).toMatchObject({ unlabelled: [], unnamed: [], clipped: [], overflow: 0, language: 'de' });
  await page.getByRole('button', { name: 'Wieder verwenden' }).click();
  await page.getByText('Fencepost hat es angehalten').waitFor({ state: 'hidden' });
  await page.context().close();
});
