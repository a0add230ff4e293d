import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { Product } from '../support/product';
import { AROUND_HOME, RealPhone } from '../support/real-phone';
import { PASSWORD, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

let product: Product;
let browser: Browser;
let phone: RealPhone;
let visitors: Visitors<'anna' | 'ben'>;

beforeAll(async () => {
  const people = { anna: 'anna@example.org', ben: 'ben@example.org' };
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: people.anna, ADMIN_PASSWORD: PASSWORD });
  await product.start();
  await product.cli(...['user', 'create', '--email', people.ben, '--name', 'Ben', '--role', 'user', '--password', PASSWORD]);
  browser = await launchChromium();
  visitors = new Visitors(product, browser, people);
  await visitors.makeTokens();
  phone = await RealPhone.of(product, people.ben, 'Ben’s phone');
  await visitors.api('ben', 'POST', '/api/geofences', {
    ...AROUND_HOME,
    name: 'Garden',
    color: '#1c7ed6',
    notify_on_enter: true,
    notify_on_exit: true,
    email_notifications: false,
    cooldown_seconds: 0,
  });
  await phone.report([900, 3_000]);
});

afterAll(async () => {
  await phone?.end();
  await browser?.close();
  await product?.remove();
});

const bell = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

test('what happens counts at the bell of every window at once, and opening it in one clears it in all', async () => {
  const page = await visitors.signIn('ben', 'en');
  const second = await page.context().newPage();
  const stranger = await visitors.signIn('anna', 'en');
  const seen = watch(page, product.url);
  const seenToo = watch(second, product.url);
  await page.goto(`${product.url}/admin/devices`);
  await second.goto(`${product.url}/admin`);
  await Promise.all([page, second].map((window) => bell(window, 'Notifications').waitFor()));

  await phone.report([5, 400], [6, 340]);
  await Promise.all([page, second].map((window) => bell(window, 'Notifications, 1 unread').waitFor()));
  expect(await page.title()).toMatch(/^\(1\) /);
  const toast = page.getByRole('alert').filter({ hasText: 'Ben’s phone arrived at Garden' });
  await toast.waitFor();

  await bell(second, 'Notifications, 1 unread').click();
  await second.waitForURL('**/notifications');
  const row = second.getByRole('listitem').filter({ hasText: 'Ben’s phone arrived at Garden' });
  await row.getByText('Unread:').waitFor({ state: 'attached' });
  await row.getByRole('link', { name: 'Ben’s phone arrived at Garden' }).click();
  await second.waitForURL('**/admin/geofences/events/*');
  await Promise.all([page, second].map((window) => bell(window, 'Notifications').waitFor()));
  expect(await page.title()).not.toMatch(/^\(/);

  await phone.report([900, 120], [950, 60]);
  await bell(page, 'Notifications, 1 unread').waitFor();
  await bell(page, 'Notifications, 1 unread').click();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await Promise.all([page, second].map((window) => bell(window, 'Notifications').waitFor()));
  await page.getByText('Unread', { exact: true }).click();
  await page.getByText('All read').waitFor();
  expect(await page.getByRole('button', { name: 'Mark all as read' }).isDisabled()).toBe(true);

  // An admin sees none of it.
  await bell(stranger, 'Notifications').click();
  await stranger.getByText('Nothing was told yet').waitFor();
  expect(seen).toEqual({ complaints: [], foreign: [] });
  expect(seenToo).toEqual({ complaints: [], foreign: [] });
  await Promise.all([page.context().close(), stranger.context().close()]);
});

test('who follows the link of a message has looked at it; fetching the page alone says nothing', async () => {
  const page = await visitors.signIn('ben', 'en', 'phone');
  await phone.report([5, 20], [6, 10]);
  await bell(page, 'Notifications, 1 unread').waitFor();
  const { notifications } = await visitors.api<{ notifications: { id: number }[] }>('ben', 'GET', '/api/notifications?unread=1');
  const address = `${product.url}/admin/devices?n=${notifications[0]?.id}`;
  await page.request.get(address);
  expect(await visitors.api('ben', 'GET', '/api/notifications?unread=1')).toMatchObject({ unread: 1 });
  await page.goto(address);
  await bell(page, 'Notifications').waitFor();
  await page.waitForURL((url) => url.search === '');
  await page.context().close();
});
