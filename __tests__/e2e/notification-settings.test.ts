import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_TILES } from '../support/chromium';
import { mailServer } from '../support/mail-server';
import { findingsOf } from '../support/page-checks';
import { freePort, Product, until } from '../support/product';
import { AROUND_HOME, RealPhone } from '../support/real-phone';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const PEOPLE = { anna: 'anna@example.org', hans: 'hans@example.org' };
const HOUR_MS = 3_600_000;

type Name = keyof typeof PEOPLE;

let product: Product;
let browser: Browser;
let phone: RealPhone;
let visitors: Visitors<Name>;
let mailPort: number;
let zone: { id: string };

/** A mail server until the end of the test, and how many mails of it went to somebody. */
async function countMails(): Promise<(name: Name) => number> {
  const { mails } = await mailServer({ port: mailPort });
  return (name) => mails.filter(({ to }) => to?.[0]?.address === PEOPLE[name]).length;
}

interface Told {
  channel: string;
  state: string;
  reason: string | null;
}

/** What became of Hans' mails that are not over. */
async function waitingMails(): Promise<Told[]> {
  const { deliveries } = await visitors.api<{ deliveries: Told[] }>('hans', 'GET', '/api/deliveries?state=pending');
  return deliveries.filter(({ channel }) => channel === 'email');
}

const settings = (page: Page) => page.goto(`${product.url}/notifications/settings`);
const leaves = (page: Page) => page.getByRole('group', { name: 'A device leaves' });

/** The time on the clocks of Berlin, where both live, as time fields take it. */
const berlin = (at: number) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }).format(at);

beforeAll(async () => {
  mailPort = await freePort();
  const SMTP_URL = `smtp://127.0.0.1:${mailPort}`;
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: PEOPLE.anna, ADMIN_PASSWORD: PASSWORD, SMTP_URL });
  await product.start();
  await product.cli(...['user', 'create', '--email', PEOPLE.hans, '--name', 'Hans', '--role', 'user', '--password', PASSWORD]);
  browser = await launchChromium();
  visitors = new Visitors(product, browser, PEOPLE);
  await visitors.makeTokens();
  phone = await RealPhone.of(product, PEOPLE.anna, 'Anna’s phone');
  const asked = { ...AROUND_HOME, name: 'Garden', color: '#1c7ed6', cooldown_seconds: 0 };
  zone = (await visitors.api<{ geofence: { id: string } }>('anna', 'POST', '/api/geofences', asked)).geofence;
});

afterAll(async () => {
  await phone?.end();
  await browser?.close();
  await product?.remove();
});

