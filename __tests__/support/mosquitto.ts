import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { temporaryFolder } from './database';
import { freePort, until } from './product';

const MOSQUITTO =
  ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find(existsSync) ?? 'mosquitto';

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A real Mosquitto on a port and with a store of its own. It saves its state when it is stopped. */
export class Mosquitto {
  private child: ChildProcess | null = null;

  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {}

  /** @param lines more lines of its configuration */
  static async create(lines: string[] = []): Promise<Mosquitto> {
    const port = await freePort();
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    const configuration = [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
      'persistence true',
      `persistence_location ${folder}/`,
      'max_queued_messages 0',
      ...lines,
    ];
    writeFileSync(path.join(folder, 'mosquitto.conf'), configuration.join('\n'));
    return new Mosquitto(port, folder);
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.child = spawn(MOSQUITTO, ['-c', path.join(this.folder, 'mosquitto.conf')], { stdio: 'ignore' });
    await until('mosquitto', () => accepts(this.port));
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await ended;
    this.child = null;
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Publishes with mosquitto_pub. Rejects with what it wrote to stderr when it fails. */
export function mosquittoPub(port: number, topic: string, message: string, ...more: string[]): Promise<void> {
  const args = ['-h', '127.0.0.1', '-p', String(port), '-t', topic, '-m', message, '-q', '1', ...more];
  return new Promise((resolve, reject) => {
    execFile('mosquitto_pub', args, { timeout: 10_000 }, (error, _stdout, stderr) => {
      if (error) reject(new Error(`mosquitto_pub ended with ${error.code}: ${stderr}`));
      else resolve();
    });
  });
}
