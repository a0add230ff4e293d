import mqtt, { type MqttClient } from 'mqtt';
import type { Browser } from 'playwright-core';
import { DEVICE_TABS, devicePath } from '@/components/common/device-path';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { findingsOf } from '../support/page-checks';
import { Product, until } from '../support/product';
import { PASSWORD, SIZES, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const HOME = { latitude: 52.5163, longitude: 13.3777 };
const PEOPLE = { admin: 'anna@example.org', user: 'hans@example.org' };

type Role = keyof typeof PEOPLE;

interface Zone {
  id: string;
  center_latitude: number;
  center_longitude: number;
}

let product: Product;
let browser: Browser;
let phone: MqttClient;
let device: { id: number; topic: string; mqtt_username: string; mqtt_password: string };
let zone: Zone;
let event: number;
let visitors: Visitors<Role>;

/** A fix so many metres north of the zone's centre, so many seconds before now: fixes are told apart by their second. */
async function report(metersNorth: number, secondsAgo: number): Promise<void> {
  const fix = {
    _type: 'location',
    lat: HOME.latitude + metersNorth / 111_195,
    lon: HOME.longitude,
    acc: 8,
    batt: 71,
    tid: 'ha',
    tst: Math.floor(Date.now() / 1000) - secondsAgo,
  };
  await phone.publishAsync(device.topic, JSON.stringify(fix), { qos: 1 });
}

beforeAll(async () => {
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: PEOPLE.admin, ADMIN_PASSWORD: PASSWORD });
  await product.start();
  await product.cli('user', 'create', '--email', PEOPLE.user, '--name', 'Hans', '--role', 'user', '--password', PASSWORD);
  browser = await launchChromium();
  visitors = new Visitors(product, browser, PEOPLE);
  await visitors.makeTokens();
  device = await product.cli('device', 'create', '--user', PEOPLE.user, '--name', 'Hans’ phone', '--device', 'phone');
  const { mqtt_username: username, mqtt_password: password } = device;
  phone = await mqtt.connectAsync(product.mqttUrl, { username, password, reconnectPeriod: 0 });
  const circle = { shape_type: 'circle', center_latitude: HOME.latitude, center_longitude: HOME.longitude, radius_meters: 150 };
  const asked = { ...circle, name: 'Garden', color: '#1c7ed6', email_notifications: false };
  zone = (await visitors.api<{ geofence: Zone }>('user', 'POST', '/api/geofences', asked)).geofence;
  // As people move: a lone fix elsewhere would be taken for an error.
  await report(900, 1500);
  await report(5, 890);
  await report(6, 830);
  await report(800, 360);
  await report(820, 300);
  event = await until('an event', async () => {
    const { events } = await visitors.api<{ events: { id: number }[] }>('user', 'GET', '/api/geofences/events?limit=1');
    return events[0]?.id;
  });
});

afterAll(async () => {
  await phone?.endAsync();
  await browser?.close();
  await product?.remove();
});

describe('every page', () => {
  const paths = (role: Role) => [
    '/map',
    '/admin',
    '/admin/geofences',
    '/admin/geofences/new',
    `/admin/geofences/${zone.id}`,
    '/admin/geofences/events',
    `/admin/geofences/events/${event}`,
    `/admin/geofences/why?device=${device.id}&zone=${zone.id}`,
    '/admin/geofences/visits',
    '/admin/geofences/groups',
    '/admin/geofences/expectations',
    '/admin/devices',
    `/admin/devices/${device.id}`,
    ...DEVICE_TABS.map((tab) => devicePath(device.id, tab)),
    '/admin/sharing',
    '/admin/rejected',
    '/admin/deliveries',
    '/admin/deliveries?as=timeline',
    ...(role === 'admin' ? ['/admin/users', '/admin/mail', '/admin/mqtt'] : []),
    '/notifications',
    '/notifications?unread=1',
    '/notifications/settings',
    '/account',
    '/setup',
  ];

  test.each([
    ['admin', 'en'],
    ['admin', 'de'],
    ['user', 'en'],
    ['user', 'de'],
  ] as const)(
    'of the %s in %s has names for all controls, fits wide and narrow windows, and complains of nothing',
    async (role, language) => {
      const page = await visitors.signIn(role, language);
      const seen = watch(page, product.url);
      const expected = { unlabelled: [], unnamed: [], clipped: [], headings: 1, overflow: 0, language };
      for (const path of paths(role)) {
        await page.setViewportSize(SIZES.wide);
        await page.goto(`${product.url}${path}`);
        await page.locator('h1').first().waitFor();
        expect({ path, ...(await findingsOf(page)) }).toEqual({ path, ...expected });
        await page.setViewportSize(SIZES.phone);
        expect({ path, size: 'phone', ...(await findingsOf(page)) }).toEqual({ path, size: 'phone', ...expected });
      }
      expect(seen).toEqual({ complaints: [], foreign: [] });
      await page.context().close();
    },
  );

  test('about the health says when no mail server is set up', async () => {
    const page = await visitors.signIn('admin', 'en');
    await page.goto(`${product.url}/admin`);
    await page.getByText('No mail server is set up').waitFor();
    await page.context().close();
  });

  test('that does not exist says so with a heading and a way out', async () => {
    const page = await visitors.signIn('user', 'en');
    await page.goto(`${product.url}/nowhere`);
    await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await page.waitForURL('**/map');
    await page.context().close();
  });
});

