import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { SmtpMailer } from '@/lib/adapters/mail';
import { DeliveryRunner } from '@/lib/services/deliver';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { testDatabase } from '../../support/database';
import { event, household, standing } from '../../support/deliveries';
import { mailServer } from '../../support/mail-server';

const root = path.resolve(__dirname, '../../..');
// Beneath node_modules, so that the bundle finds its packages.
const folder = path.join(root, 'node_modules/.cache', `fencepost-kill-${process.pid}`);
const children: ChildProcess[] = [];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [path.join(root, '__tests__/support/delivery-process.ts')],
    outfile: path.join(folder, 'delivery.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    alias: { '@': root },
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('a worker killed after the server took the mail: it goes out once more with the same Message-ID, and no third time', async () => {
  const connection = testDatabase();
  const { delivery_id } = event(connection, household(connection), 'enter', { at: Date.now() });
  let killed: Promise<unknown> | undefined;
  const server = await mailServer({
    // The mail has arrived; its receipt never gets back.
    onMail: async () => {
      if (killed) return;
      const [child] = children;
      if (!child) throw new Error('a mail before its sender');
      killed = once(child, 'exit');
      child.kill('SIGKILL');
      await killed;
    },
  });
  children.push(
    spawn(process.execPath, [path.join(folder, 'delivery.mjs'), connection.raw.name, server.url], {
      cwd: root,
      stdio: 'inherit',
    }),
  );
  const [child] = children;
  if (child) await once(child, 'exit');
  expect(standing(connection, delivery_id)).toMatchObject({ state: 'sending', attempts: 1, tried: [] });

  const mailer = new SmtpMailer({ smtpUrl: server.url, from: 'fence@example.org', publicUrl: 'http://localhost:3000' });
  let now = Date.now();
  const runner = new DeliveryRunner(new SqliteDeliveryStore(connection), 'email', mailer, () => now);
  expect(await runner.runOnce()).toBe(0);
  now += 180_000;
  expect(await runner.runOnce()).toBe(1);
  expect(await runner.runOnce()).toBe(0);
  await mailer.close();
  expect(standing(connection, delivery_id)).toMatchObject({ state: 'sent', attempts: 2, tried: [{ outcome: 'sent' }] });
  expect(server.mails).toHaveLength(2);
  expect(server.mails[0]?.messageId).toBe(server.mails[1]?.messageId);
}, 30_000);
