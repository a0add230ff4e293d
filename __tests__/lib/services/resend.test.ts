import { SmtpMailer } from '@/lib/adapters/mail';
import { DeliveryRunner } from '@/lib/services/deliver';
import { SqliteDeliveryLogStore } from '@/lib/storage/sqlite/delivery-log-store';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from '../../support/database';
import { event, HAPPENED, household, standing } from '../../support/deliveries';
import { type MailServerOptions, mailServer, reply } from '../../support/mail-server';

const HOUR = 3_600_000;
const mailers: SmtpMailer[] = [];

afterEach(async () => {
  for (const mailer of mailers.splice(0)) await mailer.close();
});

async function setUp(options: MailServerOptions = {}) {
  const connection = testDatabase();
  const server = await mailServer(options);
  const time = { now: HAPPENED };
  const reach = { smtpUrl: server.url, from: 'fence@example.org', publicUrl: 'http://localhost:3000' };
  const mailer = new SmtpMailer({ ...reach, clock: () => time.now });
  mailers.push(mailer);
  const runner = () =>
    new DeliveryRunner(new SqliteDeliveryStore(connection), 'email', mailer, () => time.now, { random: () => 0.5 });
  const log = new SqliteDeliveryLogStore(connection);
  const home = household(connection);
  return { connection, server, time, log, home, runner, resend: (id: number) => log.resend(id, time.now) };
}

test('one that failed for good goes out when it is sent again after the mailbox was set right', async () => {
  let isFull = true;
  const world = await setUp({
    onRcptTo: (_to, _session, callback) => callback(isFull ? reply(552, 'mailbox full') : undefined),
  });
  const { delivery_id: id } = event(world.connection, world.home);
  await world.runner().runOnce();
  expect(standing(world.connection, id)).toMatchObject({ state: 'failed', event: { notification_status: 'failed' } });
  isFull = false;
  world.time.now += 30 * HOUR;
  await world.resend(id);
  await world.runner().runOnce();
  expect(standing(world.connection, id)).toMatchObject({
    state: 'sent',
    reason: null,
    attempts: 2,
    tried: [{ outcome: 'permanent' }, { outcome: 'sent' }],
    event: { notification_status: 'sent', notification_reason: null },
  });
  expect(world.server.mails).toHaveLength(1);
});

test('one that was sent goes out once more, as a message of its own, however many workers there are', async () => {
  const world = await setUp();
  const { delivery_id: id } = event(world.connection, world.home);
  await world.runner().runOnce();
  await world.resend(id);
  await Promise.all([world.runner().runOnce(), world.runner().runOnce(), world.runner().runOnce()]);
  expect(world.server.mails.map(({ subject }) => subject)).toEqual(Array(2).fill("Anna's phone arrived at Home"));
  expect(new Set(world.server.mails.map(({ messageId }) => messageId)).size).toBe(2);
});

test('one that was held back goes out, whatever held it back', async () => {
  const world = await setUp();
  const { delivery_id: id } = event(world.connection, world.home, 'exit', { state: 'suppressed' });
  await world.resend(id);
  expect(await world.runner().runOnce()).toBe(1);
  expect(standing(world.connection, id)).toMatchObject({ state: 'sent', attempts: 1 });
});

test('days later it is tried again for a whole day, not given up at once; with the same Message-ID each time', async () => {
  const seen: (string | undefined)[] = [];
  const world = await setUp({
    onMail: ({ messageId }) => {
      seen.push(messageId);
      if (seen.length < 3) throw reply(451, 'greylisted');
    },
  });
  const { delivery_id: id } = event(world.connection, world.home, 'enter', { state: 'suppressed' });
  world.time.now += 72 * HOUR;
  await world.resend(id);
  for (let n = 0; n < 3; n++) {
    await world.runner().runOnce();
    world.time.now += 20 * 60_000;
  }
  expect(standing(world.connection, id)).toMatchObject({
    state: 'sent',
    tried: [{ outcome: 'transient' }, { outcome: 'transient' }, { outcome: 'sent' }],
  });
  expect(new Set(seen).size).toBe(1);
});

test('an event that is taken back before it goes again is not told', async () => {
  const world = await setUp();
  const { delivery_id: id, event_id } = event(world.connection, world.home);
  await world.runner().runOnce();
  await world.resend(id);
  world.connection.raw.prepare('UPDATE geofence_event SET retracted_at = ? WHERE id = ?').run(world.time.now, event_id);
  expect(await world.runner().runOnce()).toBe(0);
  expect(standing(world.connection, id)).toMatchObject({ state: 'suppressed', reason: 'retracted' });
  expect(world.server.mails).toHaveLength(1);
});

test('a worker that died while it went again leaves it due, and it goes with the identity of that sending', async () => {
  const seen: (string | undefined)[] = [];
  const world = await setUp({ onMail: ({ messageId }) => void seen.push(messageId) });
  const { delivery_id: id } = event(world.connection, world.home);
  await world.runner().runOnce();
  await world.resend(id);
  // Claimed, sent, and dead before the outcome was written down.
  const store = new SqliteDeliveryStore(world.connection);
  const [claimed] = await store.claim('email', world.time.now, 75_000, 1);
  const [mailer] = mailers;
  if (!claimed || !mailer) throw new Error('nothing was claimed');
  await mailer.deliver(claimed, new AbortController().signal);
  expect(await world.resend(id)).toBe('waits');
  expect(await world.runner().runOnce()).toBe(0);
  world.time.now += 75_000;
  expect(await world.runner().runOnce()).toBe(1);
  expect(standing(world.connection, id)).toMatchObject({ state: 'sent', attempts: 3, resends: 1 });
  expect(seen).toHaveLength(3);
  expect(seen[1]).toBe(seen[2]);
  expect(seen[0]).not.toBe(seen[1]);
});