test('the map moves with the phone, in German, without a reload', async () => {
  const page = await visitors.signIn('user', 'de', 'phone');
  const marker = page.locator('.leaflet-marker-icon[title], .leaflet-marker-icon[aria-label], .leaflet-marker-icon').first();
  await marker.waitFor();
  await page.getByText('von „Garden“ entfernt').first().waitFor();
  await page.evaluate(() => Object.assign(window, { stillTheSame: true }));
  const before = await marker.boundingBox();
  await report(10, 30);
  await report(9, 0);
  await page.getByText('in „Garden“ seit').first().waitFor({ timeout: 10_000 });
  await until('the marker’s move', async () => (await marker.boundingBox())?.y !== before?.y);
  expect(await page.evaluate(() => 'stillTheSame' in window)).toBe(true);
  // Without tiles the bundled map names its meridians.
  await page
    .getByText(/^13,\d+° O$/)
    .first()
    .waitFor();
  await page.context().close();
});

test('the filter of events is in the address, and back and forward follow it', async () => {
  const page = await visitors.signIn('user', 'en');
  await page.goto(`${product.url}/admin/geofences/events`);
  const badges = (name: string) => page.getByRole('row').getByText(name, { exact: true });
  await badges('Exit').first().waitFor();
  await page
    .getByRole('combobox', { name: 'Event' })
    .or(page.getByLabel('Event', { exact: true }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Exit' }).click();
  await page.waitForURL('**/events?type=exit');
  await until('the narrower list', async () => (await badges('Enter').count()) === 0 && (await badges('Exit').count()) === 1);
  await page.reload();
  await badges('Exit').first().waitFor();
  expect(await badges('Enter').count()).toBe(0);
  await page.goBack();
  await badges('Enter').first().waitFor();
  expect(new URL(page.url()).search).toBe('');
  await page.goForward();
  await until('the narrower list again', async () => (await badges('Enter').count()) === 0);
  expect(new URL(page.url()).search).toBe('?type=exit');
  await page.context().close();
});

test('a tab of a device has its address, which back and forward follow, and the arrow keys reach it', async () => {
  const page = await visitors.signIn('user', 'en', 'phone');
  await page.goto(product.url + devicePath(device.id));
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  const isOpen = (name: string) =>
    until(`the tab ${name}`, () => tab(name).and(page.locator('[aria-selected="true"]')).isVisible());
  await isOpen('Overview');
  await page.getByRole('link', { name: 'More positions and downloads' }).click();
  await page.waitForURL('**?tab=data');
  await page.getByRole('heading', { name: 'Download the history' }).waitFor();
  await tab('Data').focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL('**?tab=remote');
  await page.getByRole('button', { name: 'Where are you now?' }).waitFor();
  await page.goBack();
  await isOpen('Data');
  await page.goBack();
  await isOpen('Overview');
  await page.goForward();
  await isOpen('Data');
  await page.reload();
  await isOpen('Data');
  // The bar of tabs is wider than a phone: the open one is in view.
  const box = (await tab('Data').boundingBox()) as { x: number; width: number };
  expect(box.x + box.width).toBeLessThanOrEqual(SIZES.phone.width);
  expect(await tab('Zones').getAttribute('href')).toBe(devicePath(device.id, 'zones'));
  await page.context().close();
});

test('a circle dragged with the mouse is saved where it was dropped', async () => {
  const page = await visitors.signIn('user', 'en');
  await page.goto(`${product.url}/admin/geofences/${zone.id}`);
  const handle = page.locator('.leaflet-marker-icon[title^="Centre of the zone"]');
  await handle.waitFor();
  const box = (await handle.boundingBox()) as { x: number; y: number; width: number; height: number };
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y - 60, { steps: 5 });
  await page.mouse.move(from.x + 80, from.y - 120, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Save zone' }).click();
  await page.waitForURL('**/admin/geofences');
  const saved = (await visitors.api<{ geofence: Zone }>('user', 'GET', `/api/geofences/${zone.id}`)).geofence;
  expect(saved.center_latitude).toBeGreaterThan(HOME.latitude + 0.0001);
  expect(saved.center_longitude).toBeGreaterThan(HOME.longitude + 0.0001);
  await page.context().close();
});

test('typed coordinates bring the circle into view and end the search for a centre', async () => {
  const page = await visitors.signIn('user', 'en');
  await page.goto(`${product.url}/admin/geofences/new`);
  const hint = page.getByText('Click on the map where the centre should be');
  await hint.waitFor();
  await page.getByLabel('Latitude').fill('48.1374');
  await page.getByLabel('Longitude').fill('11.5755');
  await hint.waitFor({ state: 'hidden' });
  const handle = page.locator('.leaflet-marker-icon[title^="Centre of the zone"]');
  const map = (await page.locator('.leaflet-container').boundingBox()) as { x: number; y: number; width: number; height: number };
  await until('the circle in the middle of the map', async () => {
    const box = await handle.boundingBox();
    return box && Math.abs(box.x + 14 - map.x - map.width / 2) < 20 && Math.abs(box.y + 14 - map.y - map.height / 2) < 20;
  });
  await page.context().close();
});

test('a device chosen on the map is found in the list, however long that is', async () => {
  for (let i = 0; i < 12; i++) await visitors.api('user', 'POST', '/api/devices', { name: `A ${i}`, device: `a${i}` });
  const page = await visitors.signIn('user', 'en');
  const card = page.getByRole('button', { name: /^.*Hans’ phone.*$/, expanded: false });
  await card.waitFor();
  const list = (await page.getByRole('complementary').boundingBox()) as { y: number; height: number };
  const isInList = async (box: { y: number; height: number } | null) =>
    box && box.y >= list.y && box.y + box.height <= list.y + list.height;
  expect(await isInList(await card.boundingBox())).toBe(false);
  await page.locator('.leaflet-marker-icon').first().click();
  const open = page.getByRole('button', { name: /Hans’ phone/, expanded: true });
  await until('the card in view', async () => isInList(await open.boundingBox()));
  await page.context().close();
});
