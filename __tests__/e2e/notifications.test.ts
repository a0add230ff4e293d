import mqtt, { type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { Product } from '../support/product';
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
let topic: string;
let visitors: Visitors<'anna' | 'ben'>;

beforeAll(async () => {
  const people = { anna: 'anna@example.org', ben: 'ben@example.org' };
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: people.anna, ADMIN_PASSWORD: PASSWORD });
  await product.start();
  await product.cli(...['user', 'create', '--email', people.ben, '--name', 'Ben', '--role', 'user', '--password', PASSWORD]);
  browser = await launchChromium();
  visitors = new Visitors(product, browser, people);
  await visitors.makeTokens();
  const device = await product.cli<Device>(
    ...['device', 'create', '--user', people.ben, '--name', 'Ben’s phone', '--device', 'phone'],
  );
  topic = device.topic;
  const { mqtt_username: username, mqtt_password: password } = device;
  phone = await mqtt.connectAsync(product.mqttUrl, { username, password, reconnectPeriod: 0 });
  const circle = { shape_type: 'circle', center_latitude: HOME.latitude, center_longitude: HOME.longitude, radius_meters: 150 };
  await visitors.api('ben', 'POST', '/api/geofences', {
    ...circle,
    name: 'Garden',
    color: '#1c7ed6',
    notify_on_enter: true,
    notify_on_exit: true,
    email_notifications: false,
    cooldown_seconds: 0,
  });
  await report(900, 3_000);
});

afterAll(async () => {
  await phone?.endAsync();
  await browser?.close();
  await product?.remove();
});

/** A fix so many metres north of the garden, some time ago. */
async function report(north: number, secondsAgo: number): Promise<void> {
  const tst = Math.floor(Date.now() / 1000) - secondsAgo;
  const fix = { _type: 'location', lat: HOME.latitude + north / 111_195, lon: HOME.longitude, acc: 8, tid: 'be', tst };
  await phone.publishAsync(topic, JSON.stringify(fix), { qos: 1 });
}

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

  await report(5, 400);
  await report(6, 340);
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

  await report(900, 120);
  await report(950, 60);
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
  await report(5, 20);
  await report(6, 10);
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
