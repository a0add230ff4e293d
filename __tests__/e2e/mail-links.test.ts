import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { mailServer } from '../support/mail-server';
import { Product, until } from '../support/product';
import { AROUND_HOME, COMES_HOME, RealPhone } from '../support/real-phone';
import { PASSWORD, SIZES, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const EMAIL = 'anna@example.org';

let product: Product | undefined;
let browser: Browser | undefined;

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** What lies behind the links of a text, in their order. */
const linksOf = (text = '') => [...new Set(text.match(/http:\/\/localhost:\d+\/n\/[\w.-]+/g) ?? [])];

const headed = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** Somebody who is not signed in, with a phone that shows dark pages and runs no scripts for mails. */
async function stranger(open: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const options = { viewport: SIZES.phone, colorScheme: 'dark', locale: 'en-GB', javaScriptEnabled } as const;
  return (await open.newContext(options)).newPage();
}

test('the links of a real mail: look, act, take back, without a sign-in and without scripts', async () => {
  const server = await mailServer();
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD, SMTP_URL: server.url });
  await product.start();
  browser = await launchChromium();
  const visitors = new Visitors(product, browser, { anna: EMAIL });
  await visitors.makeTokens();
  const phone = await RealPhone.of(product, EMAIL, 'Phone');
  const zone = { name: 'Garten & Hof', ...AROUND_HOME };
  const made = await visitors.api<{ geofence: { id: string } }>('anna', 'POST', '/api/geofences', zone);
  await visitors.api('anna', 'PATCH', '/api/account', { language: 'de' });
  await phone.report(...COMES_HOME);
  await phone.end();
  const mail = await until('the mail', async () => server.mails[0]);
  const [hour, , , alarm, unsubscribe] = linksOf(mail.text);
  if (!hour || !alarm || !unsubscribe) throw new Error(`links are missing: ${mail.text}`);

  const page = await stranger(browser, false);
  const paused = () => visitors.api<{ pauses: { geofence_id: string | null }[] }>('anna', 'GET', '/api/pauses');
  await page.goto(hour);
  await headed(page, 'Benachrichtigungen über „Garten & Hof“ pausieren?');
  expect((await paused()).pauses).toEqual([]);
  await page.getByRole('button', { name: '1 Stunde pausieren', exact: true }).click();
  await headed(page, '„Garten & Hof“ ist pausiert');
  expect((await paused()).pauses).toMatchObject([{ geofence_id: made.geofence.id }]);
  await page.reload();
  await headed(page, '„Garten & Hof“ ist pausiert');
  await page.getByRole('button', { name: 'Jetzt fortsetzen', exact: true }).click();
  await headed(page, '„Garten & Hof“ ist nicht pausiert');
  expect((await paused()).pauses).toEqual([]);

  await page.goto(alarm);
  await page.getByRole('button', { name: 'Es war ein Fehlalarm', exact: true }).click();
  await headed(page, 'Als Fehlalarm gekennzeichnet');
  await page.goto(unsubscribe);
  await page.getByRole('button', { name: 'Abbestellen', exact: true }).click();
  await headed(page, 'Die Mails sind abbestellt');
  await page.goto(`${hour}x`);
  await headed(page, 'This link does not work');

  const withScripts = await stranger(browser, true);
  const seen = watch(withScripts, product.url);
  await withScripts.goto(hour);
  await withScripts.getByRole('button', { name: '1 Stunde pausieren', exact: true }).click();
  await withScripts.waitForURL(/was=done/);
  expect(await withScripts.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(seen).toEqual({ complaints: [], foreign: [] });

  const anna = await visitors.signIn('anna');
  await anna.goto(`${product.url}/account`);
  await anna.getByRole('button', { name: 'Resume All mails' }).click();
  await anna.getByRole('button', { name: 'Send me no mails' }).waitFor();
  await anna.goto(`${product.url}/admin/geofences/${made.geofence.id}`);
  await anna.getByRole('button', { name: 'Resume Garten & Hof' }).click();
  await anna.getByText('Not paused').waitFor();
  expect((await paused()).pauses).toEqual([]);
  await anna.getByRole('button', { name: 'Pause', exact: true }).click();
  await anna.getByRole('menuitem', { name: 'Until tomorrow' }).click();
  await anna.getByText(/Paused until/).waitFor();
  expect((await paused()).pauses).toHaveLength(1);

  await anna.goto(`${product.url}/admin/geofences/events`);
  await anna.getByText('false alarm').first().waitFor();
  await anna
    .getByRole('link', { name: /^How|^Why/ })
    .first()
    .click();
  await anna.getByRole('button', { name: 'It was right after all' }).click();
  await anna.getByRole('button', { name: 'This was a false alarm' }).waitFor();
});
