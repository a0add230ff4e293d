import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@/lib/storage/sqlite/connection';
import { deviceName, HANDLE, makeDatabase, passwordOf } from './ingest-database';
import { machine } from './machine';
import type { PubServerFigures } from './pub-server';

export interface PubBench {
  /** This program, which runs the process under test when called with `pub-server`. */
  self: string;
  /** Phones that post at once, each over a connection of its own that is kept alive. */
  connections: number;
  /** So many of them belong to somebody who shares them with the person of all the others, whose answers tell where they are. */
  friends: number;
  seconds: number;
}

const WARM_UP_MS = 1_000;
const FIRST_TST = 1_754_215_098;
const OK = 'HTTP/1.1 200';
const FRIEND = 'friend';

/** One phone: posts a fix, waits for the answer, posts the next. */
class Phone {
  readonly delays: number[] = [];
  failures = 0;
  /** Places of friends in all answers. */
  told = 0;
  private readonly head: string;
  private readonly socket: Socket;
  private sent = 0;
  private sentAt = 0;
  private received = '';

  constructor(
    private readonly handle: string,
    private readonly number: number,
    port: number,
    private readonly isOver: () => boolean,
  ) {
    const credentials = Buffer.from(`${handle}:${passwordOf(number)}`).toString('base64');
    this.head = `POST /pub HTTP/1.1\r\nhost: localhost:${port}\r\nauthorization: Basic ${credentials}\r\ncontent-type: application/json\r\n`;
    this.socket = connect(port, '127.0.0.1', () => this.post());
    this.socket.setNoDelay(true).setEncoding('latin1');
    this.socket.on('data', (text: string) => this.read(text));
    this.socket.on('error', () => undefined);
  }

  close(): void {
    this.socket.destroy();
  }

  private post(): void {
    if (this.isOver()) return;
    const tst = FIRST_TST + this.sent++;
    const lat = 52 + this.sent / 1e5;
    const fix = { _type: 'location', tst, created_at: tst + 2, lat, lon: 13.405, acc: 12, vac: 2, alt: 84, vel: 4, cog: 270 };
    const body = JSON.stringify({
      ...fix,
      batt: 81,
      bs: 1,
      m: 1,
      conn: 'm',
      t: 'u',
      tid: 'xa',
      topic: `owntracks/${this.handle}/${deviceName(this.number)}`,
    });
    this.sentAt = performance.now();
    this.socket.write(`${this.head}content-length: ${body.length}\r\n\r\n${body}`);
  }

  private read(text: string): void {
    this.received += text;
    const head = this.received.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(this.received)?.[1]);
    if (head < 0 || this.received.length < head + 4 + length) return;
    this.delays.push(performance.now() - this.sentAt);
    const body = this.received.slice(head + 4);
    if (!this.received.startsWith(OK) || !body.startsWith('[')) this.failures += 1;
    this.told += body.split('"_type":"location"').length - 1;
    this.received = '';
    this.post();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function figuresOf(server: ChildProcess): Promise<PubServerFigures> {
  server.send('figures');
  const [figures] = await once(server, 'message');
  return figures as PubServerFigures;
}

function storedFixes(file: string): number {
  const connection = openDatabase(file);
  const { n } = connection.prepare('SELECT count(*) AS n FROM location').get() as { n: number };
  connection.close();
  return n;
}

/** Gives the first devices to another person, who shares all of them. */
function makeFriends(file: string, friends: number): void {
  const connection = openDatabase(file);
  connection.raw
    .prepare(
      `INSERT INTO user (email, name, handle, role, password_hash, created_at, updated_at) VALUES ('friend@example.org', 'A friend', ?, 'user', '', 0, 0)`,
    )
    .run(FRIEND);
  const [viewer, owner] = (connection.prepare('SELECT id FROM user ORDER BY id').all() as { id: number }[]).map(({ id }) => id);
  connection.prepare('UPDATE device SET user_id = ? WHERE id <= ?').run(owner, friends);
  connection.prepare(`INSERT INTO share (id, owner_id, viewer_id, created_at) VALUES ('share', ?, ?, 0)`).run(owner, viewer);
  connection.close();
}

async function measure({ self, connections, friends, seconds }: PubBench, folder: string): Promise<Record<string, unknown>> {
  const file = path.join(folder, 'fencepost.sqlite');
  makeDatabase(file, connections, []);
  if (friends > 0) makeFriends(file, friends);
  const server = fork(self, ['pub-server', file], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(server, 'message')) as [PubServerFigures];
  let isOver = false;
  const phones = Array.from({ length: connections }, (_, n) => new Phone(n < friends ? FRIEND : HANDLE, n, port, () => isOver));
  const answered = () => phones.reduce((sum, phone) => sum + phone.delays.length, 0);
  await pause(WARM_UP_MS);
  const [before, warm] = [await figuresOf(server), answered()];
  const startedAt = performance.now();
  await pause(seconds * 1000);
  const [count, elapsed, after] = [answered() - warm, performance.now() - startedAt, await figuresOf(server)];
  isOver = true;
  await pause(200);
  const delays = phones.flatMap((phone) => phone.delays).sort((a, b) => a - b);
  for (const phone of phones) phone.close();
  server.kill('SIGTERM');
  await once(server, 'exit');
  const quantile = (part: number) => Math.round((delays[Math.floor(delays.length * part)] ?? 0) * 10) / 10;
  return {
    bench: 'pub',
    synchronous: 'FULL',
    connections,
    friends,
    seconds,
    posts_per_second: Math.round((count * 1000) / elapsed),
    failures: phones.reduce((sum, phone) => sum + phone.failures, 0),
    answered: answered(),
    told: phones.reduce((sum, phone) => sum + phone.told, 0),
    stored: storedFixes(file),
    server_cpu_us_per_post: Math.round((after.cpu - before.cpu) / count),
    p50_ms: quantile(0.5),
    p99_ms: quantile(0.99),
    ...machine(),
  };
}

/** Fixes per second over `POST /pub`, each answered after the commit that holds it, one at a time for each phone. */
export async function benchPub(bench: PubBench): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fencepost-bench-'));
  try {
    console.log(JSON.stringify(await measure(bench, folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
