import { SmtpMailer } from '@/lib/adapters/mail';
import { DeliveryRunner, type DeliveryRunnerOptions } from '@/lib/services/deliver';
import type { Channel } from '@/lib/services/mailer';
import { Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from '../../support/database';
import { event, HAPPENED, household, standing } from '../../support/deliveries';
import { retract } from '../../support/expectations';
import { mailServer, reply } from '../../support/mail-server';
import { freePort } from '../../support/product';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function setUp() {
  const connection = testDatabase();
  const time = { now: HAPPENED };
  const home = household(connection);
  return {
    connection,
    time,
    home,
    enter: () => event(connection, home).delivery_id,
    /** To somebody else each time. */
    enterElsewhere: () => event(connection, household(connection)).delivery_id,
  };
}

type World = ReturnType<typeof setUp>;

function runnerOn(world: World, channel: Channel, options: DeliveryRunnerOptions = {}, connection = world.connection) {
  const store = new SqliteDeliveryStore(connection);
  const runner = new DeliveryRunner(store, 'email', channel, () => world.time.now, { random: () => 0.5, ...options });
  closing.push(() => runner.stop());
  return runner;
}

function smtp(smtpUrl: string | null): SmtpMailer {
  const mailer = new SmtpMailer({
    smtpUrl,
    from: 'fence@example.org',
    publicUrl: 'http://localhost:3000',
    clock: () => HAPPENED,
  });
  closing.push(() => mailer.close());
  return mailer;
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; !isTrue(); ) {
    if (Date.now() > end) throw new Error(`still not: ${isTrue}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A channel in the test's hands: each sending waits for its outcome. */
function heldChannel() {
  const started: number[] = [];
  const ends: ((result: Awaited<ReturnType<Channel['deliver']>>) => void)[] = [];
  const channel: Channel = {
    deliver: ({ items }) =>
      new Promise((resolve) => {
        started.push(...items.map(({ delivery }) => delivery.id));
        ends.push(resolve);
      }),
  };
  return { channel, started, ends };
}

describe('through a real mail server', () => {
  test('sends what is due and records it', async () => {
    const world = setUp();
    const server = await mailServer();
    const id = world.enter();
    const runner = runnerOn(world, smtp(server.url));
    expect(await runner.runOnce()).toBe(1);
    expect(server.mails.map(({ subject }) => subject)).toEqual(["Anna's phone arrived at Home"]);
    expect(standing(world.connection, id)).toMatchObject({
      state: 'sent',
      attempts: 1,
      tried: [{ outcome: 'sent' }],
      event: { notification_status: 'sent', notification_reason: null },
    });
    expect(await runner.runOnce()).toBe(0);
    expect(runner.state()).toMatchObject({ sent: 1, failed: 0, retried: 0, last_sent_at: HAPPENED, last_error: null });
  });

  test('a 4yz reply: tried again after the pause, then sent, with one Message-ID', async () => {
    const world = setUp();
    const seen: (string | undefined)[] = [];
    const server = await mailServer({
      onMail: ({ messageId }) => {
        seen.push(messageId);
        if (seen.length < 3) throw reply(451, 'greylisted, come back');
      },
    });
    const id = world.enter();
    const runner = runnerOn(world, smtp(server.url));
    await runner.runOnce();
    expect(standing(world.connection, id)).toMatchObject({
      state: 'pending',
      next_attempt_at: HAPPENED + 5_000,
      event: { notification_status: 'pending', notification_reason: 'attempt 1: 451 greylisted, come back' },
    });
    world.time.now += 4_999;
    expect(await runner.runOnce()).toBe(0);
    world.time.now += 1;
    await runner.runOnce();
    world.time.now += 10_000;
    await runner.runOnce();
    expect(standing(world.connection, id)).toMatchObject({
      state: 'sent',
      reason: null,
      tried: [{ outcome: 'transient' }, { outcome: 'transient' }, { outcome: 'sent' }],
      event: { notification_status: 'sent', notification_reason: null },
    });
    expect(new Set(seen).size).toBe(1);
  });

  test('a 5yz reply: failed at once, in the words of the server', async () => {
    const world = setUp();
    const server = await mailServer({ onRcptTo: (_to, _session, callback) => callback(reply(550, 'no such user')) });
    const id = world.enter();
    const runner = runnerOn(world, smtp(server.url));
    await runner.runOnce();
    expect(standing(world.connection, id)).toMatchObject({
      state: 'failed',
      reason: '550 no such user',
      tried: [{ outcome: 'permanent', response: '550 no such user' }],
      event: { notification_status: 'failed', notification_reason: '550 no such user' },
    });
    world.time.now += 3_600_000;
    expect(await runner.runOnce()).toBe(0);
  });

  test('a server that is down for six hours costs delay: all that is still true comes as one mail', async () => {
    const world = setUp();
    const port = await freePort();
    const runner = runnerOn(world, smtp(`smtp://127.0.0.1:${port}`));
    const told = [];
    for (let hour = 0; hour < 6; hour++) {
      told.push(event(world.connection, world.home, hour % 2 === 0 ? 'enter' : 'exit', { at: world.time.now }));
      for (let look = 0; look < 4; look++, world.time.now += 900_000) await runner.runOnce();
    }
    const [untrue, ...rest] = told;
    retract(world.connection, untrue?.event_id ?? 0, world.time.now);
    for (const { delivery_id } of rest) expect(standing(world.connection, delivery_id).state).toBe('pending');
    const server = await mailServer({ port });
    world.time.now += 900_000;
    await runner.runOnce();
    expect(server.mails).toHaveLength(1);
    for (const { delivery_id } of rest) expect(standing(world.connection, delivery_id).state).toBe('sent');
    expect(standing(world.connection, untrue?.delivery_id ?? 0)).toMatchObject({ state: 'suppressed', reason: 'retracted' });
    const text = server.mails[0]?.text ?? '';
    for (const time of ['15:02', '16:02', '17:02', '18:02', '19:02']) expect(text).toContain(time);
    expect(text).not.toContain('14:02');
  });

  test('after 24 hours it is given up and says so', async () => {
    const world = setUp();
    const id = world.enter();
    const runner = runnerOn(world, smtp(`smtp://127.0.0.1:${await freePort()}`));
    for (let i = 0; i < 30; i++, world.time.now += 3_600_000) await runner.runOnce();
    const { state, reason, tried, event: status } = standing(world.connection, id);
    expect(state).toBe('failed');
    expect(reason).toMatch(/^given up after 24 hours: .*ECONNREFUSED/);
    expect(tried.length).toBe(25);
    expect(status).toEqual({ notification_status: 'failed', notification_reason: reason });
  });

  test('without SMTP_URL a delivery fails at once and the event says why', async () => {
    const world = setUp();
    const id = world.enter();
    await runnerOn(world, smtp(null)).runOnce();
    expect(standing(world.connection, id)).toMatchObject({
      state: 'failed',
      event: { notification_status: 'failed', notification_reason: 'SMTP is not configured (SMTP_URL)' },
    });
  });

  test('what the cooldown held back stays as it is', async () => {
    const world = setUp();
    const server = await mailServer();
    const { delivery_id } = event(world.connection, world.home, 'exit', {
      state: 'suppressed',
      notification_status: 'suppressed',
      notification_reason: 'cooldown',
    });
    expect(await runnerOn(world, smtp(server.url)).runOnce()).toBe(0);
    expect(server.mails).toEqual([]);
    expect(standing(world.connection, delivery_id)).toMatchObject({
      state: 'suppressed',
      reason: 'cooldown',
      event: { notification_status: 'suppressed', notification_reason: 'cooldown' },
    });
  });

  test('two runners on one database send each mail once', async () => {
    const world = setUp();
    const server = await mailServer();
    for (let i = 0; i < 30; i++) world.enterElsewhere();
    const second = new Connection(world.connection.raw.name);
    closing.push(() => second.close());
    const runners = [runnerOn(world, smtp(server.url)), runnerOn(world, smtp(server.url), {}, second)];
    const tried = await Promise.all(runners.map((runner) => runner.runOnce()));
    expect(tried.reduce((a, b) => a + b)).toBe(30);
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(30);
    expect(server.mails).toHaveLength(30);
  });
});

