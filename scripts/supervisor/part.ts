import { type ChildProcess, fork } from 'node:child_process';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A part that ran this long has recovered: the next pause starts small again. */
const STABLE_AFTER_MS = 60_000;

export interface PartOptions {
  name: string;
  /** The bundled root to run. */
  file: string;
  env: NodeJS.ProcessEnv;
  onChange(): void;
  /** It ended by itself; in so many milliseconds it is started again. */
  onEnd(name: string, how: string, pauseMs: number): void;
  /** It ended before it had ever been ready: starting it again would not help. */
  onStillborn(name: string): void;
}

/** One watched process: started, restarted with a growing pause when it dies, stopped within a bound. */
export class Part {
  restarts = 0;
  state: 'starting' | 'up' | 'waiting' | 'stopped' = 'stopped';
  private child: ChildProcess | null = null;
  private timer: NodeJS.Timeout | null = null;
  private pause = FIRST_PAUSE_MS;
  private wasReady = false;
  private stopping = false;

  constructor(private readonly options: PartOptions) {}

  get name(): string {
    return this.options.name;
  }

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  start(): void {
    const startedAt = Date.now();
    this.state = 'starting';
    this.child = fork(this.options.file, [], { env: this.options.env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'ready' in message) this.becameReady();
    });
    this.child.on('exit', (code, signal) => this.ended(startedAt, signal ? `by ${signal}` : `with code ${code}`));
    this.options.onChange();
  }

  private becameReady(): void {
    this.wasReady = true;
    this.state = 'up';
    this.options.onChange();
  }

  private ended(startedAt: number, how: string): void {
    this.child = null;
    if (this.stopping) {
      this.state = 'stopped';
      return;
    }
    if (!this.wasReady) {
      this.options.onStillborn(this.name);
      return;
    }
    if (Date.now() - startedAt > STABLE_AFTER_MS) this.pause = FIRST_PAUSE_MS;
    this.state = 'waiting';
    this.restarts += 1;
    this.options.onEnd(this.name, how, this.pause);
    this.options.onChange();
    this.timer = setTimeout(() => this.start(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  /** Asks the process to end, and kills it after `limitMs`. */
  async stop(limitMs: number): Promise<void> {
    this.stopping = true;
    if (this.timer) clearTimeout(this.timer);
    const child = this.child;
    if (!child) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
      child.once('exit', () => {
        clearTimeout(limit);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }
}
