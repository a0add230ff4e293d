import { ConfiguredMailer } from '@/lib/adapters/mail';
import { DeliveryRunner } from '@/lib/services/deliver';
import { MailRoutes } from '@/lib/services/mail-settings';
import { SecretBox } from '@/lib/services/secret-box';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { SqliteSettingStore } from '@/lib/storage/sqlite/setting-store';
import { testDatabase } from '../../../support/database';
import { event, HAPPENED, household, standing } from '../../../support/deliveries';
import { type MailServer, mailServer } from '../../../support/mail-server';

const secrets = new SecretBox('a secret for tests only');
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A worker's deliveries, on settings that a test changes as the web does: on the database alone. */
function worker() {
  const connection = testDatabase();
  const home = household(connection);
  const settings = new SqliteSettingStore(connection);
  const routes = new MailRoutes(settings, secrets, { smtpUrl: null, smtpFrom: null });
  const mailer = new ConfiguredMailer(routes, { publicUrl: 'http://localhost:3000', clock: () => HAPPENED });
  const runner = new DeliveryRunner(new SqliteDeliveryStore(connection), 'email', mailer, () => HAPPENED);
  closing.push(
    () => runner.stop(),
    () => mailer.close(),
  );
  const use = ({ port }: MailServer, password: string | null = null) =>
    settings.set('mail', {
      ...{ host: '127.0.0.1', port, security: 'none', user: password === null ? '' : 'fence', password },
      ...{ from_address: `fence@${port}.example.org`, from_name: 'Fencepost', updated_at: HAPPENED },
    });
  const enter = (whose = home) => event(connection, whose, 'enter').delivery_id;
  return { connection, settings, runner, use, enter };
}

const senders = ({ mails }: MailServer) => mails.map(({ from }) => from?.address);

test('a mail server that is set up while the worker runs has the next mail, as has the one after it', async () => {
  const { connection, settings, runner, use, enter } = worker();
  const unsent = enter();
  await runner.runOnce();
  expect(standing(connection, unsent)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/not configured/) });
  for (const server of [await mailServer(), await mailServer()]) {
    await use(server);
    const id = enter();
    await runner.runOnce();
    expect(standing(connection, id)).toMatchObject({ state: 'sent' });
    expect(senders(server)).toEqual([`fence@${server.port}.example.org`]);
  }
  await settings.remove('mail');
  const last = enter();
  await runner.runOnce();
  expect(standing(connection, last)).toMatchObject({ state: 'failed' });
});

test('without a change all mails go over the same connection', async () => {
  const { runner, use, enter } = worker();
  const server = await mailServer();
  await use(server);
  for (let i = 0; i < 3; i++) {
    enter();
    await runner.runOnce();
  }
  expect(server.mails).toHaveLength(3);
  expect(server.connections).toBe(1);
});

test('a mail that is under way during the change ends on the old server, whose connections are closed after it', async () => {
  const { connection, runner, use, enter } = worker();
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let isReading = () => {};
  const reading = new Promise<void>((resolve) => {
    isReading = resolve;
  });
  let isClosed = () => {};
  const closed = new Promise<void>((resolve) => {
    isClosed = resolve;
  });
  const old = await mailServer({
    onClose: () => isClosed(),
    onMail: () => {
      isReading();
      return held;
    },
  });
  await use(old);
  const slow = enter();
  const first = runner.runOnce();
  await reading;
  const next = await mailServer();
  await use(next);
  // Somebody else's: what goes to one person goes in order.
  const quick = enter(household(connection));
  runner.start();
  while (next.mails.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(old.mails).toHaveLength(0);
  goOn();
  await first;
  await closed;
  expect([standing(connection, slow), standing(connection, quick)]).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
  expect([old.mails.length, next.mails.length]).toEqual([1, 1]);
});

test('a password that can not be read fails the mail with the reason, and no server is asked', async () => {
  const { connection, runner, use, enter } = worker();
  const server = await mailServer();
  await use(server, new SecretBox('another secret').seal('smtp password', 'geheim'));
  const id = enter();
  await runner.runOnce();
  expect(standing(connection, id)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/AUTH_SECRET has changed/) });
  expect(server.connections).toBe(0);
});