describe('crashes', () => {
  test('between claim and record: sent again after the lease, with the same Message-ID', async () => {
    const world = setUp();
    const server = await mailServer();
    const id = world.enter();
    const mailer = smtp(server.url);
    const [claimed] = await new SqliteDeliveryStore(world.connection).claim('email', HAPPENED, 180_000, 1);
    if (!claimed) throw new Error('nothing to claim');
    await mailer.deliver(claimed, AbortSignal.timeout(5_000));
    // Here the first worker dies, unable to write down that the mail went out.
    const runner = runnerOn(world, mailer);
    world.time.now += 179_999;
    expect(await runner.runOnce()).toBe(0);
    world.time.now += 1;
    expect(await runner.runOnce()).toBe(1);
    expect(server.mails).toHaveLength(2);
    expect(server.mails[1]?.messageId).toBe(server.mails[0]?.messageId);
    expect(standing(world.connection, id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  test('a channel that throws is a transient failure, and is reported', async () => {
    const world = setUp();
    const id = world.enter();
    const errors: unknown[] = [];
    const broken: Channel = {
      deliver: async () => {
        throw new Error('a bug');
      },
    };
    await runnerOn(world, broken, { onError: (error) => errors.push(error) }).runOnce();
    expect(standing(world.connection, id)).toMatchObject({ state: 'pending', reason: 'attempt 1: a bug' });
    expect(errors).toEqual([new Error('a bug')]);
  });

  test('a database that fails ends nothing; the next look goes on', async () => {
    const world = setUp();
    const id = world.enter();
    const errors: unknown[] = [];
    const store = new SqliteDeliveryStore(world.connection);
    const claim = jest.spyOn(store, 'claim').mockRejectedValueOnce(new Error('disk full'));
    const sent: Channel = { deliver: async () => ({ outcome: 'sent', response: '250 OK' }) };
    const runner = new DeliveryRunner(store, 'email', sent, () => world.time.now, {
      pollMs: 10,
      onError: (error) => errors.push(error),
    });
    closing.push(() => runner.stop());
    runner.start();
    await until(() => standing(world.connection, id).state === 'sent');
    expect(errors).toEqual([new Error('disk full')]);
    expect(claim.mock.calls.length).toBeGreaterThan(1);
  });
});

describe('while it runs', () => {
  test('finds what another connection wrote, by itself', async () => {
    const world = setUp();
    const server = await mailServer();
    const runner = runnerOn(world, smtp(server.url), { pollMs: 20 });
    runner.start();
    const engine = new Connection(world.connection.raw.name, { durability: 'normal' });
    event(engine, world.home);
    engine.close();
    await until(() => server.mails.length === 1 && runner.state().sent === 1);
    expect(runner.state()).toMatchObject({ state: 'up', in_flight: 0 });
  });

  test('wake looks at once', async () => {
    const world = setUp();
    const { channel, started } = heldChannel();
    const runner = runnerOn(world, channel, { pollMs: 60_000, stopTimeoutMs: 1 });
    runner.start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const id = world.enter();
    runner.wake();
    await until(() => started.length === 1);
    expect(started).toEqual([id]);
  });

  test('never more at once than allowed; a free place is filled at once', async () => {
    const world = setUp();
    const ids = [1, 2, 3, 4].map(() => world.enterElsewhere());
    const { channel, started, ends } = heldChannel();
    const runner = runnerOn(world, channel, { concurrency: 2, pollMs: 5, stopTimeoutMs: 1 });
    runner.start();
    await until(() => started.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(started).toEqual(ids.slice(0, 2));
    ends[0]?.({ outcome: 'sent', response: '250 OK' });
    await until(() => started.length === 3);
    expect(runner.state().in_flight).toBe(2);
  });

  test('a sending that never ends is given up after its time', async () => {
    const world = setUp();
    const id = world.enter();
    await runnerOn(world, heldChannel().channel, { sendTimeoutMs: 20 }).runOnce();
    expect(standing(world.connection, id)).toMatchObject({ state: 'pending', reason: 'attempt 1: no answer within 0.02 s' });
  });

  test('a zone that is removed during the sending is no error', async () => {
    const world = setUp();
    world.enter();
    const errors: unknown[] = [];
    const { channel, ends } = heldChannel();
    const runner = runnerOn(world, channel, { onError: (error) => errors.push(error) });
    const run = runner.runOnce();
    await until(() => ends.length === 1);
    world.connection.run(query.deleteFrom('geofence').where('id', '=', world.home.geofence_id));
    ends[0]?.({ outcome: 'sent', response: '250 OK' });
    await run;
    expect(errors).toEqual([]);
  });
});

describe('stopping', () => {
  test('waits for what is under way and takes nothing more', async () => {
    const world = setUp();
    const ids = [world.enterElsewhere(), world.enterElsewhere()];
    const { channel, started, ends } = heldChannel();
    const runner = runnerOn(world, channel, { concurrency: 1, pollMs: 5 });
    runner.start();
    await until(() => started.length === 1);
    const stopped = runner.stop();
    ends[0]?.({ outcome: 'sent', response: '250 OK' });
    await stopped;
    expect(ids.map((id) => standing(world.connection, id).state)).toEqual(['sent', 'pending']);
    expect(started).toHaveLength(1);
    expect(runner.state().state).toBe('stopped');
  });

  test('cuts off what takes too long; it is due again at once', async () => {
    const world = setUp();
    const id = world.enter();
    const { channel, started } = heldChannel();
    const runner = runnerOn(world, channel, { stopTimeoutMs: 30 });
    runner.start();
    await until(() => started.length === 1);
    const from = Date.now();
    await runner.stop();
    expect(Date.now() - from).toBeLessThan(1_000);
    expect(standing(world.connection, id)).toMatchObject({
      state: 'pending',
      next_attempt_at: world.time.now,
      reason: 'attempt 1: cut off by the shutdown',
    });
  });

  test('it can be started again', async () => {
    const world = setUp();
    const server = await mailServer();
    const runner = runnerOn(world, smtp(server.url), { pollMs: 10 });
    runner.start();
    await runner.stop();
    world.enter();
    runner.start();
    await until(() => server.mails.length === 1);
  });
});
