import { SmtpMailer } from '@/lib/adapters/mail';
import { DeliveryRunner } from '@/lib/services/deliver';
import { query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from '../../support/database';
import { mailServer } from '../../support/mail-server';
import { deviceAlertDeliveries, deviceAlerts, HOUR, hasRhythm, MINUTE, pass, says, watchedPhone } from '../../support/phones';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A phone that was heard a moment ago, and the way from its alerts to a real mail server. */
async function setUp() {
  const world = watchedPhone(testDatabase());
  const server = await mailServer();
  const from = 'fence@example.org';
  const publicUrl = 'http://localhost:3000';
  const mailer = new SmtpMailer({ smtpUrl: server.url, from, publicUrl, clock: () => world.time.now });
  closing.push(() => mailer.close());
  const store = new SqliteDeliveryStore(world.connection);
  const send = () => new DeliveryRunner(store, 'email', mailer, () => world.time.now).runOnce();
  hasRhythm(world, 30);
  says(world, { battery: 40 });
  world.watcher.runOnce();
  return { ...world, server, send };
}

test('a phone that falls silent is told by mail, once, and in the notification centre at once', async () => {
  const world = await setUp();
  pass(world, world.time.now + 3 * HOUR);
  expect(deviceAlertDeliveries(world.connection)).toMatchObject([
    { channel: 'inbox', state: 'sent' },
    { channel: 'email', state: 'pending' },
  ]);
  expect(await world.send()).toBe(1);
  world.watcher = world.restart();
  pass(world, world.time.now + HOUR);
  expect(await world.send()).toBe(0);
  expect(world.server.mails).toHaveLength(1);
  const [mail] = world.server.mails;
  expect(mail?.subject).toContain("Anna's phone");
  expect(mail?.text).toContain('08:00');
  expect(mail?.text).toContain('30 min');
  expect(mail?.text).toContain('40 %');
  expect(deviceAlerts(world.connection)).toMatchObject([{ kind: 'silent', notification_status: 'sent' }]);
});

test('what is known of its end is in the mail: the battery, and when the connection broke off', async () => {
  const world = await setUp();
  pass(world, world.time.now + MINUTE);
  says(world, { battery: 6 });
  pass(world, world.time.now + 30 * MINUTE);
  await world.send();
  const { connection, home, time } = world;
  const lwt = { device_id: home.device_id, kind: 'lwt' as const, key: '', occurred_at: time.now, received_at: time.now };
  connection.run(query.insertInto('device_report').values({ ...lwt, payload: '{}' }));
  pass(world, world.time.now + 2 * HOUR);
  await world.send();
  const text = world.server.mails.map((mail) => mail.text).join();
  expect(text).toMatch(/Connection lost.*08:31/s);
  expect(text).toContain('empty by now');
});

test('a phone that comes back before the mail goes is not told of', async () => {
  const world = await setUp();
  pass(world, world.time.now + 3 * HOUR);
  says(world);
  pass(world, world.time.now + MINUTE);
  expect(await world.send()).toBe(0);
  expect(world.server.mails).toEqual([]);
  expect(deviceAlertDeliveries(world.connection)).toMatchObject([
    { channel: 'inbox' },
    { state: 'suppressed', reason: 'resolved' },
  ]);
});
