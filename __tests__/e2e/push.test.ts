import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { Product, until } from '../support/product';
import { PushBrowser, type PushService, pushService, vapidOf } from '../support/push';
import { subscribeLocally } from '../support/push-manager';
import { AROUND_HOME, COMES_HOME, RealPhone } from '../support/real-phone';
import { PASSWORD, SIZES, Visitors } from '../support/visitors';

jest.setTimeout(180_000);

const PEOPLE = { anna: 'anna@example.org', ben: 'ben@example.org' };

let product: Product;
let browser: Browser;
let visitors: Visitors<'anna' | 'ben'>;

beforeAll(async () => {
  product = await Product.create({ TILE_URL: NO_TILES, ADMIN_EMAIL: PEOPLE.anna, ADMIN_PASSWORD: PASSWORD });
  await product.start();
  await product.cli(...['user', 'create', '--email', PEOPLE.ben, '--name', 'Ben', '--role', 'user', '--password', PASSWORD]);
  browser = await launchChromium();
  visitors = new Visitors(product, browser, PEOPLE);
  await visitors.makeTokens();
  await visitors.api('anna', 'PUT', '/api/settings/outbound', { allow_private: false, allowed: ['127.0.0.1'] });
  await visitors.api('anna', 'POST', '/api/geofences', { name: 'Home', ...AROUND_HOME });
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** A browser whose next subscriptions are at `service`, and who is signed in with it. */
async function signedIn(service: PushService, names = ['a', 'b', 'c']) {
  const subscriptions = names.map((name) => new PushBrowser(`${service.url}/push/${name}`));
  const context = await browser.newContext({ viewport: SIZES.wide, locale: 'en-GB' });
  await context.grantPermissions(['notifications'], { origin: product.url });
  await subscribeLocally(context, subscriptions);
  const page = await context.newPage();
  await signInOn(page, PEOPLE.anna);
  return { context, page, subscriptions };
}

async function signInOn(page: Page, email: string): Promise<void> {
  await page.goto(`${product.url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/map');
}

async function turnOn(page: Page): Promise<void> {
  await page.goto(`${product.url}/notifications/settings`);
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('(this browser)').waitFor();
}

type Name = 'anna' | 'ben';
const browsersOf = async (name: Name) =>
  (
    await visitors.api<{ push: { browsers: { id: string; name: string; is_active: boolean }[] } }>(
      name,
      'GET',
      '/api/notifications/push',
    )
  ).push.browsers;

/** Hands a payload to the page's service worker as a push service would. */
async function push(page: Page, data: string): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL === `${product.url}/`);
      if (found) resolve(found.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const message = { origin: product.url, registrationId: await registered, data };
  await session.send('ServiceWorker.deliverPushMessage', message);
  await session.detach();
}

interface Shown {
  title: string;
  body: string;
  tag: string;
  timestamp: number;
}

const shownOn = (page: Page): Promise<Shown[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const notifications = await registration.getNotifications();
    return (notifications as unknown as Shown[]).map(({ title, body, tag, timestamp }) => ({ title, body, tag, timestamp }));
  });

/** What a finger on the newest notification does, as far as it can be done without one. */
async function click(context: BrowserContext): Promise<void> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('there is no service worker');
  await worker.evaluate(async () => {
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      dispatchEvent(event: Event): boolean;
      NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
    };
    const notification = (await scope.registration.getNotifications()).at(-1) as Notification;
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  });
}

/** A device of Anna's comes home. */
async function comeHome(name: string, topicName: string): Promise<void> {
  const phone = await RealPhone.of(product, PEOPLE.anna, name, topicName);
  await phone.report(...COMES_HOME);
  await phone.end();
}

test('a browser is turned on and tested, gets what happens, and a click leads to it', async () => {
  const service = await pushService();
  const { context, page, subscriptions } = await signedIn(service);
  const [first] = subscriptions as [PushBrowser];
  const seen = watch(page, product.url);
  await turnOn(page);
  expect(await browsersOf('anna')).toMatchObject([{ name: 'Chrome · Linux' }]);

  await page.getByRole('button', { name: /Test .*this browser/ }).click();
  await page.getByText('among that device’s notifications').waitFor();
  const [tested] = service.received;
  expect(tested && vapidOf(tested).aud).toBe(service.url);
  await push(page, first.decrypt(tested?.body ?? Buffer.alloc(0)));
  expect(await until('the notification', async () => (await shownOn(page))[0])).toMatchObject({
    title: expect.stringMatching(/\w/),
  });

  await comeHome('Anna’s phone', 'phone');
  const told = await until('the push', async () => service.received[1]);
  const payload = first.decrypt(told.body);
  await push(page, payload);
  await push(page, payload);
  const shown = await until('both notifications', async () => {
    const all = await shownOn(page);
    return all.length === 2 && all;
  });
  const news = shown.find(({ tag }) => tag.startsWith('zone'));
  expect(`${news?.title} ${news?.body}`).toMatch(/Anna’s phone.*Home/s);
  expect(news?.timestamp).toBe(JSON.parse(payload).at);

  await page.goto(`${product.url}/map`);
  const unread = () => visitors.api<{ unread: number }>('anna', 'GET', '/api/notifications').then(({ unread }) => unread);
  expect(await unread()).toBe(1);
  await click(context);
  await page.waitForURL(`**${JSON.parse(payload).path}`);
  await until('it counts as read', async () => (await unread()) === 0);
  expect(await shownOn(page)).toHaveLength(1);
  expect(seen).toEqual({ complaints: [], foreign: [] });
  await context.close();
});

test('who signs out gets nothing more on that browser; who signs in on one that was left takes it over', async () => {
  const service = await pushService();
  const { context, page } = await signedIn(service);
  for (const { id } of await browsersOf('anna')) await visitors.api('anna', 'DELETE', `/api/notifications/targets/${id}`);
  await turnOn(page);
  expect(await browsersOf('anna')).toHaveLength(1);
  await page.goto(`${product.url}/account`);
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  expect(await browsersOf('anna')).toEqual([]);

  await signInOn(page, PEOPLE.anna);
  await turnOn(page);
  await context.clearCookies();
  await signInOn(page, PEOPLE.ben);
  await until('Ben has the browser', async () => (await browsersOf('ben')).length === 1);
  expect(await browsersOf('anna')).toEqual([]);
  // Not the endpoint at which something for Anna may still wait.
  await visitors.api('ben', 'POST', '/api/notifications/test', { channel: 'push', target_id: (await browsersOf('ben'))[0]?.id });
  expect((await until('the push', async () => service.received[0])).path).toBe('/push/c');
  await context.close();
});

test('a browser whose subscription the push service gave up gets another one when its person comes by', async () => {
  const service = await pushService();
  const { context, page } = await signedIn(service);
  for (const { id } of await browsersOf('anna')) await visitors.api('anna', 'DELETE', `/api/notifications/targets/${id}`);
  await turnOn(page);
  service.answer = { status: 410, body: 'unsubscribed' };
  await comeHome('Anna’s tablet', 'tablet');
  await until('the browser counts as gone', async () => (await browsersOf('anna')).every(({ is_active }) => !is_active));
  service.answer = { status: 201 };
  await page.reload();
  await page.getByRole('button', { name: /Test .*this browser/ }).click();
  await page.getByText(/On, last sent/).waitFor();
  expect(service.received.map(({ path }) => path)).toEqual(['/push/a', '/push/b']);
  await context.close();
});

test('without the permission the page says how to give it', async () => {
  const context = await browser.newContext({ viewport: SIZES.phone, locale: 'en-GB' });
  const page = await context.newPage();
  await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }));
  await signInOn(page, PEOPLE.ben);
  await page.goto(`${product.url}/notifications/settings`);
  await page.getByText('Notifications are blocked for this site').waitFor();
  expect(await page.getByRole('button', { name: 'Turn on' }).count()).toBe(0);
  await context.close();
});

test('it can be installed, opens the map, and keeps no page', async () => {
  const manifest = await (await fetch(`${product.url}/manifest.webmanifest`)).json();
  expect(manifest).toMatchObject({ start_url: '/map', display: 'standalone' });
  for (const { src, sizes, type } of manifest.icons as { src: string; sizes: string; type: string }[]) {
    const icon = await fetch(`${product.url}${src}`);
    expect(icon.headers.get('content-type')).toBe(type);
    const bytes = Buffer.from(await icon.arrayBuffer());
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes);
  }
  const worker = await fetch(`${product.url}/sw.js`);
  expect(worker.headers.get('cache-control')).toContain('max-age=0');
  expect(await worker.text()).not.toMatch(/caches|addEventListener\('fetch'/);
});
