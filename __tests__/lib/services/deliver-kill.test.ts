import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { SmtpMailer } from '@/lib/adapters/mail';
import { GuardedOutbound } from '@/lib/adapters/outbound';
import { WebhookChannel } from '@/lib/adapters/webhook';
import { DeliveryRunner } from '@/lib/services/deliver';
import type { Channel } from '@/lib/services/mailer';
import { SecretBox } from '@/lib/services/secret-box';
import { sealWebhook } from '@/lib/services/target-secrets';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { bundledProgram, ROOT } from '../../support/bundle';
import { testDatabase } from '../../support/database';
import { event, type Household, household, standing } from '../../support/deliveries';
import { mailServer } from '../../support/mail-server';
import { receiver } from '../../support/receiver';

const program = bundledProgram('delivery-process');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(connection: Connection, way: string): ChildProcess {
  const child = spawn(process.execPath, [program, connection.raw.name, way], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  children.push(child);
  return child;
}

/** Kills the worker once; further calls are for the worker after it. @returns whether it was this time */
function killer() {
  let isDone = false;
  return async () => {
    if (isDone) return false;
    isDone = true;
    const [child] = children;
    if (!child) throw new Error('there is nobody to kill');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    return true;
  };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !isTrue(); ) {
    if (Date.now() > end) throw new Error(`still not: ${isTrue}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** What the next worker does: at once, when the lease of the dead one is over, and once more. @returns how many it tried each time */
async function afterwards(connection: Connection, name: 'email' | 'webhook', channel: Channel): Promise<number[]> {
  let now = Date.now();
  const runner = new DeliveryRunner(new SqliteDeliveryStore(connection), name, channel, () => now);
  const tried = [await runner.runOnce()];
  now += 180_000;
  tried.push(await runner.runOnce(), await runner.runOnce());
  return tried;
}

const stages = ['onConnect', 'onMailFrom', 'onRcptTo', 'after the mail'] as const;

describe('a worker killed over a mail', () => {
  test.each(stages)(
    '%s: the same mail goes out for sure, with the same Message-ID, and never once more',
    async (stage) => {
      const connection = testDatabase();
      const home = household(connection);
      const ids = [1, 2, 3].map(() => event(connection, home, 'enter', { at: Date.now() }).delivery_id);
      const kill = killer();
      const killAt = (one: (typeof stages)[number], go: () => void) => (stage === one ? void kill().then(go) : go());
      const server = await mailServer({
        onConnect: (_session, callback) => killAt('onConnect', callback),
        onMailFrom: (_address, _session, callback) => killAt('onMailFrom', callback),
        onRcptTo: (_address, _session, callback) => killAt('onRcptTo', callback),
        // The mail has arrived; its receipt never gets back.
        onMail: async () => {
          if (stage === 'after the mail') await kill();
        },
      });
      await once(start(connection, server.url), 'exit');
      for (const id of ids) expect(standing(connection, id)).toMatchObject({ state: 'sending', attempts: 1, tried: [] });

      const mailer = new SmtpMailer({ smtpUrl: server.url, from: 'fence@example.org', publicUrl: 'http://localhost:3000' });
      expect(await afterwards(connection, 'email', mailer)).toEqual([0, 1, 0]);
      await mailer.close();
      for (const id of ids) expect(standing(connection, id)).toMatchObject({ state: 'sent', attempts: 2 });
      expect(server.mails).toHaveLength(stage === 'after the mail' ? 2 : 1);
      expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(1);
    },
    60_000,
  );

  test('once it was written down, nothing goes out again; before it was claimed, it goes out once', async () => {
    const connection = testDatabase();
    const home = household(connection);
    const first = event(connection, home, 'enter', { at: Date.now() }).delivery_id;
    const server = await mailServer();
    const child = start(connection, server.url);
    await until(() => standing(connection, first).state === 'sent');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const second = event(connection, home, 'exit', { at: Date.now() }).delivery_id;
    const mailer = new SmtpMailer({ smtpUrl: server.url, from: 'fence@example.org', publicUrl: 'http://localhost:3000' });
    expect(await afterwards(connection, 'email', mailer)).toEqual([1, 0, 0]);
    await mailer.close();
    expect(standing(connection, second)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(server.mails).toHaveLength(2);
  }, 60_000);
});

test('a worker killed after a program took an event: it gets the event once more with the same Idempotency-Key', async () => {
  const connection = testDatabase();
  const home = household(connection);
  const { delivery_id } = event(connection, home, 'enter', { at: Date.now() });
  const kill = killer();
  const program = await receiver((_request, response) => {
    kill().then((isNow) => (isNow ? response.destroy() : response.end('ok')));
  });
  const secrets = new SecretBox('a secret for tests only');
  const id = addWebhook(connection, home, program.url, secrets);
  connection.run(query.updateTable('delivery').set({ channel: 'webhook', target_id: id }).where('id', '=', delivery_id));
  await once(start(connection, 'webhook'), 'exit');
  const policy = async () => ({ allow_private: true, allowed: ['127.0.0.1'] });
  const { request } = new GuardedOutbound({ policy, userAgent: 'Fencepost/test' });
  const channel = new WebhookChannel({ publicUrl: 'http://localhost:3000', secrets, request });
  expect(await afterwards(connection, 'webhook', channel)).toEqual([0, 1, 0]);
  expect(standing(connection, delivery_id)).toMatchObject({ state: 'sent', attempts: 2 });
  const keys = program.received.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual([`delivery-${delivery_id}`, `delivery-${delivery_id}`]);
}, 60_000);

function addWebhook(connection: Connection, { user_id }: Household, url: string, secrets: SecretBox): string {
  const id = '22222222-2222-4222-8222-222222222222';
  const now = Date.now();
  const signing = [{ secret: 'fphook_for_a_test', until: null }];
  connection.run(
    query.insertInto('notification_target').values({
      ...{ id, user_id, kind: 'webhook', preset: 'signed', name: 'Program', settings: JSON.stringify({ url }), coalesces: 0 },
      secrets: sealWebhook(secrets, { fields: {}, signing }),
      ...{ paused_at: null, pause_reason: null, last_sent_at: null, created_at: now, updated_at: now },
    }),
  );
  return id;
}
