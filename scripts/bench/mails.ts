import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { SmtpMailer } from '@/lib/adapters/mail';
import { systemClock } from '@/lib/services/clock';
import { SignedLinks } from '@/lib/services/signed-links';
import { type Connection, openDatabase } from '@/lib/storage/sqlite/connection';
import { SqliteDeliveryStore } from '@/lib/storage/sqlite/delivery-store';
import { writeDeliveries } from '@/lib/storage/sqlite/delivery-writer';
import { Channels } from '../channels';
import { makeDatabase } from './ingest-database';
import { machine } from './machine';
import { seeded, World } from './town';

const LONGEST_MS = 300_000;
const URL = 'http://localhost:3000';

interface MailsBench {
  events: number;
  people: number;
  /** What the server takes for each mail, in milliseconds. */
  serverMs: number;
}

/** Events of one zone and a hundred devices, told to each person in turn. */
function fill(connection: Connection, { events, people }: MailsBench): void {
  const now = systemClock();
  const person =
    connection.prepare(`INSERT INTO user (email, name, handle, role, password_hash, language, time_zone, created_at, updated_at)
    VALUES (?, ?, ?, 'user', '', 'en', 'Europe/Berlin', 0, 0)`);
  const { id: zone } = connection.prepare('SELECT id FROM geofence LIMIT 1').get() as { id: string };
  const share = connection.prepare('INSERT INTO zone_recipient (geofence_id, user_id, created_at) VALUES (?, ?, 0)');
  const event = connection.prepare(`INSERT INTO geofence_event (geofence_id, device_id, event_type, latitude, longitude, accuracy,
    distance_from_center, confidence, occurred_at, decided_at, received_at, notification_status) VALUES (?, ?, ?, 52.52, 13.4, 12, 30, 1, ?, ?, ?, 'pending')`);
  connection.transaction(() => {
    const ids = Array.from({ length: people }, (_, i) =>
      Number(person.run(`p${i}@example.org`, `Person ${i}`, `p${i}`).lastInsertRowid),
    );
    for (const id of ids) share.run(zone, id);
    for (let i = 0; i < events; i++) {
      const at = now - events + i;
      const { lastInsertRowid } = event.run(zone, (i % 100) + 1, i % 2 === 0 ? 'enter' : 'exit', at, at, at);
      const way = {
        channel: 'email',
        target_id: null,
        state: 'pending',
        reason: null,
        not_before: now,
        opened_at: null,
      } as const;
      const about = { event_id: Number(lastInsertRowid), alert_id: null, device_alert_id: null };
      writeDeliveries(connection, about, [{ user_id: ids[i % people] ?? 0, ...way }], now);
    }
  });
}

async function slowServer(serverMs: number): Promise<{ server: SMTPServer; port: number; mails: () => number }> {
  let mails = 0;
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onData(stream, _session, callback) {
      stream.resume();
      stream.on('end', () => {
        mails += 1;
        setTimeout(() => callback(null, 'kept'), serverMs);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.server.address() as AddressInfo).port, mails: () => mails };
}

/** `npm run bench -- mails`: a burst of events to some people over a mail server on this machine. One JSON line. */
export async function benchMails(settings: MailsBench): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fencepost-bench-'));
  const file = path.join(folder, 'fencepost.sqlite');
  makeDatabase(file, 100, new World(seeded(1), 1).zones(1));
  const connection = openDatabase(file);
  fill(connection, settings);
  const { server, port, mails } = await slowServer(settings.serverMs);
  const mailer = new SmtpMailer({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: 'fence@example.org',
    publicUrl: URL,
    links: new SignedLinks('bench', URL),
  });
  const store = new SqliteDeliveryStore(connection);
  const channels = new Channels([{ name: 'email', channel: mailer, concurrency: 4 }], store, systemClock, (error) => {
    throw error;
  });
  // The first mail loads the templates.
  const reader = { email: 'bench@example.org', name: 'Bench', language: 'en', time_zone: 'Europe/Berlin' } as const;
  await mailer.sendTest(reader, systemClock(), AbortSignal.timeout(60_000));
  const stalls = monitorEventLoopDelay({ resolution: 1 });
  stalls.enable();
  const start = performance.now();
  channels.start();
  while ((await store.counts()).sent < settings.events) {
    if (performance.now() - start > LONGEST_MS) throw new Error(`not done: ${JSON.stringify(await store.counts())}`);
    await sleep(20);
  }
  const seconds = (performance.now() - start) / 1000;
  stalls.disable();
  await channels.stop();
  await mailer.close();
  connection.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  rmSync(folder, { recursive: true, force: true });
  const round = (value: number) => Math.round(value * 10) / 10;
  const figures = { mails: mails() - 1, seconds: round(seconds), longest_stall_ms: round(stalls.max / 1e6) };
  process.stdout.write(`${JSON.stringify({ bench: 'mails', ...settings, ...figures, ...machine() })}\n`);
}
