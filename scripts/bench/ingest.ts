import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeDatabase } from './ingest-database';
import { Generator } from './ingest-load';
import type { ServerFigures, ServerSettings } from './ingest-server';
import { machine } from './machine';
import { seeded, World } from './town';

export interface IngestBench {
  /** The bundled root, to be started again as the process under test. */
  self: string;
  /** An external broker instead of the embedded one. */
  broker: string | null;
  /** With publishing over MQTT switched on. */
  publish: boolean;
  messages: number;
  devices: number;
  zones: number;
  /** Messages that each connection has under way. */
  window: number;
  /** Messages per second of the second part, which measures the delay from publishing to the event row, and its length. */
  rate: number;
  seconds: number;
  commit: ServerSettings['commit'];
  /** A folder for a V8 profile of the process under test. */
  cpuProfile: string | null;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The process under test. */
class Server {
  private constructor(private readonly child: ChildProcess) {}

  static async start(self: string, settings: ServerSettings, cpuProfile: string | null): Promise<Server> {
    const execArgv = cpuProfile ? ['--cpu-prof', `--cpu-prof-dir=${cpuProfile}`] : [];
    const server = new Server(fork(self, ['ingest-server', JSON.stringify(settings)], { execArgv }));
    while (!(await server.figures()).ready) await pause(50);
    return server;
  }

  figures(): Promise<ServerFigures> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('the process under test ended'));
      this.child.once('exit', ended);
      this.child.once('message', (figures) => {
        this.child.off('exit', ended);
        resolve(figures as ServerFigures);
      });
      this.child.send('figures');
    });
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** The value below which the share `part` of the sorted values lies, rounded to 0.1. */
function quantile(sorted: readonly number[], part: number): number | null {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return value === undefined ? null : Math.round(value * 10) / 10;
}

/** Waits until the engine has evaluated all. Answers the seconds that took. */
async function caughtUp(server: Server): Promise<number> {
  const startedAt = performance.now();
  while ((await server.figures()).lag > 0) await pause(20);
  return (performance.now() - startedAt) / 1000;
}

async function measure(bench: IngestBench, folder: string): Promise<Record<string, unknown>> {
  const world = new World(seeded(bench.zones), bench.zones);
  const zones = world.zones(bench.zones);
  const file = path.join(folder, 'fencepost.sqlite');
  makeDatabase(file, bench.devices, zones);
  const port = await freePort();
  const server = await Server.start(
    bench.self,
    { file, port, broker: bench.broker, publish: bench.publish, commit: bench.commit },
    bench.cpuProfile,
  );
  const generator = new Generator({ ...bench, port, figures: () => server.figures() });
  await generator.open();
  generator.prepare(world.fixes(bench.devices, bench.messages));
  const before = await server.figures();
  const generatorCpu = process.cpuUsage();
  const { seconds, figures } = await generator.flood(bench.messages);
  const { user, system } = process.cpuUsage(generatorCpu);
  const engineAfter = await caughtUp(server);
  const after = await server.figures();
  const delays = await generator.steady(bench.rate, bench.seconds, zones);
  generator.close();
  await server.stop();
  const each = (microseconds: number) => Math.round((microseconds / bench.messages) * 10) / 10;
  return {
    bench: 'ingest',
    broker: bench.broker ?? 'embedded',
    published_topics: after.published,
    synchronous: 'FULL',
    messages: bench.messages,
    devices: bench.devices,
    connections: generator.connections,
    window: bench.window,
    ...bench.commit,
    zones: bench.zones,
    messages_per_second: Math.round(bench.messages / seconds),
    messages_per_commit: Math.round(bench.messages / (figures.counters.commits ?? 1)),
    engine_done_after_seconds: Math.round(engineAfter * 10) / 10,
    server_cpu_us_per_message: each(figures.cpu - before.cpu),
    server_cpu_us_per_message_with_rest_of_engine: each(after.cpu - before.cpu),
    generator_cpu_us_per_message: each(user + system),
    publish_to_event: {
      messages_per_second: bench.rate,
      events: delays.length,
      p50_ms: quantile(delays, 0.5),
      p99_ms: quantile(delays, 0.99),
      max_ms: quantile(delays, 1),
    },
    ...machine(),
  };
}

/**
 * Messages per second with QoS 1, each acknowledged after the commit that holds it (through an external broker: each stored), and the
 * delay from publishing to the committed event row at an even rate. The process under test is another than the generator.
 */
export async function benchIngest(bench: IngestBench): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fencepost-bench-'));
  try {
    console.log(JSON.stringify(await measure(bench, folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
