import type { Browser } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { mailServer, reply } from '../support/mail-server';
import { Product, until } from '../support/product';
import { AROUND_HOME, RealPhone } from '../support/real-phone';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

let product: Product;
let browser: Browser;
let phone: RealPhone;
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
  phone = await RealPhone.of(product, people.anna, 'Anna’s phone');
  await visitors.api('anna', 'POST', '/api/geofences', {
    ...AROUND_HOME,
    name: 'Garden',
    color: '#1c7ed6',
    email_notifications: true,
  });
  await phone.report([900, 1500], [5, 890], [6, 830]);
  await until('a failed delivery', async () => {
    const { total } = await visitors.api<{ total: number }>('anna', 'GET', '/api/deliveries?state=failed');
    return total === 1;
  });
});

afterAll(async () => {
  await phone?.end();
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