test('a choice that the server does not take is taken back, and the next one holds', async () => {
  const page = await visitors.signIn('anna');
  await settings(page);
  const mail = leaves(page).getByRole('checkbox', { name: 'E-mail' });
  const path = '**/api/notifications/choices';
  await page.route(path, (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await mail.click();
  await page.getByText('Not saved; it is as it was').waitFor();
  await page.unroute(path);
  expect(await mail.isChecked()).toBe(true);

  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
  await mail.uncheck();
  await leaves(page).getByText('Own choice').waitFor();
  await saved;
  await page.reload();
  expect(await mail.isChecked()).toBe(false);
  expect(await page.getByRole('group', { name: 'A device arrives' }).getByRole('checkbox', { name: 'E-mail' }).isChecked()).toBe(
    true,
  );
  await page.context().close();
});

test('the owner of a zone has somebody else told of it, who finds it among the zones of others', async () => {
  const page = await visitors.signIn('anna');
  await page.goto(`${product.url}/admin/geofences/${zone.id}`);
  const address = page.getByRole('textbox', { name: 'E-mail address' });
  await address.fill('nobody@example.org');
  await address.press('Enter');
  await page.getByText('Nobody here has this address.').waitFor();
  await address.fill(PEOPLE.hans);
  await address.press('Enter');
  await page.getByRole('list', { name: 'Who is told' }).getByText(PEOPLE.hans).waitFor();
  // Enter has not saved the zone and left.
  expect(page.url()).toContain(zone.id);
  await page.context().close();

  const other = await visitors.signIn('hans');
  await settings(other);
  const zones = other.getByRole('list', { name: 'Zones of others' });
  await zones.getByText('Garden').waitFor();
  await zones.getByText('Of anna').waitFor();
  // Only the owner may open its editor.
  await other.goto(`${product.url}/admin/geofences/${zone.id}`);
  await other.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
  await other.context().close();
});

test('who unsubscribed from all mails sees so beside the way, and has them again from there', async () => {
  await visitors.api('hans', 'POST', '/api/pauses', { geofence_id: null, span: 'for_good' });
  const page = await visitors.signIn('hans');
  await settings(page);
  const mail = page.getByRole('list', { name: 'Ways' }).getByRole('listitem').filter({ hasText: PEOPLE.hans });
  await mail.getByText('Paused for good').waitFor();
  await mail.getByRole('button', { name: 'Resume All mails' }).click();
  await mail.getByText('Paused for good').waitFor({ state: 'hidden' });
  expect(await visitors.api('hans', 'GET', '/api/pauses')).toEqual({ pauses: [] });
  await page.context().close();
});

test('an arrival goes to both, a departure only to whom it is to go by mail', async () => {
  const mailsTo = await countMails();
  await phone.report([900, 1500], [5, 890], [6, 830]);
  await until('a mail to each', async () => mailsTo('anna') === 1 && mailsTo('hans') === 1);
  await phone.report([800, 600], [820, 540]);
  await until('a second mail to Hans', async () => mailsTo('hans') === 2);
  const { notifications } = await visitors.api<{ notifications: unknown[] }>('anna', 'GET', '/api/notifications');
  expect(notifications).toHaveLength(2);
  expect(mailsTo('anna')).toBe(1);
});

test('in the quiet hours that a person chose nothing is sent to them', async () => {
  const page = await visitors.signIn('hans');
  await settings(page);
  const [from, end] = [berlin(Date.now() - HOUR_MS), berlin(Date.now() + HOUR_MS)];
  const quiet = page.getByRole('region', { name: 'Quiet hours' });
  await quiet.getByRole('switch', { name: 'Send nothing at certain hours' }).check();
  await quiet.getByLabel('From').fill(from);
  await quiet.getByLabel('Until').fill(from);
  await quiet.getByText('A time that is not the same as the beginning.').waitFor();
  await quiet.getByLabel('Until').fill(end);
  await quiet.getByText(`Between ${from} and ${end} (Berlin) nothing is sent`).waitFor();
  await page.getByRole('form', { name: 'When you are told' }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  expect(await quiet.getByLabel('Until').inputValue()).toBe(end);
  await page.context().close();

  const mailsTo = await countMails();
  await phone.report([5, 300], [6, 240]);
  await until('a mail to Anna', async () => mailsTo('anna') === 1);
  await until('a mail to Hans that waits', async () => (await waitingMails())[0]?.reason === 'quiet');
  expect(mailsTo('hans')).toBe(0);
});

test('who no longer wants to be told of a zone of somebody else ends it, with what still waits', async () => {
  const page = await visitors.signIn('hans');
  await settings(page);
  await page.getByRole('button', { name: 'Stop telling me of “Garden”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop telling me' }).click();
  await page.getByText('Nobody has you told of their zones yet.').waitFor();
  expect(await waitingMails()).toEqual([]);
  await page.context().close();
});

test('the order in which ways are tried is changed by the keyboard alone', async () => {
  const target = { preset: 'ntfy', name: 'Family', url: 'https://ntfy.example.org', topic: 'family-7' };
  await visitors.api('anna', 'POST', '/api/notifications/targets', target);
  const page = await visitors.signIn('anna');
  await settings(page);
  await page.getByRole('switch', { name: 'Pass on what is important until I look' }).focus();
  await page.keyboard.press('Space');
  const order = page.getByRole('list').filter({ hasText: '1. E-mail' });
  await order.getByRole('button', { name: 'Family: try it earlier' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('Family gets it at once.').waitFor();
  // At the end of the list the focus goes to what can still be pressed.
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Family: try it later');
  await page.getByRole('form', { name: 'When you are told' }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  await page.getByText('1. Family').waitFor();
  await page.context().close();
});

test.each(['wide', 'phone'] as const)('the page is named, fits and needs no sight of colours (%s, in German)', async (size) => {
  const page = await visitors.signIn('anna', 'de', size);
  await settings(page);
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await findingsOf(page)).toEqual({ unlabelled: [], unnamed: [], clipped: [], headings: 1, overflow: 0, language: 'de' });
  await page.context().close();
});
