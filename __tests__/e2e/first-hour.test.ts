import { mkdirSync } from 'node:fs';
import path from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, NO_TILES, watch } from '../support/chromium';
import { type MailServer, mailServer } from '../support/mail-server';
import { Product, until } from '../support/product';

jest.setTimeout(300_000);

const HOME = { lat: 52.5163, lon: 13.3777 };
const PASSWORD = 'correct horse battery';

/** Screenshots for a person to look at, where a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

class Phone {
  private client: MqttClient | null = null;

  constructor(
    private readonly url: string,
    private readonly values: { username: string; password: string; topic: string },
  ) {}

  async connect(): Promise<void> {
    const { username, password } = this.values;
    this.client = await mqtt.connectAsync(this.url, {
      username,
      password,
      clientId: 'annaphone',
      clean: false,
      reconnectPeriod: 0,
    });
  }

  /** A fix so many metres north of home, so long ago: nobody is believed to be elsewhere within a second. */
  async report(metersNorth: number, secondsAgo: number): Promise<void> {
    const fix = {
      _type: 'location',
      lat: HOME.lat + metersNorth / 111_195,
      lon: HOME.lon,
      acc: 8,
      batt: 71,
      tid: 'an',
      tst: Math.floor(Date.now() / 1000) - secondsAgo,
    };
    await this.client?.publishAsync(this.values.topic, JSON.stringify(fix), { qos: 1 });
  }

  async close(): Promise<void> {
    await this.client?.endAsync();
  }
}

describe('the first hour of a new user', () => {
  let mails: MailServer;
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let seen: ReturnType<typeof watch>;
  const phones: Phone[] = [];

  beforeAll(async () => {
    mails = await mailServer();
    product = await Product.create({ SMTP_URL: mails.url, SMTP_FROM: 'Fencepost <fencepost@example.org>', TILE_URL: NO_TILES });
    await product.start();
    browser = await launchChromium();
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      acceptDownloads: true,
    });
    page = await context.newPage();
    seen = watch(page, product.url);
  });

  afterAll(async () => {
    await Promise.all(phones.map((phone) => phone.close()));
    await browser?.close();
    await product?.remove();
  });

  test('goes from the setup link to a mail and a file of events', async () => {
    // The first admin.
    await page.goto(product.setupLink as string);
    await page.getByLabel('Name', { exact: true }).fill('Anna');
    await page.getByLabel('E-mail').fill('anna@example.org');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await picture(page, 'setup-1-admin');
    await page.getByRole('button', { name: 'Create the account' }).click();

    // The first device.
    await page.getByLabel('What do you call it?').fill('Anna’s phone');
    await page.getByLabel('Short name').fill('phone');
    await page.getByRole('button', { name: 'Add the device' }).click();
    await page.getByText('Nothing heard from the phone yet').waitFor();
    await picture(page, 'setup-2-device');
    const link = (await page.getByRole('link', { name: 'Set up on this phone' }).getAttribute('href')) as string;
    const inline = decodeURIComponent(link.split('inline=')[1] as string);
    const configuration = JSON.parse(Buffer.from(inline, 'base64').toString());
    const values = { username: configuration.username, password: configuration.password, topic: 'owntracks/anna/phone' };

    // The wrong password is told apart from silence, and then the first fix arrives.
    await expect(new Phone(product.mqttUrl, { ...values, password: 'wrong' }).connect()).rejects.toThrow();
    await page.getByText('wrong user name or password').waitFor({ timeout: 20_000 });
    const phone = new Phone(product.mqttUrl, values);
    phones.push(phone);
    await phone.connect();
    await phone.report(900, 1_500);
    await page.getByText('The first position is here').waitFor({ timeout: 20_000 });
    await page.getByRole('link', { name: 'Next: the first zone' }).click();

    // The zone step can be skipped; the test mail goes out for real.
    await picture(page, 'setup-3-zone');
    await page.getByRole('link', { name: 'Skip for now' }).click();
    await page.getByRole('button', { name: /test mail/i }).click();
    await until('the test mail', async () => mails.mails.length === 1);
    await picture(page, 'setup-4-mail');
    await page.getByRole('link', { name: 'Finish' }).click();
    await page.getByRole('link', { name: 'Go to the map' }).click();

    // The live map shows the phone and moves without a reload.
    await page.getByText('Anna’s phone').first().waitFor();
    await phone.report(700, 1_200);
    await picture(page, 'map');

    // A zone is drawn on the map with the mouse.
    await page.goto(`${product.url}/admin/geofences/new`);
    await page.getByLabel('Name', { exact: true }).fill('Home');
    await page.getByText('Polygon', { exact: true }).click();
    const map = page.getByRole('region', { name: 'Map to draw the zone' }).or(page.locator('.leaflet-container')).first();
    const box = (await map.boundingBox()) as { x: number; y: number; width: number; height: number };
    const at = (x: number, y: number) => ({ x: box.x + box.width * x, y: box.y + box.height * y });
    for (const [x, y] of [
      [0.35, 0.35],
      [0.65, 0.35],
      [0.65, 0.65],
      [0.35, 0.65],
      [0.35, 0.35],
    ] as const) {
      const point = at(x, y);
      await page.mouse.move(point.x, point.y);
      await page.mouse.click(point.x, point.y);
      await page.waitForTimeout(200);
    }
    await page.getByText('4 corners').waitFor();
    await picture(page, 'zone-polygon');

    // A circle by numbers is what the phone will enter.
    await page.getByText('Circle', { exact: true }).click();
    await page.getByLabel('Latitude').fill(String(HOME.lat));
    await page.getByLabel('Longitude').fill(String(HOME.lon));
    await page.getByRole('textbox', { name: 'Radius' }).fill('150');
    await picture(page, 'zone-circle');
    await page.getByRole('button', { name: 'Save zone' }).click();
    await page
      .getByRole('link', { name: 'Home' })
      .or(page.getByText('Home', { exact: true }))
      .first()
      .waitFor();
    await picture(page, 'zones');

    // The phone enters: event, mail, and the file.
    await phone.report(600, 800);
    await phone.report(20, 500);
    await phone.report(21, 440);
    await until('the mail of the arrival', async () => mails.mails.length === 2);
    const mail = mails.mails[1];
    expect(mail?.subject).toContain('Home');
    expect(mail?.to?.[0]?.address).toBe('anna@example.org');
    expect(mail?.text).toContain('Anna’s phone');
    await page.goto(`${product.url}/admin/geofences/events`);
    await page.getByText('Enter', { exact: true }).first().waitFor();
    await until('the badge of the mail', async () => {
      await page.reload();
      return page.getByText('Sent', { exact: true }).first().isVisible();
    });
    await picture(page, 'events');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV' }).click();
    const file = await (await download).createReadStream();
    const csv = Buffer.concat(await file.toArray()).toString();
    expect(csv.split('\n').filter((line) => line.includes('Home'))).toHaveLength(1);

    // Leaving ends the stay.
    await phone.report(500, 60);
    await phone.report(520, 0);
    await until('the exit', async () => {
      await page.goto(`${product.url}/admin/geofences/events?type=exit`);
      return page.getByText('Exit', { exact: true }).first().isVisible();
    });
    expect(seen.complaints).toEqual([]);
    expect(seen.foreign).toEqual([]);
  });
});
