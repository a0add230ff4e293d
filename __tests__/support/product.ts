import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { temporaryFolder } from './database';

/**
 * A port that is free at this moment, below those that systems give to outgoing connections: one of these would soon have it
 * where tests run side by side.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Waits until `check` answers something, asking again every 100 ms. @throws Error naming `what` after the limit */
export async function until<T>(what: string, check: () => Promise<T | null | undefined | false>, limitMs = 20_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await check();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const root = path.resolve(__dirname, '../..');

/** The real product as `npm start` runs it, on ports and in a data folder of its own. */
export class Product {
  output = '';
  private child: ChildProcess | null = null;

  private constructor(
    readonly port: number,
    readonly mqttPort: number,
    readonly dataDir: string,
    private readonly env: Record<string, string>,
  ) {}

  static async create(env: Record<string, string> = {}): Promise<Product> {
    return new Product(await freePort(), await freePort(), temporaryFolder(), env);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get mqttUrl(): string {
    return `mqtt://127.0.0.1:${this.mqttPort}`;
  }

  get databaseFile(): string {
    return path.join(this.dataDir, 'fencepost.sqlite');
  }

  get setupLink(): string | null {
    return /https?:\/\/\S+\/setup\?\S+/.exec(this.output)?.[0] ?? null;
  }

  private get environment(): NodeJS.ProcessEnv {
    const own = {
      PORT: String(this.port),
      MQTT_PORT: String(this.mqttPort),
      HOST: '127.0.0.1',
      MQTT_HOST: '127.0.0.1',
      DATA_DIR: this.dataDir,
    };
    return { ...process.env, NODE_ENV: 'production', ...own, ...this.env };
  }

  /** Starts it and waits until /health is well. Answers how long that took, in milliseconds. */
  async start(command = [process.execPath, 'scripts/bootstrap.mjs', 'start']): Promise<number> {
    const startedAt = Date.now();
    // A process group of its own, so that a kill reaches all parts at once.
    const child = spawn(command[0] as string, command.slice(1), {
      cwd: root,
      env: this.environment,
      detached: true,
    });
    this.child = child;
    this.output = '';
    const collect = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    await until(`health of the product (its output: ${this.output})`, async () => {
      if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}: ${this.output}`);
      return (await fetch(`${this.url}/health`).catch(() => null))?.ok;
    });
    await until('the greeting', async () => this.output.includes('Fencepost is running'));
    return Date.now() - startedAt;
  }

  /** Starts it where it is expected to end by itself; answers exit code and output. */
  async startAndFail(): Promise<{ code: number | null; output: string; milliseconds: number }> {
    const startedAt = Date.now();
    const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'start'], { cwd: root, env: this.environment });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, output, milliseconds: Date.now() - startedAt };
  }

  /** Runs a CLI command against this product's data; answers its JSON. */
  async cli<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'cli', ...args, '--json'], {
      cwd: root,
      env: this.environment,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error(`cli ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
    return JSON.parse(stdout) as T;
  }

  private signal(name: 'SIGTERM' | 'SIGKILL', group: boolean): Promise<void> {
    const child = this.child;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    process.kill(group ? -child.pid : child.pid, name);
    return ended;
  }

  /** SIGTERM to the supervisor alone, as a service manager does. */
  async stop(): Promise<void> {
    await this.signal('SIGTERM', false);
    this.child = null;
  }

  /** SIGKILL to all parts at once: a power cut, as far as processes see it. */
  async kill(): Promise<void> {
    await this.signal('SIGKILL', true);
    this.child = null;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
