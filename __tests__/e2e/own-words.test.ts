import type { Browser } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { mailServer } from '../support/mail-server';
import { Product, until } from '../support/product';
import { AROUND_HOME, COMES_HOME, RealPhone } from '../support/real-phone';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const EMAIL = 'anna@example.org';

let product: Product | undefined;
let browser: Browser | undefined;

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

test('own words: written with buttons, checked while typing, in the mail with its map, and ours again', async () => {
  const server = await mailServer();
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: EMAIL, ADMIN_PASSWORD: PASSWORD, SMTP_URL: server.url });
  await product.start();
  browser = await launchChromium();
  const visitors = new Visitors(product, browser, { anna: EMAIL });
  await visitors.makeTokens();
  const phone = await RealPhone.of(product, EMAIL, 'Phone');
  await visitors.api('anna', 'POST', '/api/geofences', { name: 'Home', ...AROUND_HOME });

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

  await phone.report(...COMES_HOME);
  await phone.end();
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
